"""The texts that people wrote in meetings, so that what names somebody can be blanked."""

from collections.abc import Callable

from sqlalchemy import Column, select, update

from bot.kit.db import Work
from bot.meetings.store.agenda_tables import action_steps, actions, items, notes, points
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
    action_steps.c.words,
    occurrence_rows.c.reason,
)
"""Every column of words; a meeting has few, so they are read one by one."""


def blank_texts(work: Work, names_them: Callable[[str], bool]) -> tuple[int, list[int]]:
    """Blank every text for which `names_them` holds; tell how many, and of which actions."""
    blanked = 0
    touched: set[int] = set()
    for column in TEXTS:
        written = work.execute(select(column).where(column.not_in(["", ERASED])).distinct())
        for (text,) in written.all():
            if not names_them(text):
                continue
            if column.table is actions:
                touched.update(work.execute(select(actions.c.id).where(column == text)).scalars())
            statement = update(column.table).where(column == text).values({column: ERASED})
            blanked += work.execute(statement).rowcount
    return blanked, sorted(touched)
