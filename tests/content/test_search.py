"""One search, alike on both databases: it forgives, it ranks, and nothing typed breaks it."""

import pytest

from bot.content.queries.search import find_assets
from bot.kit.db import Database
from tests.content.library import (
    fill_the_shelf,
)


@pytest.fixture
def shelf(db: Database) -> dict[str, int]:
    return fill_the_shelf(db)


def titles(db: Database, typed: str, **narrowed) -> list[str]:
    with db.read() as work:
        return [one.title for one in find_assets(work, typed, **narrowed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("customs paperwork", "Customs paperwork in half the time"),
        ("CUSTOM  PAPERWORKS", "Customs paperwork in half the time"),
        ("price", "Pricing and packages"),
        ("pricng", "Pricing and packages"),
        ("one pager pricing", "Pricing and packages"),
        ("onepager pricing", "Pricing and packages"),
        ("custmos delays", "How Harbour Lines cut customs delays"),
        ("white paper waiting", "Whitepaper: the cost of waiting"),
        ("spread sheets", "Against spreadsheets"),
        ("secur", "Security and data protection"),
        ("grusse", "Grüße aus dem Lager"),
        ("cafe", "Café chains: returns without tears"),
        ("do we have anything about clinics?", "Clinics and their suppliers"),
        ("slides", "First call deck"),
        ("customer's savings", "What customers save in a year"),
        ("battlecard", "Against spreadsheets"),
        ("t1", "T1 transit, explained"),
    ],
)
def test_what_is_typed_almost_right_is_found(db, shelf, typed, first):
    assert titles(db, typed)[:1] == [first]
