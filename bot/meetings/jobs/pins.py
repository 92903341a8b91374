"""Pins and unpins agendas. Slack takes the same pin twice for one, so any replica may try again."""

from collections import Counter

import structlog
from slack_sdk.errors import SlackApiError

from bot.kit.house import House
from bot.kit.outbox.enqueue import where_it_stands
from bot.kit.slack import NOT_REACHED
from bot.meetings.room import Room
from bot.meetings.store.pins import note_try, pins_to_change

log = structlog.get_logger(__name__)

PINS = "meetings.pins"
EVERY = 60.0
"""Seconds between two looks; sooner while something waits."""
SOON = 1.0
"""Seconds after the first look or try in vain; after the next ones twice as long each."""
TRIES = 20
"""How often Slack is asked before a pin is given up: a meeting is held without it, too."""
AS_WANTED = frozenset({"already_pinned", "no_pin", "message_not_found"})
NOT_NOW = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable"})


class Pins:
    """One sweep over what is to be pinned or unpinned."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._missing: Counter[str] = Counter()

    def sweep(self) -> float | None:
        """Bring Slack's pins to what is wanted; say how soon to look again."""
        with self._house.db.read() as work:
            waiting = pins_to_change(work, tries=TRIES)
            places = {key: where_it_stands(work, key) for key, _, _ in waiting}
        waits = []
        for key, wanted, tries in waiting:
            place = places[key]
            if place is None:
                waits.append(_wait(self._missing[key]))
                self._missing[key] += 1
                continue
            del self._missing[key]
            done = self._call(place, wanted=wanted)
            if not done:
                waits.append(_wait(tries))
            with self._house.db.begin() as work:
                note_try(work, key, wanted=wanted, done=done)
        return min(waits, default=None)

    def _call(self, place: tuple[str, str], *, wanted: bool) -> bool:
        """Pin or unpin; tell whether there is nothing left to do."""
        channel, ts = place
        client = self._house.client
        method = client.pins_add if wanted else client.pins_remove
        try:
            method(channel=channel, timestamp=ts)
        except SlackApiError as fault:
            error = str(fault.response.get("error"))
            if error in NOT_NOW:
                return False
            if error not in AS_WANTED:
                log.warning("pin_refused", error=error, pinned=wanted)
            return True
        except NOT_REACHED as fault:
            log.warning("pin_lost", error=type(fault).__name__)
            return False
        return True


def _wait(before: int) -> float:
    """Return how soon to look again after so many times in vain: a refused message never stands."""
    return min(SOON * 2.0 ** min(before, 10), EVERY)


def register(house: House, _room: Room) -> None:
    """Have pins looked after."""
    house.schedule.sweep(PINS, EVERY, Pins(house).sweep)
