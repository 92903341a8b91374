"""The table: what was measured, beside its floor, and whether the goal is met. It never fails."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.table import Table

Goal = Literal["at most", "at least"]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `goal` is for its ratio to the floor, or for the figure where there is none."""

    what: str
    figure: float
    unit: str
    floor: float | None = None
    goal: tuple[Goal, float] | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The figure in terms of its floor."""
        return self.figure / self.floor if self.floor else None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in a word."""
        if self.goal is None:
            return ""
        kind, bound = self.goal
        judged = self.figure if self.ratio is None else self.ratio
        met = judged <= bound if kind == "at most" else judged >= bound
        return "met" if met else "missed"

    @property
    def said_goal(self) -> str:
        """The goal in words."""
        if self.goal is None:
            return ""
        sign = "≤" if self.goal[0] == "at most" else "≥"
        unit = f" {self.unit}" if self.ratio is None else " ×"
        return f"{sign} {_number(self.goal[1])}{unit}"


def show(title: str, rows: Iterable[Row], console: Console) -> None:
    """Print the rows of one benchmark."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("")
    for heading in ("measured", "floor", "ratio", "goal"):
        table.add_column(heading, justify="right")
    table.add_column("verdict")
    table.add_column("", style="dim")
    for row in rows:
        floor = "" if row.floor is None else f"{_number(row.floor)} {row.unit}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f} ×"
        measured = f"{_number(row.figure)} {row.unit}"
        verdict = {"met": "[green]met[/]", "missed": "[red]missed[/]"}.get(row.verdict, "")
        table.add_row(row.what, measured, floor, ratio, row.said_goal, verdict, row.note)
    console.print(table)
    console.print()


def _number(figure: float) -> str:
    if figure >= 100 or figure == int(figure):
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"
