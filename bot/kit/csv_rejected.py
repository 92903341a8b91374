"""The rows of a file that did not come in, in a file beside it, each with its reason."""

import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from bot.kit.csv_columns import Columns
from bot.kit.csv_rows import Row
from bot.kit.csv_safe import guarded

REJECTED_LINE = "Rejected line"
REJECTED_BECAUSE = "Rejected because"
OUR_COLUMNS = (REJECTED_LINE, REJECTED_BECAUSE)
"""What we add: a rejected file that was mended can be imported as it is."""
REASONS_KEPT = 10


def rejected_file_of(path: Path) -> Path:
    """Return where the rejected rows of a file go."""
    return path.with_name(f"{path.name}.rejected.csv")


class Report(Protocol):
    """What an import tells of the rows it rejected; `reasons` are the first few: (line, why)."""

    rejected: int
    reasons: list[tuple[int, str]]
    rejected_file: Path | None


class RejectedRows:
    """The file of rejected rows; it appears with the first, readable by its owner alone."""

    def __init__(
        self,
        path: Path | None,
        columns: Columns,
        report: Report,
        *,
        noted: Callable[[Path], None] = lambda _path: None,
    ) -> None:
        self._path = path
        self._noted = noted
        self._columns = columns
        self._report = report
        self._file: Any = None
        self._writer: Any = None

    def __enter__(self) -> None:
        if self._path:
            self._path.unlink(missing_ok=True)

    def __exit__(self, *_fault: object) -> None:
        if self._file:
            self._file.close()

    def add(self, row: Row, reason: str) -> None:
        """Write down a row and why it was rejected."""
        self._report.rejected += 1
        if len(self._report.reasons) < REASONS_KEPT:
            self._report.reasons.append((row.line, reason))
        if self._path is None:
            return
        if self._writer is None:
            self._open(self._path)
        width = len(self._columns.header)
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        own = [cell for cell, mine in zip(cells, self._columns.fields, strict=True) if mine != ""]
        reasoned = [*own, str(row.line), reason, *row.cells[width:]]
        self._writer.writerow([guarded(cell) for cell in reasoned])
        self._file.flush()

    def _open(self, path: Path) -> None:
        self._noted(path)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._report.rejected_file = path
        names = [
            name
            for name, mine in zip(self._columns.header, self._columns.fields, strict=True)
            if mine != ""
        ]
        self._writer.writerow([*map(guarded, names), *OUR_COLUMNS])
