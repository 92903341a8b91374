"""The tables of the scoreboard."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    String,
    Table,
    UniqueConstraint,
)

from bot.kit.db import UtcDateTime, metadata

Id = BigInteger().with_variant(Integer, "sqlite")

targets = Table(
    "targets",
    metadata,
    Column("id", Id, primary_key=True),
    # A metric of the glossary, and the days it is counted over: `past` is the first one after.
    Column("metric", String(40), nullable=False),
    Column("first", Date, nullable=False),
    Column("past", Date, nullable=False),
    Column("goal", Numeric(14, 2), nullable=False),
    Column("sales_owner", String(20), nullable=False),
    Column("marketing_owner", String(20), nullable=False),
    Column("set_by", String(20), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    UniqueConstraint("metric", "first", "past"),
)

target_history = Table(
    "target_history",
    metadata,
    Column("id", Id, primary_key=True),
    Column("target_id", Id, ForeignKey("targets.id"), nullable=False, index=True),
    # "set", "changed" or "ended", and how the target stood from then on.
    Column("kind", String(10), nullable=False),
    Column("goal", Numeric(14, 2), nullable=False),
    Column("sales_owner", String(20), nullable=False),
    Column("marketing_owner", String(20), nullable=False),
    Column("actor", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
