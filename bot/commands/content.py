"""`smarketing import-content`: the library by the operator's hand."""

from pathlib import Path
from typing import Annotated

import typer

from bot.app import content_settings
from bot.commands.database import opened
from bot.commands.importing import DryRun, Encoding, Rejected, must_be_a_file, reading, tell
from bot.content.intake.csv_file import import_content as import_file


def import_content(
    file: Annotated[Path, typer.Argument(help="A CSV file with a title and a link in each row.")],
    dry_run: DryRun = False,
    encoding: Encoding = "",
    rejected: Rejected = None,
) -> None:
    """Import content for the library from a CSV file. Safe to run again: nothing comes in twice.

    Columns: title, link, format, segments, stages, industry, about, social, owner, review by,
    status (approved or draft), must know. Bad rows go to FILE.rejected.csv with the reason; the
    rest go on. Exit code 1 when there were any.
    """
    must_be_a_file(file)
    with opened() as bot, reading(file) as progress:
        report = import_file(
            bot.db,
            bot.clock,
            file,
            settings=content_settings(bot.settings),
            company=bot.room.people,
            dry_run=dry_run,
            encoding=encoding,
            rejected_to=rejected,
            progress=progress,
        )
    raise tell(report, dry_run=dry_run)
