"""Listeners are tested on SQLite; the actions behind them are tested on both databases."""

import pytest


@pytest.fixture
def database_url(sqlite_with_tables: str) -> str:
    """The address of a new SQLite database."""
    return sqlite_with_tables
