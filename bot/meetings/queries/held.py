"""The meetings that were."""

from bot.kit.db import Work
from bot.kit.periods import Period
from bot.meetings.domain.action_items import ActionState
from bot.meetings.domain.dates import Occurrence
from bot.meetings.domain.minutes import NoteKind
from bot.meetings.domain.running import Run
from bot.meetings.queries.dates import load_occurrence
from bot.meetings.queries.expected import who_came
from bot.meetings.store.action_items import actions_of_meeting
from bot.meetings.store.minutes import load_notes
from bot.meetings.store.running import ended_runs
from bot.meetings.views.minutes import HeldMeeting

SHOWN = 12
LOOKED_THROUGH = 240
"""Meetings among which a month's is looked for: twenty years of them."""


def held_in(work: Work, period: Period) -> tuple[Occurrence, Run] | None:
    """Return the last meeting that was held in a period, with its run."""
    for run in ended_runs(work, most=LOOKED_THROUGH):
        occurrence = load_occurrence(work, run.occurrence_id)
        if occurrence and run.started_at in period:
            return occurrence, run
    return None


def held_meetings(work: Work, *, most: int = SHOWN) -> list[HeldMeeting]:
    """Return the meetings that were held, the last first, with what came of each."""
    held = []
    for run in ended_runs(work, most=most):
        occurrence = load_occurrence(work, run.occurrence_id)
        if occurrence is None or run.started_at is None:
            continue
        given = actions_of_meeting(work, occurrence.id)
        notes = load_notes(work, occurrence.id)
        held.append(
            HeldMeeting(
                occurrence=occurrence,
                started_at=run.started_at,
                decisions=sum(one.kind is NoteKind.DECISION for one in notes),
                actions=len(given),
                done=sum(one.state is ActionState.DONE for one in given),
                came=len(who_came(work, occurrence, run)),
            )
        )
    return held
