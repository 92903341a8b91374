"""A CSV file of content: every piece comes in once, however often the file is imported.

Rows are saved in batches, a unit of work each. A piece is known by its link, without one by its
title, so that a run that was killed is simply run again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.content.domain.asset import Details
from bot.content.domain.settings import ContentSettings
from bot.content.intake.columns import FindOwner, content_columns, read_asset
from bot.content.store.assets import insert_assets
from bot.kit.clock import Clock
from bot.kit.csv_columns import Columns
from bot.kit.csv_rejected import RejectedRows, rejected_file_of
from bot.kit.csv_rows import Row
from bot.kit.csv_text import open_sheet
from bot.kit.db import Database, Work
from bot.kit.db_copy import copy_of
from bot.kit.errors import WrongDetail
from bot.kit.unit import database_is_down, in_a_unit
from bot.leads.domain.duplicates import fold
from bot.people import queries as people
from bot.people.domain import PeopleSettings, Team

BATCH = 200
BY_THE_OPERATOR = ""
"""Who added what came in from a file."""

Progress = Callable[[int, int], None]
"""Is told how many bytes of how many were read."""


@dataclass(slots=True)
class ContentReport:
    """What became of the rows of a file, or in a dry run would become of them."""

    rows: int = 0
    approved: int = 0
    drafts: int = 0
    known: int = 0
    rejected: int = 0
    reasons: list[tuple[int, str]] = field(default_factory=list)
    rejected_file: Path | None = None
    read_as: str = ""
    """How the file was read, where that is a guess or somebody's word."""

    def sentence(self) -> str:
        """Return it in a sentence: "25 rows: 23 added, 2 rejected."""
        counts = [
            (self.approved, "added"),
            (self.drafts, "added as drafts"),
            (self.known, f"{'was' if self.known == 1 else 'were'} here before"),
            (self.rejected, "rejected"),
        ]
        parts = [f"{count:,} {what}" for count, what in counts if count]
        rows = f"{self.rows:,} row{'' if self.rows == 1 else 's'}"
        return f"{rows}: {', '.join(parts) or 'nothing to import'}."


def import_content(
    db: Database,
    clock: Clock,
    path: Path,
    *,
    settings: ContentSettings,
    company: PeopleSettings,
    dry_run: bool = False,
    encoding: str = "",
    rejected_to: Path | None = None,
    progress: Progress = lambda _read, _size: None,
) -> ContentReport:
    """Import a file; rejected rows go to `rejected_to` with their reason, without it beside it.

    What stands in the library stays as it is. `encoding` is said by who knows how the file is
    written. A dry run imports into a copy of the database. Raises NotACsv when the file has no
    usable header, OperatorError when there is no place for rejected rows, and the database's own
    error when it goes away: run it again, nothing is doubled.
    """
    report = ContentReport()
    today = company.working_time.local_date(clock.business())
    with (
        open_sheet(path, content_columns, encoding=encoding) as sheet,
        copy_of(db) if dry_run else nullcontext(db) as into,
    ):
        report.read_as = sheet.encoding.sentence()
        saver = _Saver(into, clock)
        beside = None if dry_run else rejected_to or rejected_file_of(path)
        rejected = RejectedRows(beside, sheet.columns, report)
        with rejected:
            while rows := list(islice(sheet.rows, BATCH)):
                report.rows += len(rows)
                with db.read() as work:
                    find_owner = _owners(work)
                read = list(
                    _read(
                        rows,
                        sheet.columns,
                        rejected,
                        find_owner=find_owner,
                        today=today,
                        months=settings.review_after_months,
                    )
                )
                _count(report, rejected, read, saver.save([details for _, details in read]))
                progress(sheet.position(), sheet.size)
    return report


def _count(
    report: ContentReport,
    rejected: RejectedRows,
    read: Sequence[tuple[Row, Details]],
    answers: Sequence[bool | str],
) -> None:
    for (row, details), answer in zip(read, answers, strict=True):
        if isinstance(answer, str):
            rejected.add(row, answer)
        elif not answer:
            report.known += 1
        elif details.approved:
            report.approved += 1
        else:
            report.drafts += 1


def _owners(work: Work) -> FindOwner:
    """Return what finds a marketer by Slack id, e-mail address or name."""
    named: dict[str, str] = {}
    for one in people.people_in(work, Team.MARKETING):
        for name in (one.id, one.email or "", one.name):
            if name:
                named.setdefault(name.casefold(), one.id)
                named.setdefault(fold(name), one.id)

    def find(text: str) -> str | None:
        if not named:
            raise WrongDetail(
                "owner",
                "The bot has not read yet who is in marketing. Start it once with smarketing run, "
                "then import again.",
            )
        return named.get(text.casefold()) or named.get(fold(text))

    return find


def _read(
    rows: Sequence[Row],
    columns: Columns,
    rejected: RejectedRows,
    *,
    find_owner: FindOwner,
    today: date,
    months: int,
) -> Iterator[tuple[Row, Details]]:
    for row in rows:
        if row.fault:
            rejected.add(row, row.fault)
            continue
        cells, _extra = columns.read(row.cells)
        try:
            yield (
                row,
                read_asset(cells, find_owner=find_owner, today=today, review_after_months=months),
            )
        except WrongDetail as wrong:
            rejected.add(row, f"{wrong.field.replace('_', ' ')}: {wrong.sentence}")


class _Saver:
    """Saves batches; when one cannot be saved, its rows one by one, so that the rest go on."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def save(self, some: Sequence[Details]) -> list[bool | str]:
        """Tell of each whether it is new; a str says why it could not be saved."""
        if not some:
            return []
        try:
            return list(self._in_a_unit(some))
        except DBAPIError as fault:
            if database_is_down(fault):
                raise
            return [self._alone(one) for one in some]

    def _alone(self, details: Details) -> bool | str:
        try:
            return self._in_a_unit([details])[0]
        except DBAPIError as fault:
            if database_is_down(fault):
                raise
            return f"The database does not take this row ({type(fault.orig).__name__})."

    def _in_a_unit(self, some: Sequence[Details]) -> list[bool]:
        return in_a_unit(self._db, lambda work: self._insert(work, some))

    def _insert(self, work: Work, some: Sequence[Details]) -> list[bool]:
        at = self._clock.business()
        saved = insert_assets(work, some, by=BY_THE_OPERATOR, at=at)
        return [asset_id is not None for asset_id in saved]
