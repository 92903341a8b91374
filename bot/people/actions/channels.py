"""What happens to the two channels: shared, renamed, archived, left."""

from dataclasses import replace
from datetime import datetime

from bot.kit.db import Work
from bot.kit.outbox.queries import follow_channel, retry_parked
from bot.people import store
from bot.people.domain import Channel, Person
from bot.people.room import Room


def save_channel(room: Room, work: Work, channel: Channel, *, at: datetime) -> None:
    """Save a channel, and act on what changed; `at` is real time.

    When another organisation begins or ceases to read along, what stands in the channel is shown
    anew: without personal data, or with it. When the bot can post there again, what was parked
    meanwhile is sent.
    """
    before = store.channel_by(work, alias=channel.alias)
    if channel != before:
        store.save_channel(work, channel)
    was_shared = before is not None and before.is_ext_shared
    if channel.is_ext_shared != was_shared:
        room.outbox.refresh_destination(work, destination=channel.alias, at=at)
    if channel.can_be_posted_to and before is not None and not before.can_be_posted_to:
        retry_parked(work, at=at, destination=channel.alias)
        work.once_committed(room.outbox.wake)
    if channel.is_ext_shared:
        _tell_managers_once(room, work, channel, at=at)
    elif was_shared:
        store.note_told_shared(work, channel.alias, None)


def shared(room: Room, work: Work, *, channel: str, with_others: bool, at: datetime) -> None:
    """Note that a channel is, or is no longer, shared with another organisation."""
    if found := store.channel_by(work, slack_id=channel):
        save_channel(room, work, replace(found, is_ext_shared=with_others), at=at)


def archived(room: Room, work: Work, *, channel: str, archived: bool, at: datetime) -> None:
    """Note that a channel was archived or brought back; a deleted one counts as archived."""
    if found := store.channel_by(work, slack_id=channel):
        save_channel(room, work, replace(found, is_archived=archived), at=at)


def renamed(room: Room, work: Work, *, channel: str, name: str, at: datetime) -> None:
    """Note a channel's new name."""
    if found := store.channel_by(work, slack_id=channel):
        save_channel(room, work, replace(found, name=name), at=at)


def bot_left(room: Room, work: Work, *, channel: str, at: datetime) -> None:
    """Note that the bot was removed from a channel."""
    if found := store.channel_by(work, slack_id=channel):
        save_channel(room, work, replace(found, bot_is_member=False), at=at)


def got_another_id(room: Room, work: Work, *, old: str, new: str, at: datetime) -> None:
    """Follow a channel, and what stands in it, to the id Slack gave it.

    That happens when it becomes shared.
    """
    if found := store.channel_by(work, slack_id=old):
        follow_channel(work, old=old, new=new)
        save_channel(room, work, replace(found, slack_id=new), at=at)


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
