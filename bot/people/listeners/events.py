"""Slack's events about people and the two channels."""

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


def plug_in(house: House, room: Room, *, look_soon: Callable[[], None]) -> None:
    """Listen to Slack; `look_soon` has the channels and profiles read anew."""

    def joined(event: Event, work: Work, at: datetime) -> bool:
        return actions.joined(
            room,
            work,
            user=event["user"],
            channel=event["channel"],
            event_ts=event["event_ts"],
            at=at,
        )

    def left(event: Event, work: Work, at: datetime) -> bool:
        actions.left(
            work, user=event["user"], channel=event["channel"], event_ts=event["event_ts"], at=at
        )
        return True

    def changed(event: Event, work: Work, at: datetime) -> bool:
        profile = read_profile(event["user"], home=room.identity().team)
        actions.changed(work, profile=profile, at=at)
        return True

    def shared(event: Event, work: Work, at: datetime) -> bool:
        still = event["type"] == "channel_shared" or bool(event.get("is_ext_shared"))
        actions.shared(room, work, channel=event["channel"], with_others=still, at=at)
        return True

    def archived(event: Event, work: Work, at: datetime) -> bool:
        gone = not event["type"].endswith("_unarchive")
        actions.archived(room, work, channel=event["channel"], archived=gone, at=at)
        return True

    def bot_left(event: Event, work: Work, at: datetime) -> bool:
        actions.bot_left(room, work, channel=event["channel"], at=at)
        return True

    def renamed(event: Event, work: Work, at: datetime) -> bool:
        channel = event["channel"]
        actions.renamed(room, work, channel=channel["id"], name=channel["name"], at=at)
        return True

    def got_another_id(event: Event, work: Work, at: datetime) -> bool:
        old, new = event["old_channel_id"], event["new_channel_id"]
        actions.got_another_id(room, work, old=old, new=new, at=at)
        return True

    # Each does its work in the transaction, and tells whether we now know enough; if not, Slack
    # is asked.
    handlers = {
        "member_joined_channel": joined,
        "member_left_channel": left,
        "user_change": changed,
        "channel_shared": shared,
        "channel_unshared": shared,
        "channel_id_changed": got_another_id,
    }
    for kind in ("channel", "group"):
        handlers |= {
            f"{kind}_archive": archived,
            f"{kind}_unarchive": archived,
            f"{kind}_deleted": archived,
            f"{kind}_left": bot_left,
            f"{kind}_rename": renamed,
        }

    def heed(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        at = room.clock.real()
        is_enough = True
        with house.db.begin() as work:
            if first_time(work, body.get("event_id", ""), at):
                is_enough = handlers[event["type"]](event, work, at)
        if not is_enough:
            look_soon()
        ack()

    for kind in handlers:
        house.app.event(kind)(heed)
