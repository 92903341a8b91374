"""Searches are kept: what was looked for and how many were found, never who looked."""

from collections.abc import Sequence
from datetime import datetime

from bot.content.domain.search import Query, read_query
from bot.content.room import Room
from bot.content.store.searches import insert_search, set_request
from bot.kit.db import Work
from bot.people.domain import Person


def keep_search(
    room: Room,
    work: Work,
    *,
    words: str | Query,
    found: Sequence[int],
    by: Person,
    at: datetime,
    lead_id: int | None = None,
) -> int:
    """Keep a search and return its id; looking for the same again that day is the same search.

    `found` are the assets that are what was asked for. E-mail addresses and telephone numbers are
    left out of what was typed; with `lead_id` it is forgotten when that lead's person is erased.
    """
    return insert_search(
        work,
        read_query(words) if isinstance(words, str) else words,
        found=len(found),
        person=by.id,
        day=room.people.working_time.local_date(at),
        at=at,
        lead_id=lead_id,
    )


def link_searches(
    room: Room,  # noqa: ARG001 - every action takes it first
    work: Work,
    *,
    searches: Sequence[int],
    request_id: int,
) -> None:
    """Note that a request was filed after these searches."""
    set_request(work, searches, request_id)
