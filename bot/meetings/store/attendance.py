"""The rows of who answered an invitation, and of who is invited for a topic."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, String, Table, select

from bot.kit.db import UtcDateTime, Work, metadata

replies = Table(
    "meeting_replies",
    metadata,
    Column("occurrence", BigInteger, primary_key=True),
    Column("person", String(20), primary_key=True),
    Column("going", Boolean, nullable=False),
    # The time the answer is about: it counts no more once the meeting is moved.
    Column("starts_at", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

guests = Table(
    "meeting_guests",
    metadata,
    # Those consulted, once a topic of theirs is on the agenda.
    Column("occurrence", BigInteger, primary_key=True),
    Column("person", String(20), primary_key=True),
    Column("topic", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)


def save_reply(
    work: Work, occurrence: int, person: str, *, going: bool, starts_at: datetime, at: datetime
) -> None:
    """Save an answer; a later one takes its place."""
    values = {"going": going, "starts_at": starts_at, "at": at}
    statement = work.insert(replies).values(occurrence=occurrence, person=person, **values)
    work.execute(
        statement.on_conflict_do_update(index_elements=["occurrence", "person"], set_=values)
    )


def replies_to(work: Work, occurrence: int, *, starts_at: datetime) -> dict[str, bool]:
    """Return who goes (True) or cannot (False) at that time, first answer first."""
    rows = work.execute(
        select(replies.c.person, replies.c.going)
        .where(replies.c.occurrence == occurrence, replies.c.starts_at == starts_at)
        .order_by(replies.c.at, replies.c.person)
    )
    return {row.person: row.going for row in rows}


def add_guest(work: Work, occurrence: int, person: str, *, topic: str, at: datetime) -> bool:
    """Invite somebody consulted; tell whether that is new."""
    statement = (
        work.insert(guests)
        .values(occurrence=occurrence, person=person, topic=topic, at=at)
        .on_conflict_do_nothing(index_elements=["occurrence", "person"])
        .returning(guests.c.person)
    )
    return work.execute(statement).first() is not None


def guests_of(work: Work, occurrence: int) -> dict[str, str]:
    """Return who is invited for which topic."""
    rows = work.execute(
        select(guests.c.person, guests.c.topic)
        .where(guests.c.occurrence == occurrence)
        .order_by(guests.c.at, guests.c.person)
    )
    return {row.person: row.topic for row in rows}
