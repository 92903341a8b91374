"""The header of a CSV file: which column is which field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.kit.csv_safe import unguarded


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a file, and the field of each column; None where it is none of ours.

    The columns in which we ourselves wrote why a row was rejected have the field "". `lacks` says
    which column is missing without which no row can be read; empty when all is well. The field
    `address` holds an e-mail or web address: a line with one there is a row, not a part of a note.
    """

    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    lacks: str = ""
    address: str = ""

    @property
    def recognised(self) -> int:
        """How many columns are fields."""
        return sum(1 for field in self.fields if field)

    def read(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return the fields of a row, and what else it says by the names of its columns.

        Of several columns of one field the first that is filled counts; the others are extra.
        """
        known: dict[str, str] = {}
        extra: dict[str, str] = {}
        for name, field, cell in zip(self.header, self.fields, cells, strict=False):
            value = unguarded(cell)
            if not value.strip() or field == "":
                continue
            if field and field not in known:
                known[field] = value
            elif name:
                extra[name] = value
        return known, extra


Recognise = Callable[[Sequence[str]], Columns]
"""Reads a header: which column is which field."""
