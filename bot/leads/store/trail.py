"""The trail: the whole story of a lead, a row for each step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from bot.kit.db import Work
from bot.kit.prepared import Prepared
from bot.leads.store.bulk import insert_rows, insert_rows_for_ids
from bot.leads.store.tables import trail


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trail; `actor` is the Slack id of who did it, None when the bot did."""

    id: int
    lead_id: int
    at: datetime
    kind: str
    actor: str | None
    facts: dict[str, Any]


def write_trail(
    work: Work,
    *,
    lead_id: int,
    kind: str,
    at: datetime,
    actor: str | None = None,
    facts: dict[str, Any] | None = None,
) -> int:
    """Add a step to the story; return its id."""
    row = trail_row(lead_id=lead_id, kind=kind, at=at, actor=actor, facts=facts)
    return int(work.execute(_WRITE, row).scalar_one())


_WRITE = Prepared(trail.insert().returning(trail.c.id))


def note_step(
    work: Work,
    *,
    lead_id: int,
    kind: str,
    at: datetime,
    actor: str | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Add a step to the story that no message tells about by its id."""
    row = trail_row(lead_id=lead_id, kind=kind, at=at, actor=actor, facts=facts)
    work.save(_NOTE, row)


_NOTE = Prepared(trail.insert())


def trail_row(
    *,
    lead_id: int,
    kind: str,
    at: datetime,
    actor: str | None = None,
    facts: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a step as `write_trails` takes it."""
    said = {} if facts is None else facts
    return {"lead_id": lead_id, "kind": kind, "at": at, "actor": actor, "facts": said}


def write_trails(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    """Add many steps at once."""
    insert_rows(work, trail, rows)


def write_steps(work: Work, rows: Sequence[dict[str, Any]]) -> list[Step]:
    """Add many steps at once; return them as they stand."""
    ids = insert_rows_for_ids(work, trail, rows)
    return [Step(id=number, **row) for number, row in zip(ids, rows, strict=True)]


def read_trail(work: Work, lead_id: int) -> list[Step]:
    """Return the story of a lead, first step first."""
    rows = work.execute(
        select(trail).where(trail.c.lead_id == lead_id).order_by(trail.c.at, trail.c.id)
    )
    return [_step(row) for row in rows]


def latest_step(work: Work, lead_id: int, *kinds: str) -> Step | None:
    """Return the last step of these kinds, or None when there was none."""
    row = work.execute(
        select(trail)
        .where(trail.c.lead_id == lead_id, trail.c.kind.in_(kinds))
        .order_by(trail.c.at.desc(), trail.c.id.desc())
        .limit(1)
    ).first()
    return _step(row) if row else None


def latest_owning_step(work: Work, lead_id: int) -> Step | None:
    """Return the step that gave the lead its last owner, or None when it never had one."""
    row = work.execute(_LATEST_OWNING, {"lead": lead_id}).first()
    return _step(row) if row else None


def expect_owning_step(work: Work, lead_id: int) -> None:
    """Have `latest_owning_step` asked along with the next question."""
    work.expect(_LATEST_OWNING, {"lead": lead_id})


_GAVE_IT = or_(trail.c.kind == "claimed", trail.c.kind == "reassigned")
_LATEST_OWNING = Prepared(
    select(trail)
    .where(trail.c.lead_id == bindparam("lead"), _GAVE_IT)
    .order_by(trail.c.at.desc(), trail.c.id.desc())
    .limit(1)
)


def load_step(work: Work, step_id: int) -> Step | None:
    """Return one step by its id."""
    row = work.execute(select(trail).where(trail.c.id == step_id)).first()
    return _step(row) if row else None


def _step(row: Any) -> Step:
    return Step(row.id, row.lead_id, row.at, row.kind, row.actor, row.facts)
