"""What the meetings room plugs into the house."""

from bot.kit.house import House
from bot.leads.room import Room as LeadRoom
from bot.meetings.domain.settings import MeetingSettings
from bot.meetings.jobs import agenda as agenda_jobs
from bot.meetings.jobs import pins
from bot.meetings.listeners import action_items, agenda, running
from bot.meetings.room import Room
from bot.people.domain import PeopleSettings


def plug_in(
    house: House, settings: MeetingSettings, people: PeopleSettings, leads: LeadRoom
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
    for part in (agenda, running, action_items, agenda_jobs, pins):
        part.register(house, room)
    return room
