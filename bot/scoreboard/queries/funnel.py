"""The funnel of a period, over all leads or by group."""

from bot.kit.db import Work
from bot.kit.periods import Period
from bot.leads.domain.waterfall import By, Cohort, Flow, Key, Milestone
from bot.leads.queries.waterfall import cohorts, flows, medians, names_of_groups
from bot.people import queries as people
from bot.scoreboard.domain.funnel import FunnelGroup, measures_of, steps_of
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.queries.measures import waits

NOBODY = "Nobody yet"


def funnel(
    work: Work, settings: ScoreSettings, period: Period, by: By | None = None
) -> list[FunnelGroup]:
    """Return the funnel of a period: one group without `by`, else a group each, by name.

    A group of which nothing happened is left out; without `by` there is always the one. Reps are
    in the order of their names: people are not ranked.
    """
    found = flows(work, period, by)
    so_far = cohorts(work, period, by)
    lasted = {one: medians(work, period, one, by) for one in Milestone}
    accepts = waits(work, settings, Metric.ACCEPT_TIME, period, by)
    contacts = waits(work, settings, Metric.CONTACT_TIME, period, by)
    keys: list[Key] = list({**found, **so_far}) if by else [None]
    named = _names(work, by, keys)
    groups = [
        FunnelGroup(
            key=key,
            name=named[key],
            steps=steps_of(
                found.get(key, Flow()),
                {one: by_key[key] for one, by_key in lasted.items() if key in by_key},
            ),
            measures=measures_of(found.get(key, Flow()), accepts.get(key), contacts.get(key)),
            reasons=found.get(key, Flow()).reasons,
            cohort=so_far.get(key, Cohort()),
        )
        for key in keys
    ]
    return sorted(groups, key=lambda one: (not one.key, one.name.casefold(), str(one.key)))


def _names(work: Work, by: By | None, keys: list[Key]) -> dict[Key, str]:
    if by is None:
        return {None: ""}
    if by is By.REP:
        known = people.names(work, [key for key in keys if isinstance(key, str)])
        return {key: known[key] if isinstance(key, str) else NOBODY for key in keys}
    return names_of_groups(work, by, keys)
