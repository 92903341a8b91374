"""The workspace the benchmarks play in: invented people, two channels."""

from typing import Any

TEAM = "T0BENCH"
REPS = tuple(f"U0REP{number:03d}" for number in range(200))
MARKETERS = tuple(f"U0MKT{number:03d}" for number in range(4))
BOT = {
    "team_id": TEAM,
    "team": "Northwind",
    "user_id": "U0BOT",
    "user": "smarketing",
    "bot_id": "B0BOT",
    "app_id": "A0BENCH",
    "url": "https://northwind.example/",
}
SALES, MARKETING = "C0SALES", "C0MKTG"


def _channel(slack_id: str, name: str) -> dict[str, Any]:
    return {
        "id": slack_id,
        "name": name,
        "is_channel": True,
        "is_private": True,
        "is_member": True,
        "is_archived": False,
        "is_ext_shared": False,
    }


CHANNELS = {SALES: _channel(SALES, "sales"), MARKETING: _channel(MARKETING, "marketing")}


def members(channel: str) -> list[str]:
    """Return who is in a channel."""
    return ["U0BOT", *(REPS if channel == SALES else MARKETERS)]


def profile(person: str) -> dict[str, Any]:
    """Return a person as users.info tells of them."""
    name = f"Person {person[-6:].title()}"
    return {
        "id": person,
        "team_id": TEAM,
        "name": person.lower(),
        "real_name": name,
        "deleted": False,
        "is_bot": person == "U0BOT",
        "is_restricted": False,
        "is_ultra_restricted": False,
        "tz": "Europe/Berlin",
        "profile": {
            "real_name": name,
            "display_name": name,
            "email": f"{person.lower()}@example.com",
        },
    }
