"""What the scoreboard plugs into the house."""

from bot.kit.house import House
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.room import Room


def plug_in(house: House, settings: ScoreSettings) -> Room:
    """Register everything of this room; return what its actions work with."""
    return Room(
        outbox=house.outbox, clock=house.clock, commands=house.commands, settings=settings
    )
