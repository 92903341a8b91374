"""What stands behind a "Show": a few lines with the way on."""

from collections.abc import Sequence

from slackblocks import Block, ContextBlock, SectionBlock

from bot.kit.blocks import dump, mrkdwn
from bot.kit.outbox.views import Message
from bot.kit.wording import spoken

LISTED = 10


def lines_under(heading: str, lines: Sequence[str], *, hint: str) -> Message:
    """Return lines of mrkdwn under a heading; `hint` says where there is more."""
    shown = list(lines[:LISTED])
    if len(lines) > LISTED:
        shown.append(f"and {len(lines) - LISTED} more")
    told = "\n".join([f"*{heading}*", *shown])
    blocks: list[Block] = [SectionBlock(mrkdwn(told), block_id="lines")]
    blocks.append(ContextBlock([mrkdwn(hint)], block_id="hint"))
    return Message(spoken([heading, *shown, hint]), dump(blocks))
