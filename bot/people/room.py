"""What every action of this room works with, beside its unit of work."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.outbox.enqueue import Outbox
from bot.kit.slack import Identity
from bot.people.domain import PeopleSettings


@dataclass(frozen=True, slots=True)
class Room:
    """Actions take it first, then the unit of work."""

    outbox: Outbox
    clock: Clock
    commands: Commands
    settings: PeopleSettings
    identity: Callable[[], Identity]
