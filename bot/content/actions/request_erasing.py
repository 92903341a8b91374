"""A person asked to be forgotten: what requests say of them goes; their messages are rewritten."""

from collections.abc import Sequence
from datetime import datetime

from bot.content.domain.request import speaks_of
from bot.content.room import Room
from bot.content.store import requests as store
from bot.content.store.request_erasing import (
    blank_texts_with,
    blank_topic,
    blank_words,
    requests_for,
)
from bot.kit.db import Work
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
    their company, so that a topic that says nothing of them can still be answered; and in any
    other request every text that holds their address. Called while the leads are still there.
    """
    theirs = requests_for(work, lead_ids)
    leads = [lead for one in lead_ids if (lead := lead_by_id(work, one))]
    blanked = blank_words(work, theirs)
    for request_id in theirs:
        request = store.load_request(work, request_id)
        if request and any(speaks_of(request.topic, lead) for lead in leads):
            blanked += blank_topic(work, request_id)
    more, others = blank_texts_with(work, address)
    for request_id in {*theirs, *others}:
        room.outbox.refresh_subject(work, subject=f"request:{request_id}", at=room.clock.real())
    return blanked + more
