"""Text that may be shown in Slack: escaped, cut to Slack's lengths, dated in the reader's zone.

Lead text is hostile: nothing from outside reaches mrkdwn but through `escape`, and every mrkdwn
text is `verbatim`, so that Slack links and pings nothing by itself.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from textwrap import wrap
from typing import Any
from unicodedata import bidirectional
from urllib.parse import urlsplit

from slackblocks import Block, Text, TextType

from bot.kit.text import cut, one_line

SECTION_TEXT = 3000
BUTTON_TEXT = 75
OPTION_TEXT = 75
HEADER_TEXT = 150
MESSAGE_TEXT = 4000
MODAL_TITLE = 24
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100


_EMOJI_CODE = re.compile(r":(?=[\w+'-]+:)")
_FORMATTING = re.compile(r"(?<![^\W_])[*_~]|[*_~](?![^\W_])|`")
"""Marks that Slack may format with: those inside a word, as in snake_case, it leaves alone."""
_LOOKS_LIKE = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}


def escape(text: object) -> str:
    """Return `text` with Slack's three control characters escaped and its formatting defused.

    mrkdwn has no escape for `* _ ~` and backticks, and an invisible character beside them counts
    as the edge of a word, at which they do format: they become letters that look the same. The
    colons of `:emoji:` get a word joiner. Line breaks become spaces, since one field is one line.
    Text written from right to left is isolated, so that it turns nothing around it.
    """
    line = one_line(str(text))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _FORMATTING.sub(lambda mark: _LOOKS_LIKE[mark[0]], line)
    line = _EMOJI_CODE.sub(":\u2060", line)
    if line.isascii() or not any(bidirectional(letter) in {"R", "AL"} for letter in line):
        return line
    return f"\u2068{line}\u2069"


def packed(lines: Sequence[str], most: int = 2900) -> list[str]:
    """Join lines into as few texts as Slack's limit allows; a longer line goes on in the next."""
    texts: list[str] = []
    for piece in (piece for line in lines for piece in wrap(line, most, break_on_hyphens=False)):
        if texts and len(texts[-1]) + len(piece) < most:
            texts[-1] += f"\n{piece}"
        else:
            texts.append(piece)
    return texts


def mrkdwn(text: str) -> Text:
    """Return a verbatim mrkdwn text object; the caller has escaped what came from outside."""
    return Text(cut(text, SECTION_TEXT), type_=TextType.MARKDOWN, verbatim=True)


def plain(text: str, most: int = SECTION_TEXT) -> Text:
    """Return a plain text object, which Slack neither formats nor links."""
    return Text(cut(" ".join(text.split()) or "–", most), type_=TextType.PLAINTEXT, emoji=True)


def link(address: str, label: str) -> str:
    """Return an mrkdwn link when `address` is http(s) and safe to write, else the label alone."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return escape(label)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return escape(label)
    if any(character in address for character in "<>|\"'` \t\r\n"):
        return escape(label)
    return f"<{address.strip().replace('&', '&amp;')}|{escape(label)}>"


def permalink(workspace: str, channel: str, ts: str) -> str:
    """Return the address of a message, in the form that chat.getPermalink gives, without asking it.

    `workspace` is `Identity.url`; empty (not known yet), so is the answer, and `link` then writes
    the label alone.
    """
    if not workspace:
        return ""
    return f"{workspace.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


def moment(at: datetime, *, style: str = "{date_short_pretty} {time}") -> str:
    """Return `at` as Slack shows it in each reader's own time zone."""
    fallback = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(at.timestamp())}^{style}|{fallback}>"


def mention(user: str) -> str:
    """Return the mrkdwn that names and notifies a person; use only where a ping is meant."""
    return f"<@{user}>"


def dump(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return Block Kit as Slack takes it. A repeated block_id or a non-finite number is a fault."""
    seen: set[str] = set()
    for block in blocks:
        if block.block_id in seen:
            raise ValueError(f"block_id {block.block_id!r} stands twice")
        seen.add(block.block_id)
    return [block._resolve() for block in blocks]  # noqa: SLF001
