"""What happens to our channels: shared, renamed, archived, left.

What an event says is acted on at once, and the action tells whether the channel is ours: then Slack
is looked at as well, since events come late, again, and in any order.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.kit.db import Work
from bot.kit.outbox.answers import CHANNEL_CLOSED
from bot.kit.outbox.queries import follow_channel, retry_parked
from bot.people import store
from bot.people.domain import Channel, Person
from bot.people.room import Room


def save_channel(room: Room, work: Work, channel: Channel, *, at: datetime) -> None:
    """Save a channel, and act on what changed; `at` is real time.

    When another organisation begins or ceases to read along, what stands in the channel is shown
    anew: without personal data, or with it. When the bot can post there again, what was parked
    meanwhile is sent, and what was refused as if it still could not.
    """
    before = store.channel_by(work, alias=channel.alias)
    if channel != before:
        store.save_channel(work, channel)
    was_shared = before is not None and before.is_ext_shared
    if channel.is_ext_shared != was_shared:
        room.outbox.refresh_destination(work, destination=channel.alias, at=at)
    if channel.can_be_posted_to and before is not None:
        errors = CHANNEL_CLOSED if before.can_be_posted_to else None
        if retry_parked(work, at=at, destination=channel.alias, errors=errors):
            work.once_committed(room.outbox.wake)
    if channel.is_ext_shared:
        _tell_managers_once(room, work, channel, at=at)
    elif was_shared:
        store.note_told_shared(work, channel.alias, None)


def shared(room: Room, work: Work, *, channel: str, with_others: bool, at: datetime) -> bool:
    """Note that a channel is, or is no longer, shared with another organisation."""
    return _follow(room, work, channel, at=at, is_ext_shared=with_others)


def archived(room: Room, work: Work, *, channel: str, archived: bool, at: datetime) -> bool:
    """Note that a channel was archived or brought back; a deleted one counts as archived."""
    return _follow(room, work, channel, at=at, is_archived=archived)


def renamed(room: Room, work: Work, *, channel: str, name: str, at: datetime) -> bool:
    """Note a channel's new name."""
    return _follow(room, work, channel, at=at, name=name)


def bot_left(room: Room, work: Work, *, channel: str, at: datetime) -> bool:
    """Note that the bot was removed from a channel."""
    return _follow(room, work, channel, at=at, bot_is_member=False)


def got_another_id(room: Room, work: Work, *, old: str, new: str, at: datetime) -> bool:
    """Follow a channel, and what stands in it, to the id Slack gave it.

    That happens when it becomes shared.
    """
    follow_channel(work, old=old, new=new)
    return _follow(room, work, old, at=at, slack_id=new)


def _follow(room: Room, work: Work, channel: str, *, at: datetime, **changed: Any) -> bool:
    found = store.channel_by(work, slack_id=channel)
    if found:
        save_channel(room, work, replace(found, **changed), at=at)
    return found is not None


def _tell_managers_once(room: Room, work: Work, channel: Channel, *, at: datetime) -> None:
    """Write to the managers of both teams, once each time a channel becomes shared."""
    everyone: list[Person] = [facts.person for facts in store.facts_of_everybody_here(work)]
    managers = [person for person in everyone if person.is_manager]
    if not managers or not store.note_told_shared(work, channel.alias, at):
        return
    for manager in managers:
        room.outbox.post(
            work,
            key=f"people:shared:{channel.slack_id}:{int(at.timestamp())}:{manager.id}",
            to=manager.id,
            view="people.shared",
            args={"alias": channel.alias},
            at=at,
        )
