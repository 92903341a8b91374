"""What an administrator does to people, channels and the app."""

from fakeslack.channels import Channel
from fakeslack.errors import GestureError
from fakeslack.gestures.deed import Deed, Json
from fakeslack.socket_mode import REASONS


async def set_person(deed: Deed) -> Json:
    """Changes someone: `deleted`, `guest`, `tz`, `name`, `title`, `email`, `stranger_team`."""
    workspace = deed.slack.workspace
    person = workspace.people.get(deed.required("id"))
    if person is None:
        raise GestureError("user_not_found", "no such person", status=404)
    for name in ("deleted", "guest"):
        if name in deed.body:
            setattr(person, name, deed.flag(name))
    for name in ("tz", "name", "title", "email", "stranger_team"):
        if name in deed.body:
            setattr(person, name, deed.text(name))
    stamp = workspace.stamps.next()
    person.updated = int(stamp.partition(".")[0])
    deed.slack.touched()
    with_email = "users:read.email" in workspace.app.scopes
    deed.slack.events.emit(
        {
            "type": "user_change",
            "user": person.as_json(workspace.team.id, with_email=with_email),
            "cache_ts": person.updated,
            "event_ts": stamp,
        }
    )
    deed.slack.live.tell("people", person=person.id)
    return {"id": person.id}


async def set_channel(deed: Deed) -> Json:
    """Changes a channel: `archived`, `ext_shared`, `private`, `name`, `deleted`, `new_id`."""
    slack, workspace = deed.slack, deed.slack.workspace
    channel = workspace.channels.get(deed.required("channel"))
    if channel is None or channel.im:
        raise GestureError("channel_not_found", "no such channel", status=404)
    if "name" in deed.body:
        channel.name = deed.required("name")
        _tell(deed, channel, "rename", named={"id": channel.id, "name": channel.name})
    if "archived" in deed.body and channel.archived != deed.flag("archived"):
        channel.archived = deed.flag("archived")
        _tell(deed, channel, "archive" if channel.archived else "unarchive", user=deed.person.id)
    if "ext_shared" in deed.body and channel.ext_shared != deed.flag("ext_shared"):
        _share(deed, channel, shared=deed.flag("ext_shared"))
    if "private" in deed.body:
        channel.private = deed.flag("private")
    if deed.text("new_id"):
        old, channel.id = channel.id, deed.text("new_id")
        workspace.channels[channel.id] = workspace.channels.pop(old)
        for message in channel.messages.values():
            message.channel = channel.id
        event = {"type": "channel_id_changed", "old_channel_id": old}
        event |= {"new_channel_id": channel.id, "event_ts": workspace.stamps.next()}
        slack.events.emit(event, channel)
    if deed.flag("deleted"):
        _tell(deed, channel, "deleted", actor_id=deed.person.id)
        del workspace.channels[channel.id]
    slack.touched()
    slack.live.tell("channel", channel=channel.id)
    return {"channel": channel.id}


def _tell(deed: Deed, channel: Channel, what: str, **more: object) -> None:
    kind = "group" if channel.private else "channel"
    event: Json = {"type": f"{kind}_{what}", "channel": channel.id}
    event |= {"event_ts": deed.slack.workspace.stamps.next(), **more}
    if "named" in event:
        event["channel"] = event.pop("named")
    deed.slack.events.emit(event, channel)


def _share(deed: Deed, channel: Channel, *, shared: bool) -> None:
    """As in https://docs.slack.dev/reference/events/channel_shared."""
    channel.ext_shared = shared
    workspace = deed.slack.workspace
    people = (workspace.people.get(who) for who in channel.members)
    other = next((p.stranger_team for p in people if p and p.stranger_team), "T0EXTERN")
    event: Json = {"channel": channel.id, "event_ts": workspace.stamps.next()}
    if shared:
        event |= {"type": "channel_shared", "connected_team_id": other}
    else:
        event |= {"type": "channel_unshared", "previously_connected_team_id": other}
        event |= {"is_ext_shared": False}
    deed.slack.events.emit(event, channel)


async def disconnect(deed: Deed) -> Json:
    """Slack asks the app's WebSockets to leave, for one of its three reasons."""
    reason = deed.text("reason", "refresh_requested")
    if reason not in REASONS:
        raise GestureError("bad_value", f"'reason' is one of {list(REASONS)}")
    return {"connections": await deed.slack.sockets.disconnect(reason)}


async def uninstall(deed: Deed) -> Json:
    """Takes the app out of the workspace: its tokens die, its events end."""
    workspace = deed.slack.workspace
    app = workspace.app
    tokens = {"oauth": [], "bot": [app.bot_user_id]}
    for event in ({"type": "tokens_revoked", "tokens": tokens}, {"type": "app_uninstalled"}):
        deed.slack.events.emit(event | {"event_ts": workspace.stamps.next()})
    app.uninstalled = True
    return {}


async def install(deed: Deed) -> Json:
    """Puts the app back, with the same tokens."""
    app = deed.slack.workspace.app
    app.revoked = app.uninstalled = False
    return {}
