"""A lead's story: single steps as lines in its card's thread, and the whole for one reader."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from slackblocks import ActionsBlock, Block, Button, SectionBlock, Text, TextType

from bot.kit.blocks import MESSAGE_TEXT, dump, escape, mention, mrkdwn, packed, plain
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import value_for
from bot.leads.views.lists import short_name


def lead_line(sentence: str, *, number: str, mentions: Sequence[str] = ()) -> Message:
    """Return the line; `sentence` is plain text from `domain.story`.

    `mentions` are the Slack ids of those who have to hear of it.
    """
    said = escape(cut(sentence, 900))
    ping = "".join(f"{mention(one)} " for one in mentions)
    return Message(
        text=f"{ping}{number}: {said}",
        blocks=dump([SectionBlock(mrkdwn(f"{ping}{said}"), block_id="line")]),
    )


def lead_news(sentence: str, lead: Lead) -> Message:
    """Return a step as one person is told it, with the button that opens the lead."""
    said = f"{short_name(lead)}. {escape(cut(sentence, 900))}"
    value = value_for(lead.id)
    button = Button(plain(f"Open {lead.number}"), action_id="lead.open", value=value)
    blocks: list[Block] = [
        SectionBlock(mrkdwn(said), block_id="news"),
        ActionsBlock([button], block_id="do"),
    ]
    return Message(said, dump(blocks))


def trail_line(sentence: str, at: datetime, zone: tzinfo) -> str:
    """Return a step with its time in the reader's zone, in plain text."""
    return f"{at.astimezone(zone):%d %b %H:%M}  {cut(' '.join(sentence.split()), 400)}"


def lead_trail(heading: str, lines: list[str], *, left_out: int = 0) -> Message:
    """Return a whole story for one reader, oldest first: all of it plain text, nothing to forge.

    `left_out` steps after the first are not shown.
    """
    shown = list(lines)
    if left_out:
        shown.insert(1, f"… {left_out} steps are left out here.")
    return plain_message([heading, *shown])


def plain_message(lines: list[str]) -> Message:
    """Return lines for one reader as plain text, which Slack neither formats nor links."""
    blocks: list[Block] = [
        SectionBlock(_plain(text), block_id=f"plain-{place}")
        for place, text in enumerate(packed(lines))
    ]
    return Message(cut("\n".join(escape(line) for line in lines), MESSAGE_TEXT), dump(blocks))


def _plain(text: str) -> Text:
    return Text(text, type_=TextType.PLAINTEXT)
