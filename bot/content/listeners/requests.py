"""Asking for content, and answering: `/content …`, the shortcut, the buttons and the forms."""

from bot.content.room import Room
from bot.kit.house import House


def register(house: House, room: Room) -> None:
    """Listen to everything about requests."""
