"""What `import-leads` and `import-content` share: their options, their bar and their report."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from bot.kit.csv_rejected import Report
from bot.kit.csv_text import NotACsv
from bot.kit.errors import OperatorError

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
Encoding = Annotated[
    str,
    typer.Option(
        help="How the file is written, such as cp1251, where it is not UTF-8 and guessed wrongly."
    ),
]
Rejected = Annotated[
    Path | None, typer.Option(help="Where bad rows go. [default: FILE.rejected.csv]")
]


class Imported(Report, Protocol):
    """What an import tells of all rows, and of how it read the file."""

    read_as: str

    def sentence(self) -> str:
        """Return what became of the rows."""


@contextmanager
def reading(file: Path) -> Iterator[Callable[[int, int], None]]:
    """Show how much of a file was read; what cannot be imported is the operator's to mend."""
    with _bar() as bar:
        task = bar.add_task("reading", total=file.stat().st_size)
        try:
            yield lambda read, size: bar.update(task, completed=read, total=size)
        except NotACsv as refused:
            raise OperatorError(f"{file} was not imported: {refused}", cure="") from refused


def must_be_a_file(file: Path) -> None:
    """Refuse what is no file."""
    if not file.is_file():
        raise OperatorError(f"There is no file {file}.", cure="Check the path.")


def tell(report: Imported, *, dry_run: bool) -> typer.Exit:
    """Print what became of the rows, and return the end of the command."""
    typer.echo(("Would be: " if dry_run else "") + report.sentence())
    if report.read_as:
        typer.echo(f"{report.read_as} Name another with --encoding if that is wrong.")
    for line, reason in report.reasons:
        typer.echo(f"  line {line}: {reason}")
    if report.rejected > len(report.reasons):
        typer.echo(f"  and {report.rejected - len(report.reasons)} more")
    if report.rejected_file:
        typer.echo(f"The rejected rows are in {report.rejected_file}")
    return typer.Exit(1 if report.rejected else 0)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
