"""Looking at Slack every quarter of an hour, since events are best-effort."""

from datetime import timedelta

import structlog
from slack_sdk.errors import SlackApiError

from bot.kit.db import Database
from bot.kit.slack import NOT_REACHED, Client
from bot.people import store
from bot.people.actions import sync_people
from bot.people.domain import JOINT, Roster, Team
from bot.people.intake.reading import PROFILES_AT_ONCE, read_roster
from bot.people.room import Room

log = structlog.get_logger(__name__)

EVERY = 900.0
"""Seconds between two looks."""
AGAIN_AFTER = 60.0
"""Seconds after which Slack is asked for the profiles that are missing, or for what failed."""
PROFILES_LIVE = timedelta(days=1)
"""`user_change` tells of changes at once; one that was lost is made good within a day."""


class Sync:
    """Looks at Slack, saves what it saw, and tells the log what is wrong once."""

    def __init__(self, db: Database, client: Client, room: Room) -> None:
        self._db = db
        self._client = client
        self._room = room
        self._faults: list[str] = []

    def sweep(self) -> float | None:
        """Look; give the seconds until the next look when this one left something to do."""
        try:
            roster = self.look()
        except NOT_REACHED as fault:
            log.warning("people_not_read", error=_in_short(fault))
            return AGAIN_AFTER
        if roster.faults != self._faults:
            for sentence in roster.faults:
                log.warning("people_fault", fault=sentence)
            self._faults = roster.faults
        return AGAIN_AFTER if roster.unread else None

    def look(self) -> Roster:
        """Read Slack, then save in one transaction; return what was read."""
        at = self._room.clock.real()
        with self._db.read() as work:
            known = store.facts_of_all(work)
            aliases = [*Team, JOINT]
            found = {str(alias): store.channel_by(work, alias=alias) for alias in aliases}
            stale = store.longest_unread(work, before=at - PROFILES_LIVE, most=PROFILES_AT_ONCE)
        channels = {alias: channel for alias, channel in found.items() if channel}
        roster = read_roster(
            self._client,
            home=self._room.identity().team,
            settings=self._room.settings,
            known=known,
            channels=channels,
            stale=stale,
            at=at,
        )
        roster.channels_before = channels
        with self._db.begin() as work:
            sync_people(self._room, work, roster=roster, at=self._room.clock.real())
        return roster


def _in_short(fault: Exception) -> str:
    if isinstance(fault, SlackApiError):
        return str(fault.response.get("error"))
    return type(fault).__name__
