"""The report: the funnel of a period as a chart, a table and a few sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slackblocks import Block, ContextBlock, HeaderBlock, SectionBlock

from bot.kit.blocks import dump, escape, mrkdwn, plain
from bot.kit.charts import ChartFacts, Series, chart
from bot.kit.outbox.views import Message
from bot.kit.periods import Since
from bot.kit.text import cut
from bot.kit.wording import LABEL, NAME, field, listed, spoken
from bot.leads.domain.verdicts import Reason
from bot.leads.domain.waterfall import Cohort, Milestone
from bot.people.domain import Team
from bot.scoreboard.domain.asked import Grouping
from bot.scoreboard.domain.funnel import FunnelGroup
from bot.scoreboard.domain.metrics import NOTHING, Metric, minutes_said, said
from bot.scoreboard.domain.promises import PromiseKept
from bot.scoreboard.domain.targets import TargetProgress
from bot.scoreboard.views.words import (
    Cell,
    as_text,
    cell,
    count_cell,
    lasted,
    share_cell,
    table,
)

Numbers = dict[Metric, float | None]
CHARTED = 10
"""Groups that a chart shows; Slack allows 20 and a phone can read about ten."""
LISTED = 30
"""Groups that a table shows; the export has all."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report is made of. `groups` is one group, or one for each of what it is by.

    `hint` says how to get at the rows: the export's command with its period. `alone` tells that a
    rep sees only their own row; `of` is the name of the one group that is told of.
    """

    since: Since
    groups: Sequence[FunnelGroup]
    currency: str
    command: str
    hint: str
    by: Grouping | None = None
    alone: bool = False
    of: str = ""


def funnel_report(facts: ReportFacts) -> Message:
    """Return the funnel of a period over all leads, or over those of one group."""
    (group,) = facts.groups
    heading = f"Funnel{f' of {cut(facts.of, NAME)}' if facts.of else ''}, {facts.since.words}"
    if _is_quiet(group):
        return _nothing(facts, heading)
    drawn = chart(
        ChartFacts(
            title="Leads that made each step",
            labels=tuple(step.name for step in group.steps),
            series=(Series("Leads", tuple(float(step.count) for step in group.steps)),),
            y_label="Leads",
        ),
        block_id="funnel-chart",
    )
    header = ("Step", "Leads", "Went on", "Share", "Median time")
    rows: list[list[Cell]] = [
        [
            step.name,
            count_cell(step.count),
            count_cell(step.went_on),
            share_cell(step.conversion),
            lasted(step.median_seconds),
        ]
        for step in group.steps
    ]
    caption = "Each step, and who went on so far"
    sentences = [
        _quality(group, facts.currency),
        *_why_low(group.reasons),
        _so_far(group.cohort, facts),
    ]
    return _message(facts, heading, drawn, (header, rows, caption), sentences)


def _is_quiet(group: FunnelGroup) -> bool:
    counted = sum(step.count for step in group.steps)
    return not counted and not any(group.measures.values())


def _nothing(facts: ReportFacts, heading: str) -> Message:
    words = (
        f"*{escape(heading)}*\n"
        f"Nothing happened in that time. A longer one? `{facts.command} report year`"
    )
    return Message(words.replace("*", ""), dump([SectionBlock(mrkdwn(words), block_id="nothing")]))


def _quality(group: FunnelGroup, currency: str) -> str:
    """Return what is known beside the counts; what nobody did yet is left out."""
    known = [
        words.format(said(value, metric.of.unit, currency=currency))
        for metric, words in _QUALITY.items()
        if (value := group.measures.get(metric)) is not None
    ]
    line = " · ".join(known)
    return line[:1].upper() + line[1:]


_QUALITY = {
    Metric.ACCEPTANCE_RATE: "accepted *{}* of what sales decided on",
    Metric.RATING: "rated *{}*",
    Metric.ACCEPT_TIME: "answered after *{}* of working time",
    Metric.CONTACT_TIME: "contacted after *{}* of working time",
    Metric.PIPELINE: "pipeline *{}*",
    Metric.REVENUE: "revenue *{}*",
}


def _why_low(reasons: Sequence[tuple[Reason | None, int]], most: int = 5) -> list[str]:
    if not reasons:
        return []
    named = [
        f"{reason.label.lower() if reason else 'not said yet'} {count}"
        for reason, count in reasons[:most]
    ]
    return [f"Why low: {', '.join(named)}"]


def _so_far(cohort: Cohort, facts: ReportFacts) -> str:
    """Say what has become of those who qualified in the period, whenever it happened."""
    qualified = cohort.reached.get(Milestone.MQL, 0)
    if not qualified:
        return ""
    steps = [
        (Milestone.ACCEPTED, "accepted"),
        (Milestone.SALES_QUALIFIED, "sales qualified"),
        (Milestone.OPPORTUNITY, "opportunities"),
        (Milestone.WON, "won"),
    ]
    reached = [f"{cohort.reached.get(step, 0):,} {words}" for step, words in steps]
    ended = [
        f"{count:,} {words}"
        for count, words in (
            (cohort.rejected, "rejected"),
            (cohort.disqualified, "disqualified"),
            (cohort.recycled, "back with marketing"),
            (cohort.lost, "lost"),
            (cohort.open, "still open"),
        )
        if count
    ]
    return (
        f"*Of the {qualified:,} that qualified {facts.since.words}, so far:* "
        f"{', '.join(reached)}" + (f" · {', '.join(ended)}" if ended else "")
    )


def grouped_report(facts: ReportFacts) -> Message:
    """Return the funnel of a period by campaign, source, segment or rep.

    Reps stand in the order of their names, and their chart and table rank nobody.
    """
    by = facts.by or Grouping.CAMPAIGN
    heading = f"By {by}, {facts.since.words}"
    groups = _in_order(facts.groups, by)
    if not groups:
        return _nothing(facts, heading)
    shown = groups[:LISTED]
    columns = _COLUMNS_OF_REPS if by is Grouping.REP else _COLUMNS
    charted = (
        (Metric.ACCEPTED, Metric.SALES_QUALIFIED, Metric.WON)
        if by is Grouping.REP
        else (Metric.QUALIFIED, Metric.ACCEPTED, Metric.WON)
    )
    drawn = chart(
        ChartFacts(
            title=listed([metric.of.name for metric in charted]),
            labels=tuple(one.name for one in shown[:CHARTED]),
            series=tuple(
                Series(metric.of.name, tuple(one.measures[metric] for one in shown[:CHARTED]))
                for metric in charted
            ),
        ),
        block_id="groups-chart",
    )
    header = (by.capitalize(), *(_SHORT.get(metric, metric.of.name) for metric in columns))
    rows: list[list[Cell]] = [
        [one.name, *(cell(metric, one.measures[metric], facts.currency) for metric in columns)]
        for one in shown
    ]
    sentences = []
    if by is Grouping.REP:
        sentences.append(
            "Only you see your row here; managers see all."
            if facts.alone
            else "In the order of names: leads are handed out unevenly, so nobody is ranked."
        )
    if len(groups) > len(shown):
        sentences.append(f"{len(groups) - len(shown):,} more are in the export.")
    if by is not Grouping.REP and len(groups) > CHARTED:
        sentences.append(f"The chart shows the {CHARTED} with the most qualified leads.")
    caption = f"All numbers by {by}"
    return _message(facts, heading, drawn, (header, rows, caption), sentences)


_COLUMNS = (
    Metric.QUALIFIED,
    Metric.ACCEPTED,
    Metric.ACCEPTANCE_RATE,
    Metric.RATING,
    Metric.SALES_QUALIFIED,
    Metric.OPPORTUNITIES,
    Metric.WON,
    Metric.REVENUE,
)
_COLUMNS_OF_REPS = (
    Metric.ACCEPTED,
    Metric.ACCEPT_TIME,
    Metric.CONTACT_TIME,
    Metric.SALES_QUALIFIED,
    Metric.OPPORTUNITIES,
    Metric.WON,
    Metric.REVENUE,
)
_SHORT = {
    Metric.QUALIFIED: "Qualified",
    Metric.ACCEPTANCE_RATE: "Rate",
    Metric.RATING: "Rating",
    Metric.ACCEPT_TIME: "To accept",
    Metric.CONTACT_TIME: "To contact",
    Metric.WON: "Won",
}


def _in_order(groups: Sequence[FunnelGroup], by: Grouping) -> list[FunnelGroup]:
    if by is Grouping.REP:
        return [one for one in groups if one.key is not None]
    return sorted(groups, key=lambda one: -one.step(Milestone.MQL).count)


def team_report(
    facts: ReportFacts,
    *,
    before: Numbers | None,
    promises: Sequence[PromiseKept],
    marketings: Sequence[TargetProgress] = (),
) -> Message:
    """Return each team's numbers of a period side by side with the period before, and how the
    promises were kept; `marketings` is what marketing promised by the running targets.
    """
    (group,) = facts.groups
    heading = f"By team, {facts.since.words}"
    header = ("Number", "Now", "Before")
    blocks: list[Block] = [HeaderBlock(plain(heading), block_id="report")]
    lines = [f"*{heading}*"]
    plain_blocks = list(blocks)
    for team, words in ((Team.MARKETING, "Marketing brings"), (Team.SALES, "Sales makes of it")):
        metrics = [metric for metric in Metric if metric.of.team is team]
        rows: list[list[Cell]] = [
            [
                metric.of.name,
                cell(metric, group.measures[metric], facts.currency),
                NOTHING if before is None else cell(metric, before[metric], facts.currency),
            ]
            for metric in metrics
        ]
        title = SectionBlock(mrkdwn(f"*{words}*"), block_id=f"title-{team}")
        text = as_text(header, rows)
        blocks.append(table(header, rows, caption=words, block_id=f"table-{team}"))
        plain_blocks += [title, SectionBlock(mrkdwn(text), block_id=f"table-{team}")]
        lines += [words, *_read_aloud(header, rows)]
    kept = _kept(promises, marketings)
    ending: list[Block] = [
        SectionBlock(mrkdwn(kept), block_id="promises"),
        _context(facts),
    ]
    return Message(spoken([*lines, kept]), dump([*blocks, *ending]), dump([*plain_blocks, *ending]))


def _kept(promises: Sequence[PromiseKept], marketings: Sequence[TargetProgress]) -> str:
    lines = ["*Promises*, of what began in that time"]
    for one in promises:
        decided = one.kept + one.missed
        share = f"{one.kept:,} of {decided:,} kept" if decided else "nothing due yet"
        waiting = f", {one.waiting:,} still in time" if one.waiting else ""
        median = (
            f", half within {minutes_said(one.median_minutes)}"
            if one.median_minutes is not None
            else ""
        )
        lines.append(
            f"• {one.team.capitalize()}: {one.promise.words.lower()} within "
            f"{minutes_said(one.limit_minutes)} · {share}{waiting}{median}"
        )
    lines += [
        f"• Marketing: {one.metric.of.name.lower()}, {one.target.span.words} · {one.words}"
        for one in marketings
    ]
    return "\n".join(lines)


Table = tuple[Sequence[str], Sequence[Sequence[Cell]], str]


def _message(
    facts: ReportFacts,
    heading: str,
    drawn: list[dict[str, Any]],
    rows: Table,
    sentences: Sequence[str],
) -> Message:
    """Put the parts together, once with Slack's own chart and table and once as text."""
    header, cells, caption = rows
    said_too = [one for one in sentences if one]
    top = dump([HeaderBlock(plain(heading), block_id="report")])
    text = as_text(header, cells)
    ending = dump(
        [
            *(
                SectionBlock(mrkdwn(one), block_id=f"said-{place}")
                for place, one in enumerate(said_too)
            ),
            _context(facts),
        ]
    )
    native = dump([table(header, cells, caption=caption, block_id="table")])
    as_words = dump([SectionBlock(mrkdwn(text), block_id="table")])
    return Message(
        spoken([escape(heading), *_read_aloud(header, cells), *said_too]),
        [*top, *drawn, *native, *ending],
        [*top, *as_words, *ending],
    )


def _read_aloud(header: Sequence[str], rows: Sequence[Sequence[Cell]], most: int = 12) -> list[str]:
    """A screen reader and a notification read this instead of the table."""
    lines = []
    for row in rows[:most]:
        first, *rest = (one if isinstance(one, str) else one[1] for one in row)
        named = [
            f"{name.lower()} {value}"
            for name, value in zip(header[1:], rest, strict=True)
            if value != NOTHING
        ]
        lines.append(f"{field(first, LABEL)}: {', '.join(named)}")
    return lines


def _context(facts: ReportFacts) -> Block:
    words = f"`{facts.command} glossary` says what each number counts · {escape(facts.hint)}"
    return ContextBlock([mrkdwn(words)], block_id="how")
