"""The digests: asked for once a reader and week, then written once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.digests.domain.timing import Kind
from bot.digests.store.tables import digests
from bot.kit.db import Work


@dataclass(frozen=True, slots=True)
class Asked:
    """A digest that was asked for at `made_at`; `facts` is None until it is written."""

    id: int
    kind: Kind
    week: str
    reader: str
    made_at: datetime
    facts: dict[str, Any] | None

    @property
    def key(self) -> str:
        """The outbox key of its message: "digest:2026-W47:U0SAM"."""
        return f"{self.kind}:{self.week}:{self.reader}"


def ask_for(work: Work, kind: Kind, reader: str, week: str, *, at: datetime) -> bool:
    """Ask for a digest; tell whether nobody had, also when another replica asks at this moment."""
    asked = work.execute(
        work.insert(digests)
        .values(kind=kind.value, reader=reader, week=week, made_at=at)
        .on_conflict_do_nothing(index_elements=["kind", "reader", "week"])
        .returning(digests.c.id)
    )
    return asked.first() is not None


def asked_for(work: Work, weeks: Collection[str]) -> set[tuple[str, str, str]]:
    """Return the (kind, reader, week) of the digests of some weeks."""
    rows = work.execute(
        select(digests.c.kind, digests.c.reader, digests.c.week).where(digests.c.week.in_(weeks))
    )
    return {(row.kind, row.reader, row.week) for row in rows}


def unwritten(work: Work) -> list[Asked]:
    """Return what was asked for and is not written yet, first asked first."""
    rows = work.execute(select(digests).where(digests.c.facts.is_(None)).order_by(digests.c.id))
    return [_asked(row) for row in rows]


def written(work: Work) -> list[Asked]:
    """Return every digest that was written, first asked first."""
    rows = work.execute(select(digests).where(digests.c.facts.is_not(None)).order_by(digests.c.id))
    return [_asked(row) for row in rows]


def load_digest(work: Work, digest_id: int) -> Asked | None:
    """Return a digest by id."""
    row = work.execute(select(digests).where(digests.c.id == digest_id)).first()
    return _asked(row) if row else None


def find_digest(work: Work, kind: Kind, reader: str, week: str) -> Asked | None:
    """Return a reader's digest of a week, written or not."""
    row = work.execute(
        select(digests).where(
            digests.c.kind == kind.value, digests.c.reader == reader, digests.c.week == week
        )
    ).first()
    return _asked(row) if row else None


def save_facts(work: Work, digest_id: int, facts: dict[str, Any]) -> bool:
    """Save what a digest tells; tell whether this is the first time, which is the only one."""
    saved = work.execute(
        update(digests)
        .where(digests.c.id == digest_id, digests.c.facts.is_(None))
        .values(facts=facts)
    )
    return bool(saved.rowcount)


def rewrite_facts(work: Work, digest_id: int, facts: dict[str, Any]) -> None:
    """Put other facts in place of those that were saved, for what has to be erased."""
    work.execute(update(digests).where(digests.c.id == digest_id).values(facts=facts))


def forget_digest(work: Work, digest_id: int) -> None:
    """Forget a digest whose reader is none any more."""
    work.execute(delete(digests).where(digests.c.id == digest_id, digests.c.facts.is_(None)))


def _asked(row: Any) -> Asked:
    return Asked(row.id, Kind(row.kind), row.week, row.reader, row.made_at, row.facts)
