"""`smarketing import-content`: the library by the operator's hand."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import content_settings
from bot.commands.database import opened
from bot.commands.leads import progress_bar
from bot.content.intake.csv_file import import_content as import_file
from bot.kit.csv_text import NotACsv
from bot.kit.errors import OperatorError


def import_content(
    file: Annotated[Path, typer.Argument(help="A CSV file with a title and a link in each row.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
) -> None:
    """Import content for the library from a CSV file. Safe to run again: nothing comes in twice.

    Columns: title, link, format, segments, stages, industry, about, social, owner, review by,
    status (approved or draft), must know. Bad rows go to FILE.rejected.csv with the reason; the
    rest go on. Exit code 1 when there were any.
    """
    if not file.is_file():
        raise OperatorError(f"There is no file {file}.", cure="Check the path.")
    with opened() as bot, progress_bar() as bar:
        task = bar.add_task("reading", total=file.stat().st_size)
        try:
            report = import_file(
                bot.db,
                bot.clock,
                file,
                settings=content_settings(bot.settings),
                company=bot.room.people,
                dry_run=dry_run,
                progress=lambda read, size: bar.update(task, completed=read, total=size),
            )
        except NotACsv as refused:
            raise OperatorError(f"{file} was not imported: {refused}", cure="") from refused
    typer.echo(("Would be: " if dry_run else "") + report.sentence())
    for line, reason in report.reasons:
        typer.echo(f"  line {line}: {reason}")
    if report.rejected > len(report.reasons):
        typer.echo(f"  and {report.rejected - len(report.reasons)} more")
    if report.rejected_file:
        typer.echo(f"The rejected rows are in {report.rejected_file}")
    raise typer.Exit(1 if report.rejected else 0)
