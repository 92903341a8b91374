"""The shared numbers of a period, beside what they are compared to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.kit.db import Work
from bot.kit.periods import Period
from bot.leads.queries.waterfall import first_arrival
from bot.scoreboard.domain.metrics import SHARED, Metric, Unit, said
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.domain.targets import TargetProgress
from bot.scoreboard.queries.measures import measure
from bot.scoreboard.queries.targets import targets_for

USUAL = 4
"""How many periods before make the usual."""


@dataclass(frozen=True, slots=True)
class SharedNumber:
    """A metric over a period, in the period before, and on average over the four before.

    The average of what adds up is the four periods' number, divided by how many of them had begun
    to count: those that were over before the first lead of all came are no periods of nothing. A
    rate or a median is that of the four periods as one. Each value is None where there was nothing
    to count. `target` is the running target, of the shortest span, that holds the period's last
    moment.
    """

    metric: Metric
    value: float | None
    target: TargetProgress | None
    previous: float | None
    average4: float | None
    unit: Unit
    currency: str = ""

    @property
    def name(self) -> str:
        """As the glossary names it."""
        return self.metric.of.name

    def said(self, value: float | None) -> str:
        """Return one of its values as people write it."""
        return said(value, self.unit, currency=self.currency)


def shared_numbers(
    work: Work,
    settings: ScoreSettings,
    period: Period,
    at: datetime,
    *,
    metrics: Collection[Metric] = SHARED,
) -> list[SharedNumber]:
    """Return the shared numbers of a period that has a start, as they stand at `at`."""
    zone = settings.people.zone
    span = Span.of(period, zone=zone, at=at)
    now = measure(work, settings, period, metrics=metrics)
    before = measure(work, settings, span.back().period, metrics=metrics) if span else {}
    usual = measure(work, settings, span.before(USUAL).period, metrics=metrics) if span else {}
    counted = _counted(span, first_arrival(work)) if span else 0
    last = at if period.end is None else min(at, period.end - timedelta(microseconds=1))
    running = targets_for(work, settings, metrics, day=last.astimezone(zone).date(), at=at)
    return [
        SharedNumber(
            metric=metric,
            value=now[metric],
            target=running.get(metric),
            previous=before.get(metric) if counted else None,
            average4=_average(metric, usual.get(metric), counted),
            unit=metric.of.unit,
            currency=settings.currency,
        )
        for metric in metrics
    ]


def _counted(span: Span, first: datetime | None) -> int:
    """Return how many of the periods before a span were not over when the first lead came."""
    ends = [span.back(number).period.end for number in range(1, USUAL + 1)]
    return sum(first is not None and end is not None and end > first for end in ends)


def _average(metric: Metric, over_four: float | None, counted: int) -> float | None:
    if over_four is None or not counted:
        return None
    return over_four / counted if metric.of.adds_up else over_four
