"""What the App Home tab shows of leads: to a rep, to a marketer, to a manager both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slackblocks import Block, Button, ContextBlock, HeaderBlock, SectionBlock

from bot.kit.blocks import dump, mrkdwn, packed, plain
from bot.kit.wording import LABEL, QUOTE, counted, field
from bot.leads.domain.campaigns import Campaign, CampaignNumbers
from bot.leads.domain.feedback import Answer, AnswerKind, Judged
from bot.leads.domain.lead import Stage
from bot.leads.domain.numbers import value_for
from bot.leads.domain.reactions import mark, take_mark
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Verdict
from bot.leads.views.campaign import told_of_campaign, why
from bot.leads.views.lists import Listed, line_of

SHOWN = 10
"""Rows of a list; a Home tab holds 100 blocks for all rooms together."""


@dataclass(frozen=True, slots=True)
class OwnVerdict:
    """A verdict of the reader, and what marketing answered, with the marketers' names."""

    judged: Judged
    answers: tuple[tuple[Answer, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Leads:
    """Some leads of a list, and how many more there are."""

    shown: Sequence[Listed] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class SalesHome:
    """What somebody in sales sees. Who is no rep cannot take a lead, so nothing offers it."""

    is_rep: bool
    mine: Leads = Leads()
    waiting: Leads = Leads()
    verdicts: tuple[OwnVerdict, ...] = ()


def sales_home(
    facts: SalesHome, *, now: datetime, settings: LeadSettings, command: str
) -> list[dict[str, Any]]:
    """Return my leads, waiting leads and my verdicts; `command` is how people type "/lead"."""
    blocks: list[Block] = []
    if facts.is_rep:
        blocks += _mine(facts.mine, now=now, settings=settings, command=command)
    blocks += _waiting(facts, now=now, settings=settings, command=command)
    if facts.is_rep:
        blocks += _verdicts(facts.verdicts, settings)
    return dump(blocks)


def _mine(mine: Leads, *, now: datetime, settings: LeadSettings, command: str) -> list[Block]:
    blocks: list[Block] = [_header("My leads", "mine")]
    if not mine.shown:
        take = take_mark(settings)
        hint = f"None yet. *Take it* below, or {take} on a card in sales, makes a lead yours."
        return [*blocks, _quiet(hint, "mine-none")]
    for one in mine.shown:
        line = line_of(Listed(one.lead), now=now, settings=settings)
        fresh = one.lead.stage is Stage.ACCEPTED and not one.lead.contacted_at
        button = _contacted(one) if fresh else _update(one)
        blocks.append(SectionBlock(mrkdwn(line), block_id=f"mine-{one.lead.id}", accessory=button))
    return [*blocks, *_more(mine, f"`{command} mine` lists them all.", "mine-more")]


def _waiting(
    facts: SalesHome, *, now: datetime, settings: LeadSettings, command: str
) -> list[Block]:
    blocks: list[Block] = [_header("Waiting for someone", "waiting")]
    if not facts.waiting.shown:
        hint = "Nothing waits. A new lead appears in sales as a card, and here."
        return [*blocks, _quiet(hint, "waiting-none")]
    for one in facts.waiting.shown:
        line = line_of(one, now=now, settings=settings)
        button = _take(one) if facts.is_rep else _open(one)
        block_id = f"waiting-{one.lead.id}"
        blocks.append(SectionBlock(mrkdwn(line), block_id=block_id, accessory=button))
    hint = f"`{command} open` lists them all."
    return [*blocks, *_more(facts.waiting, hint, "waiting-more")]


def _verdicts(verdicts: Sequence[OwnVerdict], settings: LeadSettings) -> list[Block]:
    blocks: list[Block] = [_header("My verdicts", "verdicts")]
    if not verdicts:
        marks = " ".join(filter(None, (mark(settings, verdict) for verdict in Verdict)))
        hint = f"None yet. {marks} on a card says what you think of a lead; marketing hears it."
        return [*blocks, _quiet(hint, "verdicts-none")]
    lines = [_own(one, settings) for one in verdicts]
    return [
        *blocks,
        *(
            SectionBlock(mrkdwn(text), block_id=f"verdicts-{place}")
            for place, text in enumerate(packed(lines))
        ),
    ]


def _own(one: OwnVerdict, settings: LeadSettings) -> str:
    judged = one.judged
    said = mark(settings, judged.verdict) if judged.verdict else ""
    line = f"{said} {judged.number} {field(judged.about, LABEL)}".strip()
    if judged.is_low:
        line += f": {why(judged.reason)}"
    return " · ".join([line, *(_answer(answer, by) for answer, by in one.answers)])


def _answer(answer: Answer, by: str) -> str:
    marketer = field(by, LABEL)
    if answer.kind is AnswerKind.THANKS:
        return f"{marketer} says thanks"
    if answer.kind is AnswerKind.DISPUTE:
        return f"{marketer} sees it differently"
    return f"changed: {field(answer.sentence, QUOTE // 3)} ({marketer})"


def marketing_home(
    campaigns: Sequence[tuple[Campaign, CampaignNumbers]], *, since: str, command: str
) -> list[dict[str, Any]]:
    """Return the campaigns and what sales thinks of their leads, the most judged first."""
    blocks: list[Block] = [_header("What sales thinks of our leads", "campaigns")]
    if not campaigns:
        hint = (
            f"No lead was announced or rated {since}. Leads come by webhook, as a CSV file, "
            f"or by hand with `{command} add`; what sales thinks of them then shows here."
        )
        return dump([*blocks, _quiet(hint, "campaigns-none")])
    for campaign, numbers in campaigns[:SHOWN]:
        text = "\n".join(told_of_campaign(campaign, numbers))
        blocks.append(SectionBlock(mrkdwn(text), block_id=f"campaign-{campaign.id}"))
    rest = len(campaigns) - SHOWN
    more = f"and {rest} more. " if rest > 0 else ""
    hint = f"{more}Counted {since}; `{command} feedback CAMPAIGN 7d` tells any period."
    return dump([*blocks, _quiet(hint, "campaigns-more")])


def _header(text: str, block_id: str) -> Block:
    return HeaderBlock(text, block_id=block_id)


def _quiet(text: str, block_id: str) -> Block:
    return ContextBlock([mrkdwn(text)], block_id=block_id)


def _more(some: Leads, hint: str, block_id: str) -> list[Block]:
    if not some.more:
        return []
    return [_quiet(f"and {counted(some.more, 'lead')} more. {hint}", block_id)]


def _take(one: Listed) -> Button:
    value = value_for(one.lead.id)
    return Button(plain("Take it"), action_id="lead.take", value=value, style="primary")


def _contacted(one: Listed) -> Button:
    value = value_for(one.lead.id)
    return Button(plain("I contacted them"), action_id="lead.step.contacted", value=value)


def _update(one: Listed) -> Button:
    return Button(plain("Update"), action_id="lead.update", value=value_for(one.lead.id))


def _open(one: Listed) -> Button:
    return Button(plain("Open"), action_id="lead.open", value=value_for(one.lead.id))
