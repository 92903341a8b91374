"""Files of leads that somebody gave us in Slack, from the asking to the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from bot.kit.db import Work
from bot.leads.store.tables import imports

LEASE = timedelta(minutes=1)
"""How long an import may be silent before another process takes it up.

When that was too soon, both read the file for a moment: no row comes in twice even so.
"""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Import:
    """One file; `report` is None until it is done. `tries` numbers the turns at it."""

    id: int
    file: str
    name: str
    person: str
    tries: int
    report: dict[str, Any] | None


def insert_import(work: Work, *, file: str, name: str, person: str, at: datetime) -> int:
    """Save that a file is to be imported; `at` is real time."""
    row = {"file": file, "name": name, "person": person, "asked_at": at, "tries": 0}
    return int(work.execute(imports.insert().returning(imports.c.id), row).scalar_one())


def lease_import(work: Work, import_id: int, *, at: datetime) -> Import | None:
    """Take an import to do; None when it is done or somebody is at it."""
    free = or_(imports.c.lease_until.is_(None), imports.c.lease_until < at)
    row = work.execute(
        update(imports)
        .where(imports.c.id == import_id, imports.c.report.is_(None), free)
        .values(lease_until=at + LEASE, tries=imports.c.tries + 1)
        .returning(*_COLUMNS)
    ).first()
    return _import(row) if row else None


def keep_import(work: Work, asked: Import, *, at: datetime) -> bool:
    """Say that the import goes on; tell whether it is still ours, and not another process's."""
    kept = work.execute(update(imports).where(*_ours(asked)).values(lease_until=at + LEASE))
    return bool(kept.rowcount)


def give_back_import(work: Work, asked: Import) -> None:
    """Let who comes next take the import up at once; being stopped counts as no try."""
    work.execute(
        update(imports).where(*_ours(asked)).values(lease_until=None, tries=imports.c.tries - 1)
    )


def finish_import(work: Work, import_id: int, report: dict[str, Any]) -> bool:
    """Save what became of it; tell whether nobody had before."""
    done = work.execute(
        update(imports)
        .where(imports.c.id == import_id, imports.c.report.is_(None))
        .values(report=report, lease_until=None)
    )
    return bool(done.rowcount)


def load_import(work: Work, import_id: int) -> Import | None:
    """Return one import."""
    row = work.execute(select(*_COLUMNS).where(imports.c.id == import_id)).first()
    return _import(row) if row else None


def left_imports(work: Work, *, at: datetime) -> Sequence[int]:
    """Return the imports that nobody is at: their process died, or never began."""
    free = or_(imports.c.lease_until.is_(None), imports.c.lease_until < at)
    rows = work.execute(
        select(imports.c.id).where(imports.c.report.is_(None), free).order_by(imports.c.id)
    )
    return list(rows.scalars())


def _ours(asked: Import) -> tuple[ColumnElement[bool], ...]:
    return (
        imports.c.id == asked.id,
        imports.c.report.is_(None),
        imports.c.tries == asked.tries,
    )


_COLUMNS = (
    imports.c.id,
    imports.c.file,
    imports.c.name,
    imports.c.person,
    imports.c.tries,
    imports.c.report,
)


def _import(row: Any) -> Import:
    return Import(row.id, row.file, row.name, row.person, row.tries, row.report)
