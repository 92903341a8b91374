"""Slack's events about people and our channels.

Each handler acts in the transaction and tells whether we now know enough; if not, Slack is asked.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.kit.db import Work
from bot.kit.events import first_time
from bot.kit.house import House
from bot.people import actions
from bot.people.domain.profiles import read_profile
from bot.people.room import Room

Event = dict[str, Any]
Handler = Callable[[Room, Work, Event, datetime], bool]


def plug_in(house: House, room: Room, *, look_soon: Callable[[], None]) -> None:
    """Listen to Slack; `look_soon` has the channels and profiles read anew."""

    def heed(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        at = room.clock.real()
        knows_enough = True
        with house.db.begin() as work:
            if first_time(work, body.get("event_id", ""), at):
                knows_enough = HANDLERS[event["type"]](room, work, event, at)
        if not knows_enough:
            look_soon()
        ack()

    for kind in HANDLERS:
        house.app.event(kind)(heed)


def _joined(room: Room, work: Work, event: Event, at: datetime) -> bool:
    who, where, ts = event["user"], event["channel"], event["event_ts"]
    return actions.joined(room, work, user=who, channel=where, event_ts=ts, at=at)


def _left(_room: Room, work: Work, event: Event, at: datetime) -> bool:
    who, where, ts = event["user"], event["channel"], event["event_ts"]
    actions.left(work, user=who, channel=where, event_ts=ts, at=at)
    return True


def _changed(room: Room, work: Work, event: Event, at: datetime) -> bool:
    profile = read_profile(event["user"], home=room.identity().team)
    actions.changed(work, profile=profile, at=at)
    return True


def _shared(room: Room, work: Work, event: Event, at: datetime) -> bool:
    # Sharing is believed at once. That the last partner has gone only the event itself says, and
    # Slack is asked as well before long.
    shared = event["type"] == "channel_shared" or bool(event.get("is_ext_shared"))
    ours = actions.shared(room, work, channel=event["channel"], with_others=shared, at=at)
    return shared or not ours


def _archived(room: Room, work: Work, event: Event, at: datetime) -> bool:
    gone = not event["type"].endswith("_unarchive")
    return not actions.archived(room, work, channel=event["channel"], archived=gone, at=at)


def _bot_left(room: Room, work: Work, event: Event, at: datetime) -> bool:
    return not actions.bot_left(room, work, channel=event["channel"], at=at)


def _renamed(room: Room, work: Work, event: Event, at: datetime) -> bool:
    channel = event["channel"]
    return not actions.renamed(room, work, channel=channel["id"], name=channel["name"], at=at)


def _got_another_id(room: Room, work: Work, event: Event, at: datetime) -> bool:
    old, new = event["old_channel_id"], event["new_channel_id"]
    return not actions.got_another_id(room, work, old=old, new=new, at=at)


HANDLERS: dict[str, Handler] = {
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "user_change": _changed,
    "channel_shared": _shared,
    "channel_unshared": _shared,
    "channel_id_changed": _got_another_id,
    "channel_archive": _archived,
    "channel_unarchive": _archived,
    "channel_deleted": _archived,
    "channel_left": _bot_left,
    "channel_rename": _renamed,
    "group_archive": _archived,
    "group_unarchive": _archived,
    "group_deleted": _archived,
    "group_left": _bot_left,
    "group_rename": _renamed,
}
