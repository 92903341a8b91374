"""The library's part of the Home tab: a box to search in, and what to say a word about."""

from collections.abc import Sequence
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    HeaderBlock,
    SectionBlock,
)

from bot.content.domain.asset import Asset
from bot.content.domain.library import AssetCounts
from bot.content.views.library import kind_in_words, titled
from bot.content.views.using import rating_buttons
from bot.kit.blocks import dump, mrkdwn, plain
from bot.kit.wording import counted

FIELD, TYPED = "content-search", "content.home_find"


def library_home(
    counts: AssetCounts, used: Sequence[Asset], *, is_marketer: bool, command: str
) -> list[dict[str, Any]]:
    """Return the section; `used` are pieces the rep sent lately and has not rated."""
    if not counts.approved and not is_marketer:
        return []
    blocks: list[Block] = [HeaderBlock("Something to send", block_id="library")]
    dumped = dump(blocks)
    if counts.approved:
        dumped.append(_search_box())
    buttons = [Button(plain("Find"), action_id="content.home_search", style="primary")]
    if is_marketer:
        buttons.append(Button(plain("Add to the library"), action_id="content.add"))
        buttons.append(Button(plain("What is missing"), action_id="content.gaps"))
    buttons.append(Button(plain("Browse"), action_id="content.browse", value="0"))
    if not counts.approved:
        buttons = buttons[1:]
    more: list[Block] = [ActionsBlock([*buttons], block_id="library-do")]
    for one in used:
        line = f"You sent {titled(one)}\n{kind_in_words(one)}. Did it help?"
        more.append(SectionBlock(mrkdwn(line), block_id=f"used-{one.id}"))
        more.append(ActionsBlock([*rating_buttons(one)], block_id=f"rate-{one.id}"))
    said = f"{counted(counts.approved, 'approved piece').capitalize()} in the library."
    if is_marketer and counts.draft:
        said += f" {counted(counts.draft, 'draft').capitalize()} besides."
    more.append(
        ContextBlock(
            [mrkdwn(f"{said} `{command} help` lists what you can type.")], block_id="library-hint"
        )
    )
    return [*dumped, *dump(more)]


def _search_box() -> dict[str, Any]:
    """Return a field that searches as soon as it is sent off with the keyboard."""
    return {
        "type": "input",
        "block_id": FIELD,
        "dispatch_action": True,
        "optional": True,
        "label": {"type": "plain_text", "text": "What are you looking for?"},
        "element": {
            "type": "plain_text_input",
            "action_id": TYPED,
            "max_length": 150,
            "placeholder": {"type": "plain_text", "text": "customs one-pager"},
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }
