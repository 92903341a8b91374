"""When meetings are."""

from datetime import datetime

from bot.kit.db import Work
from bot.meetings.domain.dates import Occurrence, State
from bot.meetings.store.dates import load_occurrence, occurrences_from, the_series
from bot.meetings.store.running import running_occurrences

__all__ = ["load_occurrence", "meeting_now", "next_meeting", "the_series"]


def next_meeting(work: Work, at: datetime) -> Occurrence | None:
    """Return the meeting that is on or comes next; skipped and cancelled ones do not count."""
    coming = (
        one
        for one in occurrences_from(work, at)
        if one.state.is_coming or one.state is State.RUNNING
    )
    return next(coming, None)


def meeting_now(work: Work, at: datetime) -> Occurrence | None:
    """Return the meeting that runs, however long it does, else the next one."""
    running = next(iter(running_occurrences(work)), None)
    found = load_occurrence(work, running) if running else None
    return found or next_meeting(work, at)
