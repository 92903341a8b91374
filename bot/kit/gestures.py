"""What a person did in Slack, read from any of its payloads into one shape."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Gesture:
    """One click, command, submit, shortcut or event, by one person.

    `user_team` is the team the person belongs to, which differs from ours for people of connected
    organisations. `value` is the clicked button's or chosen option's value. `note` is a view's
    private_metadata, parsed. `fields` are a submitted view's inputs by action_id: text, an
    option's value, a list of values, a date as "YYYY-MM-DD", or None.
    """

    kind: str  # "command" | "action" | "submit" | "close" | "shortcut" | "event"
    user: str
    user_team: str = ""
    channel: str = ""
    message_ts: str = ""
    thread_ts: str = ""
    trigger_id: str = ""
    response_url: str = ""
    action_id: str = ""
    value: str = ""
    text: str = ""
    view_id: str = ""
    view_hash: str = ""
    note: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    in_modal: bool = False
    in_home: bool = False
    on_private: bool = False
    """Whether it was made on a message that this person alone sees."""


def read_gesture(body: dict[str, Any]) -> Gesture:
    """Read a command, action, view submission, view closed or shortcut payload.

    Slack's payloads differ by surface; what is absent becomes an empty string.
    """
    if "command" in body:
        return Gesture(
            kind="command",
            user=body["user_id"],
            user_team=body.get("team_id", ""),
            channel=body.get("channel_id", ""),
            trigger_id=body.get("trigger_id", ""),
            response_url=body.get("response_url", ""),
            text=body.get("text", ""),
        )
    user = body.get("user", {})
    view = body.get("view") or {}
    message = body.get("message") or {}
    container = body.get("container") or {}
    action = (body.get("actions") or [{}])[0]
    return Gesture(
        kind=_KINDS.get(body.get("type", ""), "event"),
        user=user.get("id", ""),
        user_team=user.get("team_id") or (body.get("team") or {}).get("id", ""),
        channel=(body.get("channel") or {}).get("id", "") or container.get("channel_id", ""),
        message_ts=message.get("ts", "") or container.get("message_ts", ""),
        thread_ts=message.get("thread_ts", "") or container.get("thread_ts", ""),
        trigger_id=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
        action_id=action.get("action_id", "")
        or body.get("callback_id", "")
        or view.get("callback_id", ""),
        value=_chosen(action) or "",
        text=message.get("text", ""),
        view_id=view.get("id", ""),
        view_hash=view.get("hash", ""),
        note=_note(view.get("private_metadata", "")),
        fields=_fields(view),
        in_modal=view.get("type") == "modal",
        in_home=view.get("type") == "home",
        on_private=bool(container.get("is_ephemeral")),
    )


_KINDS = {
    "block_actions": "action",
    "view_submission": "submit",
    "view_closed": "close",
    "shortcut": "shortcut",
    "message_action": "shortcut",
}


def _note(text: str) -> dict[str, Any]:
    try:
        note = json.loads(text) if text else {}
    except ValueError:
        return {}
    return note if isinstance(note, dict) else {}


def _fields(view: dict[str, Any]) -> dict[str, Any]:
    blocks = (view.get("state") or {}).get("values") or {}
    return {
        action_id: _chosen(element)
        for elements in blocks.values()
        for action_id, element in elements.items()
    }


_SINGLE = (
    "value",
    "selected_date",
    "selected_time",
    "selected_date_time",
    "selected_user",
    "selected_channel",
    "selected_conversation",
)
_SEVERAL = ("selected_users", "selected_channels", "selected_conversations")


def _chosen(element: dict[str, Any]) -> Any:
    if option := element.get("selected_option"):
        return option.get("value")
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    for name in _SEVERAL:
        if name in element:
            return list(element[name] or [])
    for name in _SINGLE:
        if element.get(name) is not None:
            return element[name]
    return None
