"""Marketing's message for a campaign's week, and the same numbers for any period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from slackblocks import Block, ContextBlock, SectionBlock

from bot.kit.blocks import dump, escape, link, mrkdwn
from bot.kit.commands import Reply
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, field, listed
from bot.leads.domain.campaigns import Campaign, CampaignNumbers, Reasons
from bot.leads.domain.verdicts import Reason

REASONS = 5
"""Reasons that a message names; the rest are counted."""
CHANGES = 3
"""Changes of a week that its message names; each is also on the lines it answers."""
LEADS = 8
"""Leads that a message names by their numbers."""
CAMPAIGNS = 15
"""Campaigns that one answer lists."""
SENTENCE = 200
"""Characters of a marketer's sentence that a message shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something marketing changed because of feedback; `marketer` is a name."""

    sentence: str
    marketer: str


@dataclass(frozen=True, slots=True)
class CampaignWeek:
    """What a week's message shows. `owner` is a name, empty for nobody.

    `before` are the numbers of the week before, `earlier` the address of the last message and the
    Monday of its week. `shared` says that another organisation reads the channel.
    """

    campaign: Campaign
    monday: date
    numbers: CampaignNumbers
    before: CampaignNumbers
    owner: str = ""
    changes: tuple[Change, ...] = ()
    earlier: tuple[str, date] | None = None
    shared: bool = False


def campaign_week(facts: CampaignWeek) -> Message:
    """Return a campaign's message of one week, as it stands in the marketing channel."""
    name = campaign_name(facts.campaign)
    span = week_in_words(facts.monday)
    numbers = _numbers(facts)
    lines = [f"*{name}* · {span}", numbers]
    whys = whys_in_words(facts.numbers)
    lines += [*whys, *_changes(facts)]
    blocks: list[Block] = [SectionBlock(mrkdwn("\n".join(lines)), block_id="numbers")]
    foot = _foot(facts)
    if foot:
        blocks.append(ContextBlock([mrkdwn(foot)], block_id="foot"))
    text = ". ".join([f"{name}, {span}: {numbers}", *whys])
    return Message(text=cut(text, 3000), blocks=dump(blocks))


def _numbers(facts: CampaignWeek) -> str:
    """The week's numbers; of a week that only began, those of the week before."""
    if facts.numbers.nothing_happened and not facts.before.nothing_happened:
        return f"Nothing yet. The week before: {numbers_in_words(facts.before)}"
    return numbers_in_words(facts.numbers, before=facts.before)


def campaign_news(
    campaign: Campaign, monday: date, lead_ids: Sequence[int], *, address: str
) -> Message:
    """Return what the owner is told who was away when the thread of a week began.

    `address` is that of the week's message, empty while it is not known.
    """
    numbers = [f"L-{lead_id}" for lead_id in lead_ids[:LEADS]]
    if rest := len(lead_ids) - len(numbers):
        numbers.append(f"{rest} more")
    thread = link(address, f"The thread of {week_in_words(monday)}")
    said = (
        f"*{campaign_name(campaign)}*: while you were away sales rated low or turned down "
        f"{listed(numbers)}. {thread}"
    )
    return Message(said, dump([SectionBlock(mrkdwn(said), block_id="news")]))


def campaign_name(campaign: Campaign) -> str:
    """Return what a campaign is called, escaped; a source says that it is one."""
    if campaign.kind == "source":
        return f"{field(campaign.name) or 'Unknown source'} (no campaign)"
    return field(campaign.name)


def week_in_words(monday: date) -> str:
    """Return "week 47, 16–22 Nov"."""
    sunday = monday + timedelta(days=6)
    first = f"{monday.day}" if monday.month == sunday.month else f"{monday.day} {monday:%b}"
    return f"week {monday.isocalendar().week}, {first}–{sunday.day} {sunday:%b}"


def numbers_in_words(numbers: CampaignNumbers, *, before: CampaignNumbers | None = None) -> str:
    """Return "31 announced · 24 taken · 5 rejected · rated 3.4 of 5 in 17 verdicts (…)"."""
    was = f" (week before {before.average})" if before and before.average else ""
    if numbers.verdicts:
        count = f"{numbers.verdicts:,} verdict{'' if numbers.verdicts == 1 else 's'}"
        rated = f"rated {numbers.average} of 5 in {count}{was}"
    else:
        rated = f"no verdicts yet{was}"
    return " · ".join(
        [
            f"{numbers.announced:,} announced",
            f"{numbers.taken:,} taken",
            f"{numbers.rejected:,} rejected",
            rated,
        ]
    )


def whys_in_words(numbers: CampaignNumbers) -> list[str]:
    """Return "Why low: wrong segment 4, no need 2", "Why rejected: …", "Why disqualified: …".

    Where there is no reason to tell there is no such line.
    """
    told = {
        "Why low": numbers.reasons,
        "Why rejected": numbers.rejected_for,
        "Why disqualified": numbers.disqualified_for,
    }
    return [f"{label}: {_counted(reasons)}" for label, reasons in told.items() if reasons]


def _counted(reasons: Reasons) -> str:
    said = [f"{why(reason)} {count:,}" for reason, count in reasons[:REASONS]]
    rest = sum(count for _, count in reasons[REASONS:])
    return ", ".join([*said, *([f"others {rest:,}"] if rest else [])])


def why(reason: Reason | None) -> str:
    """Return a reason as a sentence goes on: "wrong segment"."""
    return reason.label.lower() if reason else "no reason yet"


def _changes(facts: CampaignWeek) -> list[str]:
    if not facts.changes:
        return []
    if facts.shared:
        count = len(facts.changes)
        return [f"Changed because of it: {count} {'thing' if count == 1 else 'things'}"]
    lines = [
        f"Changed: {field(one.sentence, SENTENCE)} ({field(one.marketer, LABEL)})"
        for one in facts.changes[-CHANGES:]
    ]
    rest = len(facts.changes) - CHANGES
    return [f"Changed before: {rest} more", *lines] if rest > 0 else lines


def _foot(facts: CampaignWeek) -> str:
    parts = []
    if facts.owner and not facts.shared:
        parts.append(f"Looked after by {field(facts.owner)}")
    if facts.earlier:
        address, monday = facts.earlier
        parts.append(link(address, f"The last message: {week_in_words(monday)}"))
    return " · ".join(parts)


def told_of_campaign(campaign: Campaign, numbers: CampaignNumbers) -> list[str]:
    """Return a campaign's name, its numbers and what they came of, a line each."""
    name = f"*{campaign_name(campaign)}*"
    return [name, numbers_in_words(numbers), *whys_in_words(numbers)]


def feedback_answer(
    rows: Sequence[tuple[Campaign, CampaignNumbers]], *, since: str, asked: str = ""
) -> Reply:
    """Return what `/lead feedback` answers: the numbers of each campaign, busiest first.

    `since` names the period in words; `asked` is the campaign that was asked for, if one was.
    """
    if not rows:
        of = f" of “{escape(cut(asked, LABEL))}”" if asked else ""
        return Reply(f"Nothing happened with leads{of} {since}.")
    shown = rows[:CAMPAIGNS]
    lines = []
    for campaign, numbers in shown:
        lines.append("\n".join(told_of_campaign(campaign, numbers)))
    title = f"*What sales thinks of the leads, {since}*"
    blocks: list[Block] = [SectionBlock(mrkdwn(title), block_id="title")]
    blocks += [
        SectionBlock(mrkdwn(line), block_id=f"campaign-{campaign.id}")
        for (campaign, _), line in zip(shown, lines, strict=True)
    ]
    rest = len(rows) - len(shown)
    if rest:
        more = f"and {rest} more; name a campaign to see it alone"
        blocks.append(ContextBlock([mrkdwn(more)], block_id="more"))
    return Reply("\n\n".join([title, *lines]), dump(blocks))
