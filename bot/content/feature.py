"""What the content room plugs into the house."""

from bot.content.domain.settings import ContentSettings
from bot.content.jobs import library as library_jobs
from bot.content.jobs import requests as request_jobs
from bot.content.listeners import library, requests
from bot.content.room import Room
from bot.kit.house import House
from bot.leads.room import Room as LeadsRoom
from bot.people.domain import PeopleSettings


def plug_in(
    house: House, settings: ContentSettings, people: PeopleSettings, leads: LeadsRoom
) -> Room:
    """Register everything of this room; return what its actions work with."""
    room = Room(
        outbox=house.outbox,
        clock=house.clock,
        commands=house.commands,
        settings=settings,
        people=people,
        leads=leads,
    )
    # Search first, ask second: on the Home tab and in the help as well.
    library.register(house, room)
    requests.register(house, room)
    request_jobs.register(house, room)
    library_jobs.register(house, room)
    return room
