"""The library's section of the App Home tab."""

from datetime import timedelta
from typing import Any

from bot.content.queries.library import asset_counts
from bot.content.room import Room
from bot.content.store import asset_uses as uses
from bot.content.store import assets as store
from bot.content.views.library_home import library_home
from bot.kit.db import Work
from bot.people import queries as people

LATELY = timedelta(days=14)
"""How long it is asked whether something that was sent has helped."""
ASKED_ABOUT = 2


def library_section(room: Room, work: Work, person: str) -> list[dict[str, Any]]:
    """Return what somebody sees of the library: the box to search in, and what they sent lately."""
    who = people.person(work, person)
    if who is None or not who.teams:
        return []
    at = room.clock.business()
    used = uses.used_unrated(work, who.id, since=at - LATELY, most=ASKED_ABOUT)
    return library_home(
        asset_counts(work),
        store.load_assets(work, used) if who.is_rep else (),
        is_marketer=who.is_marketer or who.is_marketing_manager,
        command=room.commands.name("content"),
    )
