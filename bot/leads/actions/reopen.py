"""A lead that was ended by mistake goes on where it was."""

from datetime import datetime

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.leads.actions.campaign_messages import show_reopened
from bot.leads.actions.recycle import again_key
from bot.leads.actions.showing import show_lead, the_lead
from bot.leads.actions.steps import whose_it_is
from bot.leads.domain.lead import ENDED, TURNED_DOWN, Lead, Stage
from bot.leads.room import Room
from bot.leads.store.resting import continued_by, take_back_the_end
from bot.leads.store.trail import write_trail
from bot.people.domain import Person, must_be_rep


def reopen_lead(room: Room, work: Work, *, lead_id: int, by: Person, at: datetime) -> Lead:
    """Take a lead's end back; return the lead, in the stage it was in before.

    Its owner does so, or a sales manager; where nobody had it, any rep. The reason of the end goes
    with it, but for what it told of a verdict; the trail keeps both.
    """
    before = the_lead(work, lead_id)
    _must_be_reopenable(work, before, by=by)
    take_back_the_end(work, lead_id)
    line = write_trail(work, lead_id=lead_id, kind="reopened", actor=by.id, at=at)
    after = the_lead(work, lead_id)
    show_lead(room, work, after, at=at, line=line, touched=[before.ended_at])
    if before.stage in TURNED_DOWN:
        show_reopened(room, work, after, at=at)
    if before.stage is Stage.RECYCLED:
        room.outbox.refresh(work, key=again_key(before), at=room.clock.real())
    return after


def _must_be_reopenable(work: Work, lead: Lead, *, by: Person) -> None:
    if not by.is_sales_manager:
        must_be_rep(by, doing="reopen leads")
    if lead.stage not in ENDED:
        raise Refusal(f"{lead.number} is not over, so there is nothing to reopen.")
    if lead.erased:
        raise Refusal(f"{lead.number} was erased on request, so there is nobody to contact.")
    if after := continued_by(work, lead.id):
        raise Refusal(f"The story of {lead.number} goes on as L-{after} already.")
    if lead.owner not in {None, by.id} and not by.is_sales_manager:
        raise Refusal(whose_it_is(work, lead))
