"""When meetings are."""

from datetime import datetime

from bot.kit.db import Work
from bot.meetings.domain.dates import Occurrence, State
from bot.meetings.store.dates import load_occurrence, occurrences_from, the_series

__all__ = ["load_occurrence", "next_meeting", "previous_meeting", "the_series"]


def next_meeting(work: Work, at: datetime) -> Occurrence | None:
    """Return the meeting that is on or comes next; skipped and cancelled ones do not count."""
    coming = (
        one
        for one in occurrences_from(work, at)
        if one.state.is_coming or one.state is State.RUNNING
    )
    return next(coming, None)


def previous_meeting(work: Work, occurrence: Occurrence) -> Occurrence | None:
    """Return the meeting before this one that takes place or took place."""
    before = [
        one
        for one in occurrences_from(work, until=occurrence.starts_at)
        if one.id != occurrence.id and one.state.takes_place
    ]
    return before[-1] if before else None
