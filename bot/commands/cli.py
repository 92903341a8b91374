"""What `smarketing` understands; each command is a module of this package."""

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
