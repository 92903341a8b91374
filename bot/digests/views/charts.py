"""What the two charts of a digest show."""

from collections.abc import Callable, Sequence

from bot.digests.domain.facts import Number, Quality
from bot.kit.charts import ChartFacts, Series
from bot.scoreboard.domain.metrics import Unit

MOST_CAMPAIGNS = 8
WORTH_COMPARING = 3
"""From how many rated campaigns on a chart says more than two lines."""


def leads_chart(numbers: Sequence[Number], *, so_far: bool) -> ChartFacts | None:
    """Return the counted numbers beside the week before and the usual; None where none count."""
    counts = [one for one in numbers if one.unit is Unit.COUNT and not one.is_silent]
    if not counts:
        return None
    series = [
        Series("So far" if so_far else "This week", tuple(one.value for one in counts)),
        Series("Last week", tuple(one.previous for one in counts)),
        Series("Usual", tuple(one.usual for one in counts)),
    ]
    known = tuple(one for one in series if any(value is not None for value in one.values))
    return ChartFacts("Leads, step by step", tuple(one.name for one in counts), known)


def quality_chart(quality: Sequence[Quality], name: Callable[[int], str]) -> ChartFacts | None:
    """Return the campaigns' ratings, the best first; None for too few to compare."""
    rated = [(one.average, one) for one in quality if one.average is not None]
    if len(rated) < WORTH_COMPARING:
        return None
    rated.sort(key=lambda pair: (-pair[0], pair[1].campaign))
    some = rated[:MOST_CAMPAIGNS]
    return ChartFacts(
        "Lead quality by campaign, of 5",
        tuple(name(one.campaign) for _, one in some),
        (Series("Rating", tuple(round(average, 1) for average, _ in some)),),
    )
