"""The buttons of a lead's card."""

from typing import Any

from slack_bolt import Ack

from bot.kit.gestures import read_gesture
from bot.kit.house import House
from bot.leads.actions.claim import claim_lead
from bot.leads.listeners.doors import lead_in, show_clicked
from bot.leads.room import Room
from bot.people.queries import acting


def register(house: House, room: Room) -> None:
    """Listen to the card's buttons."""

    @house.app.action("lead.take")
    def take(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            claim_lead(room, work, lead_id=lead_in(gesture), by=by, at=room.clock.business())
            show_clicked(room, work, gesture)
        ack()
