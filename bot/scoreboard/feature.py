"""What the scoreboard plugs into the house."""

from bot.kit.house import House
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.listeners import numbers, targets
from bot.scoreboard.queries.messages import ScoreMessages
from bot.scoreboard.room import Room


def plug_in(house: House, settings: ScoreSettings) -> Room:
    """Register everything of this room; return what its actions work with."""
    room = Room(outbox=house.outbox, clock=house.clock, commands=house.commands, settings=settings)
    messages = ScoreMessages(settings=settings, commands=house.commands, clock=house.clock)
    house.views.register("target_owner", messages.owner)
    house.home_sections.append(messages.home)
    numbers.register(house, room)
    targets.register(house, room, messages)
    return room
