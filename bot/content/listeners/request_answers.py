"""The buttons and forms of requests: marketing's answers, and the rep's word on them."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from bot.content.actions.request_answers import (
    answer_question,
    ask_back,
    check_answer,
    decline_request,
    deliver_request,
    the_question,
    whom_to_ask,
)
from bot.content.actions.request_claims import hand_request, take_request
from bot.content.actions.request_outcomes import (
    add_delivered,
    say_whether_it_helped,
    the_delivery,
)
from bot.content.actions.request_showing import must_wait
from bot.content.actions.requests import same_as
from bot.content.domain.request import REQUESTS, Delivery, Request
from bot.content.listeners.request_doors import (
    STALE,
    delivery_in,
    found,
    question_in,
    request_in,
)
from bot.content.queries.request_messages import private_card
from bot.content.queries.requests import open_requests
from bot.content.room import Room
from bot.content.store.requests import load_askers
from bot.content.views.answer_forms import (
    answer_form,
    ask_back_form,
    decline_form,
    deliver_form,
    delivered_modal,
    hand_form,
    not_helped_form,
    reason_in_words,
    said_modal,
    same_as_form,
)
from bot.content.views.request_messages import told_asker
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.modals import View
from bot.kit.showing import show_again, show_clicked, show_privately
from bot.kit.wording import LABEL, field, listed
from bot.people import queries as people
from bot.people.domain import Person, must_be_marketer
from bot.people.queries import acting

Submitted = Callable[[Room, Work, Gesture], View | None]


def register(house: House, room: Room) -> None:
    """Listen to the buttons of cards and messages, and to the forms they open."""
    _take_and_show(house, room)
    _open_forms(house, room)
    _take_forms_in(house, room)
    _whether_it_helped(house, room)


def _take_and_show(house: House, room: Room) -> None:
    @house.app.action("request.take")
    def take(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            at = room.clock.business()
            request = take_request(room, work, request_id=request_in(gesture), by=by, at=at)
            lasting = show_clicked(room.outbox, room.clock, work, gesture)
            card = None if lasting else private_card(room, work, request, reader=by)
        ack()
        if card:
            show_again(house.answers, gesture, card, title=request.number)

    @house.app.action("request.show")
    def show(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            request = found(work, request_in(gesture))
            card = private_card(room, work, request, reader=by)
        ack()
        show_privately(house.answers, gesture, card, title=request.number)

    @house.app.action("request.more")
    def more(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        verb, number = REQUESTS.read_value(gesture.value)
        with house.db.read() as work:
            by = acting(work, gesture)
            request = found(work, number)
            if verb not in {"hand", "show"}:
                raise Refusal(STALE)
            form = _hand(room, work, request, by=by) if verb == "hand" else None
            card = private_card(room, work, request, reader=by)
        ack()
        if form:
            house.answers.open(gesture, form)
        else:
            show_privately(house.answers, gesture, card, title=request.number)

    @house.app.action("content.add_delivered")
    def add(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            number = request_in(gesture)
            asset = add_delivered(room, work, request_id=number, by=by, at=room.clock.business())
            request = found(work, number)
            lasting = show_clicked(room.outbox, room.clock, work, gesture)
        ack()
        sentence = f"It stands in the library as {asset.number}, for every rep to find."
        if gesture.in_modal:
            house.answers.update(gesture, said_modal("In the library", request, sentence))
        elif not lasting and not gesture.in_home:
            house.answers.replace(gesture, Reply(f"{request.number}: {sentence}"))


Opens = Callable[[Room, Work, Request, Person], View]


def _open_forms(house: House, room: Room) -> None:
    def opener(action_id: str, make: Opens) -> None:
        @house.app.action(action_id)
        def open_form(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            with house.db.read() as work:
                by = acting(work, gesture)
                view = make(room, work, found(work, request_in(gesture)), by)
            ack()
            house.answers.open(gesture, view)

    for verb, make in FORMS.items():
        opener(f"request.{verb}", make)

    @house.app.action("request.answer")
    def answer(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            at = room.clock.business()
            asked = the_question(room, work, question_id=question_in(gesture), by=by, at=at)
            request, question = asked
            view = answer_form(request, question, _name(work, question.asked_by))
        ack()
        house.answers.open(gesture, view)


def _deliver(room: Room, work: Work, request: Request, by: Person) -> View:
    check_answer(room, work, request, by=by, at=room.clock.business())
    return deliver_form(request)


def _decline(room: Room, work: Work, request: Request, by: Person) -> View:
    check_answer(room, work, request, by=by, at=room.clock.business(), managers=True)
    return decline_form(request)


def _ask_back(room: Room, work: Work, request: Request, by: Person) -> View:
    must_be_marketer(by, doing="ask back")
    must_wait(room, work, request, by=by, at=room.clock.business())
    return ask_back_form(request, _name(work, whom_to_ask(work, request)))


def _same_as(room: Room, work: Work, request: Request, by: Person) -> View:
    check_answer(room, work, request, by=by, at=room.clock.business(), managers=True)
    others = [one for one in open_requests(work) if one.id != request.id]
    if not others:
        raise Refusal(f"{request.number} is the only request that waits.")
    return same_as_form(request, others)


def _hand(room: Room, work: Work, request: Request, by: Person) -> View:
    check_answer(room, work, request, by=by, at=room.clock.business(), managers=True)
    return hand_form(request)


FORMS: dict[str, Opens] = {
    "deliver": _deliver,
    "decline": _decline,
    "ask_back": _ask_back,
    "same_as": _same_as,
    "hand": _hand,
}
"""The buttons that open a form, and who may open it: checked again when it is sent."""


def _take_forms_in(house: House, room: Room) -> None:
    def take_in(callback_id: str, do: Submitted) -> None:
        @house.app.view(callback_id)
        def submitted(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            try:
                with house.db.begin() as work:
                    view = do(room, work, gesture)
            except WrongDetail as wrong:
                ack(response_action="errors", errors={wrong.field: wrong.sentence})
            else:
                if view is None:
                    ack()
                else:
                    ack(response_action="update", view=view)

    for verb, do in SENT.items():
        take_in(f"request.{verb}", do)


def _delivered(room: Room, work: Work, gesture: Gesture) -> View:
    by = acting(work, gesture)
    delivery = deliver_request(
        room,
        work,
        request_id=request_in(gesture),
        link=_text(gesture, "link"),
        note=_text(gesture, "note"),
        by=by,
        at=room.clock.business(),
    )
    request = found(work, delivery.request_id)
    return delivered_modal(request, delivery, who_gets_it(work, request))


def _declined(room: Room, work: Work, gesture: Gesture) -> None:
    decline_request(
        room,
        work,
        request_id=request_in(gesture),
        reason=_text(gesture, "reason"),
        by=acting(work, gesture),
        at=room.clock.business(),
    )


def _asked_back(room: Room, work: Work, gesture: Gesture) -> None:
    ask_back(
        room,
        work,
        request_id=request_in(gesture),
        question=_text(gesture, "question"),
        by=acting(work, gesture),
        at=room.clock.business(),
    )


def _merged(room: Room, work: Work, gesture: Gesture) -> None:
    other = REQUESTS.read_value(_text(gesture, "other"))[1]
    if not other:
        raise WrongDetail("other", "Choose the request that asks for the same.")
    same_as(
        room,
        work,
        request_id=request_in(gesture),
        other_id=other,
        by=acting(work, gesture),
        at=room.clock.business(),
    )


def _handed(room: Room, work: Work, gesture: Gesture) -> None:
    to = _text(gesture, "to")
    if not to:
        raise WrongDetail("to", "Choose a marketer.")
    hand_request(
        room,
        work,
        request_id=request_in(gesture),
        to=to,
        by=acting(work, gesture),
        at=room.clock.business(),
    )


def _answered(room: Room, work: Work, gesture: Gesture) -> None:
    answer_question(
        room,
        work,
        question_id=question_in(gesture),
        answer=_text(gesture, "answer"),
        by=acting(work, gesture),
        at=room.clock.business(),
    )


def _did_not_help(room: Room, work: Work, gesture: Gesture) -> None:
    say_whether_it_helped(
        room,
        work,
        delivery_id=delivery_in(gesture),
        helped=False,
        why=reason_in_words(_text(gesture, "miss"), _text(gesture, "why")),
        by=acting(work, gesture),
        at=room.clock.business(),
    )


SENT: dict[str, Submitted] = {
    "deliver": _delivered,
    "decline": _declined,
    "ask_back": _asked_back,
    "same_as": _merged,
    "hand": _handed,
    "answer": _answered,
    "not_helped": _did_not_help,
}
"""What each form does when it is sent; a view it returns is shown in its place."""


def _whether_it_helped(house: House, room: Room) -> None:
    @house.app.action("request.helped")
    def helped(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            request = say_whether_it_helped(
                room,
                work,
                delivery_id=delivery_in(gesture),
                helped=True,
                by=by,
                at=room.clock.business(),
            )
            lasting = show_clicked(room.outbox, room.clock, work, gesture)
            card = None if lasting else private_card(room, work, request, reader=by)
        ack()
        if card:
            show_again(house.answers, gesture, card, title=request.number)

    @house.app.action("request.not_helped")
    def not_helped(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            request, delivery = the_delivery(work, delivery_in(gesture), by=acting(work, gesture))
        ack()
        house.answers.open(gesture, not_helped_form(request, delivery))


def who_gets_it(work: Work, request: Request) -> str:
    """Return who is brought what was delivered, and when: "Rita gets it when they work."."""
    asking = [one.person for one in load_askers(work, request.id)]
    named = people.names(work, asking)
    who = listed([field(named[one], LABEL) for one in asking]) or "Nobody"
    gets = "gets" if len(asking) <= 1 else "get"
    return f"{who} {gets} it as a direct message, in working hours."


def told_deliverer(work: Work, request: Request, delivery: Delivery) -> Reply:
    """Return what is said to who delivered by command."""
    message = told_asker(request, who_gets_it(work, request), offer=delivery.asset_id is None)
    return Reply(message.text, message.blocks)


def _text(gesture: Gesture, name: str) -> str:
    return str(gesture.fields.get(name) or "").strip()


def _name(work: Work, person: str) -> str:
    return people.names(work, [person])[person]
