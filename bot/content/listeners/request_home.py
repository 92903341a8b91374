"""Requests on the App Home tab."""

from typing import Any

from bot.content.queries.request_home import requests_section
from bot.content.room import Room
from bot.kit.db import Work
from bot.kit.house import House


def register(house: House, room: Room) -> None:
    """Offer the section."""

    def section(work: Work, person: str) -> list[dict[str, Any]]:
        return requests_section(room, work, person)

    house.home_sections.append(section)
