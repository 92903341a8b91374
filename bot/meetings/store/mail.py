"""The queue of invitations by e-mail. One row is one letter to one person about one change."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.kit.db import Database, UtcDateTime, Work, metadata

WAITING = "waiting"
"""To be sent when it is due."""
LEASED = "leased"
"""A sender holds it until `lease_until`; after that it may have been sent, and is sent again."""
SENT = "sent"
"""The mail server has it."""
PARKED = "parked"
"""It cannot be sent as it is: no address, refused for good, or the meeting is over."""
DROPPED = "dropped"
"""A later change took its place before it was sent."""

NO_ADDRESS = "there is no e-mail address in their Slack profile"
"""Why a letter is parked until there is one."""

REQUEST = "REQUEST"
CANCEL = "CANCEL"

mails = Table(
    "meeting_mails",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("occurrence", BigInteger, nullable=False),
    # The change it tells of, as calendars count them.
    Column("sequence", Integer, nullable=False),
    # A Slack id; the address is looked up when it is sent, and not kept here.
    Column("person", String(20), nullable=False),
    # What calendars are told: REQUEST or CANCEL.
    Column("method", String(10), nullable=False),
    # The same however often it is sent, so that mail programs know it again.
    Column("message_id", String(120), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("lease", String(32)),
    Column("lease_until", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("first_dispatched_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("error", Text),
    UniqueConstraint("occurrence", "sequence", "person"),
    Index("ix_meeting_mails_state_due_at", "state", "due_at", "id"),
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter as its row has it."""

    id: int
    occurrence: int
    sequence: int
    person: str
    method: str
    message_id: str
    state: str
    created_at: datetime
    attempts: int
    error: str | None
    lease: str | None = None


_MAIL = [mails.c[name] for name in Mail.__dataclass_fields__]


def queue_mail(
    work: Work, *, occurrence: int, sequence: int, person: str, method: str, domain: str,
    at: datetime,
) -> bool:  # fmt: skip
    """Have a letter sent once; tell whether it is new. `at` is real time."""
    statement = (
        work.insert(mails)
        .values(
            occurrence=occurrence,
            sequence=sequence,
            person=person,
            method=method,
            message_id=f"<m{occurrence}.{sequence}.{secrets.token_hex(12)}@{domain}>",
            state=WAITING,
            created_at=at,
            due_at=at,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["occurrence", "sequence", "person"])
        .returning(mails.c.id)
    )
    return work.execute(statement).first() is not None


def drop_earlier(work: Work, occurrence: int, *, before: int) -> None:
    """Drop letters that were never tried, since a later change says more."""
    work.execute(
        update(mails)
        .where(
            mails.c.occurrence == occurrence,
            mails.c.sequence < before,
            mails.c.state.in_([WAITING, PARKED]),
        )
        .values(state=DROPPED)
    )


def holding_an_invitation(work: Work, occurrence: int) -> list[str]:
    """Return whose calendar may hold a meeting: a letter with it left, and none that takes it out
    has arrived since.
    """
    rows = work.execute(
        select(mails.c.person, mails.c.method)
        .where(
            mails.c.occurrence == occurrence,
            mails.c.first_dispatched_at.is_not(None),
            or_(mails.c.method == REQUEST, mails.c.state == SENT),
        )
        .order_by(mails.c.sequence)
    )
    last = {row.person: row.method for row in rows}
    return sorted(person for person, method in last.items() if method == REQUEST)


def mails_of(work: Work, occurrence: int, *, sequence: int) -> list[Mail]:
    """Return the letters about one change, in order of their making."""
    rows = work.execute(
        select(*_MAIL)
        .where(mails.c.occurrence == occurrence, mails.c.sequence == sequence)
        .order_by(mails.c.id)
    )
    return [Mail(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name


def claim_mail(db: Database, *, at: datetime, lease: timedelta) -> Mail | None:
    """Take the letter due longest, for this sender alone until the lease ends.

    One whose lease ended may have been sent; it is sent again under the same Message-ID.
    """
    row = mails.alias("due")
    waits = and_(row.c.state == WAITING, row.c.due_at <= at)
    lost = and_(row.c.state == LEASED, row.c.lease_until <= at)
    earlier = mails.alias("earlier")
    # What is being told of a meeting arrives before what became of it since.
    in_between = (
        select(earlier.c.id)
        .where(
            earlier.c.occurrence == row.c.occurrence,
            earlier.c.person == row.c.person,
            earlier.c.sequence < row.c.sequence,
            earlier.c.state == LEASED,
            earlier.c.lease_until > at,
        )
        .exists()
    )
    due = and_(or_(waits, lost), ~in_between)
    with db.read() as work:
        if work.execute(select(row.c.id).where(due).limit(1)).first() is None:
            return None
    candidate = (
        select(row.c.id)
        .where(due)
        .order_by(row.c.due_at, row.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    with db.begin() as work:
        taken = work.execute(
            update(mails)
            .where(mails.c.id == candidate)
            .values(state=LEASED, lease=secrets.token_hex(16), lease_until=at + lease)
            .returning(*_MAIL)
        ).first()
    return Mail(**taken._mapping) if taken else None  # noqa: SLF001


def note_dispatch(work: Work, mail: Mail, *, at: datetime) -> bool:
    """Note that the letter is about to leave us; tell whether it is still ours to send."""
    changed = work.execute(
        update(mails)
        .where(mails.c.id == mail.id, mails.c.lease == mail.lease)
        .values(
            first_dispatched_at=func.coalesce(
                mails.c.first_dispatched_at, literal(at, UtcDateTime())
            )
        )
    )
    return int(changed.rowcount) > 0


def settle(work: Work, mail: Mail, *, state: str, error: str | None = None, at: datetime) -> bool:
    """Record what became of a letter; tell whether it was still ours."""
    values: dict[str, Any] = {"state": state, "error": error, "lease": None, "lease_until": None}
    if state == SENT:
        values["sent_at"] = at
    changed = work.execute(
        update(mails).where(mails.c.id == mail.id, mails.c.lease == mail.lease).values(values)
    )
    return int(changed.rowcount) > 0


def put_back(work: Work, mail: Mail, *, error: str, due_at: datetime) -> None:
    """Have a letter tried again later."""
    work.execute(
        update(mails)
        .where(mails.c.id == mail.id, mails.c.lease == mail.lease)
        .values(
            state=WAITING,
            error=error,
            due_at=due_at,
            attempts=mails.c.attempts + 1,
            lease=None,
            lease_until=None,
        )
    )


def hold_all(work: Work, *, error: str, due_at: datetime) -> None:
    """Have every letter wait, since the mail server takes none; each knows why."""
    work.execute(
        update(mails)
        .where(mails.c.state == WAITING, mails.c.due_at < due_at)
        .values(error=error, due_at=due_at)
    )


def release_all(work: Work, *, at: datetime) -> None:
    """Have every waiting letter tried now, as after a restart that may have mended something."""
    work.execute(
        update(mails).where(mails.c.state == WAITING, mails.c.due_at > at).values(due_at=at)
    )


def try_parked_again(
    work: Work, occurrence: int, persons: Collection[str] | None = None, *, at: datetime
) -> int:
    """Have the parked letters of a meeting, or those to `persons`, tried again; tell how many."""
    which = [mails.c.state == PARKED, mails.c.occurrence == occurrence]
    if persons is not None:
        which += [mails.c.error == NO_ADDRESS, mails.c.person.in_(list(persons))]
    changed = work.execute(update(mails).where(*which).values(state=WAITING, due_at=at, attempts=0))
    return int(changed.rowcount)


def next_due(work: Work) -> datetime | None:
    """Return when the next letter is due, or None when none waits."""
    due: datetime | None = work.execute(
        select(mails.c.due_at).where(mails.c.state == WAITING).order_by(mails.c.due_at).limit(1)
    ).scalar()
    return due


def unsettled(work: Work) -> list[Mail]:
    """Return the letters that wait after a failure, and those that are parked."""
    rows = work.execute(
        select(*_MAIL)
        .where(or_(mails.c.state == PARKED, and_(mails.c.state == WAITING, mails.c.error != "")))
        .order_by(mails.c.id)
    )
    return [Mail(**row._mapping) for row in rows]  # noqa: SLF001
