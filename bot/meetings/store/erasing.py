"""The texts that people wrote in meetings, so that what names somebody can be blanked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Column, ColumnElement, FromClause, select, update

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


@dataclass(slots=True)
class Blanked:
    """How many texts were blanked, and the actions and meetings that hold one of them."""

    texts: int = 0
    actions: set[int] = field(default_factory=set)
    occurrences: set[int] = field(default_factory=set)


def blank_texts(work: Work, names_them: Callable[[str], bool]) -> Blanked:
    """Blank every text for which `names_them` holds."""
    blanked = Blanked()
    for column in TEXTS:
        written = work.execute(select(column).where(column.not_in(["", ERASED])).distinct())
        for (text,) in written.all():
            if not names_them(text):
                continue
            if column.table is actions:
                blanked.actions |= _those(work, actions.c.id, column == text)
            if column.table in _OF_A_MEETING:
                meeting = _OF_A_MEETING[column.table]
                blanked.occurrences |= _those(work, meeting, column == text)
            statement = update(column.table).where(column == text).values({column: ERASED})
            blanked.texts += work.execute(statement).rowcount
    return blanked


_OF_A_MEETING: dict[FromClause, Column[int]] = {
    notes: notes.c.occurrence_id,
    points: points.c.occurrence_id,
    actions: actions.c.occurrence_id,
    occurrence_rows: occurrence_rows.c.id,
}
"""Whose meeting a row's text is shown in."""


def _those(work: Work, column: Column[int], which: ColumnElement[bool]) -> set[int]:
    return set(work.execute(select(column).where(which)).scalars())
