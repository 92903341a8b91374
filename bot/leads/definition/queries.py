"""What others may ask of the definition."""

from datetime import datetime

from sqlalchemy import func, select

from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.leads.definition.contradictions import Blamed, Contradicted, contradicted
from bot.leads.definition.domain import FIRST_VERSION, Definition
from bot.leads.definition.store import (
    ensure_first_version,
    expect_in_force,
    load_definition,
    load_in_force,
    load_proposal,
    load_stories,
    who_knows,
)
from bot.leads.definition.versions import Known, Proposal, VersionStory
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.tables import leads, verdicts
from bot.people import queries as people
from bot.people.domain import Team

__all__ = [
    "Contradicted",
    "Known",
    "Proposal",
    "VersionStory",
    "contradictions",
    "definition_in_force",
    "expect_definition",
    "history",
    "known_by",
    "proposal_waiting",
    "version_story",
]


def expect_definition(work: Work) -> None:
    """Have `definition_in_force` asked along with the next question."""
    expect_in_force(work)


def definition_in_force(work: Work, at: datetime) -> Definition:
    """Return the definition leads are judged by at `at`; a new database gets version 1."""
    found = load_in_force(work)
    if found is None:
        ensure_first_version(work, at)
        return FIRST_VERSION
    return found


def proposal_waiting(work: Work) -> Proposal | None:
    """Return the version that waits for signatures, if there is one.

    `Proposal.waits_for(person)` says whether it waits for theirs; a button with the action_id
    "definition.read" and the value "v4" opens it.
    """
    return load_proposal(work)


def history(work: Work) -> list[VersionStory]:
    """Return every version with its story, oldest first."""
    return load_stories(work)


def version_story(work: Work, version: int) -> VersionStory | None:
    """Return one version with its story."""
    return next(iter(load_stories(work, [version])), None)


def known_by(work: Work, version: int) -> dict[Team, Known]:
    """Return, for each team, how many of its people know a version, and of how many.

    Who belongs to both teams counts in both; who has left, in none.
    """
    knowing = who_knows(work, version)
    counts = {}
    for team in Team:
        members = people.people_in(work, team)
        counts[team] = Known(sum(one.id in knowing for one in members), len(members))
    return counts


_LOW = tuple(verdict.value for verdict in Verdict if verdict.wants_reason)


def contradictions(work: Work, period: Period) -> list[Contradicted]:
    """Return the rules that verdicts given in a period speak against, most often first.

    `of` is how many verdicts stand of those first given in the period, all of them on leads that
    met every rule: only such are announced. The rules are said as they are in force now.
    """
    met_every_rule = (
        leads.c.announced_at.is_not(None),
        verdicts.c.verdict.is_not(None),
        within(verdicts.c.first_at, period),
    )
    said = (leads.c.definition_version, verdicts.c.verdict, verdicts.c.reason)
    rows = work.execute(
        select(*said, func.count().label("count"))
        .join(leads, leads.c.id == verdicts.c.lead_id)
        .where(*met_every_rule)
        .group_by(*said)
    ).all()
    now = load_in_force(work) or FIRST_VERSION
    versions = {version: load_definition(work, version) or now for version, *_ in rows}
    reasons = {reason.value: reason for reason in Reason}
    blamed = [
        Blamed(reasons[row.reason], versions[row.definition_version], row.count)
        for row in rows
        if row.verdict in _LOW and row.reason in reasons
    ]
    return contradicted(blamed, of=sum(row.count for row in rows), now=now)
