"""The rows of people, their absences and the two channels."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    delete,
    or_,
    select,
    update,
)

from bot.kit.db import UtcDateTime, Work, metadata
from bot.people.domain import Absence, Channel, Facts, Role, Team

people = Table(
    "people",
    metadata,
    Column("id", String(20), primary_key=True),  # Slack's
    Column("name", String(200), nullable=False),
    Column("email", String(320)),
    Column("zone", String(60), nullable=False),
    Column("team_id", String(20), nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("stranger", Boolean, nullable=False),
    Column("bot", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("in_sales", Boolean, nullable=False),
    Column("in_marketing", Boolean, nullable=False),
    Column("sales_manager", Boolean, nullable=False),
    Column("marketing_manager", Boolean, nullable=False),
    # What a manager chose for a person in both channels: "rep" or "marketer".
    Column("role_override", String(10)),
    # Their own, as `read_days` and `read_hours` read them; empty means the company's.
    Column("working_days", String(60)),
    Column("working_hours", String(20)),
    Column("updated_at", UtcDateTime, nullable=False),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", String(20), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Index("ix_absences_person", "person"),
)

channels = Table(
    "channels",
    metadata,
    Column("alias", String(10), primary_key=True),  # "sales" or "marketing"
    Column("slack_id", String(20), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("is_ext_shared", Boolean, nullable=False),
    Column("is_archived", Boolean, nullable=False),
    Column("bot_is_member", Boolean, nullable=False),
    # When the managers were told that another organisation reads along; empty again once it
    # does not.
    Column("told_shared_at", UtcDateTime),
)

_FACTS = [
    people.c[name]
    for name in (
        "id", "name", "email", "zone", "team_id", "guest", "stranger", "bot", "deleted",
        "in_sales", "in_marketing", "sales_manager", "marketing_manager", "role_override",
    )
]  # fmt: skip
_CHANNEL = [column for column in channels.c if column.name != "told_shared_at"]


def _facts(row: Any) -> Facts:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    override = values.pop("role_override")
    return Facts(**values, role_override=Role(override) if override else None)


def facts_of(work: Work, person: str) -> Facts | None:
    """Return what is known of a person, or None for somebody never seen."""
    row = work.execute(select(*_FACTS).where(people.c.id == person)).first()
    return _facts(row) if row else None


def facts_of_all(work: Work, ids: Collection[str] | None = None) -> list[Facts]:
    """Return what is known of everybody, or of `ids`, by name."""
    statement = select(*_FACTS).order_by(people.c.name, people.c.id)
    if ids is not None:
        statement = statement.where(people.c.id.in_(list(ids)))
    return [_facts(row) for row in work.execute(statement)]


def facts_of_team(work: Work, team: Team) -> list[Facts]:
    """Return those who are in a team's channel or manage it, by name; roles are not judged yet."""
    inside, manages = (
        (people.c.in_sales, people.c.sales_manager)
        if team is Team.SALES
        else (people.c.in_marketing, people.c.marketing_manager)
    )
    rows = work.execute(
        select(*_FACTS).where(or_(inside, manages)).order_by(people.c.name, people.c.id)
    )
    return [_facts(row) for row in rows]


def names_of(work: Work, ids: Iterable[str]) -> dict[str, str]:
    """Return the names of those who are known."""
    rows = work.execute(select(people.c.id, people.c.name).where(people.c.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def save_facts(work: Work, facts: Facts, *, at: datetime) -> None:
    """Save what is known of a person; their own hours and days stay."""
    values = {column.name: getattr(facts, column.name) for column in _FACTS} | {"updated_at": at}
    statement = work.insert(people).values(values)
    work.execute(
        statement.on_conflict_do_update(
            index_elements=["id"], set_={name: statement.excluded[name] for name in values}
        )
    )


def own_hours(work: Work, person: str) -> tuple[str | None, str | None]:
    """Return a person's own (days, hours) as written, None where they keep the company's."""
    row = work.execute(
        select(people.c.working_days, people.c.working_hours).where(people.c.id == person)
    ).first()
    return (row.working_days, row.working_hours) if row else (None, None)


def save_own_hours(work: Work, person: str, *, days: str | None, hours: str | None) -> None:
    """Save a person's own days and hours; None for the company's."""
    work.execute(
        update(people).where(people.c.id == person).values(working_days=days, working_hours=hours)
    )


def absences_of(work: Work, person: str) -> tuple[Absence, ...]:
    """Return a person's absences, earliest first."""
    rows = work.execute(
        select(absences).where(absences.c.person == person).order_by(absences.c.first_day)
    )
    return tuple(Absence(row.first_day, row.last_day) for row in rows)


def save_absences(work: Work, person: str, kept: Iterable[Absence]) -> None:
    """Make `kept` the person's absences."""
    work.execute(delete(absences).where(absences.c.person == person))
    rows = [{"person": person, "first_day": one.first, "last_day": one.last} for one in kept]
    if rows:
        work.execute(absences.insert(), rows)


def forget_absences(work: Work, *, before: date) -> None:
    """Delete absences that ended before a day."""
    work.execute(delete(absences).where(absences.c.last_day < before))


def channel_by(work: Work, *, alias: str = "", slack_id: str = "") -> Channel | None:
    """Return a channel by its alias or its Slack id."""
    which = channels.c.alias == alias if alias else channels.c.slack_id == slack_id
    row = work.execute(select(*_CHANNEL).where(which)).first()
    return Channel(**row._mapping) if row else None  # noqa: SLF001 - public by its documentation


def save_channel(work: Work, channel: Channel) -> None:
    """Save a channel as Slack describes it."""
    values = {column.name: getattr(channel, column.name) for column in _CHANNEL}
    statement = work.insert(channels).values(values)
    work.execute(
        statement.on_conflict_do_update(
            index_elements=["alias"], set_={name: statement.excluded[name] for name in values}
        )
    )


def note_told_shared(work: Work, alias: str, at: datetime | None) -> bool:
    """Note that managers were told (`at`) or may be again (None); tell whether that is new."""
    was = channels.c.told_shared_at
    changed = work.execute(
        update(channels)
        .where(channels.c.alias == alias, was.is_(None) if at else was.is_not(None))
        .values(told_shared_at=at)
    )
    return int(changed.rowcount) > 0
