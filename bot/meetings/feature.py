"""What the meetings room plugs into the house."""

from bot.kit.house import House
from bot.leads.room import Room as LeadRoom
from bot.meetings.domain.settings import MeetingSettings
from bot.meetings.room import Room
from bot.people.domain import PeopleSettings


def plug_in(
    house: House, settings: MeetingSettings, people: PeopleSettings, leads: LeadRoom
) -> Room:
    """Register everything of this room; return what its actions work with."""
    return Room(
        outbox=house.outbox,
        clock=house.clock,
        commands=house.commands,
        settings=settings,
        people=people,
        leads=leads,
    )
