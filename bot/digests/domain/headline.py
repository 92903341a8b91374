"""The week in a sentence: "fewer leads, better ones"."""

from collections.abc import Sequence

from bot.digests.domain.facts import Number
from bot.scoreboard.domain.metrics import Metric

ABOUT_THE_SAME = 0.1
"""A share by which a count may differ from the usual before it is called more or fewer."""
POINTS_THAT_MATTER = 0.2
PERCENT_THAT_MATTER = 5.0


def the_number(numbers: Sequence[Number], metric: str) -> Number | None:
    """Return the number of a metric, if it is among them."""
    return next((one for one in numbers if one.metric == metric), None)


def headline(numbers: Sequence[Number]) -> str:
    """Return how the week compares with what is usual: "fewer leads, better ones"."""
    qualified = the_number(numbers, Metric.QUALIFIED)
    amount = _amount(qualified) if qualified else ""
    return ", ".join(filter(None, [amount, _quality(numbers) if amount else ""]))


def compared_with(number: Number) -> float | None:
    """Return what a number is measured by: the usual, else the week before."""
    return number.usual if number.usual is not None else number.previous


def _amount(qualified: Number) -> str:
    value, usual = qualified.value or 0, compared_with(qualified)
    if not value:
        return "no new leads"
    if not usual:
        return "the first leads" if usual is None else "the first leads in four weeks"
    if value > usual * (1 + ABOUT_THE_SAME):
        return "more leads"
    return "fewer leads" if value < usual * (1 - ABOUT_THE_SAME) else "as many leads as usual"


def _quality(numbers: Sequence[Number]) -> str:
    for metric, matters in (
        (Metric.RATING, POINTS_THAT_MATTER),
        (Metric.ACCEPTANCE_RATE, PERCENT_THAT_MATTER),
    ):
        number = the_number(numbers, metric)
        usual = compared_with(number) if number else None
        if number is None or number.value is None or usual is None:
            continue
        if number.value - usual >= matters:
            return "better ones"
        return "weaker ones" if usual - number.value >= matters else "as good as usual"
    return ""
