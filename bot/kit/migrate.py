"""Where the database's tables stand, and bringing them up to this release."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from bot.kit.db import Database
from bot.kit.errors import OperatorError

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
"""Beside the package `bot`, in a checkout as in an installation."""
_ONE_AT_A_TIME = 7_264_211_905
"""Any number, the same for every replica: the PostgreSQL lock under which one migrates."""

# The bot asks at every start where the tables stand. Alembic would cost it a third of a second
# and several megabytes for that, so the answer is read from the files, and Alembic is imported
# by who migrates.
_SAYS = re.compile(r'^(revision|down_revision)(?:: [^=]+)? = (?:"([^"]*)"|None)$', re.MULTILINE)


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def known_revisions() -> dict[str, str]:
    """Return the revisions of this release, each with the one before it ("" for the first)."""
    said = [
        dict(_SAYS.findall(path.read_text(encoding="utf-8")))
        for path in sorted((FOLDER / "versions").glob("*.py"))
    ]
    return {one["revision"]: one["down_revision"] for one in said}


def wanted_revision() -> str:
    """Return the revision this release works with."""
    known = known_revisions()
    newest = known.keys() - known.values()
    return newest.pop() if newest else ""


def current_revision(db: Database) -> str:
    """Return the revision the database stands at; empty for a new database."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def migrate(db: Database) -> tuple[str, str]:
    """Bring the database to this release; return the revisions before and after.

    Several replicas may do so at once: one migrates, the others wait and find it done. Raises
    OperatorError when the database was migrated by a newer release.
    """
    from alembic import command
    from alembic.runtime.migration import MigrationContext

    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
        before = MigrationContext.configure(connection).get_current_revision() or ""
        _refuse_if_ahead(before)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before, wanted_revision()


def refuse_if_behind(db: Database) -> None:
    """Raise OperatorError, naming the cure, when the tables are not those of this release."""
    current, wanted = current_revision(db), wanted_revision()
    if current == wanted:
        return
    _refuse_if_ahead(current)
    stands = f"behind: it is at {current}, this release needs {wanted}" if current else "empty"
    raise OperatorError(f"The database is {stands}.", cure="Run: smarketing migrate")


def _refuse_if_ahead(current: str) -> None:
    if current and current not in known_revisions():
        raise OperatorError(
            f"The database is at revision {current}, which this release does not know.",
            cure="It was migrated by a newer release: run that one, or restore a backup.",
        )
