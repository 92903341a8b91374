"""What the digests room plugs into the house."""

from bot.digests import jobs
from bot.digests.actions.erasing import show_without
from bot.digests.listeners import buttons, words
from bot.digests.queries.messages import DigestMessages
from bot.digests.room import Room
from bot.kit.house import House
from bot.leads.room import Room as LeadsRoom
from bot.people.domain import PeopleSettings
from bot.scoreboard.domain.settings import ScoreSettings


def plug_in(house: House, people: PeopleSettings, leads: LeadsRoom, score: ScoreSettings) -> Room:
    """Register everything of this room; return what its actions work with."""
    room = Room(
        outbox=house.outbox,
        clock=house.clock,
        commands=house.commands,
        people=people,
        leads=leads,
        score=score,
    )
    house.views.register("digest", DigestMessages(room).written)
    leads.on_erased.append(show_without(room))
    words.register(house, room)
    buttons.register(house, room)
    jobs.register(house, room)
    return room
