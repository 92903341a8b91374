"""The section of the App Home tab that shows requests."""

from dataclasses import replace
from typing import Any

from bot.content.queries.request_messages import listed, today_of
from bot.content.queries.requests import some_of
from bot.content.room import Room
from bot.content.store import requests as store
from bot.content.views.request_home import SHOWN, RequestHome, Some, requests_home
from bot.kit.db import Work
from bot.people import queries as people


def requests_section(room: Room, work: Work, person: str) -> list[dict[str, Any]]:
    """Return what somebody sees of requests: by their team, and what they asked for."""
    who = people.person(work, person)
    if who is None or not who.teams:
        return []
    is_marketer = who.is_marketer or who.is_marketing_manager

    def some(*which: Any) -> Some:
        found, total = some_of(work, *which, most=SHOWN)
        return Some(listed(work, found), total)

    facts = RequestHome(
        is_marketer=is_marketer,
        free=some(store.is_free()) if is_marketer else Some(),
        owned=some(store.is_owned_by(who.id)) if is_marketer else Some(),
        asked=_without_askers(some(store.was_asked_by(who.id), store.is_not_over())),
    )
    command = room.commands.name("content")
    return requests_home(facts, today=today_of(room), command=command)


def _without_askers(own: Some) -> Some:
    """Leave out who asks: the reader does."""
    return Some([replace(one, asker="") for one in own.shown], own.total)
