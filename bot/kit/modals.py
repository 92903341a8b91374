"""Modals: one way to put blocks into one."""

import json
from collections.abc import Sequence
from typing import Any

from slackblocks.blocks import Block

from bot.kit.blocks import MODAL_TITLE, dump
from bot.kit.text import cut

View = dict[str, Any]


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str = "",
    submit: str = "",
    note: dict[str, Any] | None = None,
    close: str = "",
) -> View:
    """Return a modal as Slack takes it; without `submit` it only shows.

    `note` comes back with the submission as the gesture's note; it is never trusted for rights.
    """
    view: View = {
        "type": "modal",
        "title": {"type": "plain_text", "text": cut(title, MODAL_TITLE)},
        "close": {"type": "plain_text", "text": close or ("Cancel" if submit else "Close")},
        "blocks": dump(blocks),
    }
    if callback:
        view["callback_id"] = callback
    if submit:
        view["submit"] = {"type": "plain_text", "text": submit}
    if note is not None:
        view["private_metadata"] = json.dumps(note, ensure_ascii=False, separators=(",", ":"))
    return view
