"""`smarketing migrate`: brings the database to this release."""

import typer
from sqlalchemy.exc import DatabaseError

from bot.commands.database import cannot_open
from bot.config import read_settings
from bot.kit import migrate as tables
from bot.kit.db import open_database


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
