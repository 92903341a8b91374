"""A small library for tests, and one-line builders of what stands in it."""

from typing import Any

from bot.content.domain.asset import Details
from bot.content.domain.tags import BuyerStage, Format
from bot.content.store.assets import insert_asset
from bot.kit.db import Database
from tests.support.house import MONDAY_NOON

NOON = MONDAY_NOON
MONA = "U0MONA"


def some_details(title: str = "Customs one-pager", **rest: Any) -> Details:
    """What is said of an asset; its link is its title unless it is given."""
    link = f"https://content.example.com/{'-'.join(title.lower().split())}"
    return Details(**{"title": title, "link": link, "owner": MONA, **rest})


def a_saved_asset(db: Database, title: str = "Customs one-pager", **rest: Any) -> int:
    """Save an approved asset and give its id."""
    with db.begin() as work:
        asset_id = insert_asset(work, some_details(title, **rest), by=MONA, at=NOON)
    assert asset_id
    return asset_id


CASE, PAGER, DECK, GUIDE = Format.CASE_STUDY, Format.ONE_PAGER, Format.DECK, Format.GUIDE
EARLY, MIDDLE, LATE = BuyerStage.AWARENESS, BuyerStage.CONSIDERATION, BuyerStage.DECISION

SHELF: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Customs paperwork in half the time", {"format": PAGER, "segments": ("Freight",), "stages": (EARLY,)}),
    ("How Harbour Lines cut customs delays", {"format": CASE, "segments": ("Freight",), "stages": (MIDDLE,)}),
    ("T1 transit, explained", {"format": GUIDE, "segments": ("Freight", "Retail"), "stages": (EARLY,)}),
    ("Pricing and packages", {"format": PAGER, "stages": (LATE,)}),
    ("What customers save in a year", {"format": Format.CALCULATOR, "stages": (MIDDLE, LATE)}),
    ("Security and data protection", {"format": GUIDE, "industry": "Healthcare", "stages": (LATE,)}),
    ("Clinics and their suppliers", {"format": CASE, "segments": ("Healthcare",), "about": "Fewer missing deliveries in twelve clinics"}),
    ("Grüße aus dem Lager", {"format": Format.ARTICLE, "segments": ("Großhandel",)}),
    ("Whitepaper: the cost of waiting", {"format": GUIDE, "segments": ("SaaS",)}),
    ("Against spreadsheets", {"format": Format.BATTLE_CARD, "segments": ("SaaS", "Mid-Market")}),
    ("First call deck", {"format": DECK, "social": "Three slides on why paperwork costs two days a week"}),
    ("Café chains: returns without tears", {"format": Format.VIDEO, "segments": ("Retail",)}),
)  # fmt: skip


def fill_the_shelf(db: Database) -> dict[str, int]:
    """Save the small library; give the ids by title."""
    return {title: a_saved_asset(db, title, **rest) for title, rest in SHELF}
