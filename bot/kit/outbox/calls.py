"""The calls the outbox makes to Slack, each exactly once, and what came of them."""

import re
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.kit.outbox.answers import Answer, Sent, Uncertain, judge
from bot.kit.outbox.views import Message
from bot.kit.slack import Client, for_response_url

EVENT_TYPE = "smarketing"
"""The metadata's event_type; its payload holds the row's nonce and no personal data."""
PAGE = 999
"""The most that Slack gives of a history at once."""

_PERSON = re.compile(r"[UW][A-Z0-9]+")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]+")


def is_person(destination: str) -> bool:
    """Tell whether a destination is a person's Slack id."""
    return _PERSON.fullmatch(destination) is not None


def is_channel(destination: str) -> bool:
    """Tell whether a destination is a channel's Slack id."""
    return _CHANNEL.fullmatch(destination) is not None


@dataclass(frozen=True, slots=True)
class Copy:
    """A message of ours found in Slack: where it stands and which asking it shows."""

    ts: str
    asking: int


class Calls:
    """Slack, as the outbox uses it. Nothing here is tried twice."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._hosts = {urlsplit(client.base_url).hostname, "hooks.slack.com"}
        self._direct: dict[str, str] = {}
        self._opening = threading.Lock()

    def post(
        self, message: Message, *, channel: str, thread_ts: str | None, nonce: str, asking: int
    ) -> Answer:
        """Post a message that can be found again by its nonce."""
        try:
            reply = self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks or None,
                thread_ts=thread_ts,
                unfurl_links=False,
                unfurl_media=False,
                metadata={
                    "event_type": EVENT_TYPE,
                    "event_payload": {"key": nonce, "asking": asking},
                },
            )
            return Sent(channel=_named(reply["channel"]), ts=_named(reply["ts"]))
        except Exception as fault:  # noqa: BLE001 - what it means is judged, not guessed
            return judge(fault)

    def edit(self, message: Message, *, channel: str, ts: str) -> Answer:
        """Show `message` in place of what stands at `ts`."""
        try:
            self._client.chat_update(
                channel=channel, ts=ts, text=message.text, blocks=message.blocks or None
            )
        except Exception as fault:  # noqa: BLE001 - judged
            return judge(fault)
        return Sent(channel, ts)

    def delete(self, *, channel: str, ts: str) -> Answer:
        """Delete what stands at `ts`."""
        try:
            self._client.chat_delete(channel=channel, ts=ts)
        except Exception as fault:  # noqa: BLE001 - judged
            return judge(fault)
        return Sent(channel, ts)

    def respond(self, message: Message, *, url: str, channel: str, ts: str) -> Answer:
        """Edit the message a click was made on, through the click's own response_url."""
        if urlsplit(url).hostname not in self._hosts:
            return Uncertain("response_url of another host")
        body: dict[str, Any] = {"replace_original": True, "text": message.text}
        if message.blocks:
            body["blocks"] = message.blocks
        try:
            reply = for_response_url(url).send_dict(body)
        except Exception as fault:  # noqa: BLE001 - judged
            return judge(fault)
        if reply.status_code != 200:
            return Uncertain(f"HTTP {reply.status_code}")
        return Sent(channel, ts)

    def known_direct(self, person: str) -> str | None:
        """Return the direct channel with a person if it was opened before."""
        return self._direct.get(person)

    def open_direct(self, person: str) -> str | Answer:
        """Return the direct channel with a person; opening it again gives the same one."""
        known = self._direct.get(person)
        if known:
            return known
        try:
            reply = self._client.conversations_open(users=[person])
            channel = _named(reply["channel"]["id"])
        except Exception as fault:  # noqa: BLE001 - judged
            return judge(fault)
        with self._opening:
            self._direct[person] = channel
        return channel

    def find(
        self, nonce: str, *, channel: str, thread_ts: str | None, since: datetime
    ) -> list[Copy] | Answer:
        """Return our messages that carry `nonce`, earliest first, or why we could not look."""
        found, cursor = [], ""
        oldest = f"{since.timestamp():.6f}"
        while True:
            asked: dict[str, Any] = {
                "channel": channel,
                "oldest": oldest,
                "limit": PAGE,
                "include_all_metadata": True,
            }
            if cursor:
                asked["cursor"] = cursor
            try:
                if thread_ts:
                    reply = self._client.conversations_replies(ts=thread_ts, **asked)
                else:
                    reply = self._client.conversations_history(**asked)
                found += [copy for said in reply["messages"] if (copy := _copy(said, nonce))]
                cursor = (reply.get("response_metadata") or {}).get("next_cursor") or ""
            except Exception as fault:  # noqa: BLE001 - judged
                return judge(fault)
            if not cursor:
                return sorted(set(found), key=lambda copy: copy.ts)


def _named(value: object) -> str:
    """Return a name that Slack has to give; without it we do not know what happened."""
    if not isinstance(value, str) or not value:
        raise TypeError("Slack's answer names no message")
    return value


def _copy(said: dict[str, Any], nonce: str) -> Copy | None:
    payload = (said.get("metadata") or {}).get("event_payload") or {}
    if payload.get("key") != nonce:
        return None
    return Copy(str(said["ts"]), int(payload.get("asking", 0)))
