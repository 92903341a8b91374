"""`smarketing export`: the rows behind every number, as CSV."""

import sys
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.database import opened
from bot.kit.csv_safe import write_csv
from bot.kit.errors import OperatorError
from bot.kit.outbox.export import export_outbox
from bot.leads.domain.periods import Period, midnight
from bot.leads.queries.exports import export_leads, export_verdicts


class Kind(StrEnum):
    """What can be exported."""

    LEADS = "leads"
    VERDICTS = "verdicts"
    OUTBOX = "outbox"


def export(
    kind: Annotated[Kind, typer.Argument(help="Which rows.")],
    since: Annotated[
        str, typer.Option(help="Only from this day on, in the workspace's zone: 2026-11-01.")
    ] = "",
) -> None:
    """Write rows to standard output as CSV that no spreadsheet takes for formulas.

    smarketing export verdicts --since 2026-11-01 > verdicts.csv
    """
    sys.stdout.reconfigure(newline="", encoding="utf-8")  # type: ignore[union-attr]
    with opened() as bot, bot.db.read() as work:
        start = _start_of(since, bot.room.people.zone) if since else None
        period = Period(start)
        sheet = {
            Kind.LEADS: lambda: export_leads(work, period),
            Kind.VERDICTS: lambda: export_verdicts(work, period),
            Kind.OUTBOX: lambda: export_outbox(work, since=start),
        }[kind]()
        count = write_csv(sys.stdout, sheet)
    typer.echo(f"{count} rows", err=True)


def _start_of(day: str, zone: ZoneInfo) -> datetime:
    try:
        return midnight(date.fromisoformat(day), zone)
    except ValueError as fault:
        raise OperatorError(
            f"--since {day!r} is not a day.", cure="Write it as in --since 2026-11-01."
        ) from fault
