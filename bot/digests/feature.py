"""What the digests room plugs into the house."""

from bot.digests.room import Room
from bot.digests.store import tables  # noqa: F401 - declares the tables
from bot.kit.house import House
from bot.leads.room import Room as LeadsRoom
from bot.people.domain import PeopleSettings


def plug_in(house: House, people: PeopleSettings, leads: LeadsRoom) -> Room:
    """Register everything of this room; return what its actions work with."""
    return Room(
        outbox=house.outbox,
        clock=house.clock,
        commands=house.commands,
        people=people,
        leads=leads,
    )
