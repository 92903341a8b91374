"""A message as Slack keeps it, and as it shows it."""

from dataclasses import dataclass, field
from typing import Any

SHOWN_USERS = 5
"""How many users of a reaction are listed before Slack cuts the list short.

Slack gives no number, only that "the users array may not always contain all users
that have reacted, but the count value will". A low one is met in every test.
"""

KEPT_VERSIONS = 5


@dataclass
class Message:
    """One message, in a channel or for one person's eyes only."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] | None = None
    thread_ts: str = ""
    broadcast: bool = False
    subtype: str = ""
    bot_profile: dict[str, Any] | None = None
    team: str = ""
    edited: dict[str, str] | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    pinned: bool = False
    deleted: bool = False
    only_for: str = ""
    replies: list[str] = field(default_factory=list)
    reply_users: list[str] = field(default_factory=list)
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    earlier: list[list[dict[str, Any]]] = field(default_factory=list)

    @property
    def is_reply(self) -> bool:
        return bool(self.thread_ts) and self.thread_ts != self.ts

    def change(self, *, text: str | None, blocks: list[dict[str, Any]] | None) -> None:
        """Puts a new version in place of the present one; a stale screen may still show that."""
        if blocks is not None:
            self.earlier = [*self.earlier[1 - KEPT_VERSIONS :], self.blocks]
            self.blocks = blocks
            self.states.clear()
        if text is not None:
            self.text = text

    def shown_reactions(self, *, full: bool) -> list[dict[str, Any]]:
        cut = None if full else SHOWN_USERS
        return [
            {"name": name, "users": users[:cut], "count": len(users)}
            for name, users in self.reactions.items()
        ]

    def as_json(self, *, metadata: bool = False, full_reactions: bool = False) -> dict[str, Any]:
        """A message object as history shows it; files are added by the workspace, who has them."""
        shown: dict[str, Any] = {
            "type": "message",
            "user": self.user,
            "ts": self.ts,
            "text": self.text,
        }
        if self.deleted:
            shown |= {"subtype": "tombstone", "user": "USLACKBOT", "hidden": True}
            shown["text"] = "This message was deleted."
        if self.subtype and not self.deleted:
            shown["subtype"] = self.subtype
        if self.team:
            shown["team"] = self.team
        if self.bot_profile:
            shown |= {
                "bot_id": self.bot_profile["id"],
                "app_id": self.bot_profile["app_id"],
                "bot_profile": self.bot_profile,
            }
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.attachments:
            shown["attachments"] = self.attachments
        if self.edited:
            shown["edited"] = self.edited
        if self.metadata and metadata:
            shown["metadata"] = self.metadata
        if self.pinned:
            shown["pinned_to"] = [self.channel]
        shown |= self._thread()
        if self.reactions:
            shown["reactions"] = self.shown_reactions(full=full_reactions)
        return shown

    def _thread(self) -> dict[str, Any]:
        if self.replies:
            return {
                "thread_ts": self.ts,
                "reply_count": len(self.replies),
                "reply_users_count": len(self.reply_users),
                "latest_reply": self.replies[-1],
                "reply_users": self.reply_users[:5],
                "is_locked": False,
                "subscribed": False,
            }
        return {"thread_ts": self.thread_ts} if self.thread_ts else {}
