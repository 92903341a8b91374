"""Cursors: https://docs.slack.dev/apis/web-api/pagination."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from fakeslack.api.call import Call
from fakeslack.errors import SlackError

T = TypeVar("T")


def cursor_for(kind: str, value: str) -> str:
    return base64.b64encode(f"{kind}:{value}".encode()).decode()


def read_cursor(call: Call, kind: str) -> str:
    """What the cursor of an earlier page holds; empty for the first page."""
    cursor = call.args.text("cursor")
    if not cursor:
        return ""
    try:
        text = base64.b64decode(cursor, validate=True).decode()
    except (binascii.Error, ValueError) as fault:
        raise SlackError("invalid_cursor") from fault
    found, _, value = text.partition(":")
    if found != kind or not value:
        raise SlackError("invalid_cursor")
    return value


def read_limit(call: Call, default: int, most: int) -> int:
    limit = call.args.whole("limit", default)
    if limit < 0 or limit > most:
        raise SlackError("invalid_limit")
    return limit or default


def page(call: Call, rows: Sequence[T], *, default: int = 100, most: int = 1000) -> list[T]:
    """One page of rows that keep their places between calls; notes where the next begins."""
    start_text = read_cursor(call, "offset") or "0"
    if not start_text.isascii() or not start_text.isdigit() or len(start_text) > 9:
        raise SlackError("invalid_cursor")
    start = int(start_text)
    limit = read_limit(call, default, most)
    call.next_cursor = cursor_for("offset", str(start + limit)) if start + limit < len(rows) else ""
    return list(rows[start : start + limit])


def next_page(call: Call) -> dict[str, Any]:
    return {"response_metadata": {"next_cursor": call.next_cursor}}
