"""Where a conversation with the app begins: slash commands, shortcuts, its Home tab."""

from fakeslack import escaping, happenings, payloads
from fakeslack.api.content import checked_blocks
from fakeslack.channels import Channel
from fakeslack.delivery import BAD_ANSWER, Answer
from fakeslack.errors import GestureError, SlackError
from fakeslack.gestures.deed import Deed, Json, told


async def command(deed: Deed) -> Json:
    """`/name words` in a channel or DM; what the app acknowledges with is shown there."""
    channel = deed.open_channel()
    name, _, words = deed.required("text").strip().partition(" ")
    known = deed.slack.workspace.app.command(name) if name.startswith("/") else None
    if known is None:
        raise GestureError("unknown_command", f"{name} is not a valid command", status=404)
    if deed.text("thread_ts"):
        raise GestureError("command_not_in_thread", f"{name} is not supported in threads")
    if deed.person.stranger_team:
        raise GestureError("not_your_app", "apps' commands are not shared with other organisations")
    slack = deed.slack
    text = escaping.command_text(slack.workspace, words.strip(), should_escape=known.should_escape)
    payload = payloads.slash_command(slack, deed.person, channel, name, text)
    answer = await slack.delivery.ask("slash_commands", payload)
    if not answer.ok:
        return {"acked": False, "failure": answer.failure} | _sorry(
            deed, channel, name, answer.failure
        )
    return {"acked": True, "response": answer.fields, **_show(deed, channel, name, answer)}


def _show(deed: Deed, channel: Channel, name: str, answer: Answer) -> Json:
    """An acknowledgement with text or blocks becomes a message, ephemeral unless `in_channel`."""
    said = answer.fields
    text = said.get("text") if isinstance(said.get("text"), str) else ""
    try:
        blocks = checked_blocks(said["blocks"]) if said.get("blocks") else []
    except SlackError:
        return {"failure": BAD_ANSWER, **_sorry(deed, channel, name, BAD_ANSWER)}
    if not text and not blocks:
        return {}
    if said.get("response_type") == "in_channel":
        message = happenings.from_app(deed.slack, channel, str(text), blocks=blocks)
        happenings.post(deed.slack, channel, message)
        return {"shown": {"channel": channel.id, "ts": message.ts, "ephemeral": False}}
    message = happenings.whisper(deed.slack, channel, deed.person.id, str(text), blocks=blocks)
    return {"shown": {"channel": channel.id, "ts": message.ts, "ephemeral": True}}


def _sorry(deed: Deed, channel: Channel, name: str, failure: str) -> Json:
    """What Slackbot says, to this person alone, when a command got no proper answer."""
    text = f'{name} failed with the error "{failure}"'
    message = happenings.whisper(deed.slack, channel, deed.person.id, text, from_slack=True)
    return {"shown": {"channel": channel.id, "ts": message.ts, "ephemeral": True}}


async def shortcut(deed: Deed) -> Json:
    """A global shortcut, or with `channel` and `ts` a message's."""
    slack = deed.slack
    callback_id = deed.required("callback_id")
    kind = "message" if deed.text("ts") else "global"
    if slack.workspace.app.shortcut(callback_id, kind) is None:
        raise GestureError("unknown_shortcut", f"no {kind} shortcut {callback_id!r}", status=404)
    if deed.person.stranger_team:
        raise GestureError(
            "not_your_app", "apps' shortcuts are not shared with other organisations"
        )
    if kind == "global":
        payload = payloads.global_shortcut(slack, deed.person, callback_id)
    else:
        channel = deed.channel()
        message = deed.message(channel)
        if message.only_for:
            raise GestureError("not_shortcutable", "an ephemeral message has no shortcuts")
        payload = payloads.message_shortcut(slack, deed.person, callback_id, channel, message)
    return {"sent": True, **told(await slack.delivery.ask("interactive", payload))}


async def open_home(deed: Deed) -> Json:
    """Opens the app's Home tab (or with `tab: "messages"` the other one)."""
    slack = deed.slack
    if not slack.workspace.app.home_tab:
        raise GestureError("not_enabled", "this app has no Home tab")
    if deed.person.stranger_team:
        raise GestureError("not_your_app", "an app's Home is not shared with other organisations")
    home = slack.workspace.home_of(deed.person.id)
    tab = "messages" if deed.text("tab") == "messages" else "home"
    event: Json = {
        "type": "app_home_opened",
        "user": deed.person.id,
        "channel": slack.workspace.open_dm(deed.person.id).id,
        "tab": tab,
        "event_ts": slack.workspace.stamps.next(),
    }
    if home and tab == "home":
        event["view"] = payloads.on_view(slack, "", deed.person, home)["view"]
    slack.events.emit(event)
    return {"view_id": home.id if home else None}
