"""What can happen in a channel, whoever does it: the state changes, the app is told, pages too."""

from typing import TYPE_CHECKING, Any

from fakeslack.channels import Channel
from fakeslack.messages import Message

if TYPE_CHECKING:
    from fakeslack.slack import Slack


def post(slack: "Slack", channel: Channel, message: Message) -> None:
    """Adds a message to its channel and tells of it."""
    channel.add(message)
    slack.touched()
    event = _message_event(slack, channel, message)
    slack.events.emit(event, channel)
    if slack.workspace.bot in channel.members and f"<@{slack.workspace.bot}>" in message.text:
        _mention(slack, channel, message)
    slack.live.tell(
        "message", channel.members, channel=channel.id, ts=message.ts, thread_ts=message.thread_ts
    )


def _mention(slack: "Slack", channel: Channel, message: Message) -> None:
    if channel.im or message.user == slack.workspace.bot:
        return
    mention = {
        "type": "app_mention",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "channel": channel.id,
        "event_ts": message.ts,
        "team": slack.workspace.team.id,
    }
    if message.is_reply:
        mention["thread_ts"] = message.thread_ts
    slack.events.emit(mention, channel)


def _message_event(slack: "Slack", channel: Channel, message: Message) -> dict[str, Any]:
    """As in https://docs.slack.dev/reference/events/message."""
    shown = slack.workspace.show_message(message)
    return shown | {
        "channel": channel.id,
        "event_ts": message.ts,
        "channel_type": channel.event_type,
    }


def edit(
    slack: "Slack",
    channel: Channel,
    message: Message,
    *,
    text: str | None,
    blocks: list[dict[str, Any]] | None,
) -> None:
    """Puts new words or blocks in the place of the old and tells of it."""
    before = slack.workspace.show_message(message)
    message.change(text=text, blocks=blocks)
    if not blocks:
        message.edited = {"user": message.user, "ts": slack.workspace.stamps.next()}
    slack.touched()
    slack.events.emit(
        {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.event_type,
            "ts": slack.workspace.stamps.next(),
            "event_ts": slack.workspace.stamps.next(),
            "message": slack.workspace.show_message(message),
            "previous_message": before,
        },
        channel,
    )
    slack.live.tell(
        "message_changed",
        channel.members,
        channel=channel.id,
        ts=message.ts,
        thread_ts=message.thread_ts,
    )


def erase(slack: "Slack", channel: Channel, message: Message) -> None:
    before = slack.workspace.show_message(message)
    channel.remove(message)
    slack.touched()
    slack.events.emit(
        {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.event_type,
            "ts": slack.workspace.stamps.next(),
            "event_ts": slack.workspace.stamps.next(),
            "deleted_ts": message.ts,
            "previous_message": before,
        },
        channel,
    )
    slack.live.tell(
        "message_deleted",
        channel.members,
        channel=channel.id,
        ts=message.ts,
        thread_ts=message.thread_ts,
    )


def whisper(
    slack: "Slack",
    channel: Channel,
    person: str,
    text: str,
    *,
    blocks: list[dict[str, Any]] | None = None,
    thread_ts: str = "",
    from_slack: bool = False,
) -> Message:
    """An ephemeral message: seen by one person, in no history, without metadata."""
    workspace = slack.workspace
    message = Message(
        channel=channel.id,
        ts=workspace.stamps.next(),
        user="USLACKBOT" if from_slack else workspace.bot,
        text=text,
        blocks=blocks or [],
        thread_ts=thread_ts,
        bot_profile=None if from_slack else workspace.app.profile(workspace.team.id),
        only_for=person,
    )
    workspace.ephemerals[message.ts] = message
    slack.live.tell(
        "ephemeral", [person], channel=channel.id, ts=message.ts, thread_ts=message.thread_ts
    )
    return message


def from_app(slack: "Slack", channel: Channel, text: str, **more: Any) -> Message:
    """A message as the app's bot user would write it, not posted yet."""
    workspace = slack.workspace
    return Message(
        channel=channel.id,
        ts=workspace.stamps.next(),
        user=workspace.bot,
        text=text,
        team=workspace.team.id,
        bot_profile=workspace.app.profile(workspace.team.id),
        **more,
    )


def react(slack: "Slack", channel: Channel, message: Message, person: str, name: str) -> bool:
    """Adds a reaction; False when that person already had it there."""
    users = message.reactions.setdefault(name, [])
    if person in users:
        return False
    users.append(person)
    _reaction_event(slack, "reaction_added", channel, message, person=person, name=name)
    return True


def unreact(slack: "Slack", channel: Channel, message: Message, person: str, name: str) -> bool:
    """Takes a reaction back; False when there was none."""
    users = message.reactions.get(name, [])
    if person not in users:
        return False
    users.remove(person)
    if not users:
        del message.reactions[name]
    _reaction_event(slack, "reaction_removed", channel, message, person=person, name=name)
    return True


def _reaction_event(
    slack: "Slack", kind: str, channel: Channel, message: Message, *, person: str, name: str
) -> None:
    """As in https://docs.slack.dev/reference/events/reaction_added."""
    slack.touched()
    slack.events.emit(
        {
            "type": kind,
            "user": person,
            "reaction": name,
            "item_user": message.user,
            "item": {"type": "message", "channel": channel.id, "ts": message.ts},
            "event_ts": slack.workspace.stamps.next(),
        },
        channel,
    )
    slack.live.tell(
        "reaction",
        channel.members,
        channel=channel.id,
        ts=message.ts,
        thread_ts=message.thread_ts,
        name=name,
    )


def join(slack: "Slack", channel: Channel, person: str, inviter: str = "") -> bool:
    if person in channel.members:
        return False
    channel.members.append(person)
    slack.touched()
    event = {
        "type": "member_joined_channel",
        "user": person,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": slack.workspace.people[person].team(slack.workspace.team.id),
        "event_ts": slack.workspace.stamps.next(),
    }
    if inviter:
        event["inviter"] = inviter
    slack.events.emit(event, channel)
    slack.live.tell("channel", channel=channel.id)
    return True


def leave(slack: "Slack", channel: Channel, person: str, actor: str = "") -> bool:
    """The bot's own going is `channel_left` (or `group_left`), others' `member_left_channel`."""
    if person not in channel.members:
        return False
    workspace = slack.workspace
    stamp = workspace.stamps.next()
    if person == workspace.bot:
        kind = "group_left" if channel.private else "channel_left"
        slack.events.emit(
            {"type": kind, "channel": channel.id, "actor_id": actor, "event_ts": stamp}
        )
    else:
        slack.events.emit(
            {
                "type": "member_left_channel",
                "user": person,
                "channel": channel.id,
                "channel_type": "G" if channel.private else "C",
                "team": workspace.people[person].team(workspace.team.id),
                "event_ts": stamp,
            },
            channel,
        )
    channel.members.remove(person)
    slack.touched()
    slack.live.tell("channel", channel=channel.id)
    return True


def file_shared(slack: "Slack", channel: Channel, message: Message) -> None:
    """As in https://docs.slack.dev/reference/events/file_shared."""
    for name in message.files:
        slack.events.emit(
            {
                "type": "file_shared",
                "file_id": name,
                "user_id": message.user,
                "file": {"id": name},
                "channel_id": channel.id,
                "event_ts": slack.workspace.stamps.next(),
            },
            channel,
        )
