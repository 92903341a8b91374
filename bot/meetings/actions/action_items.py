"""Actions are given, done, given up and moved; their owners are reminded, a manager told once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.meetings.actions.running import now_on, title_at
from bot.meetings.actions.showing import action_subject, show_action, show_agenda, show_running
from bot.meetings.domain.action_items import (
    A_WEEK,
    LONGEST,
    ActionItem,
    ActionState,
    action_words,
    due_date,
    must_be_open,
)
from bot.meetings.domain.running import may_lead
from bot.meetings.queries.dates import next_meeting
from bot.meetings.queries.expected import chairing
from bot.meetings.room import Room
from bot.meetings.store.action_items import (
    close_action,
    due_unreminded,
    insert_action,
    late_unreminded,
    load_action,
    note_step,
    set_due,
    set_owner,
    set_told,
    untold_to_managers,
)
from bot.people import queries as people
from bot.people.domain import Person, Team


def give_action(
    room: Room,
    work: Work,
    *,
    occurrence_id: int | None,
    what: str,
    owner: str,
    due: date,
    by: Person,
    at: datetime,
    success: str = "",
    position: int | None = None,
    nonce: str | None = None,
) -> ActionItem | None:
    """Give somebody of the teams something to do; None when the same form was sent before.

    The chair and the managers give actions to anybody; everybody else only to themselves. Raises
    WrongDetail("owner") for whom it cannot be given to.
    """
    on = now_on(work, occurrence_id, lock=True)
    chair = chairing(work, on.occurrence)
    if owner != by.id and not may_lead(by, chair=chair.id, nobody_else=chair.nobody_else):
        who = f"{chair.name}, who chairs, and the managers" if chair.name else "the managers"
        only = f"Only {who} give actions to others. You can take one on yourself."
        raise WrongDetail("owner", only)
    must_be_ours(work, owner)
    today = at.astimezone(room.people.zone).date()
    action_id = insert_action(
        work,
        occurrence_id=on.occurrence.id,
        point=title_at(on, position),
        what=action_words(what, missing="What is to be done?"),
        owner=owner,
        due=due_date(due, today=today),
        success=" ".join(success.split())[:LONGEST],
        by=by.id,
        at=at,
        nonce=nonce,
    )
    show_running(room, work, on.occurrence.id)
    return load_action(work, action_id) if action_id else None


def must_be_ours(work: Work, owner: str) -> Person:
    """Return somebody of the two teams; WrongDetail("owner") for whom nobody could remind."""
    person = people.person(work, owner)
    if person is None or not person.teams:
        name = person.name if person else "That person"
        raise WrongDetail(
            "owner",
            f"{name} is in neither team, so nobody could remind them. "
            "Give it to somebody of sales or marketing.",
        )
    return person


def close(
    room: Room,
    work: Work,
    *,
    action_id: int,
    state: ActionState,
    by: Person,
    at: datetime,
    reason: str = "",
) -> ActionItem:
    """Say that an action is done, or can't be; its owner and the managers may."""
    action = own_action(work, action_id, by=by)
    said = " ".join(reason.split())[:LONGEST]
    if not close_action(work, action_id, state=state, reason=said, at=at):
        must_be_open(loaded(work, action_id))
    note_step(work, action_id, kind=state.value, words=said, by=by.id, at=at)
    _show(room, work, action, at=at)
    return loaded(work, action_id)


def move_date(
    room: Room, work: Work, *, action_id: int, due: date, by: Person, at: datetime
) -> ActionItem:
    """Give an action a new date; its owner and the managers may."""
    action = own_action(work, action_id, by=by)
    due_date(due, today=at.astimezone(room.people.zone).date())
    if set_due(work, action_id, due=due):
        words = f"from {action.due.isoformat()} to {due.isoformat()}"
        note_step(work, action_id, kind="new_date", words=words, by=by.id, at=at)
        _show(room, work, action, at=at)
    return loaded(work, action_id)


def hand_over(
    room: Room, work: Work, *, action_id: int, owner: str, by: Person, at: datetime
) -> ActionItem:
    """Give an action to somebody else, who is told; managers may, and who owns it."""
    action = own_action(work, action_id, by=by)
    must_be_ours(work, owner)
    if set_owner(work, action_id, owner=owner):
        note_step(work, action_id, kind="given", words=owner, by=by.id, at=at)
        _remind(room, work, action_id, key=f"action:{action_id}:given:{owner}", owner=owner, at=at)
        _show(room, work, action, at=at)
    return loaded(work, action_id)


def own_action(work: Work, action_id: int | None, *, by: Person) -> ActionItem:
    """Return an open action that somebody may change; Refusal when they may not."""
    action = loaded(work, action_id)
    if action.owner != by.id and not by.is_manager:
        name = people.names(work, [action.owner])[action.owner]
        raise Refusal(f"{action.number} is {name}'s. They or a manager can change it.")
    must_be_open(action)
    return action


def loaded(work: Work, action_id: int | None) -> ActionItem:
    """Return an action; Refusal when there is none."""
    action = load_action(work, action_id) if action_id else None
    if action is None:
        raise Refusal("There is no such action. /meeting actions lists them.")
    return action


def _show(room: Room, work: Work, action: ActionItem, *, at: datetime) -> None:
    show_action(room, work, action_id=action.id, occurrence_id=action.occurrence_id)
    if following := next_meeting(work, at):
        show_agenda(room, work, following.id)


def remind(room: Room, work: Work, *, today: date, at: datetime) -> int:
    """Remind owners the working day before, and once when it is late; tell managers of a week.

    Everybody is told in their own working hours. Tell how many messages there are.
    """
    told = 0
    for action in due_unreminded(work, until=_next_working_day(room, today)):
        set_told(work, action.id, reminded_for=action.due)
        if action.due >= today and action.at.astimezone(room.people.zone).date() < today:
            key = f"action:{action.id}:due:{action.due.isoformat()}"
            told += _remind(room, work, action.id, key=key, owner=action.owner, at=at)
    for action in late_unreminded(work, today=today):
        set_told(work, action.id, late_for=action.due)
        key = f"action:{action.id}:late:{action.due.isoformat()}"
        told += _remind(room, work, action.id, key=key, owner=action.owner, at=at)
    for action in untold_to_managers(work, due_before=today - timedelta(days=A_WEEK)):
        set_told(work, action.id, manager_told_at=at)
        told += _tell_managers(room, work, action, at=at)
    return told


def _next_working_day(room: Room, today: date) -> date:
    day = today + timedelta(days=1)
    while not room.people.working_time.is_working_day(day):
        day += timedelta(days=1)
    return day


def _remind(room: Room, work: Work, action_id: int, *, key: str, owner: str, at: datetime) -> int:
    room.at_work.tell(
        work,
        key=key,
        person=owner,
        view="meeting.reminder",
        args={"action": action_id, "person": owner},
        subject=action_subject(action_id),
        at=at,
    )
    return 1


def _tell_managers(room: Room, work: Work, action: ActionItem, *, at: datetime) -> int:
    """Tell the managers of the owner's team; of both where it has no other, or they left."""
    owner = people.person(work, action.owner)
    teams = list(owner.teams) if owner and owner.teams else list(Team)
    others = _managing(work, teams) - {action.owner}
    others = others or _managing(work, Team) - {action.owner}
    for manager in sorted(others):
        room.at_work.tell(
            work,
            key=f"action:{action.id}:week_late:{manager}",
            person=manager,
            view="meeting.week_late",
            args={"action": action.id},
            subject=action_subject(action.id),
            at=at,
        )
    return len(others)


def _managing(work: Work, teams: Iterable[Team]) -> set[str]:
    return {one.id for team in teams for one in people.managers(work, team)}
