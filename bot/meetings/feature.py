"""What the meetings room plugs into the house."""

from functools import partial

from bot.kit.house import House
from bot.leads.room import Room as LeadRoom
from bot.meetings.actions.erasing import forget_in_meetings
from bot.meetings.domain.settings import MeetingSettings
from bot.meetings.intake.calendar_feed import calendar_route
from bot.meetings.jobs import agenda as agenda_jobs
from bot.meetings.jobs import dates as date_jobs
from bot.meetings.jobs import pins
from bot.meetings.listeners import (
    action_items,
    agenda,
    calendar,
    dates,
    invitation,
    running,
    setup,
    targets,
)
from bot.meetings.mail.sending import mail_waker
from bot.meetings.queries.invitation import InvitationMessages
from bot.meetings.room import Room
from bot.people.domain import PeopleSettings
from bot.scoreboard.room import Room as ScoreRoom


def plug_in(
    house: House,
    settings: MeetingSettings,
    people: PeopleSettings,
    leads: LeadRoom,
    scoreboard: ScoreRoom | None = None,
) -> Room:
    """Register everything of this room; return what its actions work with."""
    room = Room(
        outbox=house.outbox,
        clock=house.clock,
        commands=house.commands,
        settings=settings,
        people=people,
        leads=leads,
        scoreboard=scoreboard,
        wake_mail=mail_waker(house.schedule.sweep_now, date_jobs.MAIL),
        wake_pins=mail_waker(house.schedule.sweep_now, pins.PINS),
    )
    messages = InvitationMessages(room)
    house.views.register("meeting_invitation", messages.invitation)
    house.views.register("meeting_change", messages.change)
    house.views.register("meeting_unsent", messages.unsent)
    for part in (dates, setup, invitation, calendar, date_jobs):
        part.register(house, room)
    if settings.public_url:
        house.routes.append(calendar_route(house.db, room))
    leads.on_erased.append(partial(forget_in_meetings, room))
    for part in (agenda, running, targets, action_items, agenda_jobs, pins):
        part.register(house, room)
    return room
