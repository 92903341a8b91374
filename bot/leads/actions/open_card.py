"""A lead that was only listed gets its own card in the channel, once."""

from datetime import datetime

from bot.kit.db import Work
from bot.leads.actions.announce import post_card
from bot.leads.actions.showing import show_card
from bot.leads.domain.lead import WITH_SALES, Lead
from bot.leads.room import Room
from bot.leads.store.leads import update_lead
from bot.leads.store.trail import write_trail
from bot.people.domain import Person


def open_card(room: Room, work: Work, *, lead: Lead, by: Person, at: datetime) -> bool:
    """Post the card of a rolled-up lead that sales can still work on; tell whether it is new.

    A rep who opens it means to work on it, where colleagues see and react; others only look.
    """
    if not by.is_rep or not lead.rollup or lead.card_at:
        return False
    if lead.erased or lead.stage not in WITH_SALES:
        return False
    new = post_card(room, work, lead.id)
    if new:
        update_lead(work, lead.id, card_at=room.clock.real())
        write_trail(
            work, lead_id=lead.id, kind="announced", actor=by.id, at=at, facts={"opened": True}
        )
        show_card(room, work, lead)
    return new
