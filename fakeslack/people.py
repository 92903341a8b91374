"""Who is in the workspace."""

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass
class Person:
    """A member, a guest, someone of another organisation, or the app's bot user."""

    id: str
    name: str
    email: str = ""
    tz: str = "Europe/Berlin"
    title: str = ""
    avatar_color: str = "4a7ab5"
    guest: bool = False
    stranger_team: str = ""
    bot: bool = False
    deleted: bool = False
    handle: str = ""
    bot_id: str = ""
    app_id: str = ""
    updated: int = 0

    def __post_init__(self) -> None:
        if not self.handle:
            self.handle = self.name.split()[0].lower() if self.name.split() else self.id.lower()

    def team(self, home: str) -> str:
        return self.stranger_team or home

    def as_json(self, home: str, *, with_email: bool) -> dict[str, Any]:
        """A user object; fields as in https://docs.slack.dev/reference/objects/user-object."""
        first, _, last = self.name.partition(" ")
        profile: dict[str, Any] = {
            "title": self.title,
            "phone": "",
            "real_name": self.name,
            "real_name_normalized": self.name,
            "display_name": self.handle,
            "display_name_normalized": self.handle,
            "status_text": "",
            "status_emoji": "",
            "avatar_hash": "g0000000000",
            "first_name": first,
            "last_name": last,
            "team": self.team(home),
        }
        if with_email and self.email and not self.bot:
            profile["email"] = self.email
        if self.bot:
            profile |= {"bot_id": self.bot_id, "api_app_id": self.app_id}
        user: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team(home),
            "name": self.handle,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.bot,
            "is_app_user": False,
            "updated": self.updated,
        }
        if self.stranger_team:
            user["is_stranger"] = False
        if self.deleted:
            return user
        return user | {
            "color": self.avatar_color.lstrip("#"),
            "real_name": self.name,
            "tz": self.tz,
            "tz_label": self.tz.replace("_", " "),
            "tz_offset": _offset(self.tz),
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "who_can_share_contact_card": "EVERYONE",
            "is_email_confirmed": True,
        }


def _offset(tz: str) -> int:
    try:
        zone = ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return 0
    offset = dt.datetime.fromtimestamp(time.time(), zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
