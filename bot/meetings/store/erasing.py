"""The texts that people wrote in meetings, so that what names somebody can be blanked."""

from collections.abc import Callable

from sqlalchemy import Column, select, update

from bot.kit.db import Work
from bot.meetings.store.agenda_tables import actions, items, notes, points, runs

ERASED = "(erased)"
TEXTS: tuple[Column[str], ...] = (
    items.c.text,
    notes.c.text,
    notes.c.point,
    points.c.title,
    actions.c.what,
    actions.c.success,
    actions.c.reason,
    actions.c.point,
)
"""Every column of words; a meeting has few, so they are read one by one."""


def blank_texts(work: Work, names_them: Callable[[str], bool]) -> int:
    """Blank every text for which `names_them` holds; tell how many."""
    blanked = 0
    for column in TEXTS:
        written = work.execute(select(column).where(column.not_in(["", ERASED])).distinct())
        for (text,) in written.all():
            if names_them(text):
                statement = update(column.table).where(column == text).values({column: ERASED})
                blanked += work.execute(statement).rowcount
    return blanked


def every_run(work: Work) -> list[int]:
    """Return every meeting that ever had an agenda."""
    rows = work.execute(select(runs.c.occurrence_id).order_by(runs.c.occurrence_id))
    return [occurrence_id for (occurrence_id,) in rows]
