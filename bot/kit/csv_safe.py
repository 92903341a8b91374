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


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RUNS) else text


def unguarded(text: str) -> str:
    """Return a cell as it was before `guarded`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RUNS) else text


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
    return guarded(value) if isinstance(value, str) else str(value)


def write_csv(file: TextIO, sheet: Sheet) -> int:
    """Write a sheet with its header to `file` (opened with newline=""); return how many rows."""
    writer = csv.writer(file)
    writer.writerow(sheet.columns)
    count = 0
    for row in sheet.rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    return count
