"""The glossary: every shared number, what it is in words, and which rows it counts.

Values are plain floats: a count, a percentage from 0 to 100, an amount, minutes of working time,
or points from 1 to 5. None is "nothing to count": shown as –, never as 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from bot.leads.domain.waterfall import Flow, Milestone
from bot.people.domain import Team

NOTHING = "–"
"""Shown where there is nothing to count."""


class Unit(StrEnum):
    """What a value is a number of."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MINUTES = "minutes"
    POINTS = "points"


class Metric(StrEnum):
    """The shared numbers, in the order in which they are read."""

    INQUIRIES = "inquiries"
    QUALIFIED = "qualified"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ACCEPTANCE_RATE = "acceptance_rate"
    RATING = "rating"
    ACCEPT_TIME = "accept_time"
    CONTACT_TIME = "contact_time"
    SALES_QUALIFIED = "sales_qualified"
    OPPORTUNITIES = "opportunities"
    PIPELINE = "pipeline"
    WON = "won"
    LOST = "lost"
    REVENUE = "revenue"

    @property
    def of(self) -> "Definition":
        """What the glossary says of it."""
        return GLOSSARY[self]


@dataclass(frozen=True, slots=True)
class Definition:
    """One entry of the glossary.

    `formula` is the number in words; `rows` says which rows of which export give it. `adds_up`
    tells whether the numbers of two halves of a period add up to that of the whole: only then
    there is a pace. `team` is whose doing it mostly is.
    """

    name: str
    formula: str
    rows: str
    unit: Unit
    higher_is_better: bool
    adds_up: bool
    team: Team


def _count(name: str, formula: str, rows: str, team: Team, *, better: bool = True) -> Definition:
    return Definition(name, formula, rows, Unit.COUNT, better, adds_up=True, team=team)


_S, _M = Team.SALES, Team.MARKETING
GLOSSARY: Mapping[Metric, Definition] = {
    Metric.INQUIRIES: _count(
        "Inquiries",
        "Leads that arrived. Who comes back to a lead that is still open is not counted again; "
        "who is sent to sales again, or returns after the story ended, is a new lead.",
        "export funnel: inquiry_at in the period",
        _M,
    ),
    Metric.QUALIFIED: _count(
        "Qualified leads",
        "Leads that met the definition and were announced to sales (MQL).",
        "export funnel: qualified_at in the period",
        _M,
    ),
    Metric.ACCEPTED: _count(
        "Accepted",
        "Leads that a rep took, or was given, and still has or had to the end. Handed back or "
        "let go, a lead is not accepted until it is taken again, and then counts there.",
        "export funnel: accepted_at in the period",
        _S,
    ),
    Metric.REJECTED: _count(
        "Rejected",
        "Leads that sales turned down before any contact, with a reason.",
        "export funnel: rejected_at in the period",
        _S,
        better=False,
    ),
    Metric.ACCEPTANCE_RATE: Definition(
        "Acceptance rate",
        "Of the leads that sales took or rejected in the period, the share that is not rejected "
        "now. Leads that still wait for sales count on neither side.",
        "export funnel: rows with accepted_at or rejected_at in the period; those in another "
        "stage than rejected, divided by all",
        Unit.PERCENT,
        higher_is_better=True,
        adds_up=False,
        team=_M,
    ),
    Metric.RATING: Definition(
        "Quality rating",
        "The average of the verdicts first given in the period, as they read now: great 5, "
        "good 4, poor 2, bad 1. A verdict that was taken back does not count.",
        "export verdicts: given_at in the period; the average of points",
        Unit.POINTS,
        higher_is_better=True,
        adds_up=False,
        team=_M,
    ),
    Metric.ACCEPT_TIME: Definition(
        "Time to accept",
        "Of the leads announced in the period and answered by now: the median of the working "
        "minutes until somebody first took or rejected them, in the hours of who did.",
        "export funnel: qualified_at in the period; the median of accept_minutes where "
        "answered_at is filled",
        Unit.MINUTES,
        higher_is_better=False,
        adds_up=False,
        team=_S,
    ),
    Metric.CONTACT_TIME: Definition(
        "Time to first contact",
        "Of the leads taken in the period and contacted by now: the median of the working "
        "minutes from taking to the first contact, in the hours of who made it.",
        "export funnel: contact_from in the period; the median of contact_minutes where "
        "contacted_at is filled",
        Unit.MINUTES,
        higher_is_better=False,
        adds_up=False,
        team=_S,
    ),
    Metric.SALES_QUALIFIED: _count(
        "Sales qualified",
        "Leads in which sales confirmed a need worth pursuing (SQL).",
        "export funnel: sales_qualified_at in the period",
        _S,
    ),
    Metric.OPPORTUNITIES: _count(
        "Opportunities",
        "Leads for which a deal was opened.",
        "export funnel: opportunity_at in the period",
        _S,
    ),
    Metric.PIPELINE: Definition(
        "Pipeline",
        "The amounts, as they stand now, of the opportunities opened in the period.",
        "export funnel: opportunity_at in the period; the sum of amount",
        Unit.MONEY,
        higher_is_better=True,
        adds_up=True,
        team=_S,
    ),
    Metric.WON: _count(
        "Deals won",
        "Leads that signed.",
        "export funnel: won_at in the period",
        _S,
    ),
    Metric.LOST: _count(
        "Deals lost",
        "Opportunities that will not happen.",
        "export funnel: lost_at in the period",
        _S,
        better=False,
    ),
    Metric.REVENUE: Definition(
        "Revenue",
        "The amounts of the deals won in the period.",
        "export funnel: won_at in the period; the sum of amount",
        Unit.MONEY,
        higher_is_better=True,
        adds_up=True,
        team=_S,
    ),
}

SHARED = (
    Metric.QUALIFIED,
    Metric.ACCEPTANCE_RATE,
    Metric.RATING,
    Metric.ACCEPT_TIME,
    Metric.CONTACT_TIME,
    Metric.OPPORTUNITIES,
    Metric.PIPELINE,
    Metric.WON,
    Metric.REVENUE,
)
"""The numbers that digests, agendas and Home show, in this order."""
TIMES = frozenset({Metric.ACCEPT_TIME, Metric.CONTACT_TIME})
"""The numbers that are not of a `Flow`, but of how long leads waited."""

_STEPS = {
    Metric.INQUIRIES: Milestone.INQUIRY,
    Metric.QUALIFIED: Milestone.MQL,
    Metric.ACCEPTED: Milestone.ACCEPTED,
    Metric.SALES_QUALIFIED: Milestone.SALES_QUALIFIED,
    Metric.OPPORTUNITIES: Milestone.OPPORTUNITY,
    Metric.WON: Milestone.WON,
}


def measured(metric: Metric, flow: Flow) -> float | None:
    """Return a number of a period's flow; None where there is nothing to divide by.

    The times of `TIMES` are measured by `middle`.
    """
    if metric in _STEPS:
        return float(flow.reached.get(_STEPS[metric], 0))
    return _OF_A_FLOW[metric](flow)


def share(part: int, whole: int) -> float | None:
    """Return a percentage; None of nothing."""
    return 100 * part / whole if whole else None


def middle(values: list[float]) -> float | None:
    """Return the median; None of nothing."""
    return float(median(values)) if values else None


def said(value: float | None, unit: Unit, *, currency: str = "") -> str:
    """Return a value as people write it: "83", "88 %", "3.4 of 5", "12,500 EUR", "2 h 5 min"."""
    if value is None:
        return NOTHING
    match unit:
        case Unit.COUNT:
            return f"{rounded(value):,}"
        case Unit.PERCENT:
            return f"{rounded(value)} %"
        case Unit.POINTS:
            tenths = rounded(10 * value)
            return f"{tenths // 10}.{tenths % 10} of 5"
        case Unit.MONEY:
            return f"{rounded(value):,} {currency}".strip()
    return minutes_said(value)


def as_said(value: float, unit: Unit) -> float:
    """Return a value as exactly as it is said: what reads alike is alike."""
    return rounded(10 * value) / 10 if unit is Unit.POINTS else float(rounded(value))


_OF_A_FLOW: Mapping[Metric, Callable[[Flow], float | None]] = {
    Metric.REJECTED: lambda flow: float(flow.rejected),
    Metric.LOST: lambda flow: float(flow.lost),
    Metric.PIPELINE: lambda flow: float(flow.pipeline),
    Metric.REVENUE: lambda flow: float(flow.revenue),
    Metric.ACCEPTANCE_RATE: lambda flow: share(flow.stood, flow.decided),
    Metric.RATING: lambda flow: flow.points / flow.verdicts if flow.verdicts else None,
}


def minutes_said(minutes: float) -> str:
    """Return minutes of working time as people write them: "42 min", "3 h 5 min"."""
    whole = rounded(minutes)
    if whole < 60:
        return f"{whole} min"
    hours, rest = divmod(whole, 60)
    return f"{hours:,} h" + (f" {rest} min" if rest else "")


def rounded(value: float) -> int:
    """Return the nearest whole number, halves up, as people round."""
    return int((2 * Fraction(value) + 1) // 2)
