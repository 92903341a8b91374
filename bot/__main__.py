"""The commands: `smarketing run`, `migrate`, `demo` and the rest.

Exit codes: 0 all is well; 1 the command found something wrong and said so; 2 a setting, an
argument or the machine has to be mended first, and the message says how.
"""

import sys

import typer

from bot.commands import (
    content,
    demo,
    doctor,
    erase,
    export,
    leads,
    manifest,
    migrate,
    run,
    version,
)
from bot.kit.errors import OperatorError

cli = typer.Typer(
    name="smarketing",
    help="A Slack bot that keeps sales and marketing together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command("run")(run.run)
cli.command("migrate")(migrate.migrate)
cli.command("demo")(demo.demo)
cli.command("import-leads")(leads.import_leads)
cli.command("add-lead")(leads.add_lead)
cli.command("import-content")(content.import_content)
cli.command("export")(export.export)
cli.command("erase")(erase.erase)
cli.command("manifest")(manifest.manifest)
cli.command("doctor")(doctor.doctor)
cli.command("version")(version.version)


def main() -> None:
    """Run the command line; an operator's fault ends with its cure and exit code 2."""
    try:
        cli()
    except OperatorError as fault:
        typer.echo(f"smarketing: {fault}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
