"""`smarketing import-leads` and `smarketing add-lead`: leads by the operator's hand."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.database import opened
from bot.commands.importing import DryRun, Encoding, Rejected, must_be_a_file, reading, tell
from bot.kit.errors import OperatorError
from bot.kit.unit import in_a_unit
from bot.leads.actions.receive import receive_lead
from bot.leads.domain.receipt import Outcome
from bot.leads.intake.csv_file import import_file
from bot.leads.intake.document import read_document
from bot.leads.intake.fields import BadArrival

SAID = {
    Outcome.ANNOUNCED: "announced to sales",
    Outcome.ROLLED_UP: "announced to sales in a roll-up",
    Outcome.JOINED: "joined the lead that is there",
    Outcome.KEPT: "kept as an inquiry: it does not meet the qualified-lead definition",
}


def add_lead(
    *,
    name: Annotated[str, typer.Option(help="First and last name.")] = "",
    email: Annotated[str, typer.Option(help="E-mail address.")] = "",
    company: Annotated[str, typer.Option()] = "",
    title: Annotated[str, typer.Option(help="Job title.")] = "",
    phone: Annotated[str, typer.Option()] = "",
    country: Annotated[str, typer.Option(help="Country, by name or code.")] = "",
    industry: Annotated[str, typer.Option()] = "",
    segment: Annotated[str, typer.Option()] = "",
    employees: Annotated[int | None, typer.Option(help="Size of the company.")] = None,
    score: Annotated[int | None, typer.Option()] = None,
    campaign: Annotated[str, typer.Option()] = "",
    source: Annotated[str, typer.Option(help="Where the lead comes from.")] = "by hand",
    message: Annotated[str, typer.Option(help="What the person wrote.")] = "",
    url: Annotated[str, typer.Option(help="A link, with https://.")] = "",
) -> None:
    """Add one lead; it is judged and announced like any other."""
    given = {
        "id": f"cli-{secrets.token_hex(8)}",
        "source": source,
        "name": name,
        "email": email,
        "company": company,
        "title": title,
        "phone": phone,
        "country": country,
        "industry": industry,
        "segment": segment,
        "employees": employees,
        "score": score,
        "campaign": campaign,
        "message": message,
        "url": url,
    }
    try:
        arrival = read_document({name: value for name, value in given.items() if value != ""})
    except BadArrival as refused:
        said = "\n".join(f"  --{fault.field}: {fault.detail}" for fault in refused.faults)
        raise OperatorError(f"The lead was not added:\n{said}", cure="") from refused
    with opened() as bot:
        received = in_a_unit(
            bot.db, lambda work: receive_lead(bot.room, work, arrival, at=bot.clock.business())
        )
    typer.echo(f"{received.number} {SAID[received.outcome]}.")


def import_leads(
    file: Annotated[Path, typer.Argument(help="A CSV file; HubSpot's and Salesforce's fit.")],
    dry_run: DryRun = False,
    source: Annotated[
        str, typer.Option(help="Where the leads come from, for rows that do not say.")
    ] = "csv",
    encoding: Encoding = "",
    rejected: Rejected = None,
) -> None:
    """Import leads from a CSV file. Safe to run again: no row comes in twice.

    Bad rows go to FILE.rejected.csv with the reason; the rest go on. Exit code 1 when there
    were any.
    """
    must_be_a_file(file)
    with opened() as bot, reading(file) as progress:
        report = import_file(
            bot.db,
            bot.room,
            file,
            dry_run=dry_run,
            source=source,
            encoding=encoding,
            rejected_to=rejected,
            progress=progress,
        )
    raise tell(report, dry_run=dry_run)
