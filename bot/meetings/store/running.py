"""The rows of a meeting while it runs: each step is one UPDATE that only the first wins."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.kit.db import Work
from bot.meetings.domain.agenda import Slot, Wanted
from bot.meetings.domain.running import Outcome, Run, RunPoint
from bot.meetings.store.agenda_tables import points, presence, runs


def begin_run(work: Work, occurrence_id: int, *, drafted_at: datetime | None) -> bool:
    """Make the run of a meeting; tell whether it is new."""
    row = work.execute(
        work.insert(runs)
        .values(occurrence_id=occurrence_id, drafted_at=drafted_at, current=0, shown="")
        .on_conflict_do_nothing(index_elements=["occurrence_id"])
        .returning(runs.c.occurrence_id)
    ).first()
    return row is not None


def load_run(work: Work, occurrence_id: int) -> Run | None:
    """Return the run of a meeting, or None before its draft."""
    row = work.execute(select(runs).where(runs.c.occurrence_id == occurrence_id)).first()
    return _run(row, load_points(work, occurrence_id)) if row else None


def load_points(work: Work, occurrence_id: int) -> tuple[RunPoint, ...]:
    """Return the final agenda of a meeting; nothing before it began."""
    rows = work.execute(
        select(points).where(points.c.occurrence_id == occurrence_id).order_by(points.c.position)
    )
    return tuple(
        RunPoint(
            position=row.position,
            key=row.key,
            title=row.title,
            wanted=Wanted(row.wanted),
            presents=row.presents,
            minutes=row.minutes,
            began_at=row.began_at,
            ended_at=row.ended_at,
            outcome=Outcome(row.outcome) if row.outcome else None,
        )
        for row in rows
    )


def running_occurrences(work: Work) -> list[int]:
    """Return the meetings that were started and are not over, the last started first."""
    rows = work.execute(
        select(runs.c.occurrence_id)
        .where(runs.c.started_at.is_not(None), runs.c.ended_at.is_(None))
        .order_by(runs.c.started_at.desc(), runs.c.occurrence_id.desc())
    )
    return [occurrence_id for (occurrence_id,) in rows]


def waiting_occurrences(work: Work) -> list[int]:
    """Return the meetings that have a draft and were not started."""
    rows = work.execute(
        select(runs.c.occurrence_id)
        .where(runs.c.started_at.is_(None), runs.c.ended_at.is_(None), runs.c.missed_at.is_(None))
        .order_by(runs.c.occurrence_id)
    )
    return [occurrence_id for (occurrence_id,) in rows]


def last_held(work: Work, before: datetime) -> datetime | None:
    """Return when the last meeting that was held before a moment began."""
    found: datetime | None = work.execute(
        select(func.max(runs.c.started_at)).where(
            runs.c.started_at < before, runs.c.ended_at.is_not(None)
        )
    ).scalar_one()
    return found


def ended_runs(work: Work, *, most: int) -> list[Run]:
    """Return the meetings that were held, the last first."""
    rows = work.execute(
        select(runs)
        .where(runs.c.ended_at.is_not(None))
        .order_by(runs.c.ended_at.desc())
        .limit(most)
    ).all()
    return [_run(row, load_points(work, row.occurrence_id)) for row in rows]


def set_opened(work: Work, occurrence_id: int, *, starts_at: datetime, at: datetime) -> bool:
    """Note that the attendees were pinged; tell whether this was the first time for that time."""
    other = runs.c.opened_for.is_(None) | (runs.c.opened_for != starts_at)
    return _once(work, occurrence_id, other, opened_at=at, opened_for=starts_at, missed_at=None)


def set_missed(work: Work, occurrence_id: int, *, at: datetime) -> None:
    """Note that nobody started a meeting."""
    _once(work, occurrence_id, runs.c.started_at.is_(None), missed_at=at)


def set_started(work: Work, occurrence_id: int, *, by: str, at: datetime) -> bool:
    """Start a meeting; tell whether it had not been started."""
    return _once(
        work,
        occurrence_id,
        runs.c.started_at.is_(None),
        started_at=at,
        started_by=by,
        current=0,
    )


def set_ended(work: Work, occurrence_id: int, *, by: str | None, at: datetime) -> bool:
    """End a meeting; tell whether it ran."""
    return _once(
        work,
        occurrence_id,
        runs.c.started_at.is_not(None) & runs.c.ended_at.is_(None),
        ended_at=at,
        ended_by=by,
    )


def move_on(work: Work, occurrence_id: int, *, after: int, to: int) -> bool:
    """Make `to` the point that is on if it still is `after`; tell whether it was."""
    running = runs.c.started_at.is_not(None) & runs.c.ended_at.is_(None)
    return _once(work, occurrence_id, running & (runs.c.current == after), current=to)


def _once(work: Work, occurrence_id: int, only_if: Any, **values: Any) -> bool:
    found = work.execute(
        update(runs).where(runs.c.occurrence_id == occurrence_id, only_if).values(**values)
    )
    return bool(found.rowcount)


def save_points(work: Work, occurrence_id: int, slots: Sequence[Slot]) -> None:
    """Keep the final agenda as it is when the meeting is opened, in place of an earlier one."""
    work.execute(delete(points).where(points.c.occurrence_id == occurrence_id))
    rows = [
        {
            "occurrence_id": occurrence_id,
            "position": position,
            "key": slot.point.key,
            "title": slot.point.title,
            "wanted": slot.point.wanted.value,
            "presents": slot.point.presents,
            "minutes": slot.minutes,
        }
        for position, slot in enumerate(slots)
    ]
    if rows:
        work.execute(points.insert(), rows)


def begin_point(work: Work, occurrence_id: int, position: int, *, at: datetime) -> None:
    """Note when a point came on."""
    work.execute(update(points).where(*_point(occurrence_id, position)).values(began_at=at))


def end_point(
    work: Work, occurrence_id: int, position: int, *, outcome: Outcome, at: datetime | None
) -> None:
    """Note how a point went; what was said of it before stays."""
    work.execute(
        update(points)
        .where(*_point(occurrence_id, position), points.c.outcome.is_(None))
        .values(outcome=outcome.value, ended_at=at)
    )


def _point(occurrence_id: int, position: int) -> tuple[Any, Any]:
    return points.c.occurrence_id == occurrence_id, points.c.position == position


def shown_digest(work: Work, occurrence_id: int) -> str:
    """Return the digest of what the agenda last said."""
    row = work.execute(select(runs.c.shown).where(runs.c.occurrence_id == occurrence_id)).first()
    return str(row.shown) if row else ""


def save_digest(work: Work, occurrence_id: int, digest: str) -> None:
    """Note what the agenda says."""
    work.execute(update(runs).where(runs.c.occurrence_id == occurrence_id).values(shown=digest))


def save_presence(work: Work, occurrence_id: int, people: Collection[str], *, by: str) -> None:
    """Say who came."""
    work.execute(delete(presence).where(presence.c.occurrence_id == occurrence_id))
    rows = [{"occurrence_id": occurrence_id, "person": one} for one in sorted(set(people))]
    if rows:
        work.execute(presence.insert(), rows)
    work.execute(update(runs).where(runs.c.occurrence_id == occurrence_id).values(presence_by=by))


def load_presence(work: Work, occurrence_id: int) -> list[str] | None:
    """Return who came as it was corrected; None while nobody corrected it."""
    row = work.execute(
        select(runs.c.presence_by).where(runs.c.occurrence_id == occurrence_id)
    ).first()
    if row is None or row.presence_by is None:
        return None
    rows = work.execute(
        select(presence.c.person)
        .where(presence.c.occurrence_id == occurrence_id)
        .order_by(presence.c.person)
    )
    return [person for (person,) in rows]


def _run(row: Any, its_points: tuple[RunPoint, ...]) -> Run:
    return Run(
        occurrence_id=row.occurrence_id,
        drafted_at=row.drafted_at,
        opened_for=row.opened_for,
        missed_at=row.missed_at,
        started_at=row.started_at,
        started_by=row.started_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        current=row.current,
        points=its_points,
    )
