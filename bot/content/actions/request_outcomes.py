"""Whether what was delivered helped; and into the library with it."""

from datetime import datetime

from bot.content.actions.library import add_asset, approve_asset, rate_asset
from bot.content.actions.request_showing import (
    delivered_key,
    news_key,
    show_request,
    tell_news,
    tell_thread,
    the_request,
)
from bot.content.domain.asset import Asset
from bot.content.domain.asset import State as AssetState
from bot.content.domain.request import WORDS, Closing, Delivery, Request, State
from bot.content.queries.library import asset_by_id, asset_by_link
from bot.content.room import Room
from bot.content.store import request_story
from bot.content.store import requests as store
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.text import one_line
from bot.people import queries as people
from bot.people.domain import Person, must_be_marketer


def the_delivery(work: Work, delivery_id: int, *, by: Person) -> tuple[Request, Delivery]:
    """Return a delivery `by` may judge, and its request, locked; a Refusal says why not."""
    delivery = request_story.load_delivery(work, delivery_id)
    if delivery is None:
        raise Refusal("What was delivered is not here any more.")
    request = the_request(work, delivery.request_id)
    if by.id not in {one.person for one in store.load_askers(work, request.id)}:
        raise Refusal(f"Only who asked for {request.number} can say whether it helped.")
    return request, delivery


def say_whether_it_helped(
    room: Room,
    work: Work,
    *,
    delivery_id: int,
    helped: bool,
    why: str = "",
    by: Person,
    at: datetime,
) -> Request:
    """Say whether what was delivered helped; a later word replaces an earlier one.

    The first yes closes the request. A no opens it again with its reason, whoever else was
    content, unless something newer was delivered since; who had delivered is told. Where the only
    no becomes a yes before somebody has taken the request, it is closed again.
    """
    request, delivery = the_delivery(work, delivery_id, by=by)
    said = one_line(why)[:WORDS]
    before = {one.person: one for one in request_story.load_opinions(work, delivery.id)}.get(by.id)
    if before and (before.helped, before.why) == (helped, said):
        return request
    request_story.save_opinion(work, delivery.id, person=by.id, helped=helped, why=said, at=at)
    if delivery.asset_id:
        rate_asset(room, work, asset_id=delivery.asset_id, helped=helped, why=said, by=by, at=at)
    newest = request_story.latest_delivery(work, request.id)
    stands = newest is not None and newest.id == delivery.id
    if helped:
        step = request_story.write_step(work, request.id, "helped", actor=by.id, at=at)
        if stands and request.state is State.DELIVERED:
            store.close(
                work,
                request.id,
                closing=Closing.HELPED,
                by=by.id,
                at=at,
                from_states={State.DELIVERED},
            )
        elif stands:
            _close_again(room, work, request, delivery, by=by, at=at)
    else:
        step = request_story.write_step(
            work, request.id, "not_helped", actor=by.id, at=at, words=said
        )
        if stands and store.reopen(work, request.id, why=said, at=at):
            tell_news(room, work, request, step=step, to=[delivery.by], at=at)
    tell_thread(room, work, request, step=step)
    room.outbox.refresh(work, key=delivered_key(delivery, by.id), at=room.clock.real())
    show_request(room, work, request)
    return the_request(work, request.id, to_change=False)


def _close_again(
    room: Room, work: Work, request: Request, delivery: Delivery, *, by: Person, at: datetime
) -> None:
    """Take the opening back that a no had caused, once nobody says no any more."""
    if not all(one.helped for one in request_story.load_opinions(work, delivery.id)):
        return
    if store.close_again(work, request.id, owner=delivery.by, by=by.id, at=at):
        no = request_story.latest_step(work, request.id, "not_helped")
        if no:
            key = news_key(request, step=no.id, person=delivery.by)
            room.outbox.refresh(work, key=key, at=room.clock.real())


def add_delivered(room: Room, work: Work, *, request_id: int, by: Person, at: datetime) -> Asset:
    """Put what was delivered into the library, its tags filled in from the request.

    What those who asked have said of it counts as its first ratings. What stands there as a draft,
    or was retired, is approved with it.
    """
    must_be_marketer(by, doing="add to the library")
    request = the_request(work, request_id)
    delivery = request_story.latest_delivery(work, request.id)
    if delivery is None:
        raise Refusal(f"Nothing was delivered for {request.number} yet.")
    known = (asset_by_id(work, delivery.asset_id) if delivery.asset_id else None) or asset_by_link(
        work, delivery.link
    )
    if known and delivery.asset_id:
        raise Refusal(f"It stands in the library already: {known.number} “{known.title}”.")
    if known and known.state is not AssetState.APPROVED:
        known = approve_asset(room, work, asset=known, by=by, at=at)
    asset = known or add_asset(
        room,
        work,
        title=request.topic or f"Answer to {request.number}",
        link=delivery.link,
        format=request.format,
        segment=request.segment,
        stage=request.stage,
        by=by,
        at=at,
        request_id=request.id,
    )
    request_story.note_asset(work, delivery.id, asset.id)
    for opinion in request_story.load_opinions(work, delivery.id):
        judge = people.person(work, opinion.person)
        if judge:
            rate_asset(
                room,
                work,
                asset_id=asset.id,
                helped=opinion.helped,
                why=opinion.why,
                by=judge,
                at=opinion.at,
            )
    step = request_story.write_step(work, request.id, "added", actor=by.id, at=at, other=asset.id)
    tell_thread(room, work, request, step=step)
    show_request(room, work, request)
    return asset
