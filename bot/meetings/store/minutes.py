"""The rows of what came out of a meeting but for its actions: decisions, targets, the parked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.kit.db import Work
from bot.meetings.domain.minutes import Note, NoteKind
from bot.meetings.store.agenda_tables import notes


@dataclass(frozen=True, slots=True)
class NewNote:
    """What is to be kept; `nonce` tells the same form sent twice."""

    occurrence_id: int
    point: str
    kind: NoteKind
    text: str
    by: str
    at: datetime
    nonce: str | None = None


def insert_note(work: Work, note: NewNote) -> bool:
    """Save a note; tell whether it is new."""
    row = work.execute(
        work.insert(notes)
        .values(
            occurrence_id=note.occurrence_id,
            point=note.point,
            kind=note.kind.value,
            text=note.text,
            by=note.by,
            at=note.at,
            nonce=note.nonce,
        )
        .on_conflict_do_nothing(index_elements=["nonce"])
        .returning(notes.c.id)
    ).first()
    return row is not None


def load_notes(work: Work, occurrence_id: int) -> list[Note]:
    """Return what was noted in a meeting, first to last."""
    of_it = select(notes).where(notes.c.occurrence_id == occurrence_id).order_by(notes.c.id)
    return [
        Note(
            id=row.id,
            occurrence_id=row.occurrence_id,
            point=row.point,
            kind=NoteKind(row.kind),
            text=row.text,
            by=row.by,
            at=row.at,
        )
        for row in work.execute(of_it)
    ]
