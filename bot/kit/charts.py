"""Charts as Slack draws them, and the same numbers as text.

Slack's own limits: a title of 50 characters, 1-12 series or slices, 1-20 points, labels of 20, one
point of each series for each category, finite numbers, two charts a message; in messages and Home,
never in modals. What does not fit is cut here, so that no number can break a message: labels are
shortened and kept apart, series and points beyond the limits are left to the table.

docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from slackblocks import (
    AreaChart,
    AxisConfig,
    BarChart,
    DataPoint,
    DataSeries,
    DataVisualizationBlock,
    LineChart,
)

from bot.kit.blocks import escape
from bot.kit.text import cut

TITLE = 50
SERIES = 12
POINTS = 20
LABEL = 20
AXIS_LABEL = 50

Kind = Literal["bar", "line", "area"]
_KINDS: dict[Kind, type[BarChart] | type[LineChart] | type[AreaChart]] = {
    "bar": BarChart,
    "line": LineChart,
    "area": AreaChart,
}


@dataclass(frozen=True, slots=True)
class Series:
    """One named line or set of bars: a value for each category; None where there is nothing."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ChartFacts:
    """What a chart shows. Every series has as many values as there are `labels`.

    Texts are plain: Slack does not format them, and the text form escapes them.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Kind = "bar"
    x_label: str = ""
    y_label: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.labels or not any(
            _is_finite(value) for one in self.series for value in one.values
        )


def chart(facts: ChartFacts, *, block_id: str) -> list[dict[str, Any]]:
    """Return the chart as the one block that Slack draws, or nothing when there is none to draw.

    A value that is missing or not finite is drawn as 0, since each category needs its point; the
    text form says "–" there.
    """
    if facts.is_empty:
        return []
    labels = _apart([_label(one) for one in facts.labels[:POINTS]])
    names = _apart([_label(one.name) for one in facts.series[:SERIES]])
    series = [
        DataSeries(
            name,
            [
                DataPoint(label, _drawn(value))
                for label, value in zip(labels, one.values, strict=False)
            ],
        )
        for name, one in zip(names, facts.series, strict=False)
    ]
    axis = AxisConfig(
        labels,
        x_label=cut(facts.x_label, AXIS_LABEL) or None,
        y_label=cut(facts.y_label, AXIS_LABEL) or None,
    )
    drawn = _KINDS[facts.kind](series, axis)
    block = DataVisualizationBlock(_title(facts), drawn, block_id=block_id)
    return [block._resolve()]  # noqa: SLF001 - as kit.blocks.dump does


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, most: int = 2800) -> str:
    """Return a table as mrkdwn that keeps its columns: the form that every client can show.

    The first column stands left, the others right. Rows that do not fit in `most` characters are
    counted instead: a section takes 3,000.
    """
    cells = [[_one_line(cell) or "–" for cell in row] for row in [header, *rows]]
    widths = [max(len(row[place]) for row in cells) for place in range(len(header))]
    lines = []
    left_out = 0
    used = 0
    for row in cells:
        padded = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = _in_code("  ".join(padded).rstrip())
        used += len(line) + 1
        if used > most:
            left_out += 1
        else:
            lines.append(line)
    table = "```\n" + "\n".join(lines) + "\n```"
    return table + (f"\n… and {left_out} more" if left_out else "")


def chart_as_text(facts: ChartFacts, said: Any = None) -> str:
    """Return a chart's numbers as a text table, a row a label; `said` writes a value."""
    write = said or plain_number
    header = ["", *(one.name for one in facts.series)]
    rows = [
        [label, *(_said(one.values, place, write) for one in facts.series)]
        for place, label in enumerate(facts.labels)
    ]
    return f"*{escape(facts.title)}*\n{text_table(header, rows)}"


def plain_number(value: float) -> str:
    """Return a number with at most one decimal: "83", "3.4", "12,500"."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _said(values: Sequence[float | None], place: int, write: Any) -> str:
    value = values[place] if place < len(values) else None
    return write(value) if value is not None and _is_finite(value) else "–"


def _in_code(line: str) -> str:
    """Escape a line of a code block: only the three control characters and the fence matter."""
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return line.replace("```", "'''").replace("`", "'")


def _one_line(text: str) -> str:
    return " ".join(str(text).split())


def _title(facts: ChartFacts) -> str:
    return cut(_one_line(facts.title) or "–", TITLE)


def _label(text: str) -> str:
    return cut(_one_line(text) or "–", LABEL)


def _apart(labels: list[str]) -> list[str]:
    """Keep labels that look the same apart, since Slack wants each once: "SaaS", "SaaS 2"."""
    seen: set[str] = set()
    kept = []
    for label in labels:
        one, number = label, 2
        while one in seen:
            ending = f" {number}"
            one = f"{label[: LABEL - len(ending)].rstrip('…').rstrip()}{ending}"
            number += 1
        seen.add(one)
        kept.append(one)
    return kept


def _is_finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _drawn(value: float | None) -> float:
    if value is None or not math.isfinite(value):
        return 0
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded
