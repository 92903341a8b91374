"""A sender against a Slack in memory, at a time that the test moves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.kit.clock import Clock
from bot.kit.db import Database, Work
from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.reconcile import Reconciler
from bot.kit.outbox.sender import Sender
from bot.kit.outbox.settings import OutboxSettings
from bot.kit.outbox.table import outbox
from bot.kit.outbox.views import Message, Views
from tests.kit.outbox.slack_model import SlackModel

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class SetClock(Clock):
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = NOON

    def real(self) -> datetime:
        return self.at

    def timestamp(self) -> float:
        return self.at.timestamp()

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Desk:
    """An outbox, its sender and its Slack. What a message shows is `facts[name]`."""

    def __init__(self, db: Database, **settings: Any) -> None:
        self.db = db
        self.clock = SetClock()
        self.slack = SlackModel(now=self.clock.timestamp)
        self.facts: dict[str, str | None] = {}
        self.channels: dict[str, str] = {"sales": "C0SALES", "marketing": "C0MKTG"}
        self.views = Views()
        self.views.register("fact", self._render)
        self.settings = OutboxSettings(**settings)
        self.outbox = Outbox()
        self.sender = self.another_sender()
        self.reconciler = Reconciler(self.sender)

    def another_sender(self) -> Sender:
        return Sender(
            self.db,
            self.clock,
            self.slack,
            self.views,
            self.settings,
            resolve=lambda _work, name: self.channels.get(name),
        )

    def _render(self, _work: Work, args: dict[str, Any]) -> Message | None:
        text = self.facts[args["name"]]
        return None if text is None else Message(text)

    def post(
        self, name: str, text: str | None = "hello", *, to: str = "sales", **rest: Any
    ) -> bool:
        self.facts[name] = text
        with self.db.begin() as work:
            return self.outbox.post(
                work, key=name, to=to, view="fact", args={"name": name}, at=self.clock.at, **rest
            )

    def show(self, name: str, text: str | None) -> None:
        self.facts[name] = text
        with self.db.begin() as work:
            self.outbox.refresh(work, key=name, at=self.clock.at)

    def click(self, name: str, text: str | None, *, response_url: str) -> None:
        """Have the message that stands as `name` show something through a click's own URL."""
        self.facts[name] = text
        row = self.row(name)
        with self.db.begin() as work:
            assert self.outbox.refresh_clicked(
                work, channel=row.channel, ts=row.ts, response_url=response_url, at=self.clock.at
            )

    def send(self) -> int:
        """Send all that may be sent now; tell how many rows that were."""
        return sum(1 for _ in iter(self.sender.step, False))

    def run(self, seconds: float, *, moments: int = 40) -> None:
        """Let time go by, with the sender and the reconciler at work at so many moments of it."""
        step, passed = max(1.0, seconds / moments), 0.0
        while True:
            self.send()
            while self.reconciler.step():
                self.send()
            self.send()
            if passed >= seconds:
                return
            self.clock.move(step)
            self.slack.happen()
            passed += step

    def row(self, name: str) -> Any:
        with self.db.read() as work:
            return work.execute(select(outbox).where(outbox.c.key == name)).one()


@pytest.fixture
def desk(db) -> Desk:
    return Desk(db)


@pytest.fixture
def make_desk(db):
    """A desk with settings of the test's own."""
    return lambda **settings: Desk(db, **settings)
