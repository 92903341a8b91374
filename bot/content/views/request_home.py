"""What the App Home tab shows of requests: what needs a marketer, and what one asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import Block, Button, ContextBlock, HeaderBlock, SectionBlock

from bot.content.domain.request import REQUESTS
from bot.content.views.request_messages import Listed, line_of, request_row
from bot.kit.blocks import dump, mrkdwn, plain
from bot.kit.wording import counted

SHOWN = 5
"""Rows of a list; a Home tab holds 100 blocks for all rooms together."""


@dataclass(frozen=True, slots=True)
class Some:
    """Some requests of a list, and how many there are in all."""

    shown: Sequence[Listed] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class RequestHome:
    """What one person sees. `free` and `owned` are a marketer's, `asked` is everybody's."""

    is_marketer: bool
    free: Some = Some()
    owned: Some = Some()
    asked: Some = Some()


def requests_home(facts: RequestHome, *, today: date, command: str) -> list[dict[str, Any]]:
    """Return the section; `command` is how people here type "/content"."""
    blocks: list[Block] = []
    if facts.is_marketer:
        blocks += [_header("Content requests", "requests")]
        if not (facts.free.total or facts.owned.total):
            blocks.append(_quiet("Nothing waits for marketing.", "requests-none"))
        blocks += _rows(facts.owned, today=today, may_take=False, command=f"{command} list mine")
        blocks += _rows(facts.free, today=today, may_take=True, command=f"{command} list")
    if facts.asked.total or not facts.is_marketer:
        blocks += [_header("Content I asked for", "asked"), *_asked(facts, today, command)]
    return dump(blocks)


def _asked(facts: RequestHome, today: date, command: str) -> list[Block]:
    ask = Button(plain("Ask for content"), action_id="content.ask", value="home")
    hint = "What do you miss? The library is searched first."
    rows = [
        SectionBlock(
            mrkdwn(line_of(one, today=today)),
            block_id=f"asked-{one.request.id}",
            accessory=Button(
                plain("Show"), action_id="request.show", value=REQUESTS.value_for(one.request.id)
            ),
        )
        for one in facts.asked.shown
    ]
    return [
        *rows,
        *_more(facts.asked, f"{command} list mine", "asked-more"),
        SectionBlock(mrkdwn(hint), block_id="ask", accessory=ask),
    ]


def _rows(some: Some, *, today: date, may_take: bool, command: str) -> list[Block]:
    name = "free" if may_take else "owned"
    return [
        *(request_row(one, today=today, may_take=may_take) for one in some.shown),
        *_more(some, command, f"requests-{name}-more"),
    ]


def _more(some: Some, command: str, block: str) -> list[Block]:
    if some.more <= 0:
        return []
    return [_quiet(f"and {counted(some.more, 'request')} more: `{command}`", block)]


def _header(text: str, block: str) -> Block:
    return HeaderBlock(plain(text), block_id=block)


def _quiet(text: str, block: str) -> Block:
    return ContextBlock([mrkdwn(text)], block_id=block)
