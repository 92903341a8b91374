"""User objects and channels as Slack gives them, and a Slack that answers from them."""

from typing import Any

from tests.support.house import BOT, TEAM, RecordingClient


def a_user(
    id: str,  # noqa: A002
    name: str,
    *,
    team_id: str = TEAM,
    tz: str = "Europe/Berlin",
    **rest: Any,
) -> dict[str, Any]:
    return {
        "id": id,
        "team_id": team_id,
        "name": name.split(maxsplit=1)[0].lower(),
        "real_name": name,
        "deleted": False,
        "tz": tz,
        "is_bot": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "updated": 1764000000,
        "profile": {
            "real_name": name,
            "email": f"{name.split(maxsplit=1)[0].lower()}@example.com",
            "team": team_id,
        },
        **rest,
    }


def a_channel(id: str, name: str, **rest: Any) -> dict[str, Any]:  # noqa: A002
    return {
        "id": id,
        "name": name,
        "is_private": False,
        "is_archived": False,
        "is_ext_shared": False,
        "is_member": True,
        **rest,
    }


class SmallSlack:
    """Users, channels and members, behind a recording client; two rows a page."""

    def __init__(self, client: RecordingClient) -> None:
        self.users = {
            user["id"]: user
            for user in (
                a_user("U0RITA", "Rita Alvarez"),
                a_user("U0TOM", "Tom Becker", tz="America/New_York"),
                a_user("U0MARK", "Mark Osei"),
                a_user("U0SAM", "Sam Carter"),
                a_user("U0MAYA", "Maya Haddad"),
                a_user("U0GUS", "Gus Guest", is_restricted=True),
                a_user("U0XENA", "Xena Extern", team_id="T0OTHER"),
                a_user(BOT.bot_user, "smarketing", is_bot=True),
            )
        }
        self.channels = {
            "C0SALES": a_channel("C0SALES", "sales"),
            "C0MKTG": a_channel("C0MKTG", "marketing"),
            "C0GENERAL": a_channel("C0GENERAL", "general"),
        }
        self.members = {
            "C0SALES": ["U0RITA", "U0TOM", "U0SAM", "U0GUS", "U0XENA", BOT.bot_user],
            "C0MKTG": ["U0MARK", "U0MAYA", BOT.bot_user],
        }
        self.client = client
        client.answers |= {
            "users.info": self._info,
            "users.list": self._list,
            "users.lookupByEmail": self._lookup,
            "conversations.info": self._channel,
            "conversations.list": lambda asked: self._page(
                list(self.channels.values()), "channels", asked
            ),
            "conversations.members": self._members,
        }

    def _info(self, asked: dict[str, Any]) -> dict[str, Any]:
        user = self.users.get(asked["user"])
        return {"user": user} if user else {"ok": False, "error": "user_not_found"}

    def _list(self, asked: dict[str, Any]) -> dict[str, Any]:
        return self._page(list(self.users.values()), "members", asked)

    def _lookup(self, asked: dict[str, Any]) -> dict[str, Any]:
        for user in self.users.values():
            if user["profile"].get("email") == asked["email"]:
                return {"user": user}
        return {"ok": False, "error": "users_not_found"}

    def _channel(self, asked: dict[str, Any]) -> dict[str, Any]:
        channel = self.channels.get(asked["channel"])
        return {"channel": channel} if channel else {"ok": False, "error": "channel_not_found"}

    def _members(self, asked: dict[str, Any]) -> dict[str, Any]:
        return self._page(self.members[asked["channel"]], "members", asked)

    @staticmethod
    def _page(rows: list[Any], name: str, asked: dict[str, Any]) -> dict[str, Any]:
        start = int(asked.get("cursor") or 0)
        rest = len(rows) > start + 2
        return {
            name: rows[start : start + 2],
            "response_metadata": {"next_cursor": str(start + 2) if rest else ""},
        }
