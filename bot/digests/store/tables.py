"""The tables of this room."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.kit.db import UtcDateTime, metadata
from bot.kit.indexes import index_where

Key = BigInteger().with_variant(Integer, "sqlite")

digest_choices = Table(
    "digest_choices",
    metadata,
    # A trail: the newest line of a person is in force.
    Column("id", Key, primary_key=True),
    Column("person", String(20), nullable=False),
    Column("sends", Boolean, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("hour", String(5), nullable=False),
    # Empty for the zone of the Slack profile.
    Column("zone", String(60)),
    Column("copies", Boolean, nullable=False),
    Column("notes", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_digest_choices_person", "person", "id"),
)

digest_readers = Table(
    "digest_readers",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("person", String(20), primary_key=True),
    # Whose digest they got or get first: "2026-W48".
    Column("first_week", String(8), nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("week", String(8), nullable=False),
    # A person's Slack id, or the alias of a channel.
    Column("reader", String(20), nullable=False),
    # Business time at which it was due, or asked for.
    Column("made_at", UtcDateTime, nullable=False),
    # The figures, once counted: numbers and ids, nothing of any lead's person.
    Column("facts", JSON(none_as_null=True)),
    UniqueConstraint("kind", "reader", "week"),
    index_where("ix_digests_unwritten", "id", "facts IS NULL"),
)
