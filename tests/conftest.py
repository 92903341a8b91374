"""What tests of several folders need: databases, and a browser where there is one.

SQLite always; PostgreSQL where its binaries or TEST_DATABASE_URL are.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bot.kit.db import Database, metadata, open_database
from tests.support.browser import NoBrowserError, chromium
from tests.support.postgres import PostgresServer, find_postgres, quick_folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this test run's own, or the server of TEST_DATABASE_URL.

    It lives outside pytest's folder, which another run at the same time closes to all but root.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield PostgresServer.at(given)
        return
    binaries = find_postgres()
    if binaries is None:
        pytest.skip(
            "no PostgreSQL: install it (apt-get install postgresql) or set TEST_DATABASE_URL"
        )
    with TemporaryDirectory(prefix="smarketing-postgres-", dir=quick_folder()) as folder:
        server = PostgresServer.start(binaries, Path(folder))
        yield server
        server.stop()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a new SQLite database."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[Path]:
    """A SQLite file with every table, to be copied: far quicker than making the tables."""
    with TemporaryDirectory(prefix="smarketing-sqlite-") as folder:
        path = Path(folder) / "template.db"
        make_tables(f"sqlite:///{path}")
        yield path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a PostgreSQL database with every table, to be copied."""
    with postgres_server.new_database() as url:
        make_tables(url)
        yield url.rsplit("/", 1)[1]


def make_tables(url: str) -> None:
    """Make the tables of every room, whichever were imported so far."""
    import bot.app  # noqa: F401 - a room's tables are known once it is imported

    database = open_database(url)
    metadata.create_all(database.engine)
    database.close()


@pytest.fixture
def sqlite_with_tables(sqlite_url: str, sqlite_template: Path) -> str:
    """The address of a new SQLite database with every table."""
    shutil.copy(sqlite_template, sqlite_url.removeprefix("sqlite:///"))
    return sqlite_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request) -> Iterator[str]:
    """The address of a new database with every table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_with_tables")
        return
    server = request.getfixturevalue("postgres_server")
    with server.new_database(like=request.getfixturevalue("postgres_template")) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request, sqlite_url: str) -> Iterator[str]:
    """The address of a new database without any table, once on each."""
    if request.param == "sqlite":
        yield sqlite_url
    else:
        with request.getfixturevalue("postgres_server").new_database() as url:
            yield url


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with every table, empty but for what the tables themselves need."""
    database = open_database(database_url, connections=20)
    yield database
    database.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; without one the test is left out, with the cure."""
    try:
        with chromium() as running:
            yield running
    except NoBrowserError as reason:
        pytest.skip(str(reason))
