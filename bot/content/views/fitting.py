"""What the library has for a lead that was just taken, in the lead's thread."""

from collections.abc import Sequence
from datetime import date

from slackblocks import ActionsBlock, Block, ContextBlock, SectionBlock

from bot.content.domain.asset import Asset
from bot.content.views.library import ask_button, kind_in_words, plain_line, titled, use_button
from bot.kit.blocks import dump, mrkdwn
from bot.kit.outbox.views import Message
from bot.kit.wording import LABEL, field, spoken
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import value_for


def fitting_content(
    lead: Lead, assets: Sequence[Asset], *, today: date, shared: bool = False
) -> Message:
    """Return up to three pieces that fit a lead, each ready to use, and the way to ask for more.

    In a channel that another organisation reads, `shared`, none is named.
    """
    value = value_for(lead.id)
    if shared:
        said = f"For what to send to {lead.number}: ask, or search the library."
        ask: list[Block] = [
            SectionBlock(mrkdwn(said), block_id="shared", accessory=ask_button(value))
        ]
        return Message(said, dump(ask))
    whom = f" for {field(lead.segment, LABEL)}" if lead.segment and not lead.erased else ""
    if not assets:
        said = f"Nothing in the library fits {lead.number} yet."
        blocks: list[Block] = [
            SectionBlock(mrkdwn(said), block_id="none", accessory=ask_button(value))
        ]
        return Message(said, dump(blocks))
    heading = f"To send to {lead.number}{whom}:"
    blocks = [ContextBlock([mrkdwn(heading)], block_id="heading")]
    lines = [heading]
    for one in assets:
        line = f"{titled(one)}\n{kind_in_words(one)}"
        lines.append(plain_line(one, today=today))
        button = use_button(one, path=value)
        blocks.append(SectionBlock(mrkdwn(line), block_id=f"asset-{one.id}", accessory=button))
    blocks.append(ActionsBlock([ask_button(value)], block_id="ask"))
    return Message(spoken(lines), dump(blocks))
