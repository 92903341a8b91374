"""Asking for content, taking it back, and finding that two ask for the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.content.actions.request_showing import (
    MARKETING,
    must_wait,
    show_request,
    tell_delivered,
    tell_news,
    tell_thread,
    the_request,
    why_not,
)
from bot.content.actions.searches import link_searches
from bot.content.domain.request import (
    TOPIC,
    WAITING,
    WORDS,
    Closing,
    Request,
    State,
    Wish,
    read_day,
)
from bot.content.room import Room
from bot.content.store import request_story
from bot.content.store import requests as store
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.text import one_line
from bot.leads.actions.notes import note_content
from bot.leads.queries.leads import lead_by_id
from bot.people.domain import Person, must_be_marketer

EXISTING = 5
"""Assets that a request remembers as there already."""


def ask_for_content(
    room: Room,
    work: Work,
    *,
    wish: Wish,
    by: Person,
    at: datetime,
    once: str | None = None,
    existing: Sequence[int] = (),
    searches: Sequence[int] = (),
) -> Request:
    """File a request and give it its card in the marketing channel; return it.

    `once` names the form it was filed with: the same again is the same request. `existing` are
    the assets that were found and did not do, `searches` what was looked for before.
    """
    wish = _cleaned(work, wish, today=at.astimezone(room.people.zone))
    request_id = store.insert_request(
        work, wish, asker=by.id, existing=list(existing)[:EXISTING], once=once, at=at
    )
    if request_id is None:
        filed = store.filed_with(work, once or "")
        if filed is None or filed.asker != by.id:
            raise Refusal("This form was used before. /content request opens a new one.")
        return filed
    request = the_request(work, request_id, to_change=False)
    request_story.write_step(work, request.id, "asked", actor=by.id, at=at)
    if searches:
        link_searches(room, work, searches=searches, request_id=request.id)
    if request.lead_id:
        note_content(
            work, lead_id=request.lead_id, delivered=False, request=request.number, by=by, at=at
        )
    room.outbox.post(
        work,
        key=request.card,
        to=MARKETING,
        view="request_card",
        args={"request": request.id},
        subject=request.subject,
        at=room.clock.real(),
    )
    return request


def _cleaned(work: Work, wish: Wish, *, today: datetime) -> Wish:
    topic = one_line(wish.topic)[:TOPIC].strip()
    if not any(letter.isalnum() for letter in topic):
        raise WrongDetail("topic", "Say in a few words what you need: “Customs ROI one-pager”.")
    if wish.lead_id and lead_by_id(work, wish.lead_id) is None:
        raise WrongDetail("lead", f"There is no L-{wish.lead_id}. /lead find looks it up.")
    return replace(
        wish,
        topic=topic,
        belief=one_line(wish.belief)[:WORDS],
        format=one_line(wish.format)[:40],
        segment=one_line(wish.segment)[:200],
        stage=one_line(wish.stage)[:40],
        needed_by=read_day(wish.needed_by.isoformat(), today=today.date()),
    )


def withdraw_request(
    room: Room, work: Work, *, request_id: int, by: Person, at: datetime
) -> Request:
    """Take one's own request back. While others ask for it too it goes on without `by`.

    Its owner is told; who delivers at the same moment either comes first or is told.
    """
    request = the_request(work, request_id)
    asking = store.load_askers(work, request.id)
    if by.id not in {one.person for one in asking}:
        if request.closing is Closing.WITHDRAWN:
            raise Refusal(why_not(room, work, request, by=by, at=at))
        raise Refusal(f"{request.number} can be withdrawn only by who asked for it.")
    must_wait(room, work, request, by=by, at=at)
    left = [one for one in asking if one.person != by.id]
    step = request_story.write_step(
        work, request.id, "withdrawn", actor=by.id, at=at, other=len(left)
    )
    if left:
        store.remove_asker(work, request.id, by.id)
        store.save_needed_by(work, request.id, min(one.needed_by for one in left))
        if request.asker == by.id:
            store.save_asker(work, request.id, left[0])
    else:
        store.close(
            work,
            request.id,
            closing=Closing.WITHDRAWN,
            by=by.id,
            at=at,
            from_states=WAITING,
        )
        tell_thread(room, work, request, step=step)
        if request.owner and request.owner != by.id:
            tell_news(room, work, request, step=step, to=[request.owner], at=at)
    show_request(room, work, request)
    return the_request(work, request.id, to_change=False)


def same_as(
    room: Room, work: Work, *, request_id: int, other_id: int, by: Person, at: datetime
) -> Request:
    """Merge a request into another: that one goes on for all who asked. Return it.

    Everybody who asked for either is told once. The two are locked in the order of their
    numbers, so that merging each into the other at once does not wait in a circle.
    """
    must_be_marketer(by, doing="merge content requests")
    if request_id == other_id:
        raise Refusal(f"CR-{request_id} is the same as itself; name another one.")
    locked = {one: the_request(work, one) for one in sorted((request_id, other_id))}
    request, other = locked[request_id], locked[other_id]
    must_wait(room, work, request, by=by, at=at)
    if request.owner not in {None, by.id} and not by.is_marketing_manager:
        raise Refusal(
            why_not(room, work, request, by=by, at=at, cure="They can say that it is the same.")
        )
    if other.state not in {*WAITING, State.DELIVERED} and other.closing is not Closing.HELPED:
        raise Refusal(why_not(room, work, other, by=by, at=at))
    moved = store.load_askers(work, request.id)
    there = store.load_askers(work, other.id)
    store.close(
        work,
        request.id,
        closing=Closing.MERGED,
        by=by.id,
        at=at,
        from_states=WAITING,
        merged_into=other.id,
    )
    store.add_askers(work, other.id, moved)
    if other.is_waiting:
        earliest = min([other.needed_by, *(one.needed_by for one in moved)])
        store.save_needed_by(work, other.id, earliest)
    gone = request_story.write_step(work, request.id, "merged", actor=by.id, at=at, other=other.id)
    came = request_story.write_step(work, other.id, "joined", actor=by.id, at=at, other=request.id)
    tell_thread(room, work, request, step=gone)
    tell_thread(room, work, other, step=came)
    newcomers = [one.person for one in moved]
    before = [one.person for one in there if one.person not in newcomers]
    delivery = None if other.is_waiting else request_story.latest_delivery(work, other.id)
    if delivery:
        tell_delivered(room, work, other, delivery, to=newcomers, at=at)
    else:
        tell_news(room, work, request, step=gone, to=newcomers, at=at)
        tell_news(room, work, other, step=came, to=before, at=at)
    show_request(room, work, request)
    show_request(room, work, other)
    return the_request(work, other.id, to_change=False)
