"""The buttons of a lead's card, of lists and of roll-ups."""

from typing import Any

from slack_bolt import Ack

from bot.kit.commands import Reply
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.showing import show_again, show_clicked, show_privately
from bot.leads.actions.claim import claim_lead
from bot.leads.actions.open_card import open_card
from bot.leads.actions.reopen import reopen_lead
from bot.leads.actions.steps import check_step, steps_for
from bot.leads.domain.numbers import read_value
from bot.leads.domain.steps import Step
from bot.leads.listeners.definition import definition_message
from bot.leads.listeners.doors import STALE, found, lead_in, private_card, reason_given, step_view
from bot.leads.listeners.rate import rate_view
from bot.leads.queries.messages import contact_details, trail_of
from bot.leads.room import Room
from bot.leads.store.leads import expect_lead
from bot.leads.store.left_behind import expect_stands_on
from bot.leads.store.verdicts import expect_standing
from bot.leads.views.modals import update_modal
from bot.people import queries as people
from bot.people.queries import acting, expect_acting


def register(house: House, room: Room) -> None:
    """Listen to the card's buttons."""
    _take_and_open(house, room)
    _menu(house, room)
    _forms(house, room)


def _take_and_open(house: House, room: Room) -> None:
    @house.app.action("lead.take")
    def take(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        lead_id = lead_in(gesture)
        with house.db.begin() as work:
            expect_acting(work, gesture)
            expect_lead(work, lead_id)
            expect_stands_on(work, lead_id)
            lasting = show_clicked(room.outbox, room.clock, work, gesture)
            by = acting(work, gesture)
            lead = claim_lead(room, work, lead_id=lead_id, by=by, at=room.clock.business())
            card = None if lasting else private_card(room, work, lead, reader=by)
        ack()
        if card:
            show_again(house.answers, gesture, card, title=lead.number)

    @house.app.action("lead.open")
    def open_lead(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            lead = found(work, lead_in(gesture))
            is_new = open_card(room, work, lead=lead, by=by, at=room.clock.business())
            card = private_card(room, work, found(work, lead.id), reader=by)
        ack()
        if is_new and not (gesture.in_modal or gesture.in_home):
            posted = f"{lead.number} gets its own card in the sales channel now."
            house.answers.privately(gesture, Reply(posted))
        else:
            show_privately(house.answers, gesture, card, title=lead.number)


def _menu(house: House, room: Room) -> None:
    @house.app.action("lead.more")
    def more(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        verb, lead_id = read_value(gesture.value)
        if verb == "reopen":
            _reopen(house, room, gesture, lead_id)
            ack()
            return
        message = None
        with house.db.read() as work:
            by = acting(work, gesture)
            lead = found(work, lead_id)
            if verb == "assign":
                check_step(work, lead, Step.REASSIGN, by=by)
            elif verb == "trail":
                message = trail_of(work, lead, room=room, reader=by)
            elif verb == "contact":
                message = contact_details(lead)
            elif verb == "definition":
                message = definition_message(room, work, lead.definition_version, by=by)
            else:
                raise Refusal(STALE)
        ack()
        if message:
            show_privately(house.answers, gesture, message, title=lead.number)
        else:
            house.answers.open(gesture, step_view(room, lead, Step.REASSIGN))


def _reopen(house: House, room: Room, gesture: Gesture, lead_id: int | None) -> None:
    with house.db.begin() as work:
        by = acting(work, gesture)
        lead = found(work, lead_id)
        lead = reopen_lead(room, work, lead_id=lead.id, by=by, at=room.clock.business())
        lasting = show_clicked(room.outbox, room.clock, work, gesture)
        card = None if lasting else private_card(room, work, lead, reader=by)
    if card:
        show_again(house.answers, gesture, card, title=lead.number)


def _forms(house: House, room: Room) -> None:
    @house.app.action("lead.rate")
    def rate(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            view = rate_view(room, work, gesture, lead_in(gesture))
        ack()
        house.answers.open(gesture, view)

    @house.app.action("lead.reject")
    def reject(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        lead_id = lead_in(gesture)
        with house.db.read() as work:
            expect_standing(work, lead_id=lead_id, rep=gesture.user)
            by = acting(work, gesture)
            lead = found(work, lead_id)
            check_step(work, lead, Step.REJECT, by=by)
            given = reason_given(work, lead, by=by)
        view = step_view(room, lead, Step.REJECT, rated_for=given)
        ack()
        house.answers.open(gesture, view)

    @house.app.action("lead.update")
    def update(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            lead = found(work, lead_in(gesture))
            steps = steps_for(work, lead, by=by)
            owner = people.names(work, [lead.owner])[lead.owner] if lead.owner else ""
        ack()
        house.answers.open(gesture, update_modal(lead, steps, owner=owner, settings=room.settings))
