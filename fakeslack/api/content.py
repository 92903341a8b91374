"""What a message may carry, and how Slack refuses what it may not."""

import re
from typing import Any

from fakeslack.api.arguments import Arguments
from fakeslack.blockkit import check_message
from fakeslack.errors import SlackError
from fakeslack.stamps import short_id

TEXT_CUT = 40_000
"""Longer texts are cut: https://docs.slack.dev/changelog/2018-04-truncating-really-long-messages."""
_EVENT_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,254}", re.ASCII)


def blocks_in(args: Arguments, *, ephemeral: bool = False) -> list[dict[str, Any]] | None:
    """Checked blocks, each with a `block_id`; None when none were sent."""
    try:
        blocks = args.json("blocks")
    except ValueError as fault:
        raise SlackError("invalid_blocks_format") from fault
    if blocks is None:
        return None
    return checked_blocks(blocks, ephemeral=ephemeral)


def checked_blocks(blocks: Any, *, ephemeral: bool = False) -> list[dict[str, Any]]:
    """Raises `invalid_blocks` with Slack's way of saying where and why."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    faults = check_message(blocks, ephemeral=ephemeral)
    if faults:
        said = [str(fault) for fault in faults]
        raise SlackError(
            "invalid_blocks",
            messages=said,
            errors=[line.removeprefix("[ERROR] ") for line in said],
        )
    return with_block_ids(blocks)


def with_block_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Slack names the blocks that came without a name."""
    return [
        block if block.get("block_id") else block | {"block_id": short_id()} for block in blocks
    ]


def attachments_in(args: Arguments) -> list[dict[str, Any]] | None:
    try:
        attachments = args.json("attachments")
    except ValueError as fault:
        raise SlackError("invalid_attachments") from fault
    if attachments is None:
        return None
    if not isinstance(attachments, list) or not all(isinstance(row, dict) for row in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > 100:
        raise SlackError("too_many_attachments")
    return attachments


def metadata_in(args: Arguments) -> dict[str, Any] | None:
    """`{"event_type": …, "event_payload": {…}}`; None when none was sent, {} to take it away."""
    try:
        metadata = args.json("metadata")
    except ValueError as fault:
        raise SlackError("invalid_metadata_format") from fault
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if not metadata:
        return {}
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if (
        not isinstance(kind, str)
        or not _EVENT_TYPE.fullmatch(kind)
        or not isinstance(payload, dict)
    ):
        raise SlackError("invalid_metadata_format")
    return {"event_type": kind, "event_payload": payload}
