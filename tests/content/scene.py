"""Content requests for tests: Rita and Tom ask, Mark and Mona answer, Maya manages marketing."""

from datetime import date, timedelta
from typing import Any

from bot.content import feature
from bot.content.actions.requests import ask_for_content
from bot.content.domain.request import Request, Wish
from bot.content.domain.settings import ContentSettings
from bot.content.room import Room
from bot.content.store import request_story
from bot.content.store import requests as store
from bot.kit.commands import Commands
from bot.kit.db import Database
from bot.kit.house import House
from bot.kit.outbox.enqueue import Outbox
from bot.leads import feature as leads_feature
from bot.leads.domain.settings import LeadSettings
from bot.leads.room import Room as LeadsRoom
from bot.people import store as people_store
from bot.people.feature import tell_at_work
from tests.builders import a_marketer, some_facts, some_people_settings
from tests.leads.scene import (
    MARK,
    MAYA,
    NOON,
    PRIYA,
    RITA,
    SAM,
    TOM,
    a_saved_lead,
    message_row,
    open_the_floor,
    shown,
    stand_in_slack,
)
from tests.leads.scene import a_room as a_leads_room
from tests.support.house import StoppedClock, TestedHouse, a_house

__all__ = [
    "MARK",
    "MARKETING",
    "MAYA",
    "MONA",
    "NOON",
    "PRIYA",
    "RITA",
    "SAM",
    "TODAY",
    "TOM",
    "a_content_floor",
    "a_content_room",
    "a_saved_lead",
    "asked",
    "message_row",
    "open_the_content_floor",
    "shown",
    "stand_in_slack",
    "story",
    "the_request_now",
]

MONA = a_marketer("U0MONA", "Mona Schmidt")
MARKETING = "C0MKTG"
TODAY = NOON.date()
THURSDAY = date(2026, 11, 26)


def open_the_content_floor(db: Database, *, shared: bool = False) -> None:
    """Save the people and the two channels; `shared`: others read along in marketing."""
    open_the_floor(db)
    with db.begin() as work:
        facts = some_facts(MONA.id, MONA.name, in_marketing=True)
        people_store.save_facts(work, [facts], read_at=NOON)
        if shared:
            share_marketing(work)


def share_marketing(work: Any) -> None:
    """As if another organisation had joined the marketing channel."""
    from dataclasses import replace

    channel = people_store.channel_by(work, alias="marketing")
    assert channel is not None
    people_store.save_channel(work, replace(channel, is_ext_shared=True))


def a_content_room(clock: StoppedClock | None = None, **settings: Any) -> Room:
    """What actions take, without a house around it."""
    clock = clock or StoppedClock()
    return Room(
        outbox=Outbox(),
        clock=clock,
        commands=Commands(),
        settings=ContentSettings(**settings),
        people=some_people_settings(),
        leads=a_leads_room(clock),
    )


def a_content_floor(
    db: Database, *, clock: StoppedClock | None = None, prefix: str = "", **settings: Any
) -> TestedHouse:
    """A house with the leads and content rooms plugged in and its people known."""
    open_the_content_floor(db)

    def plug_in(house: House) -> None:
        people = some_people_settings()
        leads = _LEADS_ROOMS[id(house)] = leads_feature.plug_in(house, LeadSettings(), people)
        room = feature.plug_in(house, ContentSettings(**settings), people, leads)
        tell_at_work(house, room.at_work)

    return a_house(db, plug_in=plug_in, clock=clock, prefix=prefix)


_LEADS_ROOMS: dict[int, LeadsRoom] = {}


def leads_room_of(house: TestedHouse) -> LeadsRoom:
    """The leads room of a floor, with what the content room hung on it."""
    return _LEADS_ROOMS[id(house)]


def asked(db: Database, topic: str = "Customs ROI one-pager", **wish: Any) -> Request:
    """File a request as Rita (or `by`), needed on Thursday."""
    by, at = wish.pop("by", RITA), wish.pop("at", NOON)
    more = {name: wish.pop(name) for name in ("once", "existing", "searches") if name in wish}
    given = Wish(topic=topic, **{"needed_by": THURSDAY, **wish})
    with db.begin() as work:
        return ask_for_content(a_content_room(), work, wish=given, by=by, at=at, **more)


def the_request_now(db: Database, request: Request | int) -> Request:
    with db.read() as work:
        number = request if isinstance(request, int) else request.id
        found = store.load_request(work, number)
    assert found is not None
    return found


def story(db: Database, request: Request) -> list[str]:
    """The kinds of the story, first to last."""
    with db.read() as work:
        return [step.kind for step in request_story.load_story(work, request.id)]


def later(**by: float) -> Any:
    """A moment after noon: `later(minutes=3)`."""
    return NOON + timedelta(**by)
