"""What this room plugs into the house."""

from typing import Any

from bot.kit.db import Work
from bot.kit.house import House
from bot.kit.outbox.views import Message
from bot.people import queries, store
from bot.people.domain import PeopleSettings, Role
from bot.people.intake.sync import EVERY, Sync
from bot.people.listeners import events, gestures
from bot.people.room import Room
from bot.people.views import messages

SYNC = "people.sync"


def plug_in(house: House, settings: PeopleSettings) -> Room:
    """Register listeners, commands, views and the sweep. Other rooms' hooks go on the room."""
    room = Room(
        outbox=house.outbox,
        clock=house.clock,
        commands=house.commands,
        settings=settings,
        identity=house.identity,
    )
    house.schedule.sweep(SYNC, EVERY, Sync(house.db, house.client, room).sweep)
    _register_views(house)
    gestures.plug_in(house, room)
    events.plug_in(house, room, look_soon=lambda: house.schedule.sweep_now(SYNC))
    return room


def _register_views(house: House) -> None:
    def shared(work: Work, args: dict[str, Any]) -> Message | None:
        channel = queries.channel(work, args["alias"])
        if channel is None or not channel.is_ext_shared:
            return None
        return messages.shared(channel, lead_command=house.commands.name("lead"))

    def role_chosen(work: Work, args: dict[str, Any]) -> Message | None:
        choice = store.role_choice(work, args["choice"])
        if choice is None:
            return None
        _, role, by = choice
        return messages.role_chosen(Role(role) if role else None, by=queries.names(work, [by])[by])

    house.views.register("people.shared", shared)
    house.views.register("people.role_chosen", role_chosen)
