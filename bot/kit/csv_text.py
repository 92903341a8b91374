"""A CSV file as spreadsheets write it: its encoding, its delimiter, its header and its rows."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.kit.csv_safe import unguarded

DELIMITERS = (",", ";", "\t", "|")
CELL = 200_000
"""Characters of a cell; more is a quote that was never closed."""
_BLOCK = 1 << 20


class NotACsv(Exception):  # noqa: N818 - an answer to whoever imports
    """The file cannot be imported at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The header of a file, and the field of each column; None where it is none of ours.

    The columns in which we ourselves wrote why a row was rejected have the field "". `lacks` says
    which column is missing without which no row can be read; empty when all is well.
    """

    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    lacks: str = ""

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


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file it begins at, and its cells; `fault` when it is torn."""

    line: int
    cells: list[str]
    fault: str = ""


@dataclass(slots=True)
class Sheet:
    """An open file: its columns, and its rows as they are read."""

    columns: Columns
    rows: Iterator[Row]
    raw: io.BufferedReader
    size: int

    def position(self) -> int:
        """Return how many bytes of `size` were read."""
        return self.raw.tell()


@contextmanager
def open_sheet(path: Path, recognise: Recognise) -> Iterator[Sheet]:
    """Open a CSV file; NotACsv when it has no header we can use."""
    csv.field_size_limit(CELL)
    encoding = encoding_of(path)
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        delimiter, columns, lines = _header(text, recognise)
        yield Sheet(columns, _rows(text, delimiter, lines, columns), raw, path.stat().st_size)


def encoding_of(path: Path) -> str:
    """Return UTF-8 where the whole file is, UTF-16 where a mark says so, else Windows' own."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if not start:
            raise NotACsv("The file is empty.")
        file.seek(0)
        reader = io.TextIOWrapper(file, encoding="utf-8", newline="")
        try:
            while reader.read(_BLOCK):
                pass
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _header(text: TextIO, recognise: Recognise) -> tuple[str, Columns, int]:
    """Read up to the header; return the delimiter, the columns and the lines read."""
    lines = 0
    forced = ""
    while line := text.readline(CELL):
        lines += 1
        while line.count('"') % 2 and (more := text.readline(CELL)):
            line += more
            lines += 1
        if lines == 1 and line.lower().startswith("sep=") and len(line.strip()) == 5:
            forced = line.strip()[-1]
            continue
        if not line.strip(" \t\r\n,;|"):
            continue
        candidates = [
            (recognise(next(csv.reader(io.StringIO(line, newline=""), delimiter=one), [])), one)
            for one in ((forced,) if forced else DELIMITERS)
        ]
        columns, delimiter = max(candidates, key=lambda found: found[0].recognised)
        if columns.lacks:
            shown = ", ".join(f"“{name[:40]}”" for name in columns.header[:8])
            raise NotACsv(
                f"The first line must name the columns, with {columns.lacks}. It holds {shown}."
            )
        return delimiter, columns, lines
    raise NotACsv("The file has no header: its first line must name the columns.")


def _rows(text: TextIO, delimiter: str, lines: int, columns: Columns) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter)
    width = len(columns.header)
    while True:
        begins = lines + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            yield Row(begins, [], f"The row cannot be read: {fault}. Is a quote left open?")
            continue
        if not any(cell.strip() for cell in cells):
            continue
        too_many = any(cell.strip() for cell in cells[width:])
        torn = f"The row has {len(cells)} cells, the header {width}." if too_many else ""
        yield Row(begins, cells, torn)
