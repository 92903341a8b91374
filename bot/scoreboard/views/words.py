"""Pieces that the scoreboard's views share."""

from collections.abc import Sequence
from typing import Any

from slackblocks import Block, DataTableBlock, RawNumber, RawText, RichTextBlock

from bot.kit.charts import text_table
from bot.kit.text import cut
from bot.scoreboard.domain.metrics import NOTHING, Metric, Unit, rounded, said

View = dict[str, Any]
TableCell = RawText | RawNumber | RichTextBlock
Cell = str | tuple[float, str]
"""A text, or a number and how it is written."""


def cell(metric: Metric, value: float | None, currency: str = "") -> Cell:
    """Return a value of the glossary as a table's cell."""
    written = said(value, metric.of.unit, currency=currency)
    return written if value is None else (value, written)


def count_cell(value: int | None) -> Cell:
    """Return a count as a table's cell."""
    return NOTHING if value is None else (float(value), f"{value:,}")


def share_cell(value: float | None) -> Cell:
    """Return a percentage as a table's cell."""
    return NOTHING if value is None else (value, said(value, Unit.PERCENT))


def table(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], *, caption: str, block_id: str
) -> Block:
    """Return the rows as Slack's own table, whose columns people can sort."""
    titles: list[TableCell] = [RawText(one) for one in header]
    cells: list[list[TableCell]] = [[_cell(one) for one in row] for row in rows]
    return DataTableBlock(
        [titles, *cells],
        caption=caption,
        page_size=min(max(len(rows), 1), 25),
        block_id=block_id,
    )


def _cell(one: Cell) -> RawText | RawNumber:
    if isinstance(one, str):
        return RawText(cut(one, 200) or NOTHING)
    value, written = one
    number = round(value, 2)
    return RawNumber(int(number) if float(number).is_integer() else number, written)


def as_text(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return the same as text."""
    return text_table(
        header, [[one if isinstance(one, str) else one[1] for one in row] for row in rows]
    )


def lasted(seconds: float | None) -> str:
    """Return a time on the calendar as people say it: "5 min", "7 h", "3 days"."""
    if seconds is None:
        return NOTHING
    minutes = rounded(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours = rounded(seconds / 3600)
    if hours < 48:
        return f"{hours} h"
    return f"{rounded(seconds / 86400)} days"
