"""A report as it is asked for: who may see what of it, and its message."""

import difflib
from datetime import datetime, timedelta

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.outbox.views import Message
from bot.kit.periods import Period, Since
from bot.kit.text import cut, cut_word
from bot.kit.wording import NAME, listed
from bot.leads.domain.waterfall import By
from bot.people.domain import Person
from bot.scoreboard.domain.asked import AskedReport, Grouping
from bot.scoreboard.domain.funnel import FunnelGroup
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.queries.funnel import funnel
from bot.scoreboard.queries.measures import measure
from bot.scoreboard.queries.promises import marketings_promise, promises
from bot.scoreboard.views.report import (
    ReportFacts,
    funnel_report,
    grouped_report,
    team_report,
)

FOR_MANAGERS = (
    "Numbers by rep are for managers; a rep sees their own. "
    "By campaign, source, segment and team are for everybody."
)
OFFERED = 3
"""Names that are offered when one typed is not enough."""


def must_see(asked: AskedReport, by: Person) -> None:
    """Refuse a report that is not this person's to see.

    Numbers by rep are for managers, and a rep sees their own: a table of people is a ranking in
    the eyes of those who stand in it.
    """
    if asked.by is Grouping.REP and not (by.is_manager or by.is_rep):
        raise Refusal(FOR_MANAGERS)


def report(
    work: Work,
    settings: ScoreSettings,
    asked: AskedReport,
    *,
    by: Person,
    at: datetime,
    command: str,
) -> Message:
    """Return the report that was asked for, as `by` may see it."""
    must_see(asked, by)
    period = asked.since.period
    # A command is for who runs the bot; who cannot is told whom to ask.
    hint = (
        f"its rows: {export_command(asked.since, settings, at=at)}"
        if by.is_manager
        else "your operator can export its rows"
    )

    if asked.by in {None, Grouping.TEAM}:
        facts = ReportFacts(
            since=asked.since,
            groups=funnel(work, settings, period),
            currency=settings.currency,
            command=command,
            hint=hint,
        )
        if asked.by is None:
            return funnel_report(facts)
        span = Span.of(period, zone=settings.people.zone, at=at)
        before = measure(work, settings, _before(span, asked.since)) if span else None
        return team_report(
            facts,
            before=before,
            promises=promises(work, settings, period, at),
            marketings=marketings_promise(work, settings, at),
        )
    grouping = asked.by or Grouping.CAMPAIGN
    groups = funnel(work, settings, period, By(grouping.value))
    alone = grouping is Grouping.REP and not by.is_manager
    if alone:
        groups = [one for one in groups if one.key == by.id]
    if asked.only:
        one = _the_one(groups, asked, alone=alone)
        return funnel_report(
            ReportFacts(
                since=asked.since,
                groups=[one],
                currency=settings.currency,
                command=command,
                hint=f"{hint}, those of {grouping} {cut(one.name, NAME)}",
                of=one.name,
            )
        )
    return grouped_report(
        ReportFacts(
            since=asked.since,
            groups=groups,
            currency=settings.currency,
            command=command,
            hint=hint,
            by=grouping,
            alone=alone,
        )
    )


def _the_one(groups: list[FunnelGroup], asked: AskedReport, *, alone: bool) -> FunnelGroup:
    """Return the group that is meant by a name, its beginning or a part of it that no other has."""
    # Leads that nobody owns are no rep's.
    some = [one for one in groups if asked.by is not Grouping.REP or one.key is not None]
    names = {one.name.casefold(): one for one in some}
    meant = asked.only.casefold()
    if meant in names:
        return names[meant]
    for found in (
        [one for name, one in names.items() if name.startswith(meant)],
        [one for name, one in names.items() if meant in name],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            several = listed([f"“{cut(one.name, NAME)}”" for one in found[:OFFERED]])
            raise Refusal(f"Which {asked.by} is meant by “{cut_word(asked.only)}”: {several}?")
    if alone:
        raise Refusal(FOR_MANAGERS)
    near = difflib.get_close_matches(meant, names, n=1, cutoff=0.5)
    hint = f" Did you mean “{cut(names[near[0]].name, NAME)}”?" if near else ""
    raise Refusal(
        f"Nothing happened with a {asked.by} “{cut_word(asked.only)}” {asked.since.words}.{hint}"
    )


def _before(span: Span, since: Since) -> Period:
    """Return what a period is compared to: of one that goes on, as much of the one before."""
    if not since.unit:
        return span.back().period
    before = Span.around(since.unit, span.first, span.zone).back()
    past = min(before.first + (span.past - span.first), span.first)
    return Span(before.first, past, span.zone).period


def export_command(since: Since, settings: ScoreSettings, *, at: datetime) -> str:
    """Return the command that gives the rows of a period."""
    period = since.period
    if period.start is None:
        return "smarketing export funnel"
    first = period.start.astimezone(settings.people.zone).date()
    if period.end is None:
        return f"smarketing export funnel --since {first.isoformat()}"
    span = Span.of(period, zone=settings.people.zone, at=at)
    if span and span.unit == "month":
        return f"smarketing export funnel --since {first:%Y-%m}"
    if span and span.unit == "week":
        year, week, _ = first.isocalendar()
        return f"smarketing export funnel --since {year}-W{week:02}"
    if span and span.past - span.first == timedelta(days=1):
        return f"smarketing export funnel --since {first.isoformat()}"
    return f"smarketing export funnel --since '{since.words}'"
