"""The spans that a target is offered for, and the number that is typed for it."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.kit.errors import WrongDetail
from bot.leads.domain.amounts import NotAnAmount, read_amount
from bot.scoreboard.domain.metrics import Metric, Unit
from bot.scoreboard.domain.spans import Span

OTHER = "other"
"""Chosen for days of one's own."""
OPEN_FOR = timedelta(days=7)
"""How long a form may have stood open."""


def offered_spans(today: date, zone: ZoneInfo) -> dict[str, Span]:
    """Return the spans that a target is usually for, by the value they are chosen by."""
    spans: dict[str, Span] = {}
    for unit in ("month", "quarter", "year"):
        now = Span.around(unit, today, zone)
        spans[f"this-{unit}"] = now
        spans[f"next-{unit}"] = Span.around(unit, now.past, zone)
    first = spans["this-year"].first
    for years in (2, 3, 5):
        spans[f"{years}-years"] = Span(first, first + relativedelta(years=years), zone)
    return spans


def opened_on(written: object, *, today: date) -> date:
    """Return the day a form was opened on, as it remembers it: "this month" is said of that day."""
    try:
        opened = date.fromisoformat(str(written))
    except ValueError:
        return today
    return opened if abs(today - opened) <= OPEN_FOR else today


def read_goal(metric: Metric, text: str) -> float:
    """Read a goal as people write it: "100", "90 %", "3,5", "1.2m"; "2h 30" for a time.

    Raises WrongDetail for what is no number.
    """
    words = text.strip().lower()
    unit = metric.of.unit
    try:
        if unit is Unit.MINUTES:
            return _minutes(words)
        if unit is Unit.POINTS:
            return float(words.removesuffix("of 5").strip().replace(",", "."))
        return float(read_amount(words.removesuffix("%").removesuffix("percent").strip()))
    except NotAnAmount as fault:
        raise WrongDetail("goal", str(fault)) from fault
    except ValueError as fault:
        raise WrongDetail("goal", f"Write it like {example(metric)}.") from fault


def _minutes(words: str) -> float:
    """Return minutes of "90", "90 min", "1 h 30 min", "1:30" or "8 h"."""
    words = words.replace("minutes", "").replace("min", "").replace("m", "").strip()
    if ":" in words:
        hours, _, rest = words.partition(":")
        return float(hours) * 60 + float(rest)
    hours, mark, rest = words.replace("hours", "h").replace("hour", "h").partition("h")
    if mark:
        return float(hours) * 60 + float(rest.strip() or 0)
    return float(words)


def example(metric: Metric) -> str:
    """Return how a goal for this metric is written."""
    return {
        Unit.COUNT: "100",
        Unit.PERCENT: "90 %",
        Unit.MONEY: "250,000",
        Unit.MINUTES: "45 min or 2 h",
        Unit.POINTS: "3.8",
    }[metric.of.unit]
