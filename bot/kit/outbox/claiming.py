"""One sender takes one due row, in one statement, and the slot of its pace with it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)

from bot.kit.db import Database, UtcDateTime, Work
from bot.kit.outbox.calls import Calls, is_channel, is_person
from bot.kit.outbox.pacing import EDITS, Pace, SlotTaken, posts_to
from bot.kit.outbox.settings import OutboxSettings
from bot.kit.outbox.table import DELETING, GONE, LEASED, WAITING, outbox
from bot.kit.prepared import Prepared

Resolve = Callable[[Work, str], str | None]
"""Gives the channel id of "sales" or "marketing", or None while there is none to post to."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this sender alone may send until `lease_until`, as it stood at `claimed_at`."""

    id: int
    key: str
    view: str
    args: dict[str, Any]
    destination: str
    asking: int
    channel: str | None
    ts: str | None
    thread_ts: str | None
    orphan: bool
    deleting: bool
    nonce: str
    response_url: str | None
    lease: str
    lease_until: datetime
    claimed_at: datetime
    first_dispatched_at: datetime | None
    attempts: int
    resends: int
    plainness: int
    error: str | None

    @property
    def is_first_dispatch(self) -> bool:
        """Whether nothing was sent for this row before this claim."""
        return self.first_dispatched_at == self.claimed_at


_row = outbox.alias("due")
"""The row in the inner question, so that it is not taken for the row that is updated."""


class Claims:
    """Claims due rows, oldest first, but for those whose pace or parent makes them wait."""

    def __init__(
        self,
        db: Database,
        *,
        settings: OutboxSettings,
        pace: Pace,
        calls: Calls,
        resolve: Resolve,
    ) -> None:
        self._db = db
        self._settings = settings
        self._pace = pace
        self._calls = calls
        self._resolve = resolve
        self.free_at: float | None = None
        """When something that is paced may be claimed (seconds, real time), as last seen."""

    def next(self, *, at: datetime, busy: frozenset[str] = frozenset()) -> Claimed | None:
        """Claim a row that is due at `at`, but none for a destination that is `busy`.

        An idle bot asks in vain four times a second, so the question is a plain read.
        """
        with self._db.read() as work:
            paced = self._pace.now(work, at=at)
            self.free_at = paced.until
            if paced.slack:
                return None
            is_any, claim = _questions(paced.posts, paced.edits, paced.destinations, busy)
            if work.execute(is_any, {"now": at}).first() is None:
                return None
        try:
            with self._db.begin() as work:
                return self._claim(work, claim, at)
        except SlotTaken:
            return None

    def _claim(self, work: Work, claim: Prepared, at: datetime) -> Claimed | None:
        lease_until = at + timedelta(seconds=self._settings.lease)
        lease = {"token": secrets.token_hex(16), "until": lease_until}
        row = work.execute(claim, {"now": at, **lease}).first()
        if row is None:
            return None
        fresh_url = row.response_url if row.ts and _still(row.response_url_until, at) else None
        slot = EDITS if row.ts else posts_to(row.destination)
        if not fresh_url:
            self._pace.take(work, slot, at=at)
        parent = self._parent(work, row.thread_key) if row.ts is None else None
        channel = row.channel
        if row.ts is None:
            channel = parent.channel if parent else self._place(work, row.destination)
            work.execute(update(outbox).where(outbox.c.id == row.id).values(channel=channel))
        return Claimed(
            id=row.id,
            key=row.key,
            view=row.view,
            args=row.args,
            destination=row.destination,
            asking=row.wanted,
            channel=channel,
            ts=row.ts,
            thread_ts=parent.ts if parent else None,
            orphan=parent is not None and parent.state == GONE,
            deleting=row.shown == DELETING,
            nonce=row.nonce,
            response_url=fresh_url,
            lease=row.lease,
            lease_until=row.lease_until,
            claimed_at=at,
            first_dispatched_at=row.first_dispatched_at,
            attempts=row.attempts,
            resends=row.resends,
            plainness=row.plainness,
            error=row.error,
        )

    @staticmethod
    def _parent(work: Work, key: str | None) -> Any:
        if key is None:
            return None
        return work.execute(
            select(outbox.c.state, outbox.c.channel, outbox.c.ts).where(outbox.c.key == key)
        ).first()

    def _place(self, work: Work, destination: str) -> str | None:
        """Return the channel of a destination; None for a person not yet written to."""
        if is_channel(destination):
            return destination
        if is_person(destination):
            return self._calls.known_direct(destination)
        return self._resolve(work, destination)


def _still(until: datetime | None, at: datetime) -> bool:
    return until is not None and until > at


@lru_cache(maxsize=256)
def _questions(
    posts: bool,
    edits: bool,
    not_posted_to: frozenset[str],
    busy: frozenset[str],
) -> tuple[Prepared, Prepared]:
    """Return what asks whether a row is due, and what claims one: built once for each pacing.

    `posts` and `edits` are paced just now; the destinations are left alone.
    """
    now = bindparam("now", type_=UtcDateTime())
    due = _due(now, posts=posts, edits=edits, not_posted_to=not_posted_to, busy=busy)
    candidate = (
        select(_row.c.id)
        .where(due)
        .order_by(_row.c.due_at, _row.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    first = func.coalesce(outbox.c.first_dispatched_at, now)
    claim = (
        update(outbox)
        .where(outbox.c.id == candidate)
        .values(
            state=LEASED,
            lease=bindparam("token", type_=String()),
            lease_until=bindparam("until", type_=UtcDateTime()),
            first_dispatched_at=case(
                (outbox.c.ts.is_(None), first), else_=outbox.c.first_dispatched_at
            ),
        )
        .returning(*outbox.c)
    )
    return Prepared(select(_row.c.id).where(due).limit(1)), Prepared(claim)


def _due(
    now: Any, *, posts: bool, edits: bool, not_posted_to: frozenset[str], busy: frozenset[str]
) -> ColumnElement[bool]:
    parent = outbox.alias("parent")
    parent_stands = (
        select(parent.c.id)
        .where(
            parent.c.key == _row.c.thread_key,
            or_(parent.c.ts.is_not(None), parent.c.state == GONE),
        )
        .exists()
    )
    post = and_(
        _row.c.ts.is_(None),
        or_(_row.c.thread_key.is_(None), parent_stands),
        *(_row.c.destination != one for one in sorted(not_posted_to)),
    )
    edit: ColumnElement[bool] = _row.c.ts.is_not(None)
    if edits:
        edit = and_(edit, _row.c.response_url.is_not(None), _row.c.response_url_until > now)
    return and_(
        _row.c.state == WAITING,
        _row.c.due_at <= now,
        edit if posts else or_(post, edit),
        *(_row.c.destination != one for one in sorted(busy)),
    )
