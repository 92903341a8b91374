"""Whose digest is due, and who begins to read one: asked at every tick, so cheaply."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digests.domain.timing import (
    Choices,
    Kind,
    first_week_from,
    may_be_due,
    newest_due,
)
from bot.digests.room import Room
from bot.digests.store.choices import all_choices, first_weeks
from bot.digests.store.digests import asked_for
from bot.kit.db import Work
from bot.kit.periods import Week
from bot.people import queries as people
from bot.people.domain import Person, Team, WorkingTime


@dataclass(slots=True)
class Plan:
    """What a moment asks for: readers to note with their first week, and digests to write."""

    begin: list[tuple[Kind, str, str]] = field(default_factory=list)
    due: list[tuple[Kind, str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.begin or self.due)


def plan(room: Room, work: Work, at: datetime) -> Plan:
    """Return what is to be done at `at` (business time)."""
    company = room.people.zone
    last = Week.of(at, company).previous
    asked = asked_for(work, [last.name, last.previous.name])
    known = first_weeks(work)
    chosen = all_choices(work)
    found = Plan()
    for kind, person in _readers(work, chosen):
        choices = chosen.get(person.id, Choices())
        reading = _Reading(kind, person, choices)
        first_week = known.get((kind, person.id))
        if first_week is None:
            wall = wall_of(room, work, person, choices)
            begins = first_week_from(at, company=company, choices=choices, working=wall)
            found.begin.append((kind, person.id, begins))
            continue
        missing = [
            week.name
            for week in (last, last.previous)
            if week.name >= first_week and (kind, person.id, week.name) not in asked
        ]
        due = _due(room, work, reading, missing, first_week=first_week, at=at)
        if due:
            found.due.append((kind, person.id, due))
            if kind is Kind.DIGEST and choices.copies:
                found.due.append((Kind.COPY, channel_of(person), due))
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: Kind
    person: Person
    choices: Choices


def _due(
    room: Room,
    work: Work,
    reading: _Reading,
    missing: list[str],
    *,
    first_week: str,
    at: datetime,
) -> str | None:
    """Return the week due of those `missing`; who has the newest or waits for it costs nothing."""
    company, choices = room.people.zone, reading.choices
    last = Week.of(at, company).previous
    if not missing or missing == [last.previous.name]:
        return None
    if missing == [last.name]:
        zone = _zone(choices.zone or reading.person.zone, company)
        if not may_be_due(at, company=company, choices=choices, zone=zone):
            return None
    wall = wall_of(room, work, reading.person, choices)
    week = newest_due(at, company=company, choices=choices, working=wall, first_week=first_week)
    return week.name if week and week.name in missing else None


def wall_of(room: Room, work: Work, person: Person, choices: Choices) -> WorkingTime:
    """Return a reader's working time on the wall by which their digest comes."""
    return choices.on_the_wall_of(people.working_time(work, person, room.people))


def channel_of(manager: Person) -> Team:
    """Return the team whose channel gets the copy of a manager's digest."""
    return Team.SALES if manager.is_sales_manager else Team.MARKETING


def _readers(work: Work, chosen: dict[str, Choices]) -> Iterator[tuple[Kind, Person]]:
    everybody = {one.id: one for team in Team for one in people.people_in(work, team)}
    for person in everybody.values():
        choices = chosen.get(person.id, Choices())
        if person.is_manager and choices.sends:
            yield Kind.DIGEST, person
        if person.is_rep and choices.notes:
            yield Kind.NOTE, person


def _zone(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return otherwise
