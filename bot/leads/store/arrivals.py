"""What arrived: every (source, id) once, with what its sender was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select

from bot.kit.db import Work
from bot.kit.texts_in import TextsIn
from bot.leads.store.bulk import insert_rows
from bot.leads.store.tables import arrivals

ArrivalName = tuple[str, str]
"""(source, external id)."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an arrival, as it was answered the first time."""

    lead_id: int
    stage: str
    outcome: str
    body_hash: str


_FIND = TextsIn(
    lambda among: select(
        arrivals.c.external_id,
        arrivals.c.lead_id,
        arrivals.c.stage,
        arrivals.c.outcome,
        arrivals.c.body_hash,
    ).where(arrivals.c.source == bindparam("source"), among(arrivals.c.external_id)),
    joined=True,
)


def expect_arrival(work: Work, name: ArrivalName) -> None:
    """Have `find_arrivals` of this one asked along with the next question."""
    source, external_id = name
    _FIND.expect(work, external_id, source=source)


def find_arrivals(work: Work, names: Iterable[ArrivalName]) -> dict[ArrivalName, Received]:
    """Return those of `names` that came before."""
    found: dict[ArrivalName, Received] = {}
    for source, group in groupby(sorted(names), key=lambda name: name[0]):
        for row in _FIND.execute(work, [name for _, name in group], source=source):
            found[source, row.external_id] = Received(
                row.lead_id, row.stage, row.outcome, row.body_hash
            )
    return found


def insert_arrivals(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    """Save arrivals; an IntegrityError when one of them came in at the same moment elsewhere."""
    insert_rows(work, arrivals, rows)
