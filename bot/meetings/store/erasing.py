"""The texts that people wrote in meetings, so that what names somebody can be blanked."""

from collections.abc import Callable

from sqlalchemy import Column, select, update

from bot.kit.db import Work
from bot.meetings.store.agenda_tables import actions, items, notes, points
from bot.meetings.store.dates import occurrence_rows

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
    occurrence_rows.c.reason,
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
