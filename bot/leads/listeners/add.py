"""A lead added by hand: the global shortcut "Add a lead" and `/lead add`."""

from typing import Any

from slack_bolt import Ack

from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.unit import in_a_unit
from bot.leads.actions.receive import ArrivalConflict, Received, receive_lead
from bot.leads.domain.lead import Lead
from bot.leads.intake.cells import read_cells
from bot.leads.intake.fields import BadArrival
from bot.leads.listeners.doors import found
from bot.leads.room import Room
from bot.leads.views.add import FIELDS, add_modal, added_modal, errors_of
from bot.people.queries import acting

BY_HAND = "by hand"
"""The source of these leads."""


def register(house: House, room: Room) -> None:
    """Open the form, and take what is sent with it."""

    def add(gesture: Gesture, _words: str) -> Reply | None:
        with house.db.read() as work:
            acting(work, gesture)
        house.answers.open(gesture, add_modal())
        return None

    house.commands.register("lead", "add", about="add a lead by hand", answer=add)

    @house.app.shortcut("lead.add")
    def shortcut(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
        ack()
        house.answers.open(gesture, add_modal())

    @house.app.view("lead.add")
    def sent(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            lead, received = in_a_unit(house.db, lambda work: _add(room, work, gesture))
        except BadArrival as bad:
            faults = {fault.field: fault.detail for fault in bad.faults}
            ack(response_action="errors", errors=errors_of(faults))
        except ArrivalConflict as conflict:
            raise Refusal(
                f"This form was sent before, as {conflict.other.number}. Open it again to add "
                "another lead."
            ) from conflict
        else:
            ack(response_action="update", view=added_modal(lead, received))


def _add(room: Room, work: Work, gesture: Gesture) -> tuple[Lead, Received]:
    by = acting(work, gesture)
    cells = {name: str(gesture.fields[name]) for name in FIELDS if gesture.fields.get(name)}
    arrival = read_cells(cells, {}, source=BY_HAND, external_id=f"form-{gesture.view_id}")
    received = receive_lead(room, work, arrival, at=room.clock.business(), by=by)
    return found(work, received.lead_id), received
