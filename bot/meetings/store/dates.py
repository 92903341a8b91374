"""The rows of the series and its occurrences."""

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
    update,
)

from bot.kit.db import UtcDateTime, Work, metadata
from bot.meetings.domain.dates import Consulted, Occurrence, Series, State

series_rows = Table(
    "meeting_series",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("rule", String(200), nullable=False),
    Column("zone", String(60), nullable=False),
    # The time on the wall in that zone: "10:00".
    Column("at", String(5), nullable=False),
    Column("minutes", Integer, nullable=False),
    # Whose public holidays are avoided: "DE, US"; empty for the company's, "none" for none.
    Column("countries", String(200), nullable=False),
    Column("place", Text, nullable=False),
    # Whether the members of both channels are invited; `people` are invited besides, or alone.
    Column("everyone", Boolean, nullable=False),
    Column("people", JSON, nullable=False),
    # [[person, topic], …]: invited when the topic is on the agenda.
    Column("consulted", JSON, nullable=False),
    # A Slack id; empty for the two teams in turn.
    Column("chair", String(20), nullable=False),
    # From where the rule is counted, which matters to "every second month".
    Column("begins_on", Date, nullable=False),
    # Counts its changes.
    Column("version", Integer, nullable=False),
    Column("set_by", String(20), nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

occurrence_rows = Table(
    "meeting_occurrences",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("series", BigInteger, nullable=False),
    # "2026-12", "2026-W50" or "2026": what makes it the only one of its period.
    Column("period", String(10), nullable=False),
    # The day the rule names, from which a holiday may have moved it.
    Column("ruled_for", Date, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("chair", String(20), nullable=False),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    # Who moved, skipped or cancelled it.
    Column("by", String(20), nullable=False),
    # What calendars know it by, for good.
    Column("uid", String(60), nullable=False, unique=True),
    Column("invited_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    UniqueConstraint("series", "period"),
    Index("ix_meeting_occurrences_starts_at", "starts_at"),
)


def _series(row: Any) -> Series:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    del values["set_by"], values["set_at"]
    return Series(
        **values
        | {
            "zone": ZoneInfo(row.zone),
            "people": tuple(row.people),
            "consulted": tuple(Consulted(person, topic) for person, topic in row.consulted),
        }
    )


def _occurrence(row: Any) -> Occurrence:
    values = dict(row._mapping)  # noqa: SLF001
    return Occurrence(**values | {"state": State(row.state)})


def the_series(work: Work) -> Series | None:
    """Return the series in force, or None where nobody has set one up, or it was ended."""
    found = series_ever(work)
    return found if found and found.ended_at is None else None


def lock_series(work: Work) -> Series | None:
    """Return the series in force; nobody else plans, moves or ends it until this ends."""
    row = work.execute(
        select(series_rows).order_by(series_rows.c.id).limit(1).with_for_update()
    ).first()
    return _series(row) if row and row.ended_at is None else None


def series_ever(work: Work) -> Series | None:
    """Return the series, ended or not."""
    row = work.execute(select(series_rows).order_by(series_rows.c.id).limit(1)).first()
    return _series(row) if row else None


def save_series(work: Work, series: Series, *, by: str, at: datetime) -> int:
    """Save the one series, new (id 0) or changed; return its id."""
    values = {
        "rule": series.rule,
        "zone": series.zone.key,
        "at": series.at,
        "minutes": series.minutes,
        "countries": series.countries,
        "place": series.place,
        "everyone": series.everyone,
        "people": list(series.people),
        "consulted": [[one.person, one.topic] for one in series.consulted],
        "chair": series.chair,
        "begins_on": series.begins_on,
        "version": series.version,
        "ended_at": series.ended_at,
        "set_by": by,
        "set_at": at,
    }
    if series.id:
        work.execute(update(series_rows).where(series_rows.c.id == series.id).values(values))
        return series.id
    # One series is all there is: whoever comes second at the same moment changes the first's.
    statement = work.insert(series_rows).values(id=1, **values)
    work.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
    return 1


def insert_occurrence(work: Work, **columns: Any) -> bool:
    """Save the meeting of a period, unless there is one; tell whether it is new."""
    values = {
        "state": State.PLANNED,
        "sequence": 0,
        "chair": "",
        "place": "",
        "reason": "",
        "by": "",
        "uid": f"{secrets.token_hex(12)}@smarketing",
        **columns,
    }
    statement = work.insert(occurrence_rows).values(values)
    return (
        work.execute(
            statement.on_conflict_do_nothing(index_elements=["series", "period"]).returning(
                occurrence_rows.c.id
            )
        ).first()
        is not None
    )


def update_occurrence(work: Work, occurrence: int, **columns: Any) -> None:
    """Change some columns of a meeting."""
    work.execute(
        update(occurrence_rows).where(occurrence_rows.c.id == occurrence).values(**columns)
    )


def load_occurrence(work: Work, occurrence: int) -> Occurrence | None:
    """Return a meeting by its id."""
    row = work.execute(select(occurrence_rows).where(occurrence_rows.c.id == occurrence)).first()
    return _occurrence(row) if row else None


def lock_occurrence(work: Work, occurrence: int) -> Occurrence | None:
    """Return a meeting that nobody else changes until this transaction ends."""
    row = work.execute(
        select(occurrence_rows).where(occurrence_rows.c.id == occurrence).with_for_update()
    ).first()
    return _occurrence(row) if row else None


def occurrences_from(work: Work, at: datetime | None = None) -> list[Occurrence]:
    """Return the meetings that end after `at` (all where it is None), in order of their time."""
    wanted = select(occurrence_rows).order_by(occurrence_rows.c.starts_at, occurrence_rows.c.id)
    if at is not None:
        wanted = wanted.where(occurrence_rows.c.ends_at > at)
    return [_occurrence(row) for row in work.execute(wanted)]


def first_planned(work: Work) -> datetime | None:
    """Return when the first meeting of all begins, or would have: skipped ones count."""
    found: datetime | None = work.execute(
        select(func.min(occurrence_rows.c.starts_at))
    ).scalar_one()
    return found
