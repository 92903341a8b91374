"""Search first: `/content find`, the shortcut, the Home tab's box; and what is found is used."""

from typing import Any

from slack_bolt import Ack

from bot.content.actions.library import asset_in, rate_asset, the_asset, use_asset
from bot.content.actions.searches import keep_search
from bot.content.domain.asset import ASSETS, Asset, State, read_format, read_stage
from bot.content.domain.library import Found
from bot.content.domain.search import Query, read_query
from bot.content.queries.library_messages import LibraryMessages
from bot.content.queries.search import search_library
from bot.content.room import Room
from bot.content.store.asset_uses import rating_by
from bot.content.store.assets import segments_in_use
from bot.content.views.finding import SHOWN, find_form, found_message
from bot.content.views.library_home import TYPED
from bot.content.views.using import use_modal
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.modals import View
from bot.kit.outbox.views import Message
from bot.kit.text import one_line
from bot.leads.domain.numbers import read_number
from bot.leads.queries.leads import lead_by_id, leads_of
from bot.people import queries as people
from bot.people.domain import Person, must_be_rep
from bot.people.queries import acting

SEGMENTS = 50
"""Segments that the search offers."""
OWN_LEADS = 25
"""Own leads that the form offers."""
NOTHING_ASKED = (
    "What are you looking for? Try /content find customs one-pager, and narrow it down with "
    "segment:SaaS, stage:decision or format:deck."
)


def register(house: House, room: Room) -> None:
    """Answer searches wherever they are made, and give what was found."""
    _searching(house, room)
    _using(house, room)


def _searching(house: House, room: Room) -> None:
    def find(gesture: Gesture, words: str) -> Reply:
        with house.db.begin() as work:
            by = acting(work, gesture)
            query = read_query(words)
            if query.is_empty:
                raise Refusal(NOTHING_ASKED)
            message = look(room, work, query, by=by)
        return Reply(message.text, message.blocks)

    house.commands.register(
        "content",
        "find",
        usage="WORDS [segment:SaaS] [stage:decision] [format:deck]",
        about="something to send, in the library",
        answer=find,
    )

    @house.app.shortcut("content.find")
    def shortcut(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
            view = find_form(segments=segments_in_use(work, most=SEGMENTS))
        ack()
        house.answers.open(gesture, view)

    @house.app.view("content.find")
    def asked(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        query = _in_form(gesture)
        if query.is_empty:
            ack(response_action="errors", errors={"words": "A word, or one of the tags below."})
            return
        with house.db.begin() as work:
            view = _results(room, work, gesture, query)
        ack(response_action="update", view=view)

    def from_home(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        query = read_query(one_line(str(gesture.fields.get(TYPED) or gesture.value or "")))
        with house.db.begin() as work:
            view = _results(room, work, gesture, query)
        ack()
        house.answers.open(gesture, view)

    house.app.action(TYPED)(from_home)
    house.app.action("content.home_search")(from_home)


def look(room: Room, work: Work, query: Query, *, by: Person) -> Message:
    """Search, keep what a rep searched, and return what they are shown."""
    today = LibraryMessages(room).today()
    is_marketer = by.is_marketer or by.is_marketing_manager
    found = search_library(work, query, most=SHOWN, today=today, drafts=is_marketer)
    search_id = 0
    if by.is_rep:
        search_id = keep_search(
            room,
            work,
            words=query,
            found=[one.id for one in found.exact],
            by=by,
            at=room.clock.business(),
        )
    drafts = () if found.exact or is_marketer else _in_the_works(work, query)
    return found_message(found, search_id=search_id, today=today, drafts=drafts, is_rep=by.is_rep)


def _in_the_works(work: Work, query: Query) -> list[tuple[Asset, str]]:
    found: Found = search_library(work, query, most=2, drafts=True)
    drafts = [one for one in found.exact if one.state is State.DRAFT]
    names = people.names(work, {one.owner for one in drafts if one.owner})
    return [(one, names.get(one.owner, "")) for one in drafts]


def _results(room: Room, work: Work, gesture: Gesture, query: Query) -> View:
    by = acting(work, gesture)
    message = None if query.is_empty else look(room, work, query, by=by)
    return find_form(query, message, segments=segments_in_use(work, most=SEGMENTS))


def _in_form(gesture: Gesture) -> Query:
    typed = read_query(one_line(str(gesture.fields.get("words") or "")))
    chosen = {name: str(gesture.fields.get(name) or "") for name in ("segment", "stage", "format")}
    return Query(
        words=typed.words,
        segment=one_line(chosen["segment"]) or typed.segment,
        stage=read_stage(chosen["stage"]) or typed.stage,
        format=read_format(chosen["format"]) or typed.format,
    )


def _using(house: House, room: Room) -> None:
    @house.app.action("content.use")
    def use(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        path, asset_id = ASSETS.read_value(gesture.value)
        lead_id = read_number(path) if path.startswith("L") else None
        with house.db.begin() as work:
            by = acting(work, gesture)
            asset = use_asset(
                room,
                work,
                asset_id=the_asset(work, asset_id).id,
                by=by,
                at=room.clock.business(),
                lead_id=lead_id,
            )
            view = _ready(work, asset, by=by, lead_id=lead_id)
        ack()
        house.answers.open(gesture, view)

    @house.app.view("content.used")
    def used(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        lead_id = read_number(gesture.fields.get("lead"))
        if lead_id is not None:
            with house.db.begin() as work:
                by = acting(work, gesture)
                asset_id = the_asset(work, _noted(gesture, "asset")).id
                at = room.clock.business()
                use_asset(room, work, asset_id=asset_id, by=by, at=at, lead_id=lead_id)
        ack()

    def rated(*, helped: bool) -> Any:
        def rate(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            with house.db.begin() as work:
                by = acting(work, gesture)
                must_be_rep(by, doing="say whether content helped")
                asset_id = the_asset(work, asset_in(gesture.value)).id
                at = room.clock.business()
                asset = rate_asset(room, work, asset_id=asset_id, helped=helped, by=by, at=at)
                view = _ready(work, asset, by=by, lead_id=_noted(gesture, "lead"))
            ack()
            if gesture.in_modal:
                house.answers.update(gesture, view)

        return rate

    house.app.action("content.helped")(rated(helped=True))
    house.app.action("content.not_helped")(rated(helped=False))


def _ready(work: Work, asset: Asset, *, by: Person, lead_id: int | None) -> View:
    lead = lead_by_id(work, lead_id) if lead_id else None
    own = leads_of(work, by.id, most=OWN_LEADS).leads if by.is_rep and lead is None else ()
    return use_modal(
        asset,
        leads=[one.lead for one in own],
        lead=lead,
        helped=rating_by(work, asset.id, person=by.id),
        may_rate=by.is_rep,
    )


def _noted(gesture: Gesture, name: str) -> int | None:
    value = gesture.note.get(name)
    return value if type(value) is int and 0 < value < 10**15 else None
