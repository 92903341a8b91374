"""A CSV file of leads: every row comes in once, however often the file is imported.

Rows are received in batches, a unit of work each. A row is named by what it says, so that a run
that was killed is simply run again: what is there is recognised, what is missing is added.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.kit.csv_columns import Columns
from bot.kit.csv_rejected import RejectedRows, rejected_file_of
from bot.kit.csv_rows import Row
from bot.kit.csv_text import open_sheet
from bot.kit.db import Database, Work
from bot.kit.db_copy import copy_of
from bot.kit.unit import database_is_down, in_a_unit
from bot.leads.actions.receive import OtherBody, Outcome, Received, receive_leads
from bot.leads.domain.lead import Arrival
from bot.leads.intake.cells import read_cells
from bot.leads.intake.csv_columns import lead_columns
from bot.leads.intake.fields import BadArrival
from bot.leads.room import Room
from bot.leads.store.rejected_files import note_rejected_file
from bot.people.domain import Person

BATCH = 500
"""Rows in one unit of work: few enough that a webhook waits for a moment only."""

Progress = Callable[[int, int], None]
"""Is told how many bytes of how many were read."""


@dataclass(slots=True)
class ImportReport:
    """What became of the rows of a file, or in a dry run would become of them.

    `outcomes` counts the rows that are new by what became of them; `known` came in before.
    `reasons` are the first few rejected rows: (line, why).
    """

    rows: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    known: int = 0
    rejected: int = 0
    reasons: list[tuple[int, str]] = field(default_factory=list)
    rejected_file: Path | None = None
    read_as: str = ""
    """How the file was read, where that is a guess or somebody's word."""

    def sentence(self) -> str:
        """Return it in a sentence: "500 rows: 12 announced, 488 kept as inquiries."""
        kept = self.outcomes[Outcome.KEPT]
        counts = [
            (self.outcomes[Outcome.ANNOUNCED], "announced"),
            (self.outcomes[Outcome.ROLLED_UP], "announced in a roll-up"),
            (self.outcomes[Outcome.JOINED], "joined a known lead"),
            (kept, "kept as an inquiry" if kept == 1 else "kept as inquiries"),
            (self.known, f"{'was' if self.known == 1 else 'were'} here before"),
            (self.rejected, "rejected"),
        ]
        parts = [f"{count:,} {what}" for count, what in counts if count]
        rows = f"{self.rows:,} row{'' if self.rows == 1 else 's'}"
        return f"{rows}: {', '.join(parts) or 'nothing to import'}."


def import_file(
    db: Database,
    room: Room,
    path: Path,
    *,
    dry_run: bool = False,
    by: Person | None = None,
    source: str = "csv",
    encoding: str = "",
    rejected_to: Path | None = None,
    lasting: bool = True,
    progress: Progress = lambda _read, _size: None,
) -> ImportReport:
    """Import a file; rejected rows go to `rejected_to` with their reason, without it beside it.

    That file is noted down, so that people can be erased from it, unless it is not `lasting`.
    `source` counts for rows that name none. `encoding` is said by who knows how it is written. A
    dry run imports into a copy of the database. Raises NotACsv when the file has no usable header,
    OperatorError when there is no place for rejected rows, and the database's own error when it
    goes away: run it again, nothing is doubled.
    """
    report = ImportReport()
    with (
        open_sheet(path, lead_columns, encoding=encoding) as sheet,
        copy_of(db) if dry_run else nullcontext(db) as into,
    ):
        report.read_as = sheet.encoding.sentence()
        receiver = _Receiver(into, room, by)
        beside = None if dry_run else rejected_to or rejected_file_of(path)
        noted = partial(_note, db, room) if lasting else _not_noted
        rejected = RejectedRows(beside, sheet.columns, report, noted=noted)
        with rejected:
            while rows := list(islice(sheet.rows, BATCH)):
                report.rows += len(rows)
                read = list(_read(rows, sheet.columns, source, rejected))
                for row, answer in receiver.receive(read):
                    if isinstance(answer, Received) and answer.new:
                        report.outcomes[answer.outcome] += 1
                    elif isinstance(answer, Received | OtherBody):
                        report.known += 1
                    else:
                        rejected.add(row, answer)
                progress(sheet.position(), sheet.size)
    return report


def _note(db: Database, room: Room, path: Path) -> None:
    with db.begin() as work:
        note_rejected_file(work, path, at=room.clock.real())


def _not_noted(_path: Path) -> None:
    """The file goes away with its folder."""


def _read(
    rows: Sequence[Row], columns: Columns, source: str, rejected: RejectedRows
) -> Iterator[tuple[Row, Arrival]]:
    for row in rows:
        if row.fault:
            rejected.add(row, row.fault)
            continue
        cells, extra = columns.read(row.cells)
        try:
            yield row, read_cells(cells, extra, source=source)
        except BadArrival as fault:
            rejected.add(row, " ".join(f"{one.field}: {one.detail}" for one in fault.faults))


Answered = tuple[Row, Received | OtherBody | str]
"""A row and what became of it; a str says why it could not be saved."""


class _Receiver:
    """Receives batches; when one cannot be saved, its rows one by one, so that the rest go on."""

    def __init__(self, db: Database, room: Room, by: Person | None) -> None:
        self._db = db
        self._room = room
        self._by = by

    def receive(self, read: Sequence[tuple[Row, Arrival]]) -> list[Answered]:
        if not read:
            return []
        try:
            answers = self._in_a_unit([arrival for _, arrival in read])
        except DBAPIError as fault:
            if database_is_down(fault):
                raise
            return [(row, self._alone(arrival)) for row, arrival in read]
        return [(row, answer) for (row, _), answer in zip(read, answers, strict=True)]

    def _alone(self, arrival: Arrival) -> Received | OtherBody | str:
        try:
            return self._in_a_unit([arrival])[0]
        except DBAPIError as fault:
            if database_is_down(fault):
                raise
            return f"The database does not take this row ({type(fault.orig).__name__})."

    def _in_a_unit(self, arrivals: Sequence[Arrival]) -> list[Received | OtherBody]:
        return in_a_unit(self._db, lambda work: self._receive(work, arrivals))

    def _receive(self, work: Work, arrivals: Sequence[Arrival]) -> list[Received | OtherBody]:
        at = self._room.clock.business()
        return receive_leads(self._room, work, arrivals, at=at, by=self._by)
