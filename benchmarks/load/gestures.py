"""Payloads as Slack sends them, signed, over HTTP or as envelopes."""

import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from benchmarks.load.http import write_request
from benchmarks.load.workspace import SALES, TEAM

SECRET = "bench-signing-secret"  # noqa: S105 - invented
PATH = "/slack/events"

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Sent:
    """One gesture: the type of its envelope, and its payload."""

    envelope: str
    payload: dict[str, Any]

    def as_request(self) -> bytes:
        """Return it as a signed request, as it goes over the wire."""
        if self.envelope == "events_api":
            body, form = json.dumps(self.payload).encode(), "application/json"
        else:
            form = "application/x-www-form-urlencoded"
            text = json.dumps(self.payload)
            slash = self.envelope == "slash_commands"
            body = (urlencode(self.payload) if slash else f"payload={quote_plus(text)}").encode()
        return write_request(PATH, {"content-type": form, **signature(body)}, body)


def signature(body: bytes) -> dict[str, str]:
    """Return the headers with which Slack signs a body."""
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


def command(text: str, *, by: str, response_url: str = "") -> Sent:
    """A person types a slash command."""
    name, _, words = text.partition(" ")
    return Sent(
        "slash_commands",
        {
            "token": "unused",
            "team_id": TEAM,
            "team_domain": "northwind",
            "channel_id": SALES,
            "channel_name": "sales",
            "user_id": by,
            "user_name": by.lower(),
            "command": name,
            "text": words,
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": _trigger(),
        },
    )


def click(action_id: str, value: str, *, by: str, ts: str, response_url: str = "") -> Sent:
    """A person presses a button of a message."""
    return Sent(
        "interactive",
        {
            **_who("block_actions", by),
            "channel": {"id": SALES, "name": "sales"},
            "container": {"type": "message", "message_ts": ts, "channel_id": SALES},
            "message": {"type": "message", "bot_id": "B0BOT", "ts": ts, "text": "", "blocks": []},
            "actions": [
                {
                    "type": "button",
                    "action_id": action_id,
                    "block_id": "b",
                    "value": value,
                    "action_ts": ts,
                }
            ],
            "response_url": response_url,
        },
    )


def submit(callback_id: str, note: dict[str, Any], state: dict[str, Any], *, by: str) -> Sent:
    """A person submits a modal; `state` as Slack gives it: block, element, what was chosen."""
    view = {
        "id": f"V{next(_numbers)}",
        "team_id": TEAM,
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": json.dumps(note),
        "state": {"values": state},
        "hash": "h",
        "blocks": [],
        "app_id": "A0BENCH",
        "bot_id": "B0BOT",
    }
    return Sent("interactive", {**_who("view_submission", by), "view": view})


def reaction(name: str, *, by: str, ts: str, added: bool = True) -> Sent:
    """A person reacts to a message of the bot, or takes it back."""
    number = next(_numbers)
    return Sent(
        "events_api",
        {
            "token": "unused",
            "team_id": TEAM,
            "api_app_id": "A0BENCH",
            "type": "event_callback",
            "event_id": f"Ev{number:08d}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True}],
            "event": {
                "type": "reaction_added" if added else "reaction_removed",
                "user": by,
                "reaction": name,
                "item": {"type": "message", "channel": SALES, "ts": ts},
                "item_user": "U0BOT",
                "event_ts": f"{time.time():.0f}.{number % 1_000_000:06d}",
            },
        },
    )


def _who(kind: str, by: str) -> dict[str, Any]:
    return {
        "type": kind,
        "user": {"id": by, "username": by.lower(), "name": by.lower(), "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "token": "unused",
        "team": {"id": TEAM, "domain": "northwind"},
        "trigger_id": _trigger(),
    }


def _trigger() -> str:
    return f"{time.time():.3f}.{next(_numbers)}"
