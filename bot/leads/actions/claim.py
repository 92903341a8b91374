"""One rep takes a lead and becomes its only owner; the others are told who was quicker."""

from datetime import datetime

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.wording import ago
from bot.leads.actions.showing import show_lead, the_lead
from bot.leads.domain.lead import WITH_SALES, Lead
from bot.leads.domain.steps import Step, obstacle
from bot.leads.room import Room
from bot.leads.store.claims import let_go, take, two_waiting
from bot.leads.store.trail import Step as TrailStep
from bot.leads.store.trail import expect_owning_step, latest_owning_step, note_step
from bot.leads.store.verdicts import note_hand
from bot.people import queries as people
from bot.people.domain import Person, must_be_rep


def claim_lead(room: Room, work: Work, *, lead_id: int, by: Person, at: datetime) -> Lead:
    """Make `by` the owner of a lead that waits; return it.

    Atomic: of any number of reps at once exactly one succeeds, and each of the others gets a
    Refusal that names the winner and two leads that still wait.
    """
    must_be_rep(by, doing="take leads")
    lead = the_lead(work, lead_id, to_change=False)
    if lead.owner or obstacle(Step.TAKE, lead):
        raise Refusal(_too_late(room, work, lead, by=by, at=at))
    taken = take(work, lead_id, owner=by.id, at=at)
    if taken is None:
        lead = the_lead(work, lead_id, to_change=False)
        raise Refusal(_too_late(room, work, lead, by=by, at=at))
    note_step(work, lead_id=lead_id, kind="claimed", actor=by.id, at=at)
    for tell in room.on_taken:
        tell(work, taken, by, at)
    show_lead(room, work, taken, at=at)
    return taken


def release_lead(room: Room, work: Work, *, lead_id: int, by: Person, at: datetime) -> bool:
    """Free a lead that `by` owns and made no contact with; tell whether that was so."""
    before = the_lead(work, lead_id)
    if not let_go(work, lead_id, owner=by.id):
        return False
    note_step(work, lead_id=lead_id, kind="released", actor=by.id, at=at)
    show_lead(room, work, the_lead(work, lead_id), at=at, touched=[before.claimed_at])
    return True


def raise_hand(
    room: Room,
    work: Work,
    *,
    lead_id: int,
    raised: bool,
    event_at: datetime,
    by: Person,
    at: datetime,
) -> str | None:
    """Take a lead by reaction, or release it by taking the reaction back.

    `event_at` is Slack's time of the reaction: the newest word counts, whatever the order of
    arrival. Returns what the person is to be told privately, if anything: unlike a click's, this
    refusal is saved, so that the same event again does not tell them twice.
    """
    # Locked first: a hand that is saved shares the lead's row, and two who share it and then both
    # want it for themselves would wait in a circle.
    lead = the_lead(work, lead_id)
    if not note_hand(work, lead_id=lead_id, person=by.id, at=event_at, present=raised):
        return None
    if not raised:
        released = release_lead(room, work, lead_id=lead_id, by=by, at=at)
        return None if released else _stays(lead, by=by)
    try:
        claim_lead(room, work, lead_id=lead_id, by=by, at=at)
    except Refusal as refusal:
        return refusal.sentence
    return None


def _stays(lead: Lead, *, by: Person) -> str | None:
    """What is said to who lowers their hand when it frees nothing: only contact keeps a lead."""
    if lead.owner != by.id or lead.stage not in WITH_SALES:
        return None
    way = ""
    if obstacle(Step.HAND_BACK, lead) is None:
        way = f" Update, then {Step.HAND_BACK.label}, frees it."
    return f"{lead.number} stays yours: it was contacted.{way}"


def _too_late(room: Room, work: Work, lead: Lead, *, by: Person, at: datetime) -> str:
    if lead.owner and lead.stage in WITH_SALES:
        expect_owning_step(work, lead.id)
        people.expect_name(work, lead.owner)
        others = _others_waiting(work)
        owned = latest_owning_step(work, lead.id)
        if owned and owned.kind == "reassigned":
            return _given(room, work, lead, owned, others, by=by, at=at)
        return _taken(work, lead, lead.owner, others, by=by, at=at)
    stands_in_the_way = obstacle(Step.TAKE, lead) or "can't be taken now; try again"
    return f"{lead.number} {stands_in_the_way}.{_others_waiting(work)}"


def _taken(work: Work, lead: Lead, owner: str, others: str, *, by: Person, at: datetime) -> str:
    when = ago(lead.claimed_at, at) if lead.claimed_at else "before you"
    if owner == by.id:
        return f"You took {lead.number} {when}; it is yours."
    return f"{people.name(work, owner)} took {lead.number} {when}.{others}"


def _given(
    room: Room, work: Work, lead: Lead, given: TrailStep, others: str, *, by: Person, at: datetime
) -> str:
    """The times are the reader's: a refusal is plain text, which Slack dates for nobody."""
    zone = people.working_time(work, by, room.people).zone
    since, now = given.at.astimezone(zone), at.astimezone(zone)
    when = f"{since:%H:%M}" if since.date() == now.date() else f"{since:%d %b %H:%M}"
    named = people.names(work, filter(None, [lead.owner, given.actor]))
    giver = "you" if given.actor == by.id else named.get(given.actor or "", "somebody")
    if lead.owner == by.id:
        return f"{lead.number} is yours since {when} (given by {giver})."
    owner = named[lead.owner or ""]
    return f"{lead.number} is {owner}'s since {when} (given by {giver}).{others}"


def _others_waiting(work: Work) -> str:
    numbers = ", ".join(f"L-{lead_id}" for lead_id in two_waiting(work))
    return f" Waiting for someone: {numbers}." if numbers else ""
