"""CSV that a spreadsheet shows and never runs."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO

RUNS = ("=", "+", "-", "@", "\t", "\r", "\0")
"""Beginnings by which a spreadsheet takes a cell for a formula (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Named columns and their rows, each row as long as the columns."""

    columns: tuple[str, ...]
    rows: Iterable[Sequence[object]]


def cell(value: object) -> str:
    """Return a value as a cell: text that would run gets a leading ', times are UTC, None is empty.

    Numbers stay numbers, also negative ones.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(RUNS) else text


def write_csv(file: TextIO, sheet: Sheet) -> int:
    """Write a sheet with its header to `file` (opened with newline=""); return how many rows."""
    writer = csv.writer(file)
    writer.writerow(sheet.columns)
    count = 0
    for row in sheet.rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    return count
