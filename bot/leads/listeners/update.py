"""The steps of a lead: each is checked again when it is made, whatever the modal had offered."""

import re
from datetime import date
from typing import Any

from slack_bolt import Ack

from bot.kit.errors import Refusal, WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.showing import show_clicked
from bot.kit.text import one_line
from bot.leads.actions.steps import Details, check_step, record_step
from bot.leads.domain.amounts import NotAnAmount, read_amount
from bot.leads.domain.numbers import read_value
from bot.leads.domain.steps import NEEDS_FORM, Step
from bot.leads.domain.verdicts import Reason
from bot.leads.listeners.doors import STALE, found, lead_in, reason_given, step_view
from bot.leads.room import Room
from bot.leads.store.verdicts import expect_standing
from bot.leads.views.modals import done_modal
from bot.people.queries import acting


def register(house: House, room: Room) -> None:
    """Listen to the buttons of Update, to its forms, and to the reasons for a no."""

    @house.app.action(re.compile(r"^lead\.step\.\w+$"))
    def step(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        chosen = _step(gesture.action_id.rpartition(".")[2])
        if chosen in NEEDS_FORM:
            lead_id = lead_in(gesture)
            with house.db.read() as work:
                expect_standing(work, lead_id=lead_id, rep=gesture.user)
                by = acting(work, gesture)
                lead = found(work, lead_id)
                check_step(work, lead, chosen, by=by)
                given = reason_given(work, lead, by=by)
            view = step_view(room, lead, chosen, rated_for=given)
        else:
            with house.db.begin() as work:
                by = acting(work, gesture)
                at = room.clock.business()
                lead = record_step(room, work, lead_id=lead_in(gesture), step=chosen, by=by, at=at)
                show_clicked(room.outbox, room.clock, work, gesture)
            view = done_modal(lead, chosen)
        ack()
        if gesture.in_modal:
            house.answers.update(gesture, view)
        elif chosen in NEEDS_FORM:
            house.answers.open(gesture, view)

    @house.app.action(re.compile(r"^lead\.because\.\w+$"))
    def because(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        said, lead_id = read_value(gesture.value)
        verb, _, reason = said.partition(":")
        typed = str(gesture.note.get("comment") or "")
        chosen, details = _step(verb), Details(reason=_reason(reason), comment=typed)
        with house.db.begin() as work:
            by = acting(work, gesture)
            lead = record_step(
                room,
                work,
                lead_id=found(work, lead_id).id,
                step=chosen,
                details=details,
                by=by,
                at=room.clock.business(),
            )
        ack()
        house.answers.update(gesture, done_modal(lead, chosen, word=not typed))

    @house.app.view("lead.step")
    def filled_in(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            with house.db.begin() as work:
                by = acting(work, gesture)
                record_step(
                    room,
                    work,
                    lead_id=lead_in(gesture),
                    step=_step(gesture.note.get("step")),
                    details=_details(gesture, currency=room.settings.currency),
                    by=by,
                    at=room.clock.business(),
                )
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
        else:
            ack()


def _details(gesture: Gesture, *, currency: str) -> Details:
    fields = gesture.fields
    amount = str(fields.get("amount") or "").strip()
    try:
        worth = read_amount(amount, currency=currency) if amount else None
    except NotAnAmount as fault:
        raise WrongDetail("amount", str(fault)) from fault
    return Details(
        amount=worth,
        until=_day(fields.get("until")),
        to=str(fields.get("to") or "") or None,
        comment=one_line(str(fields.get("comment") or "")),
    )


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _step(word: object) -> Step:
    try:
        return Step(str(word))
    except ValueError:
        raise Refusal(STALE) from None


def _reason(word: str) -> Reason:
    try:
        return Reason(word)
    except ValueError:
        raise Refusal(STALE) from None
