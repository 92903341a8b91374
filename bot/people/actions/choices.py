"""What people choose: managers a role, everybody their own hours and absences."""

from collections.abc import Collection
from datetime import date, datetime

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.people import store
from bot.people.domain import Absence, Facts, Person, Role, must_be_manager
from bot.people.domain.own_time import OwnTime
from bot.people.domain.working_time import write_days, write_hours
from bot.people.room import Room


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


def set_own_time(
    room: Room,
    work: Work,
    *,
    wanted: OwnTime,
    removed: Collection[Absence] = (),
    by: Person,
    today: date,
) -> None:
    """Save one's own days, hours and absences; those of the company are not kept as one's own.

    Absences that are over are forgotten.
    """
    if faults := wanted.faults(today=today):
        raise Refusal(next(iter(faults.values())))
    opens, closes = wanted.opens, wanted.closes
    company = room.settings
    own_hours = write_hours(opens, closes) if opens and closes else None
    store.save_own_hours(
        work,
        by.id,
        days=None if wanted.days == company.days else write_days(wanted.days),
        hours=None if (opens, closes) == company.hours else own_hours,
    )
    absences = set(store.absences_of(work, by.id)) - set(removed)
    if wanted.absence:
        absences.add(wanted.absence)
    store.save_absences(work, by.id, sorted(one for one in absences if one.last >= today))


def _where(facts: Facts) -> str:
    if facts.in_sales:
        return "is only in the sales channel"
    return "is only in the marketing channel" if facts.in_marketing else "is in neither channel"
