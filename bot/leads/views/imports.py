"""What a person is told of the file they had imported."""

from typing import Any

from slackblocks import Block, SectionBlock

from bot.kit.blocks import dump, escape, mrkdwn
from bot.kit.outbox.views import Message
from bot.kit.text import cut

REASON = 250
"""Characters of the reason why a row was rejected."""
AGAIN = "Mend these rows and import the file again: no row comes in twice."
IN_A_FILE = (
    "All of them are in the file I sent you, each with its reason. Mend them there and import that."
)


def lead_import(name: str, report: dict[str, Any], *, in_a_file: bool = False) -> Message:
    """Return the report; `name` is the file's, in somebody else's words.

    `in_a_file`: the rejected rows were given back as a file.
    """
    title = f"*{escape(cut(name, 100))}*"
    if "failed" in report:
        said = f"{title} was not imported: {escape(report['failed'])}"
        return Message(cut(said, 3000), dump([SectionBlock(mrkdwn(said), block_id="report")]))
    said = f"{title}: {escape(report['sentence'])}"
    blocks: list[Block] = [SectionBlock(mrkdwn(said), block_id="report")]
    reasons = [f"line {line}: {escape(cut(reason, REASON))}" for line, reason in report["reasons"]]
    if reasons:
        more = report["rejected"] - len(reasons)
        lines = [*reasons, f"and {more:,} more"] if more > 0 else reasons
        lines.append(IN_A_FILE if in_a_file else AGAIN)
        said = "\n".join([said, *lines])
        blocks.append(SectionBlock(mrkdwn("\n".join(lines)), block_id="rejected"))
    return Message(cut(said, 3000), dump(blocks))
