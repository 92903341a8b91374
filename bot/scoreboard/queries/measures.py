"""Every metric over a period: the one place where numbers are made, whoever shows them."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from bot.kit.db import Work
from bot.kit.periods import Period
from bot.leads.domain.waterfall import Answer, By, Flow, Key
from bot.leads.queries.waterfall import first_answers, first_contacts, flows
from bot.scoreboard.domain.metrics import TIMES, Metric, measured, middle
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.queries.hours import Hours

Measures = dict[Metric, float | None]


def measure(
    work: Work,
    settings: ScoreSettings,
    period: Period,
    *,
    metrics: Collection[Metric] = tuple(Metric),
) -> Measures:
    """Return the numbers of a period, over all leads."""
    wanted_flow = set(metrics) - TIMES
    flow = flows(work, period).get(None, Flow()) if wanted_flow else Flow()
    numbers: Measures = {one: measured(one, flow) for one in Metric if one in wanted_flow}
    for metric in TIMES & set(metrics):
        numbers[metric] = waits(work, settings, metric, period).get(None)
    return {one: numbers[one] for one in metrics}


def waits(
    work: Work,
    settings: ScoreSettings,
    metric: Metric,
    period: Period,
    by: By | None = None,
) -> dict[Key, float | None]:
    """Return the median working minutes of a metric of `TIMES`, by group."""
    ask = first_answers if metric is Metric.ACCEPT_TIME else first_contacts
    came = [one for one in ask(work, period, by) if one.at is not None]
    return {key: middle(took) for key, took in minutes_by_group(work, settings, came).items()}


def minutes_by_group(
    work: Work, settings: ScoreSettings, answers: Iterable[Answer]
) -> dict[Key, list[float]]:
    """Return the working minutes of answers that came, by group."""
    came = list(answers)
    hours = Hours(work, settings, (one.by for one in came))
    groups: dict[Key, list[float]] = defaultdict(list)
    for one in came:
        if one.at is not None:
            groups[one.key].append(hours.minutes(one.by, one.since, one.at))
    return groups
