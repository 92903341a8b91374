"""No lead is left behind: the morning's list in sales, and one private note to the managers."""

from datetime import date, datetime

from bot.kit.db import Work
from bot.leads.domain.left_behind import left_behind_key, overdue_subject
from bot.leads.queries.left_behind import waiting_too_long
from bot.leads.room import Room
from bot.leads.store.left_behind import (
    latest_morning,
    note_overdue,
    save_morning,
    stands_on,
)
from bot.people import queries as people
from bot.people.domain import Team


def list_left_behind(room: Room, work: Work, *, day: date, at: datetime) -> int:
    """Post this morning's list of leads that wait too long; none, no message. Tell how many.

    The list of the morning before is shortened to what became of it.
    """
    waiting = waiting_too_long(work, settings=room.settings, company=room.people, at=at)
    before = latest_morning(work, before=day)
    save_morning(work, day, [one.lead_id for one in waiting])
    if waiting:
        room.outbox.post(
            work,
            key=left_behind_key(day),
            to="sales",
            view="left_behind",
            args={"day": day.isoformat()},
            subject="left_behind",
            at=room.clock.real(),
        )
    if before:
        room.outbox.refresh(work, key=left_behind_key(before), at=room.clock.real())
    return len(waiting)


def tell_managers(room: Room, work: Work, *, day: date, at: datetime) -> int:
    """Tell the sales managers privately of leads a working day overdue, each lead once, ever.

    Each manager gets one message, in their own working hours. Tell how many leads are new.
    """
    managers = people.managers(work, Team.SALES)
    if not managers:
        return 0
    overdue = waiting_too_long(
        work,
        settings=room.settings,
        company=room.people,
        at=at,
        longer_by=room.people.working_time.day_length,
        untold=True,
    )
    if not overdue:
        return 0
    note_overdue(work, day, [one.lead_id for one in overdue])
    for manager in managers:
        room.at_work.tell(
            work,
            key=f"{overdue_subject(day)}:{manager.id}",
            person=manager.id,
            view="overdue",
            args={"day": day.isoformat()},
            subject=overdue_subject(day),
            at=at,
        )
    return len(overdue)


def show_left_behind(room: Room, work: Work, *, lead_id: int, at: datetime) -> None:  # noqa: ARG001
    """Show this morning's list and the managers' note anew where the lead stands on them.

    Call it after any step of a lead; `at` is business time, as for every action.
    """
    morning, told = stands_on(work, lead_id)
    if morning:
        room.outbox.refresh(work, key=left_behind_key(morning), at=room.clock.real())
    if told:
        room.outbox.refresh_subject(work, subject=overdue_subject(told), at=room.clock.real())
