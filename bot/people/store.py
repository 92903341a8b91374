"""The rows of people, their absences and the two channels."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from bot.kit.db import UtcDateTime, Work, metadata
from bot.kit.prepared import Prepared
from bot.people.domain import Absence, Channel, Facts, Profile, Role, Team

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
    Column("version", BigInteger, nullable=False),  # Slack's stamp of the profile
    Column("in_sales", Boolean, nullable=False),
    Column("in_marketing", Boolean, nullable=False),
    Column("sales_manager", Boolean, nullable=False),
    Column("marketing_manager", Boolean, nullable=False),
    # What a manager chose for a person in both channels: "rep" or "marketer".
    Column("role_override", String(10)),
    # Their own, as `read_days` and `read_hours` read them; empty means the company's.
    Column("working_days", String(60)),
    Column("working_hours", String(20)),
    # The newest event about their membership, so that a late one changes nothing.
    Column("sales_event_ts", String(20)),
    Column("marketing_event_ts", String(20)),
    # Real time: when anything here changed, and when Slack last showed their profile.
    Column("updated_at", UtcDateTime, nullable=False),
    Column("profile_at", UtcDateTime, nullable=False),
)

role_choices = Table(
    "role_choices",
    metadata,
    # A trail: the newest choice of a person is the one in force; an empty role gave it back to
    # the channels.
    Column("id", Integer, primary_key=True),
    Column("person", String(20), nullable=False),
    Column("role", String(10)),
    Column("chosen_by", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_role_choices_person", "person"),
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
    Column("alias", String(10), primary_key=True),  # "sales", "marketing" or "joint"
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
        "version",
        "in_sales", "in_marketing", "sales_manager", "marketing_manager", "role_override",
    )
]  # fmt: skip
_IS_HERE = or_(
    people.c.in_sales,
    people.c.in_marketing,
    people.c.sales_manager,
    people.c.marketing_manager,
)
_CHANNEL = [column for column in channels.c if column.name != "told_shared_at"]

_FACTS_OF_ONE = Prepared(select(*_FACTS).where(people.c.id == bindparam("one")))
_OWN_HOURS = Prepared(
    select(people.c.working_days, people.c.working_hours).where(people.c.id == bindparam("one"))
)
_ABSENCES_OF_ONE = Prepared(
    select(absences.c.first_day, absences.c.last_day)
    .where(absences.c.person == bindparam("one"))
    .order_by(absences.c.first_day)
)
_CHANNEL_BY_ALIAS = Prepared(select(*_CHANNEL).where(channels.c.alias == bindparam("one")))
_CHANNEL_BY_ID = Prepared(select(*_CHANNEL).where(channels.c.slack_id == bindparam("one")))


def _facts(row: Any) -> Facts:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    override = values.pop("role_override")
    return Facts(**values, role_override=Role(override) if override else None)


def _values(facts: Facts) -> dict[str, Any]:
    return {column.name: getattr(facts, column.name) for column in _FACTS}


def batched(ids: Collection[str], size: int = 500) -> Iterator[list[str]]:
    """Cut ids into lists short enough for one statement on either database."""
    ordered = list(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def facts_of(work: Work, person: str) -> Facts | None:
    """Return what is known of a person, or None for somebody never seen."""
    row = work.execute(_FACTS_OF_ONE, {"one": person}).first()
    return _facts(row) if row else None


def expect_facts(work: Work, person: str) -> None:
    """Have `facts_of` asked along with the next question."""
    work.expect(_FACTS_OF_ONE, {"one": person})


def facts_of_some(work: Work, ids: Collection[str]) -> list[Facts]:
    """Return what is known of several people; who was never seen is left out."""
    return [
        _facts(row)
        for some in batched(ids)
        for row in work.execute(select(*_FACTS).where(people.c.id.in_(some)))
    ]


def facts_of_everybody_here(work: Work) -> list[Facts]:
    """Return those who are in either channel or manage, by name; outsiders among them."""
    rows = work.execute(select(*_FACTS).where(_IS_HERE).order_by(people.c.name, people.c.id))
    return [_facts(row) for row in rows]


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


def names_of(work: Work, ids: Collection[str]) -> dict[str, str]:
    """Return the names of those who are known."""
    named: dict[str, str] = {}
    for some in batched(ids):
        rows = work.execute(select(people.c.id, people.c.name).where(people.c.id.in_(some)))
        named |= {row.id: row.name for row in rows}
    return named


def facts_of_all(work: Work) -> list[Facts]:
    """Return what is known of everybody ever seen."""
    return [_facts(row) for row in work.execute(select(*_FACTS))]


def longest_unread(work: Work, *, before: datetime, most: int) -> list[str]:
    """Return who is here and whose profile was last read before a moment, longest ago first."""
    rows = work.execute(
        select(people.c.id)
        .where(_IS_HERE, people.c.profile_at < before)
        .order_by(people.c.profile_at, people.c.id)
        .limit(most)
    )
    return [row.id for row in rows]


def save_facts(work: Work, several: Iterable[Facts], *, read_at: datetime) -> None:
    """Save what Slack said at `read_at`, but for rows that an event has changed since.

    A person's own hours and a manager's choice are not Slack's to say and stay.
    """
    rows = [_values(facts) | {"updated_at": read_at, "profile_at": read_at} for facts in several]
    if not rows:
        return
    statement = work.insert(people)
    said = [name for name in rows[0] if name not in {"id", "profile_at", "role_override"}]
    work.execute(
        statement.on_conflict_do_update(
            index_elements=["id"],
            set_={name: statement.excluded[name] for name in said},
            where=people.c.updated_at <= read_at,
        ),
        rows,
    )


def save_profile(work: Work, profile: Profile, *, at: datetime) -> bool:
    """Save what an event says of a known person, unless a newer one did; tell whether it is new.

    What the channels and managers say of them may be changing at the same moment and stays.
    """
    said = {name: getattr(profile, name) for name in Profile.__dataclass_fields__ if name != "id"}
    differs = or_(*(people.c[name].is_distinct_from(value) for name, value in said.items()))
    changed = work.execute(
        update(people)
        .where(people.c.id == profile.id, people.c.version <= profile.version, differs)
        .values(said | {"updated_at": at, "profile_at": at})
    )
    return int(changed.rowcount) > 0


def note_profiles_read(work: Work, ids: Collection[str], *, at: datetime) -> None:
    """Note that Slack showed these profiles."""
    for some in batched(ids):
        work.execute(update(people).where(people.c.id.in_(some)).values(profile_at=at))


def save_membership(
    work: Work, person: str, team: Team, *, inside: bool, event_ts: str, at: datetime
) -> bool:
    """Save that a known person is in a channel or left it, unless a newer event said so before."""
    flag, newest = (
        ("in_sales", people.c.sales_event_ts)
        if team is Team.SALES
        else ("in_marketing", people.c.marketing_event_ts)
    )
    changed = work.execute(
        update(people)
        .where(people.c.id == person, or_(newest.is_(None), newest < event_ts))
        .values({flag: inside, newest.name: event_ts, "updated_at": at})
    )
    return int(changed.rowcount) > 0


def add_role_choice(work: Work, person: str, *, role: Role | None, by: str, at: datetime) -> int:
    """Save a manager's choice and its line in the trail; return the line's id."""
    work.execute(update(people).where(people.c.id == person).values(role_override=role))
    made = work.execute(role_choices.insert().values(person=person, role=role, chosen_by=by, at=at))
    return int(made.inserted_primary_key[0])


def role_choice(work: Work, number: int) -> tuple[str, str | None, str] | None:
    """Return (person, role, who chose it) of a line of the trail."""
    row = work.execute(select(role_choices).where(role_choices.c.id == number)).first()
    return (row.person, row.role, row.chosen_by) if row else None


def own_hours(work: Work, person: str) -> tuple[str | None, str | None]:
    """Return a person's own (days, hours) as written, None where they keep the company's."""
    row = work.execute(_OWN_HOURS, {"one": person}).first()
    return (row.working_days, row.working_hours) if row else (None, None)


def save_own_hours(work: Work, person: str, *, days: str | None, hours: str | None) -> None:
    """Save a person's own days and hours; None for the company's."""
    work.execute(
        update(people).where(people.c.id == person).values(working_days=days, working_hours=hours)
    )


def absences_of(work: Work, person: str) -> tuple[Absence, ...]:
    """Return a person's absences, earliest first."""
    rows = work.execute(_ABSENCES_OF_ONE, {"one": person})
    return tuple(Absence(row.first_day, row.last_day) for row in rows)


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """What decides when a person works, as it is kept."""

    zone: str
    days: str | None
    hours: str | None
    absences: tuple[Absence, ...]


def own_times_of(work: Work, ids: Collection[str]) -> dict[str, OwnTimes]:
    """Return when each of those who are known works."""
    away: dict[str, list[Absence]] = {}
    known: dict[str, OwnTimes] = {}
    for some in batched(ids):
        for row in work.execute(
            select(absences).where(absences.c.person.in_(some)).order_by(absences.c.first_day)
        ):
            away.setdefault(row.person, []).append(Absence(row.first_day, row.last_day))
        columns = (people.c.id, people.c.zone, people.c.working_days, people.c.working_hours)
        for row in work.execute(select(*columns).where(people.c.id.in_(some))):
            known[row.id] = OwnTimes(
                row.zone, row.working_days, row.working_hours, tuple(away.get(row.id, ()))
            )
    return known


def save_absences(work: Work, person: str, kept: Iterable[Absence]) -> None:
    """Make `kept` the person's absences."""
    work.execute(delete(absences).where(absences.c.person == person))
    rows = [{"person": person, "first_day": one.first, "last_day": one.last} for one in kept]
    if rows:
        work.execute(absences.insert(), rows)


def channel_by(work: Work, *, alias: str = "", slack_id: str = "") -> Channel | None:
    """Return a channel by its alias or its Slack id."""
    if alias:
        row = work.execute(_CHANNEL_BY_ALIAS, {"one": alias}).first()
    else:
        row = work.execute(_CHANNEL_BY_ID, {"one": slack_id}).first()
    return Channel(**row._mapping) if row else None  # noqa: SLF001 - public by its documentation


def save_channel(work: Work, channel: Channel) -> None:
    """Save a channel as Slack describes it; the channel that was the other team's moves here."""
    work.execute(
        delete(channels).where(
            channels.c.slack_id == channel.slack_id, channels.c.alias != channel.alias
        )
    )
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
