"""Modals and Home tabs, and what a person has typed into them."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

DEPTH = 3
"""Views in one stack: https://docs.slack.dev/surfaces/modals#view_stack."""


@dataclass
class View:
    """One view of one person, as the app last sent it, with the state of its inputs."""

    id: str
    person: str
    team: str
    app: str
    bot: str
    sent: dict[str, Any]
    root: str
    previous: str = ""
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    hash: str = ""
    channel: str = ""
    revision: int = 0
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.sent.get("type", "modal"))

    @property
    def blocks(self) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = self.sent.get("blocks") or []
        return blocks

    @property
    def external_id(self) -> str:
        return str(self.sent.get("external_id") or "")

    def change(self, sent: dict[str, Any], now: float) -> None:
        """Takes a new version; what was typed stays where block and action keep their ids."""
        self.sent = sent
        self.revision += 1
        digest = hashlib.sha256(json.dumps([self.id, self.revision, sent]).encode()).hexdigest()
        self.hash = f"{int(now)}.{digest[:8]}"
        here = {
            (str(block.get("block_id")), str(element.get("action_id")))
            for block in self.blocks
            for element in elements_of(block)
        }
        self.state = {
            block: kept
            for block, values in self.state.items()
            if (kept := {act: value for act, value in values.items() if (block, act) in here})
        }

    def as_json(self, values: dict[str, Any]) -> dict[str, Any]:
        """As in https://docs.slack.dev/reference/views."""
        sent = self.sent
        shown: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team,
            "type": self.kind,
            "blocks": self.blocks,
            "private_metadata": sent.get("private_metadata") or "",
            "callback_id": sent.get("callback_id") or "",
            "state": {"values": values},
            "hash": self.hash,
            "title": sent.get("title"),
            "clear_on_close": bool(sent.get("clear_on_close")),
            "notify_on_close": bool(sent.get("notify_on_close")),
            "close": sent.get("close"),
            "submit": sent.get("submit"),
            "previous_view_id": self.previous or None,
            "root_view_id": self.root,
            "app_id": self.app,
            "external_id": self.external_id,
            "app_installed_team_id": self.team,
            "bot_id": self.bot,
        }
        if self.kind == "home":
            shown["title"] = {"type": "plain_text", "text": "View Title", "emoji": True}
        return shown


def elements_of(part: Any) -> list[dict[str, Any]]:
    """Every interactive element (it has an `action_id`) at any depth of a block."""
    found: list[dict[str, Any]] = []
    waiting = [part]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if "action_id" in here:
                found.append(here)
            waiting.extend(reversed(list(here.values())))
        elif isinstance(here, list):
            waiting.extend(reversed(here))
    return found
