"""`reactions.*` and `pins.*`: what is stuck to a message."""

import re

from fakeslack import happenings
from fakeslack.api.call import Call, Json
from fakeslack.api.paging import next_page, page
from fakeslack.api.table import Method
from fakeslack.channels import Channel
from fakeslack.errors import SlackError
from fakeslack.messages import Message

PINS = 100
_NAME = re.compile(r"[a-z0-9_+'\-]{1,100}(::skin-tone-[2-6])?", re.ASCII)


def known_name(name: str) -> bool:
    """Whether this can be an emoji's name; any custom one is taken for known."""
    return bool(_NAME.fullmatch(name))


def _item(call: Call) -> tuple[Channel, Message]:
    channel_id, ts = call.args.text("channel"), call.args.text("timestamp")
    if not channel_id or not ts:
        raise SlackError("no_item_specified")
    channel = call.find_channel(channel_id)
    if channel is None:
        raise SlackError("channel_not_found")
    message = channel.messages.get(ts)
    if message is None or message.deleted:
        raise SlackError("message_not_found")
    return channel, message


def get_reactions(call: Call) -> Json:
    """`full` lists every user of a reaction; without it long lists are cut."""
    channel, message = _item(call)
    shown = call.workspace.show_message(message, full_reactions=call.args.flag("full"))
    return {"type": "message", "channel": channel.id, "message": shown}


def add_reaction(call: Call) -> Json:
    channel, message = _item(call)
    name = call.args.text("name").strip(":")
    if not name:
        raise SlackError("no_reaction")
    if not known_name(name):
        raise SlackError("invalid_name")
    _writable(call, channel)
    if len(message.reactions) >= 50 and name not in message.reactions:
        raise SlackError("too_many_emoji")
    if not happenings.react(call.slack, channel, message, call.workspace.bot, name):
        raise SlackError("already_reacted")
    return {}


def remove_reaction(call: Call) -> Json:
    channel, message = _item(call)
    name = call.args.text("name").strip(":")
    if not name:
        raise SlackError("invalid_name")
    if not happenings.unreact(call.slack, channel, message, call.workspace.bot, name):
        raise SlackError("no_reaction")
    return {}


def add_pin(call: Call) -> Json:
    channel, message = _item(call)
    _writable(call, channel)
    if message.pinned:
        raise SlackError("already_pinned")
    if sum(one.pinned for one in channel.messages.values()) >= PINS:
        raise SlackError("too_many_pins")
    message.pinned = True
    _pinned(call, channel, message)
    return {}


def remove_pin(call: Call) -> Json:
    channel, message = _item(call)
    if not message.pinned:
        raise SlackError("no_pin")
    message.pinned = False
    _pinned(call, channel, message)
    return {}


def list_pins(call: Call) -> Json:
    channel = call.channel()
    items = [
        {
            "type": "message",
            "channel": channel.id,
            "message": call.workspace.show_message(message),
            "created": int(message.ts.partition(".")[0]),
            "created_by": call.workspace.bot,
        }
        for message in channel.messages.values()
        if message.pinned
    ]
    return {"items": items}


def list_reactions(call: Call) -> Json:
    wanted = call.args.text("user") or call.workspace.bot
    rows = [
        (channel, message)
        for channel in call.workspace.channels.values()
        if call.find_channel(channel.id)
        for message in channel.messages.values()
        if any(wanted in users for users in message.reactions.values())
    ]
    items = [
        {"type": "message", "channel": channel.id, "message": call.workspace.show_message(message)}
        for channel, message in page(call, rows)
    ]
    return {"items": items, **next_page(call)}


def _writable(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise SlackError("is_archived")
    if call.workspace.bot not in channel.members:
        raise SlackError("not_in_channel")


def _pinned(call: Call, channel: Channel, message: Message) -> None:
    """As in https://docs.slack.dev/reference/events/pin_added."""
    slack = call.slack
    slack.touched()
    slack.events.emit(
        {
            "type": "pin_added" if message.pinned else "pin_removed",
            "user": call.workspace.bot,
            "channel_id": channel.id,
            "item": {
                "type": "message",
                "channel": channel.id,
                "message": call.workspace.show_message(message),
            },
            "event_ts": call.workspace.stamps.next(),
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


METHODS = [
    Method("reactions.get", get_reactions, ("reactions:read",), limits="messages only"),
    Method("reactions.list", list_reactions, ("reactions:read",), tier=2, limits="messages only"),
    Method(
        "reactions.add",
        add_reaction,
        ("reactions:write",),
        limits="any well-formed name passes for an emoji; messages only",
    ),
    Method(
        "reactions.remove", remove_reaction, ("reactions:write",), tier=2, limits="messages only"
    ),
    Method("pins.add", add_pin, ("pins:write",), tier=2),
    Method("pins.remove", remove_pin, ("pins:write",), tier=2),
    Method("pins.list", list_pins, ("pins:read",), tier=2, limits="the pinner is always the bot"),
]
