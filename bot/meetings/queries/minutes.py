"""What came out of meetings."""

from bot.kit.db import Work
from bot.kit.periods import Period
from bot.meetings.domain.minutes import Note, NoteKind
from bot.meetings.store.minutes import notes_in


def targets_set(work: Work, period: Period) -> list[Note]:
    """Return the shared targets that were set in meetings of a period, first to last."""
    return notes_in(work, NoteKind.TARGET, period)
