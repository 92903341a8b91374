"""`smarketing export`: the rows behind every number, as CSV."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.app import meetings_room, score_settings
from bot.commands.database import opened
from bot.content.queries.library_exports import export_library, export_searches
from bot.content.queries.request_exports import export_content
from bot.kit.csv_safe import write_csv
from bot.kit.db import Work
from bot.kit.errors import OperatorError
from bot.kit.outbox.export import export_outbox
from bot.kit.periods import Period, read_since
from bot.leads.queries.definition import export_backtest, export_definition
from bot.leads.queries.exports import export_leads, export_verdicts
from bot.meetings.queries.exports import agenda_document, export_actions
from bot.meetings.room import Room as MeetingRoom
from bot.scoreboard.queries.exports import export_funnel, export_metrics, export_targets


class Kind(StrEnum):
    """What can be exported."""

    LEADS = "leads"
    VERDICTS = "verdicts"
    FUNNEL = "funnel"
    TARGETS = "targets"
    METRICS = "metrics"
    CONTENT = "content"
    LIBRARY = "library"
    SEARCHES = "searches"
    OUTBOX = "outbox"
    DEFINITION = "definition"
    BACKTEST = "backtest"
    ACTIONS = "actions"
    AGENDA = "agenda"


def export(
    kind: Annotated[Kind, typer.Argument(help="Which rows.")],
    since: Annotated[
        str, typer.Option(help="Only of this time: 2026-11-01, 7d, last week, month.")
    ] = "",
) -> None:
    """Write rows to standard output as CSV that no spreadsheet takes for formulas.

    smarketing export verdicts --since 2026-11-01 > verdicts.csv

    The agenda of the next strategy meeting is written as Markdown.
    """
    sys.stdout.reconfigure(newline="", encoding="utf-8")  # type: ignore[union-attr]
    with opened() as bot, bot.db.read() as work:
        at = bot.clock.business()
        period = _period_since(since, at=at, zone=bot.room.people.zone) if since else Period()
        if kind is Kind.AGENDA:
            with _told_when_full():
                _write_agenda(meetings_room(bot), work)
            return
        sheet = {
            Kind.LEADS: lambda: export_leads(work, period),
            Kind.VERDICTS: lambda: export_verdicts(work, period),
            Kind.FUNNEL: lambda: export_funnel(work, score_settings(bot.settings), period, at=at),
            Kind.TARGETS: lambda: export_targets(work, score_settings(bot.settings), at=at),
            Kind.METRICS: lambda: export_metrics(work, score_settings(bot.settings), period, at=at),
            Kind.CONTENT: lambda: export_content(work, period),
            Kind.LIBRARY: lambda: export_library(work, period),
            Kind.SEARCHES: lambda: export_searches(work, period),
            Kind.OUTBOX: lambda: export_outbox(work, since=period.start),
            Kind.DEFINITION: lambda: export_definition(work),
            Kind.BACKTEST: lambda: export_backtest(work),
            Kind.ACTIONS: lambda: export_actions(meetings_room(bot), work, period),
        }[kind]()
        with _told_when_full():
            count = write_csv(sys.stdout, sheet)
    typer.echo(f"{count} rows", err=True)


@contextmanager
def _told_when_full() -> Iterator[None]:
    """Turn an output that cannot be written to its end into an operator's fault."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise  # who reads has enough
    except OSError as fault:
        # What is left in it would be tried once more at the exit.
        with suppress(OSError):
            sys.stdout.close()
        raise OperatorError(
            f"The rows could not be written: {fault.strerror}.",
            cure="Send them where there is room, and export again.",
        ) from fault


def _write_agenda(room: MeetingRoom, work: Work) -> None:
    document = agenda_document(room, work)
    if document is None:
        raise OperatorError(
            "No strategy meeting is planned.", cure="A manager sets one up: /meeting setup."
        )
    sys.stdout.write(document)


def _period_since(words: str, *, at: datetime, zone: ZoneInfo) -> Period:
    since = read_since(words, at=at, zone=zone)
    if since is None:
        raise OperatorError(
            f"--since {words!r} is no time.", cure="Write it as in --since 2026-11-01 or 7d."
        )
    return since.period
