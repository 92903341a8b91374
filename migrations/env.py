"""Runs migrations: for `smarketing migrate`, and for `alembic revision --autogenerate`."""

import bot.app  # noqa: F401 - joins the rooms, whose tables are then all known
from alembic import context
from sqlalchemy import Connection

from bot.config import read_settings
from bot.kit.db import metadata, open_database


def run(connection: Connection) -> None:
    """Run what was asked for on an open connection."""
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = open_database(read_settings().database_url)
    with database.engine.connect() as opened, opened.begin():
        run(opened)
    database.close()
