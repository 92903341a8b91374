"""How a room says what Slack should show, inside its own transaction."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import String, Text, and_, bindparam, case, or_, select, update

from bot.kit.db import UtcDateTime, Work
from bot.kit.outbox.table import GONE, PARKED, SENT, WAITING, chosen, in_order, outbox
from bot.kit.prepared import Prepared
from bot.kit.texts_in import TextsIn

RESPONSE_URL_LIVES = timedelta(minutes=29)
"""Slack honours a response_url for 30 minutes and five uses; one use an asking is spent here."""


@dataclass(slots=True)
class _Asked:
    """What one transaction asks for again, which is done all at once before its commit."""

    at: dict[str, datetime] = field(default_factory=dict)
    or_else: dict[str, list[Callable[[], object]]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    """They will show the current state anyway, since they are rendered after the commit."""
    clicked: str | None = None
    response_url: str | None = None


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
        if new:
            self._asked(work).new.add(key)
            work.once_committed(self.wake)
        return new

    def refresh(
        self,
        work: Work,
        *,
        key: str,
        at: datetime,
        or_else: Callable[[], object] | None = None,
    ) -> None:
        """Ask for the message `key` to show the current state; where there is none, call `or_else`.

        Of several that could begin it, each is called until one has. Askings fold into one edit. A
        parked message is tried again, and one that had nothing to show comes back if it has by now;
        one that somebody deleted stays deleted.

        All that a transaction asks for is done at its end, in one order: messages are shared by
        things that are changed at once, and nobody then waits for another in a circle, or for long.
        """
        asked = self._asked(work)
        asked.at[key] = at
        if or_else:
            asked.or_else.setdefault(key, []).append(or_else)

    def refresh_clicked(
        self, work: Work, *, channel: str, ts: str, response_url: str, at: datetime
    ) -> bool:
        """Do `refresh` for the message at `ts` in `channel`, through the click's response_url.

        Tell whether it is one of ours. It may be said before what changes the message.
        """
        standing = what_stands_at(work, channel=channel, ts=ts)
        if standing is None:
            return False
        asked = self._asked(work)
        asked.clicked, asked.response_url = standing[0], response_url
        asked.at[standing[0]] = at
        return True

    def refresh_subject(self, work: Work, *, subject: str, at: datetime) -> int:
        """Do `refresh` for every message about `subject`; tell how many there are."""
        keys = list(work.execute(_ABOUT, {"name": subject}).scalars())
        self._asked(work).at.update(dict.fromkeys(keys, at))
        return len(keys)

    def refresh_destination(self, work: Work, *, destination: str, at: datetime) -> int:
        """Do `refresh` for every message in "sales" or "marketing"; tell how many there are."""
        work.once_committed(self.wake)
        return int(work.execute(_ASK_DESTINATION, {"name": destination, "at": at}).rowcount)

    def _asked(self, work: Work) -> _Asked:
        asked: _Asked | None = work.kept.get(self)
        if asked is None:
            asked = work.kept[self] = _Asked()
            work.before_commit(partial(self._ask, work, asked))
        return asked

    def _ask(self, work: Work, asked: _Asked) -> None:
        while keys := asked.at.keys() - asked.new:
            at = max(asked.at.values())
            asked.at = {}
            work.once_committed(self.wake)
            found = _ASK.execute(
                work,
                sorted(keys),
                at=at,
                clicked=asked.clicked,
                url=asked.response_url,
                url_until=at + RESPONSE_URL_LIVES,
            )
            for key in sorted(asked.or_else.keys() & keys - set(found.scalars())):
                for begin in asked.or_else.pop(key):
                    if key not in asked.new:
                        begin()
                # Somebody else may have begun it meanwhile, without what is saved here.
                asked.at[key] = at


_POST = Prepared(
    lambda insert: (
        insert(outbox).on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.id)
    )
)


_WITHDRAWN = and_(outbox.c.state == GONE, outbox.c.ts.is_(None))
_ALIVE = or_(outbox.c.state != GONE, _WITHDRAWN)
_AT_REST = or_(outbox.c.state == SENT, outbox.c.state == PARKED, _WITHDRAWN)
_AT = bindparam("at", type_=UtcDateTime())
_ASKED_AGAIN = {
    "wanted": outbox.c.wanted + 1,
    "state": case((_AT_REST, WAITING), else_=outbox.c.state),
    "asked_at": case((_AT_REST, _AT), else_=outbox.c.asked_at),
    "due_at": case((_AT_REST, _AT), else_=outbox.c.due_at),
}
_IS_CLICKED = outbox.c.key == bindparam("clicked", type_=String())
_BY_URL = {
    "response_url": case(
        (_IS_CLICKED, bindparam("url", type_=Text())), else_=outbox.c.response_url
    ),
    "response_url_until": case(
        (_IS_CLICKED, bindparam("url_until", type_=UtcDateTime())),
        else_=outbox.c.response_url_until,
    ),
}
_NAME = bindparam("name", type_=String())
_ASK = TextsIn(
    lambda among: (
        update(outbox)
        .where(in_order(among(chosen.c.key)), _ALIVE)
        .values(**_ASKED_AGAIN, **_BY_URL)
        .returning(outbox.c.key)
    )
)
_ASK_DESTINATION = Prepared(
    update(outbox).where(in_order(chosen.c.destination == _NAME), _ALIVE).values(**_ASKED_AGAIN)
)
_ABOUT = Prepared(select(outbox.c.key).where(outbox.c.subject == _NAME, _ALIVE))


def where_it_stands(work: Work, key: str) -> tuple[str, str] | None:
    """Return (channel, ts) of the message `key` in Slack, or None while it is not there."""
    row = work.execute(select(outbox.c.channel, outbox.c.ts).where(outbox.c.key == key)).first()
    return (row.channel, row.ts) if row and row.ts else None


_STANDS_AT = Prepared(
    select(outbox.c.key, outbox.c.view, outbox.c.args).where(
        outbox.c.channel == bindparam("place"), outbox.c.ts == bindparam("stamp")
    )
)


def what_stands_at(work: Work, *, channel: str, ts: str) -> tuple[str, str, dict[str, Any]] | None:
    """Return (key, view, args) of our message at `ts` in `channel`, or None when it is not ours."""
    row = work.execute(_STANDS_AT, {"place": channel, "stamp": ts}).first()
    return (row.key, row.view, row.args) if row else None
