"""The rows behind a week's figures, as files: what happened when, and nothing of anybody's person.

`/lead show L-42` opens what a row is about for those who may see it, so that no file with names
and addresses lies about in Slack, out of reach of erasing.
"""

import io

from bot.content.queries.request_exports import export_content
from bot.digests.room import Room
from bot.kit.csv_safe import Sheet, write_csv
from bot.kit.db import Work
from bot.kit.periods import Week
from bot.leads.queries.exports import export_verdicts
from bot.people.domain import Person
from bot.scoreboard.queries.exports import export_funnel

VERDICT_COLUMNS = (
    "lead", "campaign", "source", "rep", "is_owner", "verdict", "points", "reason", "given_at",
    "changed_at",
)  # fmt: skip


REQUEST_COLUMNS = (
    "request", "format", "segment", "stage", "needed_by", "lead", "asker", "asked_at", "state",
    "closing", "merged_into", "owner", "claimed_at", "first_delivered_at", "answered_at",
    "closed_at", "helped", "not_helped",
)  # fmt: skip


OF_A_REP = frozenset({"rep", "rep_id", "answered_by", "contacted_by"})
"""Columns by which times become somebody's: those are for managers, as in reports by rep."""


def rows_of(room: Room, work: Work, name: str, *, by: Person) -> dict[str, str]:
    """Return the contents of the files of a week, by name; a file without rows is left out."""
    week = Week.named(name, room.people.zone)
    funnel = export_funnel(work, room.score, week.period, at=room.clock.business())
    if not by.is_manager:
        funnel = only(funnel, tuple(one for one in funnel.columns if one not in OF_A_REP))
    sheets = {
        "funnel": funnel,
        "verdicts": only(export_verdicts(work, week.period), VERDICT_COLUMNS),
        "content": only(export_content(work, week.period), REQUEST_COLUMNS),
    }
    files = {}
    for kind, sheet in sheets.items():
        file = io.StringIO(newline="")
        if write_csv(file, sheet):
            files[f"{kind}-{week.name}.csv"] = file.getvalue()
    return files


def only(sheet: Sheet, columns: tuple[str, ...]) -> Sheet:
    """Return a sheet with some of its columns, in the order given."""
    places = [sheet.columns.index(name) for name in columns]
    return Sheet(columns, ([row[place] for place in places] for row in sheet.rows))
