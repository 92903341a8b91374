"""The funnel: how many leads made each step, how many went on, and how long it took."""

from dataclasses import dataclass

from bot.leads.domain.verdicts import Reason
from bot.leads.domain.waterfall import Cohort, Flow, Key, Milestone
from bot.scoreboard.domain.metrics import Metric, measured, share

MILESTONE_METRICS = {
    Milestone.INQUIRY: Metric.INQUIRIES,
    Milestone.MQL: Metric.QUALIFIED,
    Milestone.ACCEPTED: Metric.ACCEPTED,
    Milestone.SALES_QUALIFIED: Metric.SALES_QUALIFIED,
    Milestone.OPPORTUNITY: Metric.OPPORTUNITIES,
    Milestone.WON: Metric.WON,
}
"""Which number of the glossary counts each step."""


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step: the leads that made it in the period, and those of them that went on so far.

    `median_seconds` is the time on the calendar from this step to the next, of those that went on.
    """

    milestone: Milestone
    count: int
    went_on: int | None
    median_seconds: float | None

    @property
    def name(self) -> str:
        """As the glossary names it."""
        return MILESTONE_METRICS[self.milestone].of.name

    @property
    def conversion(self) -> float | None:
        """The share that went on so far, never above 100; None of nothing and at the last step."""
        return None if self.went_on is None else share(self.went_on, self.count)


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """The funnel of all leads (`key` and `name` empty) or of one campaign, source, segment or rep.

    `measures` holds every number of the glossary for the period; `cohort` is what has become so
    far of the leads that qualified in it.
    """

    key: Key
    name: str
    steps: tuple[FunnelStep, ...]
    measures: dict[Metric, float | None]
    reasons: tuple[tuple[Reason | None, int], ...]
    cohort: Cohort

    def step(self, milestone: Milestone) -> FunnelStep:
        """Return one step."""
        return next(one for one in self.steps if one.milestone is milestone)


def steps_of(flow: Flow, medians: dict[Milestone, float]) -> tuple[FunnelStep, ...]:
    """Return the steps of a flow, in their order."""
    return tuple(
        FunnelStep(
            milestone=one,
            count=flow.reached.get(one, 0),
            went_on=flow.went_on.get(one, 0) if one.next else None,
            median_seconds=medians.get(one),
        )
        for one in Milestone
    )


def measures_of(
    flow: Flow, accept_time: float | None, contact_time: float | None
) -> dict[Metric, float | None]:
    """Return every number of the glossary for a flow."""
    times = {Metric.ACCEPT_TIME: accept_time, Metric.CONTACT_TIME: contact_time}
    return {one: times[one] if one in times else measured(one, flow) for one in Metric}
