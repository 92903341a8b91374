"""The rows of personal calendar addresses, and of calendar files put into Slack."""

from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    Table,
    delete,
    func,
    or_,
    select,
    update,
)

from bot.kit.db import UtcDateTime, Work, metadata

feeds = Table(
    "meeting_feeds",
    metadata,
    # SHA-256 of the token in the address; the token itself is with its owner alone.
    Column("token_hash", String(64), primary_key=True),
    Column("person", String(20), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Index("ix_meeting_feeds_person", "person"),
)

files = Table(
    "meeting_files",
    metadata,
    # The calendar file of one change, given to one person.
    Column("occurrence", BigInteger, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("person", String(20), primary_key=True),
    # Slack's id, known before the contents leave us.
    Column("file", String(20)),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("shared_at", UtcDateTime),
)


def add_feed(work: Work, token_hash: str, *, person: str, at: datetime) -> None:
    """Save a new address of a person's."""
    work.execute(feeds.insert().values(token_hash=token_hash, person=person, made_at=at))


def feeds_of(work: Work, person: str) -> int:
    """Return how many addresses a person has."""
    counted = select(func.count()).select_from(feeds).where(feeds.c.person == person)
    return int(work.execute(counted).scalar_one())


def end_feeds(work: Work, person: str) -> int:
    """End every address of a person; tell how many there were."""
    return int(work.execute(delete(feeds).where(feeds.c.person == person)).rowcount)


def feed_owner(work: Work, token_hash: str) -> str | None:
    """Return whose address it is, or None."""
    owner: str | None = work.execute(
        select(feeds.c.person).where(feeds.c.token_hash == token_hash)
    ).scalar()
    return owner


def claim_file(
    work: Work, occurrence: int, sequence: int, person: str, *, at: datetime, again: timedelta
) -> bool:
    """Claim that this process gives a person the file; asked again after `again`, it may anew."""
    statement = work.insert(files).values(
        occurrence=occurrence, sequence=sequence, person=person, asked_at=at
    )
    claimed = work.execute(
        statement.on_conflict_do_update(
            index_elements=["occurrence", "sequence", "person"],
            set_={"asked_at": at, "shared_at": None, "file": None},
            where=or_(files.c.asked_at <= at - again),
        ).returning(files.c.person)
    )
    return claimed.first() is not None


def note_file(
    work: Work, occurrence: int, sequence: int, person: str, *, file: str, at: datetime | None
) -> None:
    """Note the file's id, and once it is there, when it was shared."""
    work.execute(
        update(files)
        .where(
            files.c.occurrence == occurrence,
            files.c.sequence == sequence,
            files.c.person == person,
        )
        .values(file=file, shared_at=at)
    )
