"""After any change of a request: its messages are shown anew, and those concerned are told."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.content.domain.request import WAITING, Closing, Delivery, Request, State
from bot.content.room import Room
from bot.content.store import requests as store
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.wording import ago
from bot.people import queries as people
from bot.people.domain import Person

MARKETING = "marketing"


def the_request(work: Work, request_id: int, *, to_change: bool = True) -> Request:
    """Return a request, locked when it is to be changed; refuse kindly when there is none."""
    load = store.load_request_for_update if to_change else store.load_request
    request = load(work, request_id)
    if request is None:
        raise Refusal(no_such(request_id))
    return request


def no_such(request_id: int | None) -> str:
    """Return the sentence for a number that names no request."""
    if request_id is None:
        return "Which request? Write its number: CR-12. /content list has them."
    named = f"There is no CR-{request_id}" if request_id else "There is no such request"
    return f"{named}. /content list has those that wait."


def show_request(room: Room, work: Work, request: Request) -> None:
    """Show the card anew, and every message that lists the request."""
    real = room.clock.real()
    room.outbox.refresh(work, key=request.card, at=real)
    if request.brought_up:
        room.outbox.refresh(work, key=request.brought_up, at=real)
    if request.reminded:
        room.outbox.refresh(work, key=request.reminded, at=real)
    if request.overdue_told_on:
        subject = overdue_subject(request.overdue_told_on.isoformat())
        room.outbox.refresh_subject(work, subject=subject, at=real)


def overdue_subject(day: str) -> str:
    """Return what the managers' notes of a day about overdue requests are filed under."""
    return f"requests:overdue:{day}"


def tell_thread(room: Room, work: Work, request: Request, *, step: int) -> None:
    """Tell of a step of the story in the card's thread."""
    room.outbox.post(
        work,
        key=f"{request.subject}:step:{step}",
        to=MARKETING,
        view="request_step",
        args={"request": request.id, "step": step},
        subject=request.subject,
        thread_key=request.card,
        at=room.clock.real(),
    )


def news_key(request: Request, *, step: int, person: str) -> str:
    """Return the outbox key of the message that tells somebody of a step."""
    return f"{request.subject}:news:{step}:{person}"


def tell_news(
    room: Room, work: Work, request: Request, *, step: int, to: Iterable[str], at: datetime
) -> None:
    """Tell some people of a step, once each, when they work."""
    for person in dict.fromkeys(to):
        room.at_work.tell(
            work,
            key=news_key(request, step=step, person=person),
            person=person,
            view="request_news",
            args={"request": request.id, "step": step, "person": person},
            subject=request.subject,
            at=at,
        )


def delivered_key(delivery: Delivery, person: str) -> str:
    """Return the outbox key of the message that brings somebody what was delivered."""
    return f"request:{delivery.request_id}:delivered:{delivery.id}:{person}"


def tell_delivered(
    room: Room,
    work: Work,
    request: Request,
    delivery: Delivery,
    *,
    to: Iterable[str],
    at: datetime,
) -> None:
    """Bring what was delivered to those who asked, when they work, and ask whether it helped."""
    for person in dict.fromkeys(to):
        room.at_work.tell(
            work,
            key=delivered_key(delivery, person),
            person=person,
            view="request_delivered",
            args={"request": request.id, "delivery": delivery.id, "person": person},
            subject=request.subject,
            at=at,
        )


def why_not(
    room: Room, work: Work, request: Request, *, by: Person, at: datetime, cure: str = ""
) -> str:
    """Return why something can't be done with a request as it stands: who was quicker, and when.

    `cure` is said when somebody else has it.
    """
    ended_by = request.owner if request.state is State.DELIVERED else request.closed_by
    named = people.names(work, filter(None, [request.owner, ended_by]))

    def who(person: str | None) -> str:
        return "You" if person == by.id else named.get(person or "", "Somebody")

    def when(moment: datetime | None) -> str:
        return _when(room, work, moment, by=by, at=at)

    number = request.number
    if request.state is State.OPEN:
        return f"{number} waits for someone. /content show {number} opens it."
    if request.state is not State.CLAIMED:
        return _ended(request, who, when)
    since = when(request.claimed_at)
    if request.owner == by.id:
        return f"You took {number} {since}; it is yours."
    return f"{who(request.owner)} took {number} {since}.{cure and f' {cure}'}"


def _ended(
    request: Request, who: Callable[[str | None], str], when: Callable[[datetime | None], str]
) -> str:
    number, ended_by = request.number, who(request.closed_by)
    if request.state is State.DECLINED:
        because = f": {request.reason.rstrip('.')}" if request.reason else ""
        return f"{ended_by} declined {number} {when(request.closed_at)}{because}."
    if request.closing is Closing.WITHDRAWN:
        return f"{ended_by} withdrew {number} {when(request.closed_at)}."
    if request.closing is Closing.MERGED:
        into = f"CR-{request.merged_into}"
        return f"{number} is the same as {into}, which goes on: /content show {into}."
    deliverer = who(request.owner).replace("You", "you")
    delivered = f"{number} was delivered by {deliverer} {when(request.delivered_at)}."
    return f"{delivered} /content show {number} opens it."


def _when(room: Room, work: Work, moment: datetime | None, *, by: Person, at: datetime) -> str:
    """Say when something was, in the reader's own time: a refusal is dated by nobody else."""
    if moment is None:
        return "before"
    if at - moment < timedelta(hours=1):
        return ago(moment, at)
    zone = people.working_time(work, by, room.people).zone
    then, now = moment.astimezone(zone), at.astimezone(zone)
    if then.date() == now.date():
        return f"at {then:%H:%M}"
    days = (now.date() - then.date()).days
    return f"on {then:%A}" if days < 7 else f"on {then.day} {then:%b}"


def others_waiting(work: Work) -> str:
    """Return a sentence that names two requests without an owner; empty when there are none."""
    waiting = store.load_requests(work, store.is_free(), order=[store.needed_first()], most=2)
    return f" Waiting for someone: {', '.join(one.number for one in waiting)}." if waiting else ""


def must_wait(room: Room, work: Work, request: Request, *, by: Person, at: datetime) -> None:
    """Refuse with what became of it when nobody waits for an answer any more."""
    if request.state not in WAITING:
        raise Refusal(why_not(room, work, request, by=by, at=at))
