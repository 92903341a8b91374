"""Who may call Slack when, shared by every replica through one small table.

A generic cell rate algorithm: `free_at` is when the next call would be due at an even rate, and a
name that tolerates bursts may run ahead of it. A pause (Slack said 429, is not reachable or does
not take the token) moves the same number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Float, String, Table, bindparam, case, delete, select

from bot.kit.db import Work
from bot.kit.outbox.settings import OutboxSettings
from bot.kit.outbox.table import outbox_pace
from bot.kit.prepared import Prepared

SLACK = "slack"
"""Paused when Slack is unreachable or does not take the token."""
POSTS = "method:chat.postMessage"
EDITS = "method:chat.update"
LOOKS = "method:conversations.history"
_TO = "post:"


def posts_to(destination: str) -> str:
    """Return the name under which posts to `destination` are paced."""
    return _TO + destination


@dataclass(frozen=True, slots=True)
class Paced:
    """What may not be called just now. `until`: when the first of it may (seconds, real time)."""

    slack: bool = False
    posts: bool = False
    edits: bool = False
    looks: bool = False
    destinations: frozenset[str] = frozenset()
    until: float | None = None


class SlotTaken(Exception):  # noqa: N818 - it only rolls a claim back
    """Another replica took the slot."""


def _float(name: str) -> BindParameter[float]:
    return bindparam(name, type_=Float(53))


_HELD = Prepared(
    select(outbox_pace.c.name, outbox_pace.c.free_at).where(
        outbox_pace.c.free_at > _float("moment")
    )
)


def _taking(insert: Callable[[Table], Any]) -> Any:
    free_at, moment = outbox_pace.c.free_at, _float("moment")
    return (
        insert(outbox_pace)
        .values(name=bindparam("name", type_=String()), free_at=_float("free_at"))
        .on_conflict_do_update(
            index_elements=["name"],
            set_={"free_at": case((free_at > moment, free_at), else_=moment) + _float("interval")},
            where=free_at <= _float("latest"),
        )
        .returning(outbox_pace.c.name)
    )


_TAKE = Prepared(_taking)


class Pace:
    """The rates of `settings`, kept in the database."""

    def __init__(self, settings: OutboxSettings) -> None:
        self._settings = settings

    def now(self, work: Work, *, at: datetime) -> Paced:
        """Return what may not be called at `at`."""
        moment = at.timestamp()
        rows = work.execute(_HELD, {"moment": moment})
        free = {name: free_at - self._tolerance(name) for name, free_at in rows}
        held = {name: free_at for name, free_at in free.items() if free_at > moment}
        if not held:
            return Paced()
        return Paced(
            slack=SLACK in held,
            posts=POSTS in held,
            edits=EDITS in held,
            looks=LOOKS in held,
            destinations=frozenset(name.removeprefix(_TO) for name in held if name.startswith(_TO)),
            until=held[SLACK] if SLACK in held else min(held.values()),
        )

    def take(self, work: Work, name: str, *, at: datetime) -> None:
        """Take the next slot of `name`; raise SlotTaken when another replica was quicker."""
        moment, interval = at.timestamp(), self._interval(name)
        slot = {
            "name": name,
            "free_at": moment + interval,
            "moment": moment,
            "interval": interval,
            "latest": moment + self._tolerance(name),
        }
        if work.execute(_TAKE, slot).first() is None:
            raise SlotTaken(name)

    def pause(self, work: Work, name: str, *, at: datetime, seconds: float) -> None:
        """Let nobody call `name` for `seconds`; a longer pause that stands already stays."""
        until = (at + timedelta(seconds=seconds)).timestamp() + self._tolerance(name)
        free_at = outbox_pace.c.free_at
        work.execute(
            work.insert(outbox_pace)
            .values(name=name, free_at=until)
            .on_conflict_do_update(
                index_elements=["name"],
                set_={"free_at": case((free_at > until, free_at), else_=until)},
            )
        )

    def resume(self, work: Work, name: str) -> None:
        """End the pause of `name`: a restart with a mended token sends at once."""
        work.execute(delete(outbox_pace).where(outbox_pace.c.name == name))

    def forget(self, work: Work, *, at: datetime) -> None:
        """Drop names whose time is long past; one is kept for each person ever written to."""
        past = (at - timedelta(hours=1)).timestamp()
        work.execute(delete(outbox_pace).where(outbox_pace.c.free_at < past))

    def _interval(self, name: str) -> float:
        if name in {EDITS, LOOKS}:
            return self._settings.update_interval
        return self._settings.channel_interval

    def _tolerance(self, name: str) -> float:
        if name in {EDITS, LOOKS}:
            return self._settings.update_interval * (self._settings.update_burst - 1)
        return 0.0
