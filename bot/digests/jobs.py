"""What the clock does in this room: it asks for what is due, and what was asked for is written."""

from datetime import datetime

from bot.digests.actions.asking import ask_for_due
from bot.digests.actions.writing import write_unwritten
from bot.digests.queries.due import plan
from bot.digests.room import Room
from bot.kit.db import Work
from bot.kit.house import House

ASK = "digests.ask"
WRITE = "digests.write"
WRITE_EVERY = 30.0
"""Seconds until what failed, or was asked for by a process that died, is written."""


def register(house: House, room: Room) -> None:
    """Have digests asked for when they are due, and written at once."""

    def due(work: Work, at: datetime) -> str | None:
        return None if plan(room, work, at).is_empty else at.isoformat(timespec="microseconds")

    def write_soon() -> None:
        house.schedule.sweep_now(WRITE)

    def ask(work: Work, _period: str, at: datetime) -> None:
        if ask_for_due(room, work, at=at):
            work.once_committed(write_soon)

    def write() -> None:
        write_unwritten(room, house.db)

    house.schedule.due(ASK, due, ask)
    house.schedule.sweep(WRITE, WRITE_EVERY, write)
