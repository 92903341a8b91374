"""All the leads of a roll-up, or of a private list that was cut, a page at a time."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.modals import View
from bot.leads.listeners.doors import STALE
from bot.leads.queries.leads import (
    Found,
    find_leads,
    leads_of,
    leads_of_rollup,
    waiting_leads,
)
from bot.leads.queries.left_behind import some_left_behind
from bot.leads.room import Room
from bot.leads.views.lists import A_PAGE, BEHIND, FOUND, MINE, WAITING, browse_modal
from bot.people.domain import Person
from bot.people.queries import acting

Make = Callable[[], View]


def register(house: House, room: Room) -> None:
    """Listen to "Browse all" and to the buttons between its pages.

    What takes longer to find than an ack may is looked for after it.
    """

    def a_page(
        now: Callable[[Gesture, View], None], later: Callable[[Gesture, Make], None]
    ) -> Callable[[Ack, dict[str, Any]], None]:
        def turn(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            page, key = _asked(gesture)
            with house.db.read() as work:
                by = acting(work, gesture)
                view = None if _kind(key) in _TAKES_LONGER else _page(room, work, key, page, by=by)
            ack()
            if view:
                now(gesture, view)
            else:
                later(gesture, lambda: search(key, page, by))

        return turn

    def search(key: str, page: int, by: Person) -> View:
        with house.db.read() as work:
            return _page(room, work, key, page, by=by)

    def open_later(gesture: Gesture, make: Make) -> None:
        house.answers.open_later(gesture, _TITLES[_kind(_asked(gesture)[1])], make)

    update = house.answers.update
    house.app.action("lead.browse")(a_page(house.answers.open, open_later))
    house.app.action("lead.page.back")(a_page(update, update))
    house.app.action("lead.page.next")(a_page(update, update))


def _asked(gesture: Gesture) -> tuple[int, str]:
    number, _, key = gesture.value.partition(" ")
    if not (number.isdecimal() and len(number) < 6 and key):
        raise Refusal(STALE)
    return int(number), key


def _kind(key: str) -> str:
    return key.partition(" ")[0]


def _page(room: Room, work: Work, key: str, page: int, *, by: Person) -> View:
    found = _some(room, work, key, by=by, skip=page * A_PAGE)
    if not found.leads and page:
        page, found = 0, _some(room, work, key, by=by, skip=0)
    if not found.leads:
        raise Refusal("None of its leads is left in this list. /lead open shows what waits.")
    return browse_modal(
        key,
        found.leads,
        title=_TITLES.get(_kind(key), "Leads of this burst"),
        page=page,
        total=found.total,
        now=room.clock.business(),
        settings=room.settings,
    )


_TITLES = {
    MINE: "Your leads",
    WAITING: "Waiting for someone",
    BEHIND: "Waiting too long",
    FOUND: "Leads that were found",
}
_TAKES_LONGER = {BEHIND, FOUND}


def _some(room: Room, work: Work, key: str, *, by: Person, skip: int) -> Found:
    kind, _, words = key.partition(" ")
    if kind == MINE:
        return leads_of(work, by.id, most=A_PAGE, skip=skip)
    if kind == WAITING:
        return waiting_leads(work, most=A_PAGE, skip=skip)
    if kind == BEHIND:
        at = room.clock.business()
        return some_left_behind(
            work, settings=room.settings, company=room.people, at=at, most=A_PAGE, skip=skip
        )
    if kind == FOUND:
        return find_leads(work, words, most=A_PAGE, skip=skip)
    return leads_of_rollup(work, key, most=A_PAGE, skip=skip)
