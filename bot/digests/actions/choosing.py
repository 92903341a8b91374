"""How people say when their digest comes, whether, and whether they want a note."""

from dataclasses import replace
from datetime import datetime

from bot.digests.domain.timing import Choices, Kind, first_week_from
from bot.digests.queries.due import wall_of
from bot.digests.room import Room
from bot.digests.store.choices import forget_reader, load_choices, note_reader, save_choices
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.zones import no_zone, read_zone
from bot.people.domain import Person, must_be_manager, must_be_rep


class UnknownZone(Refusal):
    """What was written is no time zone; the sentence names one that is like it."""


def choose(room: Room, work: Work, *, wanted: Choices, by: Person, at: datetime) -> bool:
    """Save what a person chooses; tell whether it is new. It holds from the next digest on.

    Who begins to read begins with the next morning on which one is due, not with the last.
    """
    before = load_choices(work, by.id)
    if wanted.sends != before.sends or wanted.copies != before.copies:
        must_be_manager(by, doing="have the weekly digest")
    if wanted == before:
        return False
    save_choices(work, by.id, wanted, at=at)
    for kind in (Kind.DIGEST, Kind.NOTE):
        if before.wants(kind) and not wanted.wants(kind):
            forget_reader(work, kind, by.id)
        elif wanted.wants(kind) and not before.wants(kind):
            wall = wall_of(room, work, by, wanted)
            company = room.people.zone
            week = first_week_from(at, company=company, choices=wanted, working=wall)
            note_reader(work, kind, by.id, first_week=week)
    return True


def turn_digest(room: Room, work: Work, *, on: bool, by: Person, at: datetime) -> bool:
    """Turn one's digest on or off; tell whether that is new."""
    must_be_manager(by, doing="have the weekly digest")
    return choose(room, work, wanted=replace(load_choices(work, by.id), sends=on), by=by, at=at)


def turn_note(room: Room, work: Work, *, on: bool, by: Person, at: datetime) -> bool:
    """Turn one's own weekly note on or off; tell whether that is new."""
    if on:
        must_be_rep(by, doing="have a weekly note of their own leads")
    return choose(room, work, wanted=replace(load_choices(work, by.id), notes=on), by=by, at=at)


def read_own_zone(text: str) -> str | None:
    """Return the zone whose name or city somebody wrote, None for nothing; UnknownZone for none."""
    if not text.strip():
        return None
    found = read_zone(text)
    if found is None:
        raise UnknownZone(no_zone(text))
    return found.key
