"""What the outbox sends about requests, and what single readers see: from the current state."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.content.domain.request import Asker, Request, State, Step, speaks_of
from bot.content.queries.library import asset_by_id, assets_by_id
from bot.content.room import Room
from bot.content.store import request_story
from bot.content.store import requests as store
from bot.content.views.request_card import (
    Asking,
    CardFacts,
    asker_buttons,
    request_card,
)
from bot.content.views.request_lines import (
    StepFacts,
    request_news,
    request_step,
    story_lines,
)
from bot.content.views.request_messages import (
    IN_A_LIST,
    Listed,
    request_delivered,
    request_list,
    request_question,
    request_reminder,
)
from bot.kit.blocks import dump
from bot.kit.db import Work
from bot.kit.outbox.enqueue import where_it_stands
from bot.kit.outbox.views import Message
from bot.kit.wording import counted
from bot.leads.domain.lead import Lead
from bot.leads.queries.leads import lead_by_id
from bot.people import queries as people
from bot.people.domain import Person

STORY_STEPS = 40
"""Steps of a story that are shown; of a longer one the newest."""


def card_facts(work: Work, request: Request, *, today: date, shared: bool) -> CardFacts:
    """Gather what a request's card shows."""
    asking = store.load_askers(work, request.id) or [
        Asker(request.asker, request.asked_at, request.needed_by, request.lead_id)
    ]
    questions = request_story.load_questions(work, request.id)
    delivery = request_story.latest_delivery(work, request.id)
    opinions = request_story.load_opinions(work, delivery.id) if delivery else []
    everybody = {
        request.owner,
        request.closed_by,
        *(one.person for one in asking),
        *(one.asked_by for one in questions),
        *(one.answered_by for one in questions),
        *(one.person for one in opinions),
    }
    named = people.names(work, filter(None, everybody))
    asked = tuple(
        Asking(one, named[one.person], lead_by_id(work, one.lead_id) if one.lead_id else None)
        for one in asking
    )
    leads = [one.lead for one in asked if one.lead]
    return CardFacts(
        request=_without_names(request, leads) if shared else request,
        asking=asked,
        today=today,
        owner=named.get(request.owner or "", ""),
        ended_by=named.get(request.closed_by or "", ""),
        existing=tuple(assets_by_id(work, request.existing)),
        questions=tuple(
            (one, named[one.asked_by], named.get(one.answered_by or "", "")) for one in questions
        ),
        delivery=delivery,
        opinions=tuple((one, named[one.person]) for one in opinions),
        shared=shared,
    )


def private_card(room: Room, work: Work, request: Request, *, reader: Person) -> Message:
    """Return the card and the story for one person of our teams, with what they can do."""
    facts = card_facts(work, request, today=today_of(room), shared=False)
    asks = any(one.asker.person == reader.id for one in facts.asking)
    is_marketer = reader.is_marketer or reader.is_marketing_manager
    extra = asker_buttons(facts, reader=reader.id) if asks else []
    card = request_card(facts, extra=extra, private=not is_marketer)
    steps = request_story.load_story(work, request.id)[-STORY_STEPS:]
    told = [step_facts(work, request, step) for step in steps]
    return Message(card.text, [*card.blocks, *dump(story_lines(told))])


def step_facts(work: Work, request: Request, step: Step, *, shared: bool = False) -> StepFacts:
    """Gather what a step's sentence names."""
    named = people.names(work, filter(None, [step.actor, step.person]))
    other = step.other
    is_question = step.kind in {"question", "answered"}
    return StepFacts(
        request=request,
        step=step,
        who=named.get(step.actor or "", "Somebody"),
        person=named.get(step.person or "", ""),
        question=request_story.load_question(work, other) if other and is_question else None,
        delivery=request_story.load_delivery(work, other)
        if other and step.kind == "delivered"
        else None,
        asset=asset_by_id(work, other) if other and step.kind == "added" else None,
        hidden=shared and any(one.lead_id for one in store.load_askers(work, request.id)),
    )


def _without_names(request: Request, leads: list[Lead]) -> Request:
    """Return a request as others may read it: its topic names nobody it is for."""
    if any(speaks_of(request.topic, lead) for lead in leads):
        return replace(request, topic="Content for a lead")
    return request


def listed(work: Work, some: list[Request], *, shared: bool = False) -> list[Listed]:
    """Name who has and who asked for each of some requests."""
    if shared:
        leads = [
            [lead_by_id(work, asker.lead_id) for asker in askers if asker.lead_id]
            for askers in store.askers_of(work, [one.id for one in some]).values()
        ]
        some = [
            _without_names(one, [lead for lead in whose if lead])
            for one, whose in zip(some, leads, strict=True)
        ]
    named = people.names(
        work, filter(None, [who for one in some for who in (one.owner, one.asker)])
    )
    return [Listed(one, named.get(one.owner or "", ""), named[one.asker]) for one in some]


def today_of(room: Room, at: datetime | None = None) -> date:
    """Return the company's day: by it requests are overdue."""
    return (at or room.clock.business()).astimezone(room.people.zone).date()


class RequestMessages:
    """The renderings that are registered with the outbox."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def card(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "request_card" {"request"} as it stands in the marketing channel."""
        request = store.load_request(work, args["request"])
        if request is None:
            return None
        shared = people.is_shared(work, "marketing")
        return request_card(card_facts(work, request, today=today_of(self._room), shared=shared))

    def step(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "request_step" {"request", "step"}: a line in the card's thread."""
        facts = self._facts(work, args, shared=people.is_shared(work, "marketing"))
        return request_step(facts) if facts else None

    def news(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "request_news" {"request", "step", "person"}: a step as a direct message."""
        facts = self._facts(work, args)
        return request_news(facts) if facts else None

    def delivered(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "request_delivered" {"request", "delivery", "person"}."""
        request = store.load_request(work, args["request"])
        delivery = request_story.load_delivery(work, args["delivery"])
        if request is None or delivery is None:
            return None
        said = {one.person: one for one in request_story.load_opinions(work, delivery.id)}
        by = people.names(work, [delivery.by])[delivery.by]
        return request_delivered(request, delivery, by, opinion=said.get(args["person"]))

    def question(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "request_question" {"request", "question"}."""
        request = store.load_request(work, args["request"])
        question = request_story.load_question(work, args["question"])
        if request is None or question is None:
            return None
        by = people.names(work, [question.asked_by])[question.asked_by]
        return request_question(request, question, by)

    def reminder(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "request_reminder" {"request", "owner", "key"}; nothing if done by then."""
        request = store.load_request(work, args["request"])
        if request is None:
            return None
        theirs = request.state is State.CLAIMED and request.owner == args["owner"]
        if not theirs and where_it_stands(work, args["key"]) is None:
            return None
        return request_reminder(request, still_theirs=theirs)

    def brought_up(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "requests_brought_up" {"key"}: what waited too long for someone."""
        some = store.load_requests(
            work, store.was_brought_up(args["key"]), order=[store.needed_first()]
        )
        waiting = [one for one in some if one.state is State.OPEN]
        if not waiting and where_it_stands(work, args["key"]) is None:
            return None
        heading = (
            "Waits for someone in marketing:"
            if len(waiting) == 1
            else (
                "These wait for someone in marketing:" if waiting else "All of these have somebody:"
            )
        )
        return request_list(
            heading,
            listed(work, some[:IN_A_LIST], shared=people.is_shared(work, "marketing")),
            more=sum(one.state is State.OPEN for one in some[IN_A_LIST:]),
            today=today_of(self._room),
            may_take=True,
            hint=f"`{self._room.commands.name('content')} list` has them all.",
        )

    def overdue(self, work: Work, args: dict[str, Any]) -> Message | None:
        """Render "requests_overdue" {"day"}: a marketing manager's note."""
        day = date.fromisoformat(args["day"])
        some = store.load_requests(work, store.told_overdue_on(day), order=[store.needed_first()])
        if not some:
            return None
        waiting = sum(one.is_waiting for one in some)
        heading = {
            0: "Nobody waits for any of these any more",
            1: "A content request is past the day it was needed by",
        }.get(
            waiting,
            f"{counted(waiting, 'content request').capitalize()} are past the day they were needed",
        )
        return request_list(
            heading,
            listed(work, some[:IN_A_LIST]),
            more=sum(one.is_waiting for one in some[IN_A_LIST:]),
            today=today_of(self._room),
            may_take=False,
            hint=f"`{self._room.commands.name('content')} list overdue` has them all.",
        )

    def _facts(self, work: Work, args: dict[str, Any], *, shared: bool = False) -> StepFacts | None:
        request = store.load_request(work, args["request"])
        step = request_story.load_step(work, args["step"])
        if request is None or step is None:
            return None
        return step_facts(work, request, step, shared=shared)
