"""The shared targets: how far they are and where they are heading."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.people import queries as people
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.domain.spans import Span, passed, working_days
from bot.scoreboard.domain.targets import Target, TargetProgress, progress
from bot.scoreboard.queries.measures import measure
from bot.scoreboard.store.targets import load_target, load_targets, not_over, running, that_hold

KEPT_IN_SIGHT = timedelta(days=7)
"""How long a target is listed after its span is over."""


def targets(work: Work, settings: ScoreSettings, at: datetime) -> list[TargetProgress]:
    """Return the targets of now, of the past week and of times to come, and how each stands.

    Those that end first come first.
    """
    zone = settings.people.zone
    since = at.astimezone(zone).date() - KEPT_IN_SIGHT
    found = load_targets(work, zone, running(), not_over(since))
    return stand(work, settings, found, at=at)


def the_target(work: Work, settings: ScoreSettings, target_id: int) -> Target:
    """Return a target that was not ended; a Refusal says so of another."""
    found = load_target(work, settings.people.zone, target_id)
    if found is None or found.ended_at:
        raise Refusal("That target was ended meanwhile; ask for the list again.")
    return found


def targets_for(
    work: Work,
    settings: ScoreSettings,
    metrics: Collection[Metric],
    *,
    day: date,
    at: datetime,
) -> dict[Metric, TargetProgress]:
    """Return, by metric, the running target whose span holds `day`; the shortest of several."""
    zone = settings.people.zone
    found = load_targets(work, zone, running(), *that_hold(day, metrics))
    shortest: dict[Metric, Target] = {}
    for one in found:
        kept = shortest.get(one.metric)
        if kept is None or _length(one.span) < _length(kept.span):
            shortest[one.metric] = one
    return {one.metric: one for one in stand(work, settings, list(shortest.values()), at=at)}


def _length(span: Span) -> timedelta:
    return span.past - span.first


def stand(
    work: Work, settings: ScoreSettings, some: list[Target], *, at: datetime
) -> list[TargetProgress]:
    """Return how these targets stand; the numbers of one span are counted together."""
    company = people.workspace_time(settings.people)
    metrics: dict[Span, set[Metric]] = {}
    for one in some:
        metrics.setdefault(one.span, set()).add(one.metric)
    values = {
        span: measure(work, settings, span.period, metrics=wanted)
        for span, wanted in metrics.items()
        if span.period.start and span.period.start <= at
    }
    return [
        progress(
            one,
            values.get(one.span, {}).get(one.metric),
            days=passed(one.span, company, at),
            of_days=working_days(one.span.first, one.span.past, company),
            at=at,
            currency=settings.currency,
        )
        for one in some
    ]
