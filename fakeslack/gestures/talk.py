"""Writing, reacting, sharing files, coming and going."""

import base64
import binascii
import time

from fakeslack import escaping, happenings
from fakeslack.api.marks import known_name
from fakeslack.errors import GestureError
from fakeslack.gestures.deed import Deed, Json
from fakeslack.messages import Message
from fakeslack.stamps import new_id
from fakeslack.uploads import StoredFile, mimetype_of


async def say(deed: Deed) -> Json:
    channel = deed.open_channel()
    text = deed.required("text")
    workspace = deed.slack.workspace
    message = Message(
        channel=channel.id,
        ts=workspace.stamps.next(),
        user=deed.person.id,
        text=escaping.typed(workspace, text),
        team=deed.person.team(workspace.team.id),
        thread_ts=_thread(deed, channel.messages),
    )
    happenings.post(deed.slack, channel, message)
    if not message.is_reply:
        channel.last_read[deed.person.id] = message.ts
    return {"channel": channel.id, "ts": message.ts}


def _thread(deed: Deed, messages: dict[str, Message]) -> str:
    ts = deed.text("thread_ts")
    if not ts:
        return ""
    parent = messages.get(ts)
    if parent is None:
        raise GestureError("thread_not_found", f"no message {ts} to reply to", status=404)
    return parent.thread_ts if parent.is_reply else parent.ts


async def react(deed: Deed) -> Json:
    channel = deed.open_channel()
    message = deed.message(channel)
    name = _emoji(deed)
    if message.only_for:
        raise GestureError("not_reactable", "an ephemeral message takes no reactions")
    if not happenings.react(deed.slack, channel, message, deed.person.id, name):
        raise GestureError("already_reacted", f"{deed.person.name} has :{name}: there already")
    return {}


async def unreact(deed: Deed) -> Json:
    channel = deed.open_channel()
    message = deed.message(channel)
    name = _emoji(deed)
    if not happenings.unreact(deed.slack, channel, message, deed.person.id, name):
        raise GestureError("no_reaction", f"{deed.person.name} has no :{name}: there")
    return {}


def _emoji(deed: Deed) -> str:
    name = deed.required("name").strip(":")
    if not known_name(name):
        raise GestureError("invalid_name", f"{name!r} is no emoji's name")
    return name


async def upload(deed: Deed) -> Json:
    """Puts a file into a channel; without one it waits for the file input it was dropped on."""
    content = deed.text("content")
    data = content.encode("utf-8", "replace")
    if deed.flag("base64") or deed.text("encoding") == "base64":
        try:
            data = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError) as fault:
            raise GestureError("bad_value", "'content' is not base64") from fault
    name = deed.required("filename")
    stored = StoredFile(
        id=new_id("F"),
        name=name,
        user=deed.person.id,
        content=data,
        created=int(time.time()),
        base=deed.slack.base_url,
        mimetype=mimetype_of(name),
        received=True,
        done=True,
    )
    channel = deed.open_channel() if deed.text("channel") else None
    workspace = deed.slack.workspace
    workspace.files[stored.id] = stored
    deed.slack.touched()
    answer: Json = {"file": stored.as_json(), "file_id": stored.id}
    if channel is None:
        return answer
    stored.channels = [channel.id]
    message = Message(
        channel=channel.id,
        ts=workspace.stamps.next(),
        user=deed.person.id,
        text=escaping.typed(workspace, deed.text("text")),
        team=deed.person.team(workspace.team.id),
        subtype="file_share",
        files=[stored.id],
        thread_ts=_thread(deed, channel.messages),
    )
    happenings.post(deed.slack, channel, message)
    happenings.file_shared(deed.slack, channel, message)
    return answer | {"channel": channel.id, "ts": message.ts}


async def open_dm(deed: Deed) -> Json:
    """Begins direct messages with `user`, or finds those there are."""
    channel = deed.talk(deed.required("user"))
    deed.slack.touched()
    deed.slack.live.tell("channel", [deed.person.id], channel=channel.id)
    return {"channel": channel.id}


async def join(deed: Deed) -> Json:
    """Into a public channel; someone already in a private one may bring `user` in."""
    workspace = deed.slack.workspace
    wanted = deed.required("channel").removeprefix("#")
    channel = workspace.channels.get(wanted) or workspace.channel_by_name(wanted)
    guest = workspace.people.get(deed.text("user") or deed.person.id)
    if channel is None or channel.im or guest is None:
        raise GestureError("channel_not_found", "no such channel or person", status=404)
    if channel.private and deed.person.id not in channel.members:
        raise GestureError("not_in_channel", "a private channel takes an invitation from inside")
    if guest.id == deed.person.id and (guest.guest or guest.stranger_team):
        raise GestureError("user_is_restricted", f"{guest.name} joins only where they are invited")
    inviter = deed.person.id if guest.id != deed.person.id else ""
    if not happenings.join(deed.slack, channel, guest.id, inviter):
        raise GestureError("already_in_channel", f"{guest.name} is in #{channel.name} already")
    return {"channel": channel.id}


async def leave(deed: Deed) -> Json:
    """Out of a channel; `user` removes someone else, the app too."""
    channel = deed.channel()
    who = deed.text("user") or deed.person.id
    if channel.im or not happenings.leave(deed.slack, channel, who, deed.person.id):
        raise GestureError("not_in_channel", f"{who} is not in that channel")
    return {"channel": channel.id}


async def mark(deed: Deed) -> Json:
    """Reads a channel up to its end (or `ts`)."""
    channel = deed.channel()
    channel.last_read[deed.person.id] = deed.text("ts") or channel.latest()
    deed.slack.live.tell("unread", [deed.person.id], channel=channel.id)
    return {"channel": channel.id, "last_read": channel.last_read[deed.person.id]}
