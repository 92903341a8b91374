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
        first_week = known.get((kind, person.id))
        if first_week is None:
            wall = wall_of(room, work, person, choices)
            week = first_week_from(at, company=company, choices=choices, working=wall)
            found.begin.append((kind, person.id, week))
            continue
        missing = [
            week.name
            for week in (last, last.previous)
            if week.name >= first_week and (kind, person.id, week.name) not in asked
        ]
        if last.name not in missing and (kind, person.id, last.name) in asked:
            continue
        zone = _zone(choices.zone or person.zone, company)
        early = not may_be_due(at, company=company, choices=choices, zone=zone)
        if not missing or (early and last.previous.name not in missing):
            continue
        wall = wall_of(room, work, person, choices)
        week = newest_due(at, company=company, choices=choices, working=wall, first_week=first_week)
        if week and week.name in missing:
            found.due.append((kind, person.id, week.name))
            if kind is Kind.DIGEST and choices.copies:
                found.due.append((Kind.COPY, channel_of(person), week.name))
    return found


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
