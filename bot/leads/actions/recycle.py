"""A recycled lead rests with marketing, who are asked on its day: send it to sales again?"""

from datetime import date, datetime, timedelta

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.leads.actions.announce import announce_lead
from bot.leads.actions.showing import show_card, the_lead
from bot.leads.definition.domain import qualifies, qualify
from bot.leads.definition.queries import definition_in_force
from bot.leads.domain.duplicates import person_keys
from bot.leads.domain.lead import Lead, Stage
from bot.leads.room import Room
from bot.leads.store.leads import judgement_rows, load_lead, update_lead
from bot.leads.store.locks import lock_people
from bot.leads.store.resting import continue_as, continued_by, resting_until
from bot.leads.store.trail import write_trail
from bot.people.domain import Person, must_be_marketer

REST_AGAIN = timedelta(days=90)
"""How long a lead rests when marketing says "not now"."""


def again_key(lead: Lead) -> str:
    """Return the outbox key of the question, one for each day it rested until."""
    return f"{lead.subject}:again:{lead.recycle_on}"


def ask_to_send_again(room: Room, work: Work, *, day: date) -> int:
    """Ask marketing about every lead that rested until `day` or shortly before; tell how many."""
    asked = 0
    for lead in resting_until(work, day):
        asked += room.outbox.post(
            work,
            key=again_key(lead),
            to="marketing",
            view="lead_again",
            args={"lead": lead.id, "day": str(lead.recycle_on)},
            subject=lead.subject,
            at=room.clock.real(),
        )
    return asked


def send_again(room: Room, work: Work, *, lead_id: int, by: Person, at: datetime) -> Lead:
    """Hand a recycled lead to sales again, as a new lead that continues the old story.

    It is judged by the definition in force; one that does not meet it is refused, with what is
    missing, since sales and marketing agreed on it.
    """
    before = load_lead(work, lead_id)
    if before:
        # They may be coming back by themselves in this very moment.
        lock_people(work, person_keys(before))
    lead = _resting(work, lead_id, by=by)
    definition = definition_in_force(work, at)
    outcomes = qualify(lead, definition)
    if not qualifies(outcomes):
        unmet = "; ".join(
            f"{one.rule.replace('_', ' ')}: {one.value or 'unknown'}, wanted {one.wanted}"
            for one in outcomes
            if not one.met
        )
        raise Refusal(f"{lead.number} does not meet definition v{definition.version}: {unmet}.")
    new_id = continue_as(
        work,
        lead,
        stage=Stage.MQL,
        at=at,
        definition_version=definition.version,
        judgement=judgement_rows(outcomes),
    )
    new = load_lead(work, new_id)
    assert new is not None  # noqa: S101 - saved in this very unit of work
    write_trail(
        work,
        lead_id=new_id,
        kind="arrived",
        actor=by.id,
        at=at,
        facts={"source": new.source, "campaign": new.campaign, "previous_lead": lead.id},
    )
    write_trail(
        work,
        lead_id=lead.id,
        kind="sent_again",
        actor=by.id,
        at=at,
        facts={"new_lead": new_id, "day": str(lead.recycle_on)},
    )
    announce_lead(room, work, new, at=at)
    room.outbox.refresh(work, key=again_key(lead), at=room.clock.real())
    return new


def let_rest(room: Room, work: Work, *, lead_id: int, by: Person, at: datetime) -> Lead:
    """Leave a recycled lead with marketing; they are asked again in three months."""
    lead = _resting(work, lead_id, by=by)
    until = at.astimezone(room.people.zone).date() + REST_AGAIN
    update_lead(work, lead.id, recycle_on=until)
    write_trail(
        work,
        lead_id=lead.id,
        kind="resting",
        actor=by.id,
        at=at,
        facts={"day": str(lead.recycle_on), "until": until.isoformat()},
    )
    room.outbox.refresh(work, key=again_key(lead), at=room.clock.real())
    show_card(room, work, lead)
    return lead


def _resting(work: Work, lead_id: int, *, by: Person) -> Lead:
    must_be_marketer(by, doing="send a lead to sales again")
    lead = the_lead(work, lead_id)
    after = continued_by(work, lead.id)
    if after:
        raise Refusal(f"The story of {lead.number} goes on as L-{after} already.")
    if lead.stage is not Stage.RECYCLED:
        raise Refusal(f"{lead.number} does not rest with marketing any more.")
    if lead.erased:
        raise Refusal(f"{lead.number} was erased on request; there is nobody to send.")
    return lead
