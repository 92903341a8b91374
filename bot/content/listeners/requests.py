"""Asking for content: search first, then the form. By command, shortcut or a lead's button."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.content.actions.library import asset_in, use_asset
from bot.content.actions.request_erasing import forget_in_requests
from bot.content.actions.requests import ask_for_content, withdraw_request
from bot.content.actions.searches import keep_search
from bot.content.domain.request import Request, Wish, read_day
from bot.content.domain.search import Query, read_query
from bot.content.listeners import request_answers, request_home, request_words
from bot.content.listeners.request_doors import request_in
from bot.content.queries.request_messages import RequestMessages, today_of
from bot.content.queries.search import search_library
from bot.content.queries.searches import search_words
from bot.content.room import Room
from bot.content.views.answer_forms import said_modal
from bot.content.views.request_forms import (
    LEADS,
    Path,
    filed_modal,
    helped_modal,
    look_form,
    matches_form,
    read_path,
    request_form,
)
from bot.kit.blocks import dump
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.modals import View
from bot.kit.numbering import Numbering
from bot.kit.wording import field
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import read_value
from bot.leads.queries.leads import lead_by_id, leads_of
from bot.people.domain import Person
from bot.people.queries import acting

MATCHES = 5
"""What is there already, at most: a phone shows it without much scrolling."""
USUAL_TIME = timedelta(days=7)
"""The day the form offers: in a week, or the next working day after."""
SEARCHES = Numbering("S")
"""How a button names a search that goes on as a request."""
_FOR_LEAD = re.compile(r"(?<![\w-])(?:for\s*:?\s*)?L-([1-9][0-9]{0,14})(?![\w-])", re.IGNORECASE)


def register(house: House, room: Room) -> None:
    """Listen to everything about requests, and have their messages rendered."""
    messages = RequestMessages(room)
    house.views.register("request_card", messages.card)
    house.views.register("request_step", messages.step)
    house.views.register("request_news", messages.news)
    house.views.register("request_delivered", messages.delivered)
    house.views.register("request_question", messages.question)
    house.views.register("request_reminder", messages.reminder)
    house.views.register("requests_brought_up", messages.brought_up)
    house.views.register("requests_overdue", messages.overdue)
    _begin(house, room)
    _two_steps(house, room)
    _file_and_withdraw(house, room)
    request_answers.register(house, room)
    request_words.register(house, room)
    request_home.register(house, room)
    room.leads.on_erased.append(partial(forget_in_requests, room))


def _begin(house: House, room: Room) -> None:
    def typed(gesture: Gesture, words: str) -> Reply | None:
        words, lead_id = _for_lead(words)
        with house.db.begin() as work:
            by = acting(work, gesture)
            if lead_id and lead_by_id(work, lead_id) is None:
                raise Refusal(f"There is no L-{lead_id}. /lead find looks for a name or company.")
            view = first_step(room, work, Path(lead=lead_id), words=words, by=by)
        house.answers.open(gesture, view)
        return None

    house.commands.register(
        "content",
        "request",
        usage="[words] [for L-42]",
        about="ask marketing for content; what is there already is shown first",
        answer=typed,
    )

    @house.app.shortcut("content.request")
    def shortcut(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
        ack()
        house.answers.open(gesture, look_form(Path()))

    @house.app.action("content.ask")
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        """The button in a lead's thread (its value is the lead), in Home, or under a search."""
        gesture = read_gesture(body)
        search_id = SEARCHES.read_value(gesture.value)[1]
        with house.db.read() as work:
            by = acting(work, gesture)
            if search_id:
                path = Path(searches=(search_id,))
                view = the_form(room, work, path, search_words(work, search_id), by=by)
            else:
                path = Path(lead=read_value(gesture.value)[1])
                view = look_form(path, lead=_lead_of(work, path))
        ack()
        house.answers.open(gesture, view)


def _two_steps(house: House, room: Room) -> None:
    @house.app.view("content.look")
    def look(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        words = str(gesture.fields.get("words") or "")
        try:
            with house.db.begin() as work:
                by = acting(work, gesture)
                view = search_step(room, work, read_path(gesture.note), words=words, by=by)
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
        else:
            ack(response_action="update", view=view)

    @house.app.action("content.look_again")
    def look_again(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        path = read_path(gesture.note)
        with house.db.read() as work:
            acting(work, gesture)
            lead = _lead_of(work, path)
        ack()
        words = str(gesture.note.get("words") or "")
        house.answers.update(gesture, look_form(path, lead=lead, words=words))

    @house.app.action("content.this_helps")
    def this_helps(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        path = read_path(gesture.note)
        with house.db.begin() as work:
            asset = use_asset(
                room,
                work,
                asset_id=asset_in(gesture.value) or 0,
                by=acting(work, gesture),
                at=room.clock.business(),
                lead_id=path.lead,
            )
        ack()
        house.answers.update(gesture, helped_modal(asset))

    @house.app.view("content.still_need")
    def still_need(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        words = str(gesture.note.get("words") or "")
        with house.db.read() as work:
            by = acting(work, gesture)
            view = the_form(room, work, read_path(gesture.note), words, by=by)
        ack(response_action="update", view=view)


def _file_and_withdraw(house: House, room: Room) -> None:
    @house.app.view("content.file")
    def file(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            with house.db.begin() as work:
                request = _file(room, work, gesture)
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
        else:
            ack(response_action="update", view=filed_modal(request))

    @house.app.action("request.withdraw")
    def withdraw(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            request = withdraw_request(
                room, work, request_id=request_in(gesture), by=by, at=room.clock.business()
            )
        ack()
        sentence = withdrawn_words(request)
        if gesture.in_modal:
            house.answers.update(gesture, said_modal("Withdrawn", request, sentence))
        elif not gesture.in_home:
            text = f"{request.number}: {sentence}"
            house.answers.replace(gesture, Reply(text, dump([])))


def withdrawn_words(request: Request) -> str:
    """Return what somebody reads who took their request back."""
    if request.is_waiting:
        return "You are not waiting for it any more. It goes on for the others who asked."
    return "It is withdrawn; nobody works on it any more."


def first_step(room: Room, work: Work, path: Path, *, words: str, by: Person) -> View:
    """Return the modal that asking begins with: the search, or with words its result."""
    if words:
        return search_step(room, work, path, words=words, by=by)
    return look_form(path, lead=_lead_of(work, path))


def search_step(room: Room, work: Work, path: Path, *, words: str, by: Person) -> View:
    """Search the library and keep the search; return what is there, or else the form."""
    query = read_query(words)
    if query.is_empty:
        raise WrongDetail("words", "Write a word or two of what you look for.")
    at = room.clock.business()
    found = search_library(work, query, most=MATCHES, today=today_of(room))
    search_id = keep_search(
        room,
        work,
        words=query,
        found=[one.id for one in found.exact],
        by=by,
        at=at,
        lead_id=path.lead,
    )
    path = replace(
        path,
        searches=tuple(dict.fromkeys([*path.searches, search_id])),
        found=tuple(dict.fromkeys([*(one.id for one in found.assets), *path.found])),
    )
    if found.assets:
        return matches_form(path, words, found.assets, near=found.near)
    heading = f"The library has nothing for “{field(words)}”. Marketing can make it:"
    return the_form(room, work, path, words, by=by, heading=heading)


def the_form(
    room: Room, work: Work, path: Path, words: str, *, by: Person, heading: str = ""
) -> View:
    """Return the form, with what was searched for filled in."""
    query = read_query(words) if words else Query()
    own = [one.lead for one in leads_of(work, by.id, most=LEADS).leads]
    meant = _lead_of(work, path)
    leads = [*([meant] if meant else []), *(one for one in own if one.id != path.lead)]
    return request_form(path, query, day=_usual_day(room), leads=leads, heading=heading)


def _lead_of(work: Work, path: Path) -> Lead | None:
    return lead_by_id(work, path.lead) if path.lead else None


def _usual_day(room: Room) -> date:
    company = room.people.working_time
    day = today_of(room) + USUAL_TIME
    for _ in range(14):
        if company.is_working_day(day):
            break
        day += timedelta(days=1)
    return day


def _for_lead(words: str) -> tuple[str, int | None]:
    """Read "customs one-pager for L-42": the words without it, and the lead."""
    named = _FOR_LEAD.search(words)
    if named is None:
        return words, None
    rest = f"{words[: named.start()]} {words[named.end() :]}"
    return " ".join(rest.split()), int(named[1])


def _file(room: Room, work: Work, gesture: Gesture) -> Request:
    by = acting(work, gesture)
    path, fields = read_path(gesture.note), gesture.fields
    at = room.clock.business()
    wish = Wish(
        topic=str(fields.get("topic") or ""),
        needed_by=read_day(fields.get("needed_by"), today=today_of(room, at)),
        belief=str(fields.get("belief") or ""),
        format=str(fields.get("format") or ""),
        segment=str(fields.get("segment") or ""),
        stage=str(fields.get("stage") or ""),
        lead_id=read_value(fields.get("lead") or "")[1],
    )
    return ask_for_content(
        room,
        work,
        wish=wish,
        by=by,
        at=at,
        once=gesture.view_id or None,
        existing=path.found,
        searches=path.searches,
    )
