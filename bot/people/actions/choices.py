"""What people choose: managers a role, everybody their own hours and absences."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.people import store
from bot.people.domain import Absence, Facts, Person, Role, must_be_manager
from bot.people.domain.working_time import write_days, write_hours
from bot.people.room import Room

LONGEST_ABSENCE = timedelta(days=366)


def set_role(
    room: Room, work: Work, *, person: str, role: Role | None, by: Person, at: datetime
) -> bool:
    """Choose the role of somebody in both channels; None gives it back to the channels' rule.

    Tells whether it is new. The person is told by whom; the choice stays in the trail.
    """
    must_be_manager(by, doing="choose roles")
    facts = store.facts_of(work, person)
    if facts is None:
        raise Refusal("This person is not known here; they have to join a team's channel first.")
    if facts.outsider:
        raise Refusal(f"{facts.name} can't have a role here: {facts.outsider.in_words}.")
    if not facts.in_both:
        raise Refusal(
            f"{facts.name} {_where(facts)}, so the channel decides. "
            "A role is chosen only for people in both channels."
        )
    if facts.role_override is role:
        return False
    number = store.add_role_choice(work, person, role=role, by=by.id, at=at)
    if person != by.id:
        room.outbox.post(
            work,
            key=f"people:role:{number}",
            to=person,
            view="people.role_chosen",
            args={"choice": number},
            at=room.clock.real(),
        )
    return True


def set_hours(
    room: Room, work: Work, *, days: frozenset[int], hours: tuple[time, time], by: Person
) -> None:
    """Save one's own working days and hours; those of the company are not kept as one's own."""
    opens, closes = hours
    if not days:
        raise Refusal("Choose at least one working day.")
    if closes <= opens:
        raise Refusal("Working hours end on the day they start; choose a later end.")
    company = room.settings
    store.save_own_hours(
        work,
        by.id,
        days=None if days == company.days else write_days(days),
        hours=None if hours == company.hours else write_hours(opens, closes),
    )


def set_absences(
    work: Work,
    *,
    removed: Collection[Absence] = (),
    first: date | None,
    last: date | None,
    by: Person,
    today: date,
) -> None:
    """Remove some of one's absences and add the one from `first` to `last`, both days included.

    A day without the other is one day off. What is over is forgotten.
    """
    absences = set(store.absences_of(work, by.id)) - set(removed)
    if first or last:
        begin, end = first or last, last or first
        if begin is None or end is None or end < begin:
            raise Refusal("An absence ends on or after the day it begins.")
        if end < today:
            raise Refusal("That absence is over; choose days that are still to come.")
        if end - begin > LONGEST_ABSENCE:
            raise Refusal("An absence lasts at most a year; enter the rest when it is due.")
        absences.add(Absence(begin, end))
    store.save_absences(work, by.id, sorted(one for one in absences if one.last >= today))


def _where(facts: Facts) -> str:
    if facts.in_sales:
        return "is only in the sales channel"
    return "is only in the marketing channel" if facts.in_marketing else "is in neither channel"
