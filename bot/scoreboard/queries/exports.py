"""The rows behind the scoreboard: `export funnel`, `export targets`, `export metrics`.

Every number of the glossary is a count, a sum or a median over `export funnel` (the rating over
`export verdicts`); the glossary says of which rows.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import select

from bot.kit.csv_safe import Sheet
from bot.kit.db import Work
from bot.kit.periods import Period
from bot.leads.domain.lead import Stage
from bot.leads.queries.waterfall import AT_ONCE, waterfall_rows
from bot.people import queries as people
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.queries.hours import Hours
from bot.scoreboard.queries.numbers import shared_numbers
from bot.scoreboard.queries.targets import stand
from bot.scoreboard.store.tables import target_history, targets
from bot.scoreboard.store.targets import load_targets

FUNNEL = (
    "lead", "campaign", "source", "segment", "stage", "rep", "rep_id",
    "inquiry_at", "qualified_at",
    "answered_at", "answered_by", "accept_minutes", "accept_promise",
    "accepted_at",
    "contact_from", "contacted_at", "contacted_by", "contact_minutes", "contact_promise",
    "sales_qualified_at", "opportunity_at", "won_at", "lost_at", "rejected_at",
    "disqualified_at", "recycled_at", "amount", "reason", "erased",
)  # fmt: skip
"""The columns of `export funnel`. `accept_promise` and `contact_promise` say "kept", "missed",
"waiting" or nothing where none is owed; minutes are working ones, so far while it waits."""


def export_funnel(work: Work, settings: ScoreSettings, period: Period, *, at: datetime) -> Sheet:
    """Return a row for each lead of which anything happened in a period, with every moment."""
    return Sheet(FUNNEL, _funnel_rows(work, settings, period, at))


def _funnel_rows(
    work: Work, settings: ScoreSettings, period: Period, at: datetime
) -> Iterator[list[object]]:
    rows = waterfall_rows(work, period)
    while part := list(islice(rows, AT_ONCE)):
        owners = {row.owner for row in part if row.owner}
        named = people.names(work, owners)
        reading = _Reading(settings, _hours(work, settings, part), at)
        for row in part:
            yield [
                f"L-{row.id}",
                row.campaign_name if row.kind == "campaign" else "",
                row.source,
                row.segment,
                row.stage,
                named.get(row.owner, ""),
                row.owner,
                row.received_at,
                row.announced_at,
                row.answered_at,
                row.answered_by,
                *reading.accept(row),
                row.claimed_at,
                row.taken_at,
                row.contacted_at,
                row.contacted_by,
                *reading.contact(row),
                row.sales_qualified_at,
                row.opportunity_at,
                *(row.ended_at if row.stage == stage else None for stage in _ENDS),
                row.amount,
                row.reason,
                row.erased,
            ]


_ENDS = (
    Stage.WON.value,
    Stage.LOST.value,
    Stage.REJECTED.value,
    Stage.DISQUALIFIED.value,
    Stage.RECYCLED.value,
)


def _hours(work: Work, settings: ScoreSettings, rows: list[Any]) -> Hours:
    persons = {one for row in rows for one in (row.answered_by, row.contacted_by, row.owner)}
    return Hours(work, settings, persons)


class _Reading:
    """How long a lead waited, and whether a promise was kept, as `promises` counts it."""

    def __init__(self, settings: ScoreSettings, hours: Hours, at: datetime) -> None:
        self._settings = settings
        self._hours = hours
        self._at = at

    def accept(self, row: Any) -> tuple[float | None, str]:
        """Return the minutes until sales' first answer, and what became of the promise."""
        waits = row.stage == Stage.MQL.value and not row.erased
        if row.announced_at is None or not (row.answered_at or waits):
            return None, ""
        return self._promise(
            row.answered_by,
            row.announced_at,
            row.answered_at,
            limit=self._settings.accept_within_minutes,
        )

    def contact(self, row: Any) -> tuple[float | None, str]:
        """Return the minutes until the first contact, and what became of the promise."""
        waits = row.stage == Stage.ACCEPTED.value and not row.erased
        if row.claimed_at is None or not (row.contacted_at or waits):
            return None, ""
        return self._promise(
            row.contacted_by or row.owner,
            row.taken_at,
            row.contacted_at,
            limit=self._settings.contact_within_hours * 60,
        )

    def _promise(
        self, by: str | None, since: datetime, until: datetime | None, *, limit: float
    ) -> tuple[float, str]:
        minutes = self._hours.minutes(by, since.timestamp(), (until or self._at).timestamp())
        if minutes > limit:
            return minutes, "missed"
        return minutes, "kept" if until else "waiting"


def export_targets(work: Work, settings: ScoreSettings, *, at: datetime) -> Sheet:
    """Return a row for each time a target was set, changed or ended, oldest first; the last one of
    a target also says how it stands.
    """
    columns = (
        "target", "metric", "first_day", "last_day", "what", "goal", "sales_owner",
        "marketing_owner", "by", "at", "value", "forecast", "course",
    )  # fmt: skip
    found = load_targets(work, settings.people.zone)
    standing = {one.target.id: one for one in stand(work, settings, found, at=at)}
    steps = list(
        work.execute(
            select(target_history, targets.c.metric, targets.c.first)
            .join(targets, targets.c.id == target_history.c.target_id)
            .order_by(target_history.c.at, target_history.c.id)
        )
    )
    last = {step.target_id: step.id for step in steps}
    everybody = {one for step in steps for one in (step.sales_owner, step.marketing_owner)}
    named = people.names(work, everybody | {step.actor for step in steps})
    rows = []
    for step in steps:
        one = standing.get(step.target_id)
        now = one if one and last[step.target_id] == step.id and step.kind != "ended" else None
        rows.append(
            [
                step.target_id,
                step.metric,
                step.first,
                one.target.span.last if one else None,
                step.kind,
                step.goal,
                named[step.sales_owner],
                named[step.marketing_owner],
                named[step.actor],
                step.at,
                now.value if now else None,
                now.forecast if now else None,
                now.course.value if now else "",
            ]
        )
    return Sheet(columns, rows)


def export_metrics(work: Work, settings: ScoreSettings, period: Period, *, at: datetime) -> Sheet:
    """Return every number of the glossary over a period, beside what it is compared to."""
    columns = (
        "metric", "name", "unit", "value", "previous", "average_of_four_before", "target",
        "formula", "rows",
    )  # fmt: skip
    numbers = shared_numbers(work, settings, period, at, metrics=tuple(Metric))
    return Sheet(
        columns,
        [
            [
                one.metric.value,
                one.name,
                one.unit.value,
                one.value,
                one.previous,
                one.average4,
                one.target.goal if one.target else None,
                one.metric.of.formula,
                one.metric.of.rows,
            ]
            for one in numbers
        ],
    )
