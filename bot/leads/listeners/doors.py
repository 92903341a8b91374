"""What the listeners of this room share: the lead meant, and how it is shown."""

from typing import Any

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.outbox.views import Message
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import LONGEST, NO_SUCH_LEAD, read_value
from bot.leads.domain.steps import NEEDS_REASON, Step
from bot.leads.domain.verdicts import Reason
from bot.leads.queries.messages import card_facts
from bot.leads.room import Room
from bot.leads.store.leads import load_lead
from bot.leads.store.verdicts import standing_verdict
from bot.leads.views.card import lead_card
from bot.leads.views.modals import reason_modal, step_form
from bot.people.domain import Person

STALE = "This is from an older version. /lead find looks the lead up."


def lead_in(gesture: Gesture) -> int:
    """Return the lead a button, option or modal is about; refuse what names none."""
    _, lead_id = read_value(gesture.value)
    noted = gesture.note.get("lead")
    if lead_id is None and type(noted) is int and 0 < noted < 10**LONGEST:
        lead_id = noted
    if lead_id is None:
        raise Refusal(STALE)
    return lead_id


def found(work: Work, lead_id: int | None) -> Lead:
    """Return a lead to look at; refuse kindly when there is none."""
    lead = load_lead(work, lead_id) if lead_id else None
    if lead is None:
        raise Refusal(f"{_why_not(lead_id)} /lead find looks for a name or company.")
    return lead


def _why_not(lead_id: int | None) -> str:
    if lead_id is None:
        return "Which lead? Write its number: L-42."
    return "There is no such lead." if lead_id == NO_SUCH_LEAD else f"There is no L-{lead_id}."


def reason_given(work: Work, lead: Lead, *, by: Person) -> Reason | None:
    """Return the reason that this person gave for their verdict on a lead: it is asked once."""
    standing = standing_verdict(work, lead_id=lead.id, rep=by.id)
    return standing.reason if standing else None


def step_view(
    room: Room, lead: Lead, step: Step, *, rated_for: Reason | None = None, comment: str = ""
) -> dict[str, Any]:
    """Return the modal that asks for what a step needs before it is made.

    `rated_for` is the `reason_given` already; a `comment` that was typed is kept with the reason.
    """
    if step in NEEDS_REASON:
        return reason_modal(lead, step, rated_for=rated_for, comment=comment)
    today = room.clock.business().astimezone(room.people.zone).date()
    return step_form(lead, step, today=today, settings=room.settings)


def private_card(room: Room, work: Work, lead: Lead, *, reader: Person) -> Message:
    """Return the card for one person of our teams, whoever reads the channel."""
    return lead_card(card_facts(work, lead, shared=False), room.settings, reader=reader)
