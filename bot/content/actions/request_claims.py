"""One marketer takes a request and becomes its only owner, or is given it."""

from datetime import datetime

from bot.content.actions.request_showing import (
    must_wait,
    others_waiting,
    show_request,
    tell_news,
    tell_thread,
    the_request,
    why_not,
)
from bot.content.domain.request import Request, State
from bot.content.room import Room
from bot.content.store import request_story
from bot.content.store import requests as store
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.people import queries as people
from bot.people.domain import Person, Team, must_be_marketer


def take_request(room: Room, work: Work, *, request_id: int, by: Person, at: datetime) -> Request:
    """Make `by` the owner of a request that nobody has; return it.

    Atomic: of any number of marketers at once exactly one succeeds, and each of the others gets a
    Refusal that names the winner and two requests that still wait.
    """
    must_be_marketer(by, doing="take content requests")
    if not store.take(work, request_id, owner=by.id, at=at):
        request = the_request(work, request_id, to_change=False)
        quicker = why_not(room, work, request, by=by, at=at)
        others = "" if request.owner == by.id else others_waiting(work)
        raise Refusal(f"{quicker}{others}")
    # The row is ours until the commit: the UPDATE locked it.
    request = the_request(work, request_id, to_change=False)
    request_story.write_step(work, request.id, "taken", actor=by.id, at=at)
    show_request(room, work, request)
    return request


def hand_request(
    room: Room, work: Work, *, request_id: int, to: str, by: Person, at: datetime
) -> Request:
    """Give a request to a marketer: one's own, one that nobody has, or any as their manager.

    The new owner is told when they work.
    """
    must_be_marketer(by, doing="hand over content requests")
    request = the_request(work, request_id)
    must_wait(room, work, request, by=by, at=at)
    if request.owner not in {None, by.id} and not by.is_marketing_manager:
        cure = "They can hand it over, and so can a marketing manager."
        raise Refusal(why_not(room, work, request, by=by, at=at, cure=cure))
    chosen = people.person(work, to)
    if chosen is None or Team.MARKETING not in chosen.teams:
        name = chosen.name if chosen else "This person"
        raise WrongDetail("to", f"{name} is not in marketing; a request's owner is.")
    if request.owner == to:
        has = "You have" if to == by.id else f"{chosen.name} has"
        raise WrongDetail("to", f"{has} {request.number} already.")
    if not store.hand(work, request.id, before=request.owner, owner=to, at=at):
        request = the_request(work, request.id, to_change=False)
        raise Refusal(why_not(room, work, request, by=by, at=at))
    if to == by.id and request.state is State.OPEN:
        request_story.write_step(work, request.id, "taken", actor=by.id, at=at)
    else:
        step = request_story.write_step(work, request.id, "handed", actor=by.id, at=at, person=to)
        tell_thread(room, work, request, step=step)
        if to != by.id:
            tell_news(room, work, request, step=step, to=[to], at=at)
    show_request(room, work, request)
    return the_request(work, request.id, to_change=False)
