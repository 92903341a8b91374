"""Looking at Slack every quarter of an hour, since events are best-effort."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.kit.db import Database
from bot.kit.slack import Client
from bot.people import store
from bot.people.actions import sync_people
from bot.people.domain import Roster, Team
from bot.people.intake.reading import PROFILES_AT_ONCE, read_roster
from bot.people.room import Room

log = structlog.get_logger(__name__)

LOOK_EVERY = timedelta(minutes=15)
PROFILES_LIVE = timedelta(days=1)
"""`user_change` tells of changes at once; one that was lost is made good within a day."""


class Sync:
    """Looks at Slack when it is time, when asked, and each minute while profiles are missing."""

    def __init__(self, db: Database, client: Client, room: Room) -> None:
        self._db = db
        self._client = client
        self._room = room
        self._asked = threading.Event()
        self._asked.set()
        self._looked_at: datetime | None = None
        self._is_complete = False
        self._faults: list[str] = []

    def soon(self, sweep_now: Callable[[], None]) -> None:
        """Look at the next sweep, and have that one made now."""
        self._asked.set()
        sweep_now()

    def sweep(self) -> None:
        """Look if it is time; a Slack that does not answer is asked again at the next sweep."""
        if not self._is_time():
            return
        self._asked.clear()
        try:
            roster = self.look()
        except (SlackClientError, HTTPException, OSError) as fault:
            self._asked.set()
            log.warning("people_not_read", error=_in_short(fault))
            return
        if roster.faults != self._faults:
            for sentence in roster.faults:
                log.warning("people_fault", fault=sentence)
            self._faults = roster.faults

    def look(self) -> Roster:
        """Read Slack, then save in one transaction; return what was read."""
        at = self._room.clock.real()
        with self._db.read() as work:
            known = store.facts_of_all(work)
            found = {team: store.channel_by(work, alias=team) for team in Team}
            stale = store.longest_unread(work, before=at - PROFILES_LIVE, most=PROFILES_AT_ONCE)
        roster = read_roster(
            self._client,
            home=self._room.identity().team,
            settings=self._room.settings,
            known=known,
            channels={team: channel for team, channel in found.items() if channel},
            stale=stale,
            at=at,
        )
        with self._db.begin() as work:
            sync_people(self._room, work, roster=roster, at=self._room.clock.real())
        self._looked_at = at
        self._is_complete = not roster.unread
        return roster

    def _is_time(self) -> bool:
        if self._asked.is_set() or self._looked_at is None or not self._is_complete:
            return True
        return self._room.clock.real() - self._looked_at >= LOOK_EVERY


def _in_short(fault: Exception) -> str:
    if isinstance(fault, SlackApiError):
        return str(fault.response.get("error"))
    return type(fault).__name__
