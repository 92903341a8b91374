"""The tab itself: the rooms' sections one below the other, or a sentence."""

from collections.abc import Sequence
from typing import Any

from bot.kit.blocks import VIEW_BLOCKS

Blocks = list[dict[str, Any]]


def home_view(sections: Sequence[Blocks]) -> dict[str, Any]:
    """Return the tab with every section that has something to say, a line between two."""
    blocks: Blocks = []
    for place, section in enumerate(section for section in sections if section):
        if place:
            blocks.append({"type": "divider", "block_id": f"home-divider-{place}"})
        blocks += section
    if not blocks:
        return sentence_view("There is nothing here for you yet. Your team's channel has it all.")
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}


def sentence_view(sentence: str) -> dict[str, Any]:
    """Return a tab that says one sentence (mrkdwn, escaped by the caller)."""
    text = {"type": "mrkdwn", "text": sentence, "verbatim": True}
    return {"type": "home", "blocks": [{"type": "section", "block_id": "sentence", "text": text}]}
