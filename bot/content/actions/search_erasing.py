"""A person asked to be forgotten: searches that speak of them lose their words."""

from collections.abc import Sequence
from datetime import datetime

from bot.content.domain.request import speaks_of
from bot.content.room import Room
from bot.content.store.searches import blank_searches, searches_for, searches_with
from bot.kit.db import Work
from bot.leads.domain.duplicates import fold
from bot.leads.queries.leads import lead_by_id


def forget_in_searches(
    room: Room,  # noqa: ARG001 - every action takes it first
    work: Work,
    address: str,  # noqa: ARG001 - addresses are not kept in searches
    lead_ids: Sequence[int],
    at: datetime,  # noqa: ARG001 - as the leads room calls it
) -> int:
    """Blank what was looked for on behalf of a person's leads, or names them; tell how many.

    Called while the leads are still there.
    """
    theirs = set(searches_for(work, lead_ids))
    for lead in filter(None, (lead_by_id(work, one) for one in lead_ids)):
        for name in fold(lead.name).split():
            theirs.update(
                search_id
                for search_id, words in searches_with(work, name)
                if speaks_of(words, lead)
            )
    return blank_searches(work, sorted(theirs))
