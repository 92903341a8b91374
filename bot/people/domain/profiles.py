"""A person as Slack describes them, whatever their role here."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Profile:
    """The part of Slack's user object that the bot keeps.

    `stranger` is anybody of another organisation; `guest` covers both kinds of guest; `version`
    is Slack's stamp of the last change, by which an event that comes late is recognised.
    """

    id: str
    name: str
    email: str | None = None
    zone: str = "UTC"
    team_id: str = ""
    guest: bool = False
    stranger: bool = False
    bot: bool = False
    deleted: bool = False
    version: int = 0


def read_profile(user: dict[str, Any], *, home: str) -> Profile:
    """Read Slack's user object (`users.info`, `users.list`, `user_change`).

    `home` is our team's id. `is_stranger` alone says too little: it is false for people of other
    organisations with whom we share a channel, so their team decides.
    """
    profile = user.get("profile") or {}
    team = user.get("team_id") or profile.get("team") or home
    in_our_grid = home in ((user.get("enterprise_user") or {}).get("teams") or [])
    name = (
        user.get("real_name")
        or profile.get("real_name")
        or profile.get("display_name")
        or user.get("name")
        or user["id"]
    )
    return Profile(
        id=user["id"],
        name=" ".join(name.split())[:200] or user["id"],
        email=(profile.get("email") or "").strip().lower()[:320] or None,
        zone=user.get("tz") or "UTC",
        team_id=home if in_our_grid else team,
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        stranger=bool(user.get("is_stranger")) or not (team == home or in_our_grid),
        bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        deleted=bool(user.get("deleted")),
        version=int(user.get("updated") or 0),
    )
