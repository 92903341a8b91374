"""What one person sees: their channels, messages, modals and Home."""

from typing import TYPE_CHECKING, Any

from fakeslack import modals
from fakeslack.channels import FAR, Channel, page_of
from fakeslack.elements import values_of
from fakeslack.errors import GestureError
from fakeslack.messages import Message
from fakeslack.people import Person
from fakeslack.workspace import dm_id

if TYPE_CHECKING:
    from fakeslack.slack import Slack

Json = dict[str, Any]
PAGE = 50


def person_named(slack: "Slack", who: str) -> Person:
    """The person looking; the first of the workspace when none is named."""
    people = slack.workspace.people
    human = (one for one in people.values() if not one.bot)
    person = people.get(who) if who else next(human, people.get(slack.workspace.bot))
    if person is None:
        raise GestureError("user_not_found", f"'as' names nobody here: {who!r}", status=404)
    return person


def overview(slack: "Slack", me: Person) -> Json:
    workspace = slack.workspace
    app = workspace.app
    home = workspace.home_of(me.id)
    return {
        "me": me.id,
        "team": {
            "id": workspace.team.id,
            "name": workspace.team.name,
            "domain": workspace.team.domain,
        },
        "people": [_person(person) for person in workspace.people.values()],
        "channels": _channels(slack, me),
        "browse": _others(slack, me),
        "commands": [
            {
                "name": command.name,
                "command": command.name,
                "description": command.description,
                "usage_hint": command.usage_hint,
            }
            for command in app.commands.values()
        ],
        "shortcuts": [
            {
                "callback_id": shortcut.callback_id,
                "name": shortcut.name,
                "type": shortcut.kind,
                "description": shortcut.description,
            }
            for shortcut in app.shortcuts.values()
        ],
        "modals": [
            modals.show(slack, view) | {"errors": view.errors} for view in workspace.stack_of(me.id)
        ],
        "home": modals.show(slack, home) if home else None,
        "app": {
            "id": app.id,
            "name": app.name,
            "bot_user_id": app.bot_user_id,
            "bot_id": app.bot_id,
            "home_tab": app.home_tab,
            "dm": dm_id(me.id),
            "mode": "http" if slack.settings.events_url else "socket",
            "connections": len(slack.sockets),
            "clock": bool(slack.settings.clock_url),
        },
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "handle": person.handle,
        "title": person.title,
        "email": person.email,
        "tz": person.tz,
        "avatar_color": person.avatar_color,
        "guest": person.guest,
        "stranger_team": person.stranger_team,
        "bot": person.bot,
        "deleted": person.deleted,
    }


def _channels(slack: "Slack", me: Person) -> list[Json]:
    """Where this person is: channels, the app's messages (begun or not), and other people's."""
    workspace = slack.workspace
    mine = [channel for channel in workspace.channels.values() if me.id in channel.members]
    rows = [_channel(channel, me) for channel in mine if not channel.im]
    dm = workspace.dm_with(me.id)
    rows.append(
        {
            "id": dm_id(me.id),
            "name": workspace.app.name,
            "kind": "im",
            "user": workspace.bot,
            "members": [me.id, workspace.bot],
            "unread": dm.unread(me.id) if dm else 0,
            "last_ts": (dm.latest() if dm else "") or None,
        }
    )
    rows += [
        _channel(channel, me) | {"kind": "im", "user": other, "name": workspace.people[other].name}
        for channel in mine
        if channel.im and workspace.bot not in channel.members
        for other in channel.members
        if other != me.id and (channel.timeline or channel.creator == me.id)
    ]
    return rows


def _channel(channel: Channel, me: Person) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": "channel",
        "private": channel.private,
        "archived": channel.archived,
        "ext_shared": channel.ext_shared,
        "members": channel.members,
        "topic": channel.topic,
        "unread": channel.unread(me.id),
        "last_ts": channel.latest() or None,
    }


def _others(slack: "Slack", me: Person) -> list[Json]:
    """The public channels this person could join; guests and strangers are only invited."""
    if me.guest or me.stranger_team:
        return []
    return [
        {"id": channel.id, "name": channel.name, "members": len(channel.members)}
        for channel in slack.workspace.channels.values()
        if not (channel.im or channel.private or channel.archived or me.id in channel.members)
    ]


def messages(
    slack: "Slack", me: Person, channel_id: str, *, thread_ts: str, before: str, limit: int
) -> list[Json]:
    """A page of a channel, or a thread with its parent, oldest first; ephemeral ones among them.

    Looking at the newest page of a channel reads it.
    """
    workspace = slack.workspace
    channel = workspace.channels.get(channel_id)
    if channel is None and channel_id == dm_id(me.id):
        return []
    if channel is None or me.id not in channel.members:
        raise GestureError("channel_not_found", f"{me.name} sees no {channel_id!r}", status=404)
    stamps, parent = channel.timeline, None
    if thread_ts:
        parent = channel.messages.get(thread_ts)
        if parent is None:
            raise GestureError("message_not_found", f"no thread {thread_ts}", status=404)
        stamps = parent.replies
    page, more = page_of(
        stamps,
        oldest="",
        latest=before or FAR,
        inclusive=False,
        limit=max(1, min(limit or PAGE, 1000)),
        newest_first=True,
    )
    shown = [channel.messages[ts] for ts in reversed(page)]
    shown += _private(slack, me, channel, thread_ts, since=page[-1] if more else "", before=before)
    shown.sort(key=lambda message: message.ts)
    if parent and not more:
        shown.insert(0, parent)
    if not before and not thread_ts and channel.unread(me.id):
        channel.last_read[me.id] = channel.latest()
    return [_row(slack, message, me) for message in shown]


def _private(
    slack: "Slack", me: Person, channel: Channel, thread_ts: str, *, since: str, before: str
) -> list[Message]:
    return [
        message
        for message in slack.workspace.ephemerals.values()
        if message.only_for == me.id
        and message.channel == channel.id
        and message.thread_ts == thread_ts
        and since <= message.ts < (before or FAR)
    ]


def _row(slack: "Slack", message: Message, me: Person) -> Json:
    workspace = slack.workspace
    author = workspace.people.get(message.user)
    shown = workspace.show_message(message, full_reactions=True)
    return {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "username": author.name if author else "Slackbot",
        "avatar_color": author.avatar_color if author else "611f69",
        "text": shown["text"],
        "blocks": message.blocks,
        "attachments": message.attachments,
        "state": {"values": _typed(message, me)},
        "thread_ts": message.thread_ts or None,
        "reply_count": len(message.replies),
        "reply_users": message.reply_users[:5],
        "latest_reply": message.replies[-1] if message.replies else None,
        "reactions": shown.get("reactions", []),
        "edited": bool(message.edited),
        "ephemeral": bool(message.only_for),
        "deleted": message.deleted,
        "pinned": message.pinned,
        "files": shown.get("files", []),
        "bot": bool(message.bot_profile),
        "subtype": message.subtype,
    }


def _typed(message: Message, me: Person) -> Json:
    """What this person chose in the message's own menus, shaped as a view's state is."""
    held = message.states.get(me.id)
    return values_of(message.blocks, held) if held else {}
