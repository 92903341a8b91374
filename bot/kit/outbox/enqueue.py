"""How a room says what Slack should show, inside its own transaction."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Text,
    and_,
    bindparam,
    case,
    or_,
    select,
    update,
)

from bot.kit.db import UtcDateTime, Work
from bot.kit.outbox.table import GONE, PARKED, SENT, WAITING, outbox
from bot.kit.prepared import Prepared

RESPONSE_URL_LIVES = timedelta(minutes=29)
"""Slack honours a response_url for 30 minutes and five uses; one use an asking is spent here."""


@dataclass(slots=True)
class _Asked:
    """What one transaction asked for again."""

    there: dict[str, bool | None] = field(default_factory=dict)
    """By key, whether there is such a message; None when nobody wanted to know."""
    clicked: str | None = None
    response_url: str = ""

    def statement_for(
        self, key: str, at: datetime, response_url: str | None = None
    ) -> tuple[Prepared, dict[str, Any]]:
        """Return the statement that asks for a message, and what it takes besides."""
        url = response_url or (self.response_url if key == self.clicked else None)
        return (_ASK_BY_URL, _by_url(url, at)) if url else (_ASK, {})


class Outbox:
    """Saves what is to be sent; `wake` rouses the sender once the transaction has committed."""

    def __init__(self, *, wake: Callable[[], None] = lambda: None) -> None:
        self.wake = wake

    def post(
        self,
        work: Work,
        *,
        key: str,
        to: str,
        view: str,
        args: dict[str, Any],
        at: datetime,
        subject: str | None = None,
        thread_key: str | None = None,
    ) -> bool:
        """Ask for a message once; tell whether it is new. The same key again changes nothing.

        `to` is "sales", "marketing" or a person's Slack id; `at` is real time. `view` names the
        view that renders the message from `args` when it is sent.
        """
        row = {
            "key": key,
            "destination": to,
            "thread_key": thread_key,
            "view": view,
            "args": args,
            "subject": subject,
            "state": WAITING,
            "wanted": 1,
            "shown": 0,
            "created_at": at,
            "asked_at": at,
            "due_at": at,
            "attempts": 0,
            "misses": 0,
            "nonce": secrets.token_hex(16),
        }
        new = work.execute(_POST, row).first() is not None
        self._asked(work).there.pop(key, None)
        work.once_committed(self.wake)
        return new

    def refresh(
        self, work: Work, *, key: str, at: datetime, response_url: str | None = None
    ) -> bool:
        """Ask for the message `key` to show the current state; tell whether there is such a one.

        Askings fold into one edit. With the `response_url` of the click that changed the state,
        the edit is made through it. A parked message is tried again, and one that had nothing to
        show comes back if it has by now; one that somebody deleted stays deleted.
        """
        asked = self._asked(work)
        # It is rendered after the commit, so that asking once in a transaction is enough.
        if response_url or asked.there.get(key) is None:
            statement, by_url = asked.statement_for(key, at, response_url)
            there = self._ask_again(work, statement, name=key, at=at, **by_url) > 0
            asked.there[key] = there
        return bool(asked.there[key])

    def refresh_surely(self, work: Work, *, key: str, at: datetime) -> None:
        """Do `refresh` for a message of which nobody asks whether there is one.

        Not for one that the things of others share: of those each is asked for by itself, in an
        order, so that two transactions never wait on each other in a circle.
        """
        asked = self._asked(work)
        if key not in asked.there:
            statement, by_url = asked.statement_for(key, at)
            asked.there[key] = None
            work.once_committed(self.wake)
            work.save(statement, {"name": key, "at": at, **by_url})

    def note_click(self, work: Work, *, channel: str, ts: str, response_url: str) -> None:
        """Have the message at `ts` in `channel`, if anything asks for it now, edited by its click.

        Say it before what changes the message, and `refresh_clicked` after it.
        """
        standing = what_stands_at(work, channel=channel, ts=ts)
        if standing:
            asked = self._asked(work)
            asked.clicked, asked.response_url = standing[0], response_url

    def refresh_clicked(
        self, work: Work, *, channel: str, ts: str, response_url: str, at: datetime
    ) -> bool:
        """Do `refresh` for the message at `ts` in `channel`, through the click's response_url."""
        asked = self._asked(work)
        if asked.clicked in asked.there and asked.response_url == response_url:
            return True
        where = {"place": channel, "stamp": ts, "at": at, **_by_url(response_url, at)}
        row = work.execute(_ASK_CLICKED, where).first()
        if row:
            asked.there[row.key] = True
            work.once_committed(self.wake)
        return row is not None

    def refresh_subject(self, work: Work, *, subject: str, at: datetime) -> int:
        """Ask for every message about `subject` to show the current state; tell how many."""
        return self._ask_again(work, _ASK_SUBJECT, name=subject, at=at)

    def refresh_destination(self, work: Work, *, destination: str, at: datetime) -> int:
        """Ask for every message in "sales" or "marketing" to show the current state."""
        return self._ask_again(work, _ASK_DESTINATION, name=destination, at=at)

    def _asked(self, work: Work) -> "_Asked":
        asked: _Asked = work.kept.setdefault(self, _Asked())
        return asked

    def _ask_again(self, work: Work, statement: Any, **given: Any) -> int:
        work.once_committed(self.wake)
        return int(work.execute(statement, given).rowcount)


def _by_url(response_url: str, at: datetime) -> dict[str, Any]:
    return {"url": response_url, "url_until": at + RESPONSE_URL_LIVES}


_POST = Prepared(
    lambda insert: (
        insert(outbox).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id)
    )
)


def _ask(*which: ColumnElement[bool], returning: Sequence[Any] = (), **more: Any) -> Prepared:
    """Return the one statement of an asking; a message that somebody deleted is left alone."""
    withdrawn = and_(outbox.c.state == GONE, outbox.c.ts.is_(None))
    at_rest = or_(outbox.c.state == SENT, outbox.c.state == PARKED, withdrawn)
    at = bindparam("at", type_=UtcDateTime())
    return Prepared(
        update(outbox)
        .where(*which, or_(outbox.c.state != GONE, withdrawn))
        .values(
            wanted=outbox.c.wanted + 1,
            state=case((at_rest, WAITING), else_=outbox.c.state),
            asked_at=case((at_rest, at), else_=outbox.c.asked_at),
            due_at=case((at_rest, at), else_=outbox.c.due_at),
            **more,
        )
        .returning(*returning)
    )


_NAME = bindparam("name", type_=String())
_ASK = _ask(outbox.c.key == _NAME)
_ASK_SUBJECT = _ask(outbox.c.subject == _NAME)
_ASK_DESTINATION = _ask(outbox.c.destination == _NAME)
_BY_URL: dict[str, Any] = {
    "response_url": bindparam("url", type_=Text()),
    "response_url_until": bindparam("url_until", type_=UtcDateTime()),
}
_ASK_BY_URL = _ask(outbox.c.key == _NAME, **_BY_URL)
_AT = (outbox.c.channel == bindparam("place"), outbox.c.ts == bindparam("stamp"))
_ASK_CLICKED = _ask(*_AT, returning=[outbox.c.key], **_BY_URL)


def where_it_stands(work: Work, key: str) -> tuple[str, str] | None:
    """Return (channel, ts) of the message `key` in Slack, or None while it is not there."""
    row = work.execute(select(outbox.c.channel, outbox.c.ts).where(outbox.c.key == key)).first()
    return (row.channel, row.ts) if row and row.ts else None


_STANDS_AT = Prepared(select(outbox.c.key, outbox.c.view, outbox.c.args).where(*_AT))


def what_stands_at(work: Work, *, channel: str, ts: str) -> tuple[str, str, dict[str, Any]] | None:
    """Return (key, view, args) of our message at `ts` in `channel`, or None when it is not ours."""
    row = work.execute(_STANDS_AT, {"place": channel, "stamp": ts}).first()
    return (row.key, row.view, row.args) if row else None
