"""The app installed in this workspace, as its manifest describes it."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOCKET_SCOPE = "connections:write"
EVERY_SCOPE = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "chat:write.public",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "pins:read",
        "pins:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "users:read",
        "users:read.email",
    }
)


@dataclass
class Command:
    """A slash command as the manifest registers it."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass
class Shortcut:
    """A global or message shortcut as the manifest registers it."""

    callback_id: str
    name: str
    kind: str = "global"
    description: str = ""


@dataclass
class Installation:
    """The app, its tokens and what it may do.

    Without a manifest it is permissive: every scope, every event, any command or shortcut.
    """

    id: str = "A0SMARKET"
    name: str = "smarketing"
    bot_user_id: str = "U0BOT"
    bot_id: str = "B0BOT"
    bot_token: str = "xoxb-fake"  # noqa: S105 - invented, and good for this workspace alone
    app_token: str = "xapp-fake"  # noqa: S105
    signing_secret: str = "fake-secret"  # noqa: S105
    verification_token: str = "fake-verification-token"  # noqa: S105
    scopes: frozenset[str] = EVERY_SCOPE
    events: frozenset[str] | None = None
    commands: dict[str, Command] = field(default_factory=dict)
    shortcuts: dict[str, Shortcut] = field(default_factory=dict)
    permissive: bool = True
    home_tab: bool = True
    revoked: bool = False
    uninstalled: bool = False

    @property
    def dead(self) -> str:
        """Why its tokens no longer work, in Slack's words; empty while they do."""
        if self.uninstalled:
            return "account_inactive"
        return "token_revoked" if self.revoked else ""

    def command(self, name: str) -> Command | None:
        known = self.commands.get(name)
        return known or (Command(name, should_escape=True) if self.permissive else None)

    def shortcut(self, callback_id: str, kind: str) -> Shortcut | None:
        known = self.shortcuts.get(callback_id)
        if known:
            return known if known.kind == kind else None
        return Shortcut(callback_id, callback_id, kind) if self.permissive else None

    def wants(self, event: dict[str, Any]) -> bool:
        """Whether the manifest subscribes to this event; messages by the kind of their channel."""
        if self.events is None:
            return True
        kind = str(event["type"])
        if kind == "message":
            scope = {"channel": "channels", "group": "groups"}.get(event["channel_type"], "im")
            return f"message.{scope}" in self.events
        return kind in self.events

    def profile(self, team: str) -> dict[str, Any]:
        return {
            "id": self.bot_id,
            "app_id": self.id,
            "user_id": self.bot_user_id,
            "name": self.name,
            "icons": {},
            "deleted": False,
            "updated": 1_700_000_000,
            "team_id": team,
        }

    def read_manifest(self, path: Path) -> None:
        """Takes scopes, events, commands and shortcuts from an app manifest in JSON.

        Its form: https://docs.slack.dev/reference/app-manifest.
        """
        manifest = json.loads(path.read_text(encoding="utf-8"))
        features = manifest.get("features", {})
        settings = manifest.get("settings", {})
        self.permissive = False
        self.name = features.get("bot_user", {}).get("display_name", self.name)
        self.scopes = frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))
        self.events = frozenset(settings.get("event_subscriptions", {}).get("bot_events", []))
        self.home_tab = bool(features.get("app_home", {}).get("home_tab_enabled", False))
        for row in features.get("slash_commands", []):
            self.commands[row["command"]] = Command(
                row["command"],
                row.get("description", ""),
                row.get("usage_hint", ""),
                bool(row.get("should_escape", False)),
            )
        for row in features.get("shortcuts", []):
            self.shortcuts[row["callback_id"]] = Shortcut(
                row["callback_id"], row["name"], row["type"], row.get("description", "")
            )
