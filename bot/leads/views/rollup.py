"""In a burst one message lists the leads that got no card of their own, and stays true."""

from dataclasses import dataclass

from slackblocks import Block, ContextBlock, SectionBlock

from bot.kit.blocks import dump, mrkdwn
from bot.kit.outbox.views import Message
from bot.kit.wording import spoken
from bot.leads.domain.lead import Lead
from bot.leads.domain.settings import LeadSettings
from bot.leads.views.card import earlier_story
from bot.leads.views.lists import IN_A_LIST, Listed, browse_button, line_of, rows


@dataclass(frozen=True, slots=True)
class RollupFacts:
    """The leads of one roll-up, waiting ones first: those shown, and what is true of all.

    `previous` is the lead whose story the only one here continues.
    """

    key: str
    leads: tuple[Listed, ...]
    total: int
    waiting: int
    previous: Lead | None = None
    shared: bool = False


def lead_rollup(facts: RollupFacts, settings: LeadSettings) -> Message:
    """Return the message: how many came and wait, the first of them, and a way to see all."""
    heading = _heading(facts)
    shown = facts.leads[:IN_A_LIST]
    blocks: list[Block] = [
        SectionBlock(mrkdwn(f"*{heading}*"), block_id="heading"),
        *rows(shown, now=None, settings=settings, shared=facts.shared),
    ]
    if facts.previous:
        blocks.append(earlier_story(facts.previous, shared=facts.shared))
    if facts.total > len(shown):
        blocks.append(browse_button(facts.key, facts.total))
    opening = "Open posts a lead's own card here, once. Reactions count on a card."
    blocks.append(ContextBlock([mrkdwn(opening)], block_id="foot"))
    lines = [line_of(one, now=None, settings=settings, shared=facts.shared) for one in shown]
    return Message(spoken([heading, *lines]), dump(blocks))


def _heading(facts: RollupFacts) -> str:
    if facts.total == 1:
        return "One more qualified lead came in" + (" · waiting" if facts.waiting else "")
    waiting = f"{facts.waiting:,} waiting" if facts.waiting else "none waiting"
    return f"{facts.total:,} qualified leads came in together · {waiting}"
