"""What the leads room brings to the agenda."""

from collections import Counter

from bot.kit.text import cut
from bot.kit.wording import counted
from bot.leads.domain.campaigns import Campaign
from bot.leads.domain.verdicts import Reason
from bot.leads.domain.waterfall import By, Flow, Milestone
from bot.leads.queries.campaigns import all_campaigns
from bot.leads.queries.feedback import changes, comments, disputes
from bot.leads.queries.left_behind import waiting_too_long
from bot.leads.queries.waterfall import flows
from bot.meetings.domain.agenda import Line, Point, Wanted
from bot.meetings.queries.asking import SHORT, Asking
from bot.people.domain import Team
from bot.scoreboard.domain.metrics import Metric, Unit, measured, rounded
from bot.scoreboard.domain.metrics import said as in_figures

SHOWN = 8
"""Campaigns, disputes, changes or leads that one point lists."""
QUOTES = 2
BEFORE_QUOTES = 3
MOST_WEAK = 5
"""Campaigns that become points by themselves; the worst of a bad month fill no meeting."""
ENOUGH_TO_JUDGE = 3
"""Leads taken or rejected from which on a campaign's acceptance says something."""


def lead_quality(asking: Asking) -> list[Point]:
    """What sales thought of the leads, by campaign and source; a weak campaign is its own point."""
    found = flows(asking.work, asking.period, By.CAMPAIGN)
    known = {one.id: one for one in all_campaigns(asking.work)}
    rows = [(known[key], one) for key, one in found.items() if isinstance(key, int)]
    rows = [(campaign, one) for campaign, one in rows if _says_something(one)]
    rows.sort(key=lambda row: (-announced(row[1]), -row[1].verdicts, row[0].id))
    if not rows:
        return []
    said = [Line(_in_words(*row)) for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        said.append(Line(f"and {len(rows) - SHOWN} more campaigns and sources"))
    # The voices stand where the message in the channel still shows them.
    lines = [*said[:BEFORE_QUOTES], *map(Line, _quotes(asking)), *said[BEFORE_QUOTES:]]
    leads = counted(sum(announced(one) for _, one in rows), "lead")
    whole = Point(
        key="lead-quality",
        title=f"Lead quality: {leads} announced",
        wanted=Wanted.DISCUSS,
        presents=asking.heads(Team.MARKETING),
        floor=4,
        enough=12,
        weight=80,
        lines=tuple(lines),
    )
    goal = asking.room.settings.weak_acceptance
    rates = [(*row, acceptance(row[1], ENOUGH_TO_JUDGE)) for row in rows]
    weak = [
        _weak(asking, campaign, one, rate)
        for campaign, one, rate in rates
        if rate is not None and rate < goal
    ]
    return [whole, *weak[:MOST_WEAK]]


def announced(flow: Flow) -> int:
    """Return how many leads were announced to sales."""
    return flow.reached.get(Milestone.MQL, 0)


def _taken(flow: Flow) -> int:
    return flow.reached.get(Milestone.ACCEPTED, 0)


def _says_something(flow: Flow) -> bool:
    return bool(announced(flow) or _taken(flow) or flow.rejected or flow.verdicts)


def acceptance(flow: Flow, least: int = 1) -> int | None:
    """Return the acceptance rate as the glossary has it; None for fewer than `least` decisions."""
    rate = measured(Metric.ACCEPTANCE_RATE, flow)
    return None if rate is None or flow.decided < least else rounded(rate)


def _weak(asking: Asking, campaign: Campaign, flow: Flow, rate: int) -> Point:
    goal = asking.room.settings.weak_acceptance
    said = _reasons(flow.reasons)
    return Point(
        key=f"campaign:{campaign.id}",
        title=f"{_name(campaign)} was accepted {rate} % (at least {goal} %): stop or re-target?",
        wanted=Wanted.DECIDE,
        presents=asking.name(campaign.owner) if campaign.owner else asking.heads(Team.MARKETING),
        floor=5,
        enough=12,
        weight=75,
        lines=(Line(f"Why low: {said}"),) if said else (),
    )


def _in_words(campaign: Campaign, flow: Flow) -> str:
    parts = [f"{announced(flow)} announced", f"{_taken(flow)} taken"]
    if flow.rejected:
        parts.append(f"{flow.rejected} rejected")
    rate = acceptance(flow)
    if rate is not None:
        parts.append(f"accepted {rate} %")
    if flow.verdicts:
        rated = in_figures(measured(Metric.RATING, flow), Unit.POINTS)
        parts.append(f"rated {rated} by {flow.verdicts}")
    if said := _reasons(flow.reasons[:3]):
        parts.append(f"why low: {said}")
    return f"{_name(campaign)}: {' · '.join(parts)}"


def _name(campaign: Campaign) -> str:
    name = cut(campaign.name, 60)
    return name if campaign.kind == "campaign" else f"Source {name}"


def _reasons(reasons: tuple[tuple[Reason | None, int], ...]) -> str:
    return ", ".join(f"{why.label.lower()} {count}" for why, count in reasons if why)


def _quotes(asking: Asking) -> list[str]:
    if asking.shared:
        return []
    found = comments(asking.work, asking.period, most=QUOTES)
    named = asking.names(one.rep for one in found)
    return [f"Heard: ‘{cut(one.comment, SHORT)}’ ({named[one.rep]})" for one in found]


def disputed(asking: Asking) -> list[Point]:
    """Verdicts that marketing sees differently: both sides are heard."""
    found = disputes(asking.work, asking.period)
    if not found:
        return []
    named = asking.names([one.judged.rep for one in found] + [one.answer.marketer for one in found])
    lines = []
    for one in found[:SHOWN]:
        judged = one.judged
        rated = judged.verdict.value if judged.verdict else "nothing any more"
        why = f", {judged.reason.label.lower()}" if judged.reason else ""
        if asking.shared:
            lines.append(Line(f"{judged.number}: rated {rated}{why}; disputed"))
            continue
        said = f": ‘{cut(judged.comment, SHORT)}’" if judged.comment else ""
        answer = f": ‘{cut(one.answer.sentence, SHORT)}’" if one.answer.sentence else ""
        lines.append(
            Line(
                f"{judged.number} {cut(judged.about, 60)}".strip()
                + f" · {named[judged.rep]} rated {rated}{why}{said}"
                + f" · {named[one.answer.marketer]} disputes it{answer}"
            )
        )
    lines += _more(len(found), "more")
    return [
        Point(
            key="disputes",
            title=f"{_upper(counted(len(found), 'disputed verdict'))}",
            wanted=Wanted.DISCUSS,
            presents=asking.heads(Team.SALES, Team.MARKETING),
            floor=3 if len(found) == 1 else 5,
            enough=3 * len(found) + 2,
            weight=60,
            lines=tuple(lines),
        )
    ]


def left_behind(asking: Asking) -> list[Point]:
    """Leads that wait longer than promised."""
    found = waiting_too_long(
        asking.work,
        settings=asking.room.leads.settings,
        company=asking.room.people,
        at=asking.at,
        orphaned=False,
    )
    if not found:
        return []
    days: dict[str, list[str]] = {}
    for one in found[:SHOWN]:
        days.setdefault(asking.day(one.since), []).append(f"L-{one.lead_id}")
    lines = [Line(f"Since {day}: {', '.join(leads)}") for day, leads in days.items()]
    lines += _more(len(found), "more, see the morning's list in sales")
    verb = "waits" if len(found) == 1 else "wait"
    return [
        Point(
            key="left-behind",
            title=f"{_upper(counted(len(found), 'lead'))} {verb} longer than promised",
            wanted=Wanted.DISCUSS,
            presents=asking.heads(Team.SALES),
            floor=3,
            enough=6,
            weight=45,
            lines=tuple(lines),
        )
    ]


def changed(asking: Asking) -> list[Point]:
    """What marketing changed because of feedback: praise where it is due."""
    found = changes(asking.work, asking.period)
    if not found:
        return []
    campaigns = {one.id: one.name for one in all_campaigns(asking.work)}
    named = asking.names(one.marketer for one in found)
    about = Counter(one.campaign_id for one in found)
    if asking.shared:
        lines = [
            Line(f"{cut(campaigns.get(id_, 'A campaign'), 60)}: {counted(number, 'change')}")
            for id_, number in about.most_common(SHOWN)
        ]
    else:
        lines = [
            Line(
                f"{cut(campaigns.get(one.campaign_id, 'A campaign'), 60)}: "
                f"{cut(one.sentence, SHORT)} ({named[one.marketer]})"
            )
            for one in found[-SHOWN:]
        ]
        lines += _more(len(found), "more")
    return [
        Point(
            key="changes",
            title=f"What changed because of feedback: {counted(len(found), 'change')} "
            f"in {counted(len(about), 'campaign')}",
            wanted=Wanted.INFORM,
            presents=asking.heads(Team.MARKETING),
            floor=2,
            enough=5,
            weight=35,
            lines=tuple(lines),
        )
    ]


def _more(count: int, words: str) -> list[Line]:
    return [Line(f"and {count - SHOWN} {words}")] if count > SHOWN else []


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
