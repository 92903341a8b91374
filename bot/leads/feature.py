"""What the leads room plugs into the house."""

from bot.kit.house import House
from bot.leads import jobs, reaction_sweep
from bot.leads.domain.settings import LeadSettings
from bot.leads.listeners import (
    add,
    again,
    card,
    definition,
    feedback,
    home,
    import_file,
    lists,
    rate,
    reactions,
    update,
    words,
)
from bot.leads.queries.messages import LeadMessages
from bot.leads.room import Room
from bot.people.domain import PeopleSettings


def plug_in(house: House, settings: LeadSettings, people: PeopleSettings) -> Room:
    """Register everything of this room; return what its actions work with."""
    room = Room(
        outbox=house.outbox,
        clock=house.clock,
        commands=house.commands,
        settings=settings,
        people=people,
    )
    messages = LeadMessages(settings)
    house.views.register("lead_card", messages.card)
    house.views.register("lead_rollup", messages.rollup)
    house.views.register("lead_line", messages.line)
    house.views.register("lead_news", messages.news)
    house.views.register("lead_why", messages.why)
    house.views.register("lead_again", messages.again)
    for listeners in (words, card, lists, update, rate, reactions, again, add, import_file):
        listeners.register(house, room)
    reaction_sweep.register(house, room)
    definition.register(house, room)
    feedback.register(house, room)
    home.register(house, room)
    jobs.register(house, room)
    return room
