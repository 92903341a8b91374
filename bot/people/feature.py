"""What this room plugs into the house."""

from datetime import datetime
from typing import Any

from bot.kit.db import Work
from bot.kit.house import House
from bot.kit.outbox.views import Message
from bot.people import queries, store
from bot.people.actions.at_work import AtWork
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
    tell_at_work(house, AtWork(house.outbox, house.clock, settings))
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


def tell_at_work(house: House, at_work: AtWork) -> None:
    """Have the posts that are held sent as soon as their readers work."""

    def due(work: Work, at: datetime) -> str | None:
        return at.isoformat(timespec="seconds") if at_work.somebody_waits(work, at=at) else None

    def tell(work: Work, _period: str, at: datetime) -> None:
        at_work.tell_those(work, at=at)

    house.schedule.due("people.tell_at_work", due, tell)
