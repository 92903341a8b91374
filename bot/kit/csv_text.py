"""A CSV file as spreadsheets write it: its encoding, its delimiter, its header and its rows."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.kit.csv_columns import Columns, Recognise
from bot.kit.csv_encoding import ON_STRAY, STRAY, Encoding, encoding_of
from bot.kit.csv_rows import CELL, Row, read_rows

DELIMITERS = (",", ";", "\t", "|")


class NotACsv(Exception):  # noqa: N818 - an answer to whoever imports
    """The file cannot be imported at all; the message says why and what to do."""


@dataclass(slots=True)
class Sheet:
    """An open file: its columns, and its rows as they are read."""

    columns: Columns
    rows: Iterator[Row]
    encoding: Encoding
    raw: io.BufferedReader
    size: int

    def position(self) -> int:
        """Return how many bytes of `size` were read."""
        return self.raw.tell()


@contextmanager
def open_sheet(path: Path, recognise: Recognise, *, encoding: str = "") -> Iterator[Sheet]:
    """Open a CSV file; NotACsv when it has no header we can use.

    `encoding` is how it is written, where somebody knows; NotACsv too when nothing is called that.
    """
    size = path.stat().st_size
    if not size:
        raise NotACsv("The file is empty.")
    csv.field_size_limit(CELL)
    written = _encoding(path, encoding)
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding=written.codec, errors=ON_STRAY, newline="")
        try:
            delimiter, columns, lines = _header(text, recognise)
        except UnicodeError as fault:
            raise NotACsv(f"It is not written in {written.name}: {fault}.") from fault
        rows = read_rows(text, columns, delimiter=delimiter, lines=lines, clean=written.clean)
        yield Sheet(columns, rows, written, raw, size)


def _encoding(path: Path, given: str) -> Encoding:
    try:
        found = encoding_of(path, given)
    except LookupError as fault:
        known = "utf-8, cp1250, cp1251, cp1252, cp932, gb18030 or mac_roman"
        raise NotACsv(f"There is no encoding “{given}”; such are {known}.") from fault
    if not found.sound:
        raise NotACsv(
            f"It is not UTF-8, and its letters cannot be told: as {found.name} it says "
            f"{found.examples}. Save it as “CSV UTF-8”, or import it with smarketing and "
            "--encoding, such as --encoding cp1251."
        )
    return found


def _header(text: TextIO, recognise: Recognise) -> tuple[str, Columns, int]:
    """Read up to the header; return the delimiter, the columns and the lines read."""
    lines = 0
    forced = ""
    while line := text.readline(CELL):
        lines += 1
        is_open = line.count('"') % 2
        while is_open and len(line) < CELL and (more := text.readline(CELL)):
            line += more
            lines += 1
            is_open ^= more.count('"') % 2
        if is_open:
            raise NotACsv(
                "A quote in the first line, which must name the columns, is never closed."
            )
        if lines == 1 and line.lower().startswith("sep=") and len(line.strip()) == 5:
            forced = line.strip()[-1]
            continue
        if not line.strip(" \t\r\n,;|"):
            continue
        line = line.replace(STRAY, "\ufffd")
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
