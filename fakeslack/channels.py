"""A channel and the messages in it, in the order of their `ts`."""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from typing import Any

from fakeslack.messages import Message
from fakeslack.stamps import micros

FAR = "9999999999.999999"


@dataclass
class Channel:
    """A public or private channel, or (`im`) the conversation of one person with the app.

    Two people's direct messages are an `im` that the app is no member of.
    """

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    private: bool = False
    im: bool = False
    ext_shared: bool = False
    archived: bool = False
    created: int = 1_700_000_000
    creator: str = ""
    topic: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    timeline: list[str] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)

    def add(self, message: Message) -> None:
        self.messages[message.ts] = message
        if not message.is_reply or message.broadcast:
            insort(self.timeline, message.ts)
        if message.is_reply:
            parent = self.messages[message.thread_ts]
            insort(parent.replies, message.ts)
            if message.user not in parent.reply_users:
                parent.reply_users.append(message.user)

    def remove(self, message: Message) -> None:
        """A message with replies leaves a tombstone, others go, as in Slack."""
        if message.replies:
            message.deleted = True
            message.blocks, message.attachments, message.metadata = [], [], None
            message.reactions.clear()
            return
        del self.messages[message.ts]
        _drop(self.timeline, message.ts)
        parent = self.messages.get(message.thread_ts) if message.is_reply else None
        if parent:
            _drop(parent.replies, message.ts)
            left = {self.messages[ts].user for ts in parent.replies}
            parent.reply_users = [user for user in parent.reply_users if user in left]

    def latest(self) -> str:
        return self.timeline[-1] if self.timeline else ""

    def unread(self, person: str) -> int:
        return len(self.timeline) - bisect_right(self.timeline, self.last_read.get(person, ""))

    @property
    def kind(self) -> str:
        """The prefix of the scopes that open it: `channels:read`, `groups:history`, …"""
        if self.im:
            return "im"
        return "groups" if self.private else "channels"

    @property
    def event_type(self) -> str:
        """`channel_type` in message events."""
        return {"im": "im", "groups": "group", "channels": "channel"}[self.kind]

    def as_json(self, *, home: str, bot: str) -> dict[str, Any]:
        """As in https://docs.slack.dev/reference/objects/conversation-object."""
        if self.im:
            other = next((who for who in self.members if who != bot), "")
            return {
                "id": self.id,
                "created": self.created,
                "is_archived": False,
                "is_im": True,
                "is_org_shared": False,
                "context_team_id": home,
                "updated": self.created * 1000,
                "user": other,
                "is_user_deleted": False,
                "priority": 0,
            }
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.private,
            "is_group": self.private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "created": self.created,
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "unlinked": 0,
            "is_shared": self.ext_shared,
            "is_ext_shared": self.ext_shared,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "context_team_id": home,
            "updated": self.created * 1000,
            "parent_conversation": None,
            "creator": self.creator,
            "is_member": bot in self.members,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
            "shared_team_ids": [home],
        }


def page_of(
    stamps: list[str], *, oldest: str, latest: str, inclusive: bool, limit: int, newest_first: bool
) -> tuple[list[str], bool]:
    """The `ts`s of one page between two times, and whether more lie beyond it.

    Only the page is copied: a channel with 10,000 messages costs as little as one with ten.
    """
    if inclusive:
        start, end = bisect_left(stamps, oldest), bisect_right(stamps, latest)
    else:
        start, end = bisect_right(stamps, oldest), bisect_left(stamps, latest)
    if newest_first:
        cut = max(start, end - limit)
        return stamps[cut:end][::-1] if cut < end else [], cut > start
    cut = min(end, start + limit)
    return stamps[start:cut] if start < cut else [], cut < end


def before(ts: str, seconds: float) -> str:
    from fakeslack.stamps import spell

    return spell(max(0, micros(ts) - int(seconds * 1_000_000)))


def _drop(stamps: list[str], ts: str) -> None:
    at = bisect_left(stamps, ts)
    if at < len(stamps) and stamps[at] == ts:
        del stamps[at]
