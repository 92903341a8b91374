"""Nobody is forgotten: owners are reminded, what nobody takes is brought up, managers hear of late.

All in working hours, each once; every message stays true afterwards.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.content.actions.request_showing import (
    MARKETING,
    overdue_subject,
    show_request,
    tell_thread,
)
from bot.content.domain.request import Request
from bot.content.room import Room
from bot.content.store import request_story
from bot.content.store import requests as store
from bot.content.store.request_locks import lock_requests
from bot.kit.db import Work
from bot.kit.periods import midnight
from bot.leads.domain.left_behind import latest_start
from bot.people import queries as people
from bot.people.domain import Team, WorkingTime


def to_remind(room: Room, work: Work, *, at: datetime) -> Sequence[Request]:
    """Return the requests whose owners are to be reminded now; none outside working hours.

    Some working days before it is needed, and never on the day on which they took it.
    """
    company = room.people.working_time
    if not company.is_working(at):
        return []
    today = company.local_date(at)
    last = _working_days_later(company, today, room.settings.remind_days_before)
    return store.load_requests(
        work,
        store.is_to_be_reminded_of(
            first=today, last=last, taken_before=midnight(today, company.zone)
        ),
    )


def remind_owners(room: Room, work: Work, *, at: datetime) -> int:
    """Remind each owner once, when they work; tell how many requests that are."""
    reminded = 0
    due = to_remind(room, work, at=at)
    lock_requests(work, [one.id for one in due])
    for request in due:
        owner = request.owner or ""
        key = f"{request.subject}:reminder:{owner}:{int(at.timestamp())}"
        # Another replica may have begun this tick a second earlier.
        if not store.note_reminded(work, request.id, owner=owner, message=key):
            continue
        reminded += 1
        room.at_work.tell(
            work,
            key=key,
            person=owner,
            view="request_reminder",
            args={"request": request.id, "owner": owner, "key": key},
            subject=request.subject,
            at=at,
        )
    return reminded


def to_bring_up(room: Room, work: Work, *, at: datetime) -> Sequence[Request]:
    """Return the requests that nobody has taken for too long; none outside working hours."""
    company = people.workspace_time(room.people)
    if not company.is_working(at):
        return []
    since = latest_start(company, minutes=60 * room.settings.unowned_after_hours, at=at)
    if since is None:
        return []
    return store.load_requests(
        work, store.is_unowned_since_before(since), order=[store.needed_first()]
    )


def bring_up(room: Room, work: Work, *, at: datetime) -> int:
    """Bring up what nobody has taken, in one message in marketing; tell how many."""
    due = to_bring_up(room, work, at=at)
    key = f"requests:brought_up:{at.strftime('%Y%m%dT%H%M%S')}"
    lock_requests(work, [one.id for one in due])
    noted = store.note_brought_up(work, [one.id for one in due], message=key) if due else []
    if noted:
        room.outbox.post(
            work,
            key=key,
            to=MARKETING,
            view="requests_brought_up",
            args={"key": key},
            subject="requests:brought_up",
            at=room.clock.real(),
        )
    return len(noted)


def free_what_leavers_had(room: Room, work: Work, *, at: datetime) -> int:
    """Let requests wait again whose owner has left marketing; tell how many."""
    freed = 0
    theirs = [
        request
        for owner in store.owners(work)
        if not _is_marketer(work, owner)
        for request in store.load_requests(work, store.is_owned_by(owner))
    ]
    lock_requests(work, [one.id for one in theirs])
    for request in theirs:
        owner = request.owner or ""
        if store.let_go(work, request.id, owner=owner, at=at):
            step = request_story.write_step(
                work, request.id, "freed", actor=None, at=at, person=owner
            )
            tell_thread(room, work, request, step=step)
            show_request(room, work, request)
            freed += 1
    return freed


def _is_marketer(work: Work, owner: str) -> bool:
    known = people.person(work, owner)
    return known is not None and Team.MARKETING in known.teams


def tell_of_overdue(room: Room, work: Work, *, day: date, at: datetime) -> int:
    """Tell the marketing managers of requests past their day, each once; mark their cards.

    Tell how many there are.
    """
    due = store.load_requests(work, store.is_overdue_untold(day))
    for request in due:
        room.outbox.refresh(work, key=request.card, at=room.clock.real())
    managers = people.managers(work, Team.MARKETING)
    if not (due and managers):
        return len(due)
    lock_requests(work, [one.id for one in due])
    store.note_overdue(work, [one.id for one in due], day=day)
    subject = overdue_subject(day.isoformat())
    for manager in managers:
        room.at_work.tell(
            work,
            key=f"{subject}:{manager.id}",
            person=manager.id,
            view="requests_overdue",
            args={"day": day.isoformat()},
            subject=subject,
            at=at,
        )
    return len(due)


def _working_days_later(company: WorkingTime, day: date, days: int) -> date:
    """Return the day that is `days` working days after `day`."""
    left = days
    for _ in range(366):
        if not left:
            break
        day += timedelta(days=1)
        left -= company.is_working_day(day)
    return day
