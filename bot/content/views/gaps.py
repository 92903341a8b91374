"""What marketing should write next: wishes in words, and the grid as a table."""

from collections.abc import Sequence

from slackblocks import (
    Block,
    ContextBlock,
    HeaderBlock,
    RawText,
    RichTextObject,
    SectionBlock,
    TableBlock,
)

from bot.content.domain.gaps import ANY, Gaps, Wanted
from bot.content.domain.tags import BuyerStage
from bot.kit.blocks import dump, mrkdwn
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, counted, field, listed, spoken, times

ROWS = 20
"""Segments that the table shows."""
CELLS = 6
"""Empty cells that are spelt out."""


def gaps_message(facts: Gaps, *, since: str, command: str, table: bool = True) -> Message:
    """Return what is missing; `since` names the period, "since 1 Nov 2026".

    Without `table` the grid is written in lines, as for a modal, where tables never render.
    """
    heading = f"What the library lacks, {since}"
    told = _told(facts)
    asked = {one.topic.casefold() for one in facts.wanted if one.asked}
    vain = [
        f"• “{field(words, LABEL * 2)}” {times(count)}"
        for words, count in facts.not_found
        if words.casefold() not in asked
    ]
    wanted = [f"• {_wanted(one)}" for one in facts.wanted if one.asked]
    empty = _empty(facts)
    blocks: list[Block] = [
        HeaderBlock(heading, block_id="heading"),
        SectionBlock(mrkdwn(told), block_id="told"),
    ]
    lines = [heading, told]
    for title, found, name in (
        ("Looked for and not found", vain, "vain"),
        ("Asked for most", wanted, "wanted"),
    ):
        if found:
            said = "\n".join([f"*{title}*", *found])
            blocks.append(SectionBlock(mrkdwn(said), block_id=name))
            lines.append(said)
    rows = _rows(facts)
    if rows:
        title = "*Approved content by segment and buyer stage*"
        blocks.append(SectionBlock(mrkdwn(f"{title}\n{empty}"), block_id="empty"))
        if table:
            cells: list[list[RawText | RichTextObject]] = [
                [RawText(cell) for cell in row] for row in rows
            ]
            blocks.append(TableBlock(cells, block_id="grid"))
        else:
            blocks.append(SectionBlock(mrkdwn("\n".join(_as_text(rows))), block_id="grid"))
        lines += [title, empty, *_as_text(rows)]
    hint = (
        "What stands in the row “any segment” fits every one. "
        f"`{command} gaps last month` tells of another time."
    )
    blocks.append(ContextBlock([mrkdwn(hint)], block_id="hint"))
    return Message(spoken(lines), dump(blocks))


def _told(facts: Gaps) -> str:
    if not facts.searches:
        return "Nobody searched in this time."
    if facts.searches == 1:
        return f"One search, {'in vain' if facts.in_vain else 'and it found something'}."
    vain = f"{facts.in_vain:,} of them in vain" if facts.in_vain else "each found something"
    return f"{facts.searches:,} searches, {vain}."


def _wanted(one: Wanted) -> str:
    return f"*{field(one.topic)}* {one.words.removeprefix('asked for ')}"


def _empty(facts: Gaps) -> str:
    if not facts.unmade:
        return "Something was made for every cell."
    cells = [
        f"{field(segment, LABEL)} × {stage}" + _of_leads(facts, segment)
        for segment, stage in facts.unmade[:CELLS]
    ]
    more = len(facts.unmade) - CELLS
    rest = [f"{more} more"] if more > 0 else []
    return f"Nothing was made for {listed([*cells, *rest])}."


def _of_leads(facts: Gaps, segment: str) -> str:
    leads = facts.leads.get(segment)
    return f" ({counted(leads, 'lead')})" if leads else ""


def _rows(facts: Gaps) -> list[list[str]]:
    if not facts.grid and facts.segments == (ANY,):
        return []
    shown = [*[one for one in facts.segments if one != ANY][: ROWS - 1], ANY]
    header = ["Segment", *(stage.capitalize() for stage in BuyerStage)]
    return [
        header,
        *(
            [_name(segment), *(_cell(facts, segment, stage) for stage in BuyerStage)]
            for segment in shown
        ),
    ]


def _name(segment: str) -> str:
    if segment == ANY:
        return "any segment"
    return cut(segment, LABEL)


def _cell(facts: Gaps, segment: str, stage: str) -> str:
    own = facts.grid.get((segment, stage), 0)
    return f"{own}" if own else "–"


def _as_text(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the table in lines: "SaaS: awareness 3, consideration –, …"."""
    header, *others = rows
    return [
        f"{field(name, LABEL * 2)}: "
        + ", ".join(
            f"{stage.lower()} {cell}" for stage, cell in zip(header[1:], cells, strict=True)
        )
        for name, *cells in others
    ]
