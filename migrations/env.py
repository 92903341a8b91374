"""Runs migrations: for `smarketing migrate`, and for `alembic revision --autogenerate`."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

import bot.app  # noqa: F401 - joins the rooms, whose tables are then all known
from bot.config import read_settings
from bot.kit.db import UtcDateTime, metadata, open_database


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column type as what the database knows, so that a migration stands alone."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    """Run what was asked for on an open connection."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        render_item=render_item,
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
