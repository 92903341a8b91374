"""Targets: a number both teams own for a span of time, how far it is, and where it is heading."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.kit.periods import in_words
from bot.scoreboard.domain.metrics import Metric, Unit, as_said, rounded, said
from bot.scoreboard.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Target:
    """What both teams want a metric to be over a span, and who answers for it in each."""

    id: int
    metric: Metric
    span: Span
    goal: float
    sales_owner: str
    marketing_owner: str
    set_by: str
    set_at: datetime
    ended_at: datetime | None = None

    @property
    def is_reached_by(self) -> str:
        """How a goal is written: "at least" or "at most"."""
        return "at least" if self.metric.of.higher_is_better else "at most"


class Course(StrEnum):
    """How a target does."""

    AHEAD = "ahead"
    BEHIND = "behind"
    UNKNOWN = "unknown"
    NOT_BEGUN = "not begun"
    REACHED = "reached"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target and how it stands at a moment.

    `value` is the metric over the part of the span that has passed; `days` and `of_days` are its
    working days passed and in all. `forecast` is where it ends if it goes on so: for what adds up
    the value divided by the share of working days passed, else the value as it stands; None while
    there is nothing to go by, as before the first working day is over. `pace` is what the value
    should be by now, for what adds up.
    """

    target: Target
    value: float | None
    days: float
    of_days: int
    forecast: float | None
    pace: float | None
    course: Course
    currency: str = ""

    @property
    def metric(self) -> Metric:
        """The target's metric."""
        return self.target.metric

    @property
    def goal(self) -> float:
        """The target's number."""
        return self.target.goal

    @property
    def forecast_words(self) -> str:
        """Where it is heading: "at this pace 83 of 100, 17 short"."""
        return _forecast_words(self)

    @property
    def words(self) -> str:
        """How it stands and where it is heading: "52 of 100 so far; at this pace 83, 17 short"."""
        if self.course is Course.NOT_BEGUN:
            return self.forecast_words
        unit, goal = self.metric.of.unit, self._said(self.goal)
        if not self.metric.of.adds_up:
            return f"{self._said(self.value)}, goal {goal}; {self.forecast_words}"
        if self.course in {Course.REACHED, Course.MISSED}:
            return self.forecast_words
        so_far = _of(self._said(self.value), goal, unit)
        if self.forecast is None:
            return f"{so_far} so far; {self.forecast_words}"
        heading = _without_currency(self._said(self.forecast), unit)
        return f"{so_far} so far; at this pace {heading}, {_gap(self.forecast, self)}"

    def _said(self, value: float | None) -> str:
        return said(value, self.metric.of.unit, currency=self.currency)


def progress(
    target: Target,
    value: float | None,
    *,
    days: float,
    of_days: int,
    at: datetime,
    currency: str = "",
) -> TargetProgress:
    """Return how a target stands at `at`."""
    adds_up = target.metric.of.adds_up
    part = days / of_days if of_days else 1.0
    period = target.span.period
    assert period.start is not None  # noqa: S101 - a span has both ends
    assert period.end is not None  # noqa: S101
    forecast = value
    pace = None
    if adds_up:
        pace = target.goal * part
        is_over = at >= period.end
        too_early = days < min(1.0, of_days / 5)
        forecast = value
        if value is not None and not is_over:
            forecast = None if too_early else value / part
    course = _course(target, value, forecast, at=at)
    return TargetProgress(target, value, days, of_days, forecast, pace, course, currency)


def _course(target: Target, value: float | None, forecast: float | None, *, at: datetime) -> Course:
    period = target.span.period
    if period.start and at < period.start:
        return Course.NOT_BEGUN
    is_over = bool(period.end and at >= period.end)
    if value is None:
        return Course.UNKNOWN
    if is_over:
        return Course.REACHED if _meets(target, value) else Course.MISSED
    definition = target.metric.of
    if definition.adds_up and definition.higher_is_better and _meets(target, value):
        return Course.REACHED
    if forecast is None:
        return Course.UNKNOWN
    return Course.AHEAD if _meets(target, forecast) else Course.BEHIND


def _meets(target: Target, value: float) -> bool:
    """Whether a value reaches the goal, as both are said."""
    unit = target.metric.of.unit
    value, goal = as_said(value, unit), as_said(target.goal, unit)
    return value >= goal if target.metric.of.higher_is_better else value <= goal


def _of(value: str, goal: str, unit: Unit) -> str:
    """Return "83 of 100"; the currency is said once."""
    return f"{_without_currency(value, unit)} of {goal}"


def _without_currency(value: str, unit: Unit) -> str:
    return value.rsplit(" ", 1)[0] if unit is Unit.MONEY else value


def _forecast_words(one: TargetProgress) -> str:
    definition = one.metric.of
    unit = definition.unit

    def say(value: float | None) -> str:
        return said(value, unit, currency=one.currency)

    if one.course is Course.NOT_BEGUN:
        return f"begins {in_words(one.target.span.first)}, goal {say(one.goal)}"
    if not definition.adds_up:
        return _standing_words(one)
    if one.course is Course.REACHED:
        return f"reached: {_of(say(one.value), say(one.goal), unit)}"
    if one.course is Course.MISSED:
        return f"ended at {_beside(one.value or 0.0, one)}"
    if one.forecast is None:
        return "too early to tell where it ends"
    return f"at this pace {_beside(one.forecast, one)}"


def _beside(value: float, one: TargetProgress) -> str:
    """Return "83 of 100, 17 short"."""
    unit = one.metric.of.unit
    shown = [said(amount, unit, currency=one.currency) for amount in (value, one.goal)]
    return f"{_of(shown[0], shown[1], unit)}, {_gap(value, one)}"


def _gap(value: float, one: TargetProgress) -> str:
    """Return how far a value is from the goal, as both are shown: "17 short"."""
    definition = one.metric.of
    gap = rounded(value) - rounded(one.goal)
    if gap == 0:
        return "just so"
    sides = ("more", "short") if definition.higher_is_better else ("over", "under")
    written = said(float(abs(gap)), definition.unit, currency=one.currency)
    return f"{_without_currency(written, definition.unit)} {sides[0] if gap > 0 else sides[1]}"


def _standing_words(one: TargetProgress) -> str:
    """What is said of a rate or a median: where it stands, since it has no pace."""
    if one.value is None:
        return "nothing to measure yet"
    unit = one.metric.of.unit
    gap = abs(as_said(one.value, unit) - as_said(one.goal, unit))
    far = said(gap, unit).removesuffix(" of 5")
    if unit is Unit.PERCENT:
        far = f"{gap:.0f} point{'' if gap == 1 else 's'}"
    ended = one.course in {Course.REACHED, Course.MISSED}
    if one.course in {Course.REACHED, Course.AHEAD}:
        return "reached" if ended else "on course"
    side = "short" if one.metric.of.higher_is_better else "over"
    return f"{far} {side}"
