"""Marketing's answer about a lead that rested, and the mornings on which it is asked."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from slack_bolt import Ack

from bot.kit.db import Work
from bot.kit.gestures import read_gesture
from bot.kit.house import House
from bot.kit.showing import show_clicked
from bot.leads.actions.recycle import ask_to_send_again, let_rest, send_again
from bot.leads.domain.lead import Lead
from bot.leads.listeners.doors import lead_in
from bot.leads.room import Room
from bot.people.queries import acting


def register(house: House, room: Room) -> None:
    """Ask on the day, on a working morning, and listen to the answer."""

    def answer(action: Callable[..., Lead]) -> Callable[..., None]:
        def listen(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            with house.db.begin() as work:
                by = acting(work, gesture)
                action(room, work, lead_id=lead_in(gesture), by=by, at=room.clock.business())
                show_clicked(room.outbox, room.clock, work, gesture)
            ack()

        return listen

    house.app.action("lead.again")(answer(send_again))
    house.app.action("lead.not_now")(answer(let_rest))

    def morning(_work: Work, at: datetime) -> str | None:
        begun = room.people.working_time.working_day_begun(at)
        return begun.isoformat() if begun else None

    def ask(work: Work, period: str, _at: datetime) -> None:
        ask_to_send_again(room, work, day=date.fromisoformat(period))

    house.schedule.due("leads.send_again", morning, ask)
