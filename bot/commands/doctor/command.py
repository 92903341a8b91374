"""The command: prints every finding, and fails when one has to be mended."""

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.commands.doctor.database import look_at_outbox, look_at_tables
from bot.commands.doctor.finding import Finding
from bot.commands.doctor.mail import look_at_letters, look_at_mail
from bot.commands.doctor.workspace import look_at_workspace
from bot.config import read_settings
from bot.kit.clock import Clock
from bot.kit.db import Database, open_database
from bot.kit.outbox.queries import retry_parked
from bot.meetings.actions.invitation import retry_parked_mails


def doctor(
    retry: Annotated[
        bool, typer.Option("--retry-parked", help="First send parked messages again.")
    ] = False,
) -> None:
    """Look at tokens, scopes, channels, people, database and outbox; name each fault's cure.

    Exit code 0: all well or warnings only; 1: something has to be mended.
    """
    settings = read_settings(to_run=True)
    clock = Clock()
    console = Console(soft_wrap=True)
    db = open_database(settings.database_url)
    try:
        findings = list(look_at_tables(db))
        stands = not any(finding.is_fault for finding in findings)
        if stands and retry:
            _retry(db, clock, console)
        if stands:
            findings += look_at_outbox(db, at=clock.real())
        findings += look_at_workspace(settings, clock)
        findings += look_at_mail(settings)
        if stands:
            findings += look_at_letters(settings, db)
    finally:
        db.close()
    for finding in findings:
        console.print(_line(finding))
    faults = sum(finding.is_fault for finding in findings)
    warnings = sum(finding.warning for finding in findings)
    console.print(f"\n{_summary(faults, warnings)}", style="bold red" if faults else "bold")
    raise typer.Exit(1 if faults else 0)


def _retry(db: Database, clock: Clock, console: Console) -> None:
    with db.begin() as work:
        again = retry_parked(work, at=clock.real())
        letters = retry_parked_mails(work, business=clock.business(), real=clock.real())
    console.print(f"{again} parked messages will be sent again.")
    if letters:
        console.print(f"{letters} parked e-mails will be sent again.")


def _summary(faults: int, warnings: int) -> str:
    above = f"{warnings} warning{'' if warnings == 1 else 's'} above"
    if faults:
        return f"{faults} to mend." + (f" {above}." if warnings else "")
    return f"Nothing to mend; {above}." if warnings else "All well."


def _line(finding: Finding) -> Text:
    mark, style = ("✗", "red") if finding.is_fault else ("!", "yellow")
    if not finding.cure:
        mark, style = "✓", "green"
    line = Text.assemble((f"{mark} ", style), finding.what)
    if finding.cure:
        line.append(f"\n    → {finding.cure}", style="dim")
    return line
