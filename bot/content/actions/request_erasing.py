"""A person asked to be forgotten: what requests say of them goes; their messages are rewritten."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.content.domain.asset import State
from bot.content.domain.library import news_key
from bot.content.domain.request import REQUESTS, speaks_of
from bot.content.domain.search import words_of
from bot.content.room import Room
from bot.content.store import assets
from bot.content.store import requests as store
from bot.content.store.request_erasing import (
    assets_made_for,
    blank_ratings,
    blank_ratings_that,
    blank_texts_that,
    blank_topic,
    blank_words,
    forget_words,
    requests_for,
)
from bot.content.store.request_locks import lock_every_request
from bot.kit.db import Work
from bot.leads.domain.lead import Lead
from bot.leads.domain.naming import names_person
from bot.leads.queries.leads import lead_by_id


def forget_in_requests(
    room: Room,
    work: Work,
    address: str,
    lead_ids: Sequence[int],
    at: datetime,  # noqa: ARG001 - as the leads room calls it
) -> int:
    """Blank what is known to be about a person; tell how many texts that was.

    Whatever was written about a request for one of their leads; its topic where it names them or
    their company, so that a topic that says nothing of them can still be answered, and with it
    the title of what was made of it; and anywhere else every text that holds their address or
    their name. Called while the leads are still there.
    """
    # Any text may name them, and what is found must not be written again meanwhile.
    lock_every_request(work)
    theirs = requests_for(work, lead_ids)
    leads = [lead for one in lead_ids if (lead := lead_by_id(work, one))]

    def names_them(text: str) -> bool:
        return address in text.casefold() or any(names_person(text, lead) for lead in leads)

    blanked = blank_words(work, theirs) + blank_ratings(work, theirs)
    for request_id in theirs:
        request = store.load_request(work, request_id)
        if request and any(speaks_of(request.topic, lead) for lead in leads):
            blanked += blank_topic(work, request_id)
    blanked += _give_other_titles(room, work, theirs, leads)
    more, others = blank_texts_that(work, names_them)
    blanked += more + blank_ratings_that(work, names_them)
    for request_id in {*theirs, *others}:
        room.outbox.refresh_subject(work, subject=f"request:{request_id}", at=room.clock.real())
    return blanked


def _give_other_titles(room: Room, work: Work, request_ids: list[int], leads: list[Lead]) -> int:
    """Name what was made for these requests after their numbers, where it is named after a person.

    Tell how many titles that was.
    """
    given = 0
    for asset_id in assets_made_for(work, request_ids):
        asset = assets.load_asset(work, asset_id)
        if asset is None or not any(speaks_of(asset.title, lead) for lead in leads):
            continue
        title = f"Answer to {REQUESTS.name(asset.request_id or 0)}"
        assets.update_asset(work, asset.id, replace(asset.details, title=title))
        if asset.state is State.RETIRED and asset.retired_at:
            assets.retire(work, asset.id, at=asset.retired_at)
        if asset.announced_on:
            room.outbox.refresh(work, key=news_key(asset.announced_on), at=room.clock.real())
        given += 1
    forget_words(work, {word for lead in leads for word in words_of(lead.name)})
    return given
