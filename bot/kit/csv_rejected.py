"""The rows of a file that did not come in, in a file beside it, each with its reason."""

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from bot.kit.csv_columns import Columns
from bot.kit.csv_rows import Row
from bot.kit.csv_safe import guarded
from bot.kit.errors import OperatorError

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


@contextmanager
def _told_how_to_mend(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise OperatorError(
            f"The rejected rows cannot be written to {path} ({fault.strerror or fault}).",
            cure="Name a file that can be written with --rejected and import again: no row comes "
            "in twice.",
        ) from fault


def _refuse_another(path: Path) -> None:
    """Refuse to replace a file that holds something else than rejected rows, such as the leads."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    if start and REJECTED_BECAUSE.encode() not in start:
        raise OperatorError(
            f"{path} is there already and holds no rejected rows.",
            cure="Name another file with --rejected.",
        )


class RejectedRows:
    """The file of rejected rows; it appears with the first, readable by its owner alone.

    Raises OperatorError when it cannot be written. Without a rejected row nothing is written, so
    that a file beside which there is no room comes in all the same.
    """

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
        if self._path and os.path.isfile(self._path):  # noqa: PTH113 - a name too long is none
            with _told_how_to_mend(self._path):
                _refuse_another(self._path)
                self._path.unlink()

    def __exit__(self, *_fault: object) -> None:
        if self._file:
            self._file.close()

    def add(self, row: Row, reason: str) -> None:
        """Write down a row and why it was rejected."""
        self._report.rejected += 1
        if len(self._report.reasons) < REASONS_KEPT:
            self._report.reasons.append((row.line, reason))
        if self._path:
            with _told_how_to_mend(self._path):
                self._write(self._path, row, reason)

    def _write(self, path: Path, row: Row, reason: str) -> None:
        if self._writer is None:
            self._open(path)
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
