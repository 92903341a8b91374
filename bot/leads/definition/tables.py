"""The tables around the definition's versions, which themselves are in `leads.store.tables`."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from bot.kit.db import UtcDateTime, metadata
from bot.leads.store.tables import Id

signatures = Table(
    "definition_signatures",
    metadata,
    # One signature of each team, and nobody signs for both.
    Column("version", Integer, ForeignKey("definitions.version"), primary_key=True),
    Column("team", String(10), primary_key=True),
    Column("person", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("version", "person"),
)

known = Table(
    "definition_known",
    metadata,
    # Who has said "I know it" of a version.
    Column("version", Integer, ForeignKey("definitions.version"), primary_key=True),
    Column("person", String(20), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

backtests = Table(
    "definition_backtests",
    metadata,
    Column("version", Integer, ForeignKey("definitions.version"), primary_key=True),
    # The version that was in force when it was proposed, and the leads it is tried on: business
    # time at which they arrived.
    Column("against", Integer, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    # The last lead that was looked at, and what was counted up to it.
    Column("reached", Id, nullable=False),
    Column("counts", JSON, nullable=False),
    # Who is at it, in real time; one that is silent is taken up by another process.
    Column("lease", String(32)),
    Column("lease_until", UtcDateTime),
    Column("tries", Integer, nullable=False),
    # Real time at which it was done, or given up.
    Column("done_at", UtcDateTime),
    Column("failed", String(200)),
)

changed_sides = Table(
    "definition_changed_sides",
    metadata,
    # The leads of a backtest that would have been judged otherwise; numbers only.
    Column("version", Integer, ForeignKey("definitions.version"), primary_key=True),
    Column("lead_id", Id, ForeignKey("leads.id"), primary_key=True),
    # True: it would qualify now; False: it would no more.
    Column("enters", Boolean, nullable=False),
)
