"""How people want their digest, as a trail, and since which week they read one."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import delete, func, select

from bot.digests.domain.timing import Choices, Kind
from bot.digests.store.tables import digest_choices, digest_readers
from bot.kit.db import Work


def load_choices(work: Work, person: str) -> Choices:
    """Return what a person chose last; the defaults of whoever chose nothing."""
    row = work.execute(
        select(digest_choices)
        .where(digest_choices.c.person == person)
        .order_by(digest_choices.c.id.desc())
        .limit(1)
    ).first()
    return _choices(row) if row else Choices()


def all_choices(work: Work) -> dict[str, Choices]:
    """Return what everybody chose last who ever chose, by person."""
    newest = select(func.max(digest_choices.c.id)).group_by(digest_choices.c.person)
    rows = work.execute(select(digest_choices).where(digest_choices.c.id.in_(newest)))
    return {row.person: _choices(row) for row in rows}


def _choices(row: Any) -> Choices:
    return Choices(
        sends=row.sends,
        weekday=row.weekday,
        hour=time.fromisoformat(row.hour),
        zone=row.zone,
        copies=row.copies,
        notes=row.notes,
    )


def save_choices(work: Work, person: str, choices: Choices, *, at: datetime) -> None:
    """Add what a person chooses to the trail."""
    work.execute(
        digest_choices.insert().values(
            person=person,
            sends=choices.sends,
            weekday=choices.weekday,
            hour=f"{choices.hour:%H:%M}",
            zone=choices.zone,
            copies=choices.copies,
            notes=choices.notes,
            at=at,
        )
    )


def first_weeks(work: Work) -> Mapping[tuple[str, str], str]:
    """Return since which week each (kind, person) reads."""
    return {(row.kind, row.person): row.first_week for row in work.execute(select(digest_readers))}


def note_reader(work: Work, kind: Kind, person: str, *, first_week: str) -> None:
    """Note since which week a person reads; who reads already goes on."""
    work.execute(
        work.insert(digest_readers)
        .values(kind=kind.value, person=person, first_week=first_week)
        .on_conflict_do_nothing(index_elements=["kind", "person"])
    )


def forget_reader(work: Work, kind: Kind, person: str) -> None:
    """Note that a person does not read any more; beginning again they begin anew."""
    work.execute(
        delete(digest_readers).where(
            digest_readers.c.kind == kind.value, digest_readers.c.person == person
        )
    )
