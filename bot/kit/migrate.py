"""Where the database's tables stand, and bringing them up to this release."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.kit.db import Database
from bot.kit.errors import OperatorError

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
"""Beside the package `bot`, in a checkout as in an installation."""
_ONE_AT_A_TIME = 7_264_211_905
"""Any number, the same for every replica: the PostgreSQL lock under which one migrates."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def wanted_revision() -> str:
    """Return the revision this release works with."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current_revision(db: Database) -> str:
    """Return the revision the database stands at; empty for a new database."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def migrate(db: Database) -> tuple[str, str]:
    """Bring the database to this release; return the revisions before and after.

    Several replicas may do so at once: one migrates, the others wait and find it done.
    """
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        before = MigrationContext.configure(connection).get_current_revision() or ""
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, wanted_revision()


def refuse_if_behind(db: Database) -> None:
    """Raise OperatorError, naming the cure, when the tables are not those of this release."""
    current, wanted = current_revision(db), wanted_revision()
    if current == wanted:
        return
    known = {
        revision.revision for revision in ScriptDirectory.from_config(_config()).walk_revisions()
    }
    if current and current not in known:
        raise OperatorError(
            f"The database is at revision {current}, which this release does not know.",
            cure="It was migrated by a newer release: run that one, or restore a backup.",
        )
    raise OperatorError(
        f"The database is {'behind' if current else 'new'}: it is at {current or 'nothing'}, "
        f"this release needs {wanted}.",
        cure="Run: smarketing migrate",
    )
