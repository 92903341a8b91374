"""A private list of leads that another room chose."""

from collections.abc import Collection
from datetime import datetime

from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.leads.domain.settings import LeadSettings
from bot.leads.store.left_behind import load_listed
from bot.leads.views.lists import Listed, lead_list
from bot.people import queries as people


def list_of(
    work: Work,
    lead_ids: Collection[int],
    *,
    heading: str,
    most: int,
    now: datetime,
    settings: LeadSettings,
    hint: str = "",
) -> Message:
    """Return these leads in their order, at most so many, each with a button that opens it."""
    some = load_listed(work, list(lead_ids)[:most])
    named = people.names(work, [lead.owner for lead in some if lead.owner])
    listed = [Listed(lead, named[lead.owner] if lead.owner else "") for lead in some]
    more = len(lead_ids) - len(some)
    return lead_list(heading, listed, more=more, now=now, settings=settings, hint=hint)
