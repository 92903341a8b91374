"""The rows of action items, what happened to each, and who was told of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, update

from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.meetings.domain.action_items import ActionItem, ActionState
from bot.meetings.store.agenda_tables import action_steps, actions


def insert_action(
    work: Work,
    *,
    occurrence_id: int,
    point: str,
    what: str,
    owner: str,
    due: date,
    success: str,
    by: str,
    at: datetime,
    nonce: str | None = None,
) -> int | None:
    """Save an action; None when one of that nonce was saved before."""
    row = work.execute(
        work.insert(actions)
        .values(
            occurrence_id=occurrence_id,
            point=point,
            what=what,
            owner=owner,
            due=due,
            success=success,
            state=ActionState.OPEN.value,
            by=by,
            at=at,
            reason="",
            moved=0,
            nonce=nonce,
        )
        .on_conflict_do_nothing(index_elements=["nonce"])
        .returning(actions.c.id)
    ).first()
    if row is None:
        return None
    note_step(work, row.id, kind="made", words=f"due {due.isoformat()}", by=by, at=at)
    return int(row.id)


def load_action(work: Work, action_id: int) -> ActionItem | None:
    """Return an action by its number."""
    row = work.execute(select(actions).where(actions.c.id == action_id)).first()
    return _action(row) if row else None


def open_actions(work: Work, *, owner: str | None = None) -> list[ActionItem]:
    """Return what is still to be done, of everybody or of one person, the first due first."""
    which = [actions.c.state == ActionState.OPEN.value]
    if owner is not None:
        which.append(actions.c.owner == owner)
    return _load(work, *which)


def actions_of_meeting(work: Work, occurrence_id: int) -> list[ActionItem]:
    """Return the actions that a meeting gave."""
    return _load(work, actions.c.occurrence_id == occurrence_id)


def actions_closed(work: Work, period: Period) -> list[ActionItem]:
    """Return what was done or given up in a period."""
    return _load(
        work, actions.c.state != ActionState.OPEN.value, within(actions.c.closed_at, period)
    )


def all_actions(work: Work, period: Period = Period()) -> list[ActionItem]:  # noqa: B008 - frozen
    """Return every action given in a period."""
    return _load(work, within(actions.c.at, period))


def _load(work: Work, *which: Any) -> list[ActionItem]:
    rows = work.execute(select(actions).where(*which).order_by(actions.c.due, actions.c.id))
    return [_action(row) for row in rows]


def close_action(
    work: Work, action_id: int, *, state: ActionState, reason: str, at: datetime
) -> bool:
    """Close an action; tell whether it was open."""
    found = work.execute(
        update(actions)
        .where(actions.c.id == action_id, actions.c.state == ActionState.OPEN.value)
        .values(state=state.value, reason=reason, closed_at=at)
    )
    return bool(found.rowcount)


def set_due(work: Work, action_id: int, *, due: date) -> bool:
    """Give an action a new date; tell whether it was open and the date another."""
    found = work.execute(
        update(actions)
        .where(
            actions.c.id == action_id,
            actions.c.state == ActionState.OPEN.value,
            actions.c.due != due,
        )
        .values(due=due, moved=actions.c.moved + 1)
    )
    return bool(found.rowcount)


def set_owner(work: Work, action_id: int, *, owner: str) -> bool:
    """Give an action to somebody else; tell whether it was open and somebody else's."""
    found = work.execute(
        update(actions)
        .where(
            actions.c.id == action_id,
            actions.c.state == ActionState.OPEN.value,
            actions.c.owner != owner,
        )
        .values(owner=owner, reminded_for=None, late_for=None)
    )
    return bool(found.rowcount)


def note_step(work: Work, action_id: int, *, kind: str, words: str, by: str, at: datetime) -> None:
    """Keep what happened to an action."""
    work.execute(
        action_steps.insert().values(action_id=action_id, kind=kind, words=words, by=by, at=at)
    )


def due_unreminded(work: Work, *, until: date) -> list[ActionItem]:
    """Return the open actions due by `until` whose owner was not reminded of that date."""
    return _load(
        work,
        actions.c.state == ActionState.OPEN.value,
        actions.c.due <= until,
        or_(actions.c.reminded_for.is_(None), actions.c.reminded_for != actions.c.due),
    )


def late_unreminded(work: Work, *, today: date) -> list[ActionItem]:
    """Return the open actions past their date whose owner was not told so."""
    return _load(
        work,
        actions.c.state == ActionState.OPEN.value,
        actions.c.due < today,
        or_(actions.c.late_for.is_(None), actions.c.late_for != actions.c.due),
    )


def untold_to_managers(work: Work, *, due_before: date) -> list[ActionItem]:
    """Return the open actions due on or before that day of which no manager was told."""
    return _load(
        work,
        actions.c.state == ActionState.OPEN.value,
        actions.c.due <= due_before,
        actions.c.manager_told_at.is_(None),
    )


def set_told(work: Work, action_id: int, **values: Any) -> None:
    """Note who was told of an action: reminded_for, late_for or manager_told_at."""
    work.execute(update(actions).where(actions.c.id == action_id).values(**values))


def _action(row: Any) -> ActionItem:
    return ActionItem(
        id=row.id,
        occurrence_id=row.occurrence_id,
        point=row.point,
        what=row.what,
        owner=row.owner,
        due=row.due,
        success=row.success,
        state=ActionState(row.state),
        by=row.by,
        at=row.at,
        closed_at=row.closed_at,
        reason=row.reason,
        moved=row.moved,
    )
