"""What a definition would have made of the leads there are, by the `qualify` they came through.

Leads are read in batches in the order of their numbers, only the columns that the two definitions
look at, so that a million of them need no more memory than a thousand.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select

from bot.kit.db import Database, Work, within
from bot.kit.periods import Period
from bot.leads.definition.counts import Counts
from bot.leads.definition.domain import Definition, qualifies, qualify
from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Verdict
from bot.leads.store.leads import CAMPAIGN
from bot.leads.store.tables import campaigns, leads, verdicts

SPAN = timedelta(days=90)
"""How far back a proposal is tried."""
AT_ONCE = 2000
"""Leads of a batch, which is one transaction."""
A_BREATH = 100
"""Leads that are judged before other threads get their turn: judging them takes some
milliseconds, and a click that comes in meanwhile waits no longer than that."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch of leads says; `changed` are (lead, would it enter), `last` where it ended.

    `last` is None when there were no leads left.
    """

    counts: Counts = field(default_factory=Counts)
    changed: tuple[tuple[int, bool], ...] = ()
    last: int | None = None


def backtest(
    db: Database, definition: Definition, period: Period, *, against: Definition
) -> Counts:
    """Return what `definition` would have made of the leads of a period, beside `against`."""
    total, after = Counts(), 0
    while True:
        with db.read() as work:
            batch = next_batch(work, definition, against, period, after=after)
        if batch.last is None:
            return total
        total, after = total + batch.counts, batch.last


def next_batch(
    work: Work,
    definition: Definition,
    against: Definition,
    period: Period,
    *,
    after: int,
    most: int = AT_ONCE,
    breathe: Callable[[], object] = lambda: time.sleep(0.0002),
) -> Batch:
    """Judge the next `most` leads of a period after number `after` by both definitions."""
    rows = _leads_after(work, (definition, against), period, after=after, most=most)
    if not rows:
        return Batch()
    last = rows[-1].id
    low = _rated_low(work, after=after, upto=last)
    count = _Counting(definition, against, low)
    some = iter(rows)
    while part := list(islice(some, A_BREATH)):
        for row in part:
            count.add(row)
        breathe()
    return Batch(count.counts, tuple(count.changed), last)


class _Counting:
    def __init__(self, definition: Definition, against: Definition, low: set[int]) -> None:
        self._definition = definition
        self._against = against
        self._low = low
        self._tally = dict.fromkeys((one.name for one in fields(Counts)), 0)
        self.changed: list[tuple[int, bool]] = []

    @property
    def counts(self) -> Counts:
        return Counts(**self._tally)

    def add(self, row: Any) -> None:
        tally = self._tally
        if row.erased:
            tally["erased"] += 1
            return
        was = qualifies(qualify(row, self._against))
        would = qualifies(qualify(row, self._definition))
        tally["inquiries"] += 1
        tally["qualified"] += was
        tally["would_qualify"] += would
        if row.claimed_at is not None and row.stage != Stage.REJECTED.value:
            tally["accepted"] += 1
            tally["accepted_remain"] += would
        if row.stage == Stage.WON.value:
            tally["won"] += 1
            tally["won_remain"] += would
        if row.id in self._low:
            tally["rated_low"] += 1
            tally["rated_low_not_sent"] += not would
        if was != would:
            tally["enter" if would else "leave"] += 1
            self.changed.append((row.id, would))


_ALWAYS = ("email", "score", "segment", "country", "employees")
"""What `qualify` may look at in any definition; the rest is asked for by name in `required`."""


def _leads_after(
    work: Work, definitions: Sequence[Definition], period: Period, *, after: int, most: int
) -> Sequence[Any]:
    required = {name for one in definitions for group in one.required for name in group}
    columns = [leads.c[name] for name in sorted({*_ALWAYS, *required} - {"campaign"})]
    asked = select(leads.c.id, leads.c.stage, leads.c.claimed_at, leads.c.erased, *columns)
    if "campaign" in required:
        asked = asked.add_columns(CAMPAIGN.label("campaign")).join(
            campaigns, campaigns.c.id == leads.c.campaign_id
        )
    rows: Sequence[Any] = work.execute(
        asked.where(leads.c.id > after, within(leads.c.received_at, period))
        .order_by(leads.c.id)
        .limit(most)
    ).all()
    return rows


_LOW = tuple(verdict.value for verdict in Verdict if verdict.wants_reason)


def _rated_low(work: Work, *, after: int, upto: int) -> set[int]:
    rows = work.execute(
        select(verdicts.c.lead_id)
        .where(verdicts.c.lead_id > after, verdicts.c.lead_id <= upto, verdicts.c.verdict.in_(_LOW))
        .distinct()
    )
    return set(rows.scalars())
