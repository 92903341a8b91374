"""Marketing answers: with the thing itself, with a question, or with a no and its reason."""

from datetime import datetime

from bot.content.actions.request_showing import (
    must_wait,
    show_request,
    tell_delivered,
    tell_news,
    tell_thread,
    the_request,
    why_not,
)
from bot.content.domain.asset import State as AssetState
from bot.content.domain.links import NotALink, read_link
from bot.content.domain.request import WORDS, Delivery, Question, Request, State
from bot.content.queries.library import asset_by_link
from bot.content.room import Room
from bot.content.store import request_story
from bot.content.store import requests as store
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.text import one_line
from bot.leads.actions.notes import note_content
from bot.people import queries as people
from bot.people.domain import Person, must_be_marketer

HAND_OVER = "They can hand it over: /content hand {number} @you."


def check_answer(
    room: Room,
    work: Work,
    request: Request,
    *,
    by: Person,
    at: datetime,
    managers: bool = False,
) -> None:
    """Refuse who may not answer a request as it stands; `managers` may whoever has it."""
    must_be_marketer(by, doing="answer content requests")
    must_wait(room, work, request, by=by, at=at)
    if request.state is State.CLAIMED and request.owner != by.id:
        if managers and by.is_marketing_manager:
            return
        cure = HAND_OVER.format(number=request.number)
        raise Refusal(why_not(room, work, request, by=by, at=at, cure=cure))


def deliver_request(
    room: Room,
    work: Work,
    *,
    request_id: int,
    link: str,
    note: str = "",
    by: Person,
    at: datetime,
) -> Delivery:
    """Answer a request with the thing itself; everybody who asked is told when they work.

    Its owner does, or anybody while nobody has it, who thereby becomes the owner. The link is
    checked for its form and never fetched.
    """
    must_be_marketer(by, doing="answer content requests")
    the_request(work, request_id, to_change=False)
    try:
        address = read_link(link)
    except NotALink as fault:
        raise WrongDetail("link", str(fault)) from fault
    if not store.deliver(work, request_id, by=by.id, at=at):
        request = the_request(work, request_id, to_change=False)
        cure = HAND_OVER.format(number=request.number)
        raise Refusal(why_not(room, work, request, by=by, at=at, cure=cure))
    request = the_request(work, request_id, to_change=False)
    known = asset_by_link(work, address)
    delivery = request_story.insert_delivery(
        work,
        request.id,
        link=address,
        note=one_line(note)[:WORDS],
        by=by.id,
        at=at,
        asset_id=known.id if known and known.state is AssetState.APPROVED else None,
    )
    step = request_story.write_step(
        work, request.id, "delivered", actor=by.id, at=at, other=delivery.id
    )
    asking = store.load_askers(work, request.id)
    tell_thread(room, work, request, step=step)
    tell_delivered(room, work, request, delivery, to=[one.person for one in asking], at=at)
    for lead_id in dict.fromkeys(one.lead_id for one in asking if one.lead_id):
        note_content(work, lead_id=lead_id, delivered=True, request=request.number, by=by, at=at)
    show_request(room, work, request)
    return delivery


def decline_request(
    room: Room, work: Work, *, request_id: int, reason: str, by: Person, at: datetime
) -> Request:
    """Turn a request down with a reason, which everybody who asked reads."""
    must_be_marketer(by, doing="decline content requests")
    the_request(work, request_id, to_change=False)
    said = one_line(reason)[:WORDS]
    if not any(letter.isalnum() for letter in said):
        raise WrongDetail("reason", "Say why in a sentence; whoever asked reads it.")
    done = store.decline(
        work, request_id, by=by.id, reason=said, any_owner=by.is_marketing_manager, at=at
    )
    request = the_request(work, request_id, to_change=False)
    if not done:
        cure = HAND_OVER.format(number=request.number)
        raise Refusal(why_not(room, work, request, by=by, at=at, cure=cure))
    step = request_story.write_step(work, request.id, "declined", actor=by.id, at=at, words=said)
    tell_thread(room, work, request, step=step)
    asking = [one.person for one in store.load_askers(work, request.id)]
    tell_news(room, work, request, step=step, to=asking, at=at)
    if request.owner and request.owner != by.id:
        tell_news(room, work, request, step=step, to=[request.owner], at=at)
    show_request(room, work, request)
    return request


def ask_back(
    room: Room, work: Work, *, request_id: int, question: str, by: Person, at: datetime
) -> Question:
    """Ask whoever asked first, and is still here, something back; the request waits as before."""
    must_be_marketer(by, doing="ask back")
    request = the_request(work, request_id)
    must_wait(room, work, request, by=by, at=at)
    said = one_line(question)[:WORDS]
    if not any(letter.isalnum() for letter in said):
        raise WrongDetail("question", "Write the question; whoever asked gets it as it is.")
    asked = whom_to_ask(work, request)
    if any(one.question == said and not one.answer for one in questions_of(work, request)):
        raise Refusal("This was asked already and is not answered yet.")
    question_id = request_story.insert_question(
        work, request.id, question=said, asked_by=by.id, at=at
    )
    step = request_story.write_step(
        work, request.id, "question", actor=by.id, at=at, other=question_id
    )
    tell_thread(room, work, request, step=step)
    room.at_work.tell(
        work,
        key=question_key(request, question_id),
        person=asked,
        view="request_question",
        args={"request": request.id, "question": question_id},
        subject=request.subject,
        at=at,
    )
    show_request(room, work, request)
    question_now = request_story.load_question(work, question_id)
    assert question_now is not None  # noqa: S101 - it was saved above
    return question_now


def whom_to_ask(work: Work, request: Request) -> str:
    """Return the first of those who asked who is still of one of the teams; else refuse."""
    asking = [one.person for one in store.load_askers(work, request.id)] or [request.asker]
    known = people.people_of(work, asking)
    here = [one for one in asking if one in known and known[one].teams]
    if not here:
        raise Refusal(
            f"Nobody who asked for {request.number} is in either team any more, so nobody can "
            "answer. Decline it, and say so."
        )
    return here[0]


def questions_of(work: Work, request: Request) -> list[Question]:
    """Return what was asked back about a request, first to last."""
    return request_story.load_questions(work, request.id)


def question_key(request: Request, question_id: int) -> str:
    """Return the outbox key of the message that asks back."""
    return f"{request.subject}:question:{question_id}"


def the_question(
    room: Room, work: Work, *, question_id: int, by: Person, at: datetime
) -> tuple[Request, Question]:
    """Return a question `by` may answer, and its request, locked; a Refusal says why not."""
    question = request_story.load_question(work, question_id)
    if question is None:
        raise Refusal("This question is not here any more.")
    request = the_request(work, question.request_id)
    if by.id not in {one.person for one in store.load_askers(work, request.id)}:
        raise Refusal(f"Only who asked for {request.number} can answer this.")
    must_wait(room, work, request, by=by, at=at)
    return request, question


def answer_question(
    room: Room, work: Work, *, question_id: int, answer: str, by: Person, at: datetime
) -> Question:
    """Answer what marketing asked back; the card shows it, and who asked is told."""
    request, question = the_question(room, work, question_id=question_id, by=by, at=at)
    said = one_line(answer)[:WORDS]
    if not any(letter.isalnum() for letter in said):
        raise WrongDetail("answer", "Write the answer; marketing reads it on the card.")
    if question.answer == said:
        return question
    request_story.save_answer(work, question.id, answer=said, by=by.id, at=at)
    step = request_story.write_step(
        work, request.id, "answered", actor=by.id, at=at, other=question.id
    )
    tell_thread(room, work, request, step=step)
    tell_news(room, work, request, step=step, to=[question.asked_by], at=at)
    room.outbox.refresh(work, key=question_key(request, question.id), at=room.clock.real())
    show_request(room, work, request)
    return request_story.load_question(work, question.id) or question
