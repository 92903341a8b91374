"""What the app is sent when a person does something, shaped as Slack's reference shows it.

https://docs.slack.dev/reference/interaction-payloads and
https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from typing import TYPE_CHECKING, Any

from fakeslack import modals
from fakeslack.channels import Channel
from fakeslack.messages import Message
from fakeslack.people import Person
from fakeslack.views import View

if TYPE_CHECKING:
    from fakeslack.slack import Slack

Json = dict[str, Any]


def channel_name(channel: Channel) -> str:
    """What a payload calls the channel: private ones and DMs keep their names to themselves."""
    if channel.im:
        return "directmessage"
    return "privategroup" if channel.private else channel.name


def response_url(slack: "Slack", person: Person, channel: Channel, message_ts: str = "") -> str:
    token = slack.response_urls.make(person.id, channel.id, message_ts)
    return f"{slack.base_url}/response/{token}"


def _common(slack: "Slack", kind: str, person: Person) -> Json:
    team = slack.workspace.team
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": person.team(team.id),
        },
        "api_app_id": slack.workspace.app.id,
        "token": slack.workspace.app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def on_message(
    slack: "Slack", kind: str, person: Person, channel: Channel, message: Message
) -> Json:
    """`block_actions` or `block_suggestion` from a message; an ephemeral one is not shown whole."""
    ephemeral = bool(message.only_for)
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    payload = _common(slack, kind, person) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
    }
    if not ephemeral:
        payload["message"] = slack.workspace.show_message(message)
    return payload


def on_view(slack: "Slack", kind: str, person: Person, view: View) -> Json:
    """`block_actions`, `block_suggestion`, `view_submission` or `view_closed` of a view."""
    payload = _common(slack, kind, person) | {"view": modals.show(slack, view)}
    if kind in {"block_actions", "block_suggestion"}:
        payload["container"] = {"type": "view", "view_id": view.id}
    return payload


def global_shortcut(slack: "Slack", person: Person, callback_id: str) -> Json:
    """Unlike others it names neither the app nor the person's display name."""
    payload = _common(slack, "shortcut", person)
    del payload["api_app_id"], payload["user"]["name"]
    return payload | {
        "callback_id": callback_id,
        "action_ts": slack.workspace.stamps.next(),
        "trigger_id": slack.triggers.make(person.id),
    }


def message_shortcut(
    slack: "Slack", person: Person, callback_id: str, channel: Channel, message: Message
) -> Json:
    payload = _common(slack, "message_action", person)
    del payload["api_app_id"]
    return payload | {
        "callback_id": callback_id,
        "action_ts": slack.workspace.stamps.next(),
        "trigger_id": slack.triggers.make(person.id),
        "response_url": response_url(slack, person, channel),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": slack.workspace.show_message(message),
    }


def slash_command(
    slack: "Slack", person: Person, channel: Channel, command: str, text: str
) -> Json:
    """Every field is text: over HTTP it is a form."""
    workspace = slack.workspace
    return {
        "token": workspace.app.verification_token,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.handle,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(slack, person, channel),
        "trigger_id": slack.triggers.make(person.id),
    }
