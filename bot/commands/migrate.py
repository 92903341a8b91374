"""`smarketing migrate`: brings the database to this release."""

import typer
from sqlalchemy.exc import DatabaseError

from bot.config import read_settings
from bot.kit import migrate as tables
from bot.kit.db import open_database
from bot.kit.errors import OperatorError


def migrate() -> None:
    """Bring the database's tables to this release; safe to run again, and by several at once."""
    settings = read_settings()
    db = open_database(settings.database_url)
    try:
        before, after = tables.migrate(db)
    except DatabaseError as fault:
        raise cannot_open(fault) from fault
    finally:
        db.close()
    if before == after:
        typer.echo(f"The database is up to date ({after}).")
    else:
        typer.echo(f"The database went from {before or 'nothing'} to {after}.")


def cannot_open(fault: DatabaseError) -> OperatorError:
    """Return what an unusable database means to the operator."""
    said = str(fault.orig).strip().splitlines()[0] if str(fault.orig).strip() else "no reason given"
    return OperatorError(
        f"The database cannot be used: {said}.",
        cure="Check DATABASE_URL, that the server runs and that the user may create tables there.",
    )
