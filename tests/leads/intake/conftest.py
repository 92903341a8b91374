from collections.abc import Iterator

import pytest

from bot.kit.db import Database, metadata, open_database


@pytest.fixture
def sqlite_db(sqlite_url) -> Iterator[Database]:
    """A database for what does not depend on which one it is."""
    database = open_database(sqlite_url)
    metadata.create_all(database.engine)
    yield database
    database.close()
