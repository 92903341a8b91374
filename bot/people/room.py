"""What every action of this room works with, beside its unit of work."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.db import Work
from bot.kit.outbox.enqueue import Outbox
from bot.kit.slack import Identity
from bot.people.domain import PeopleSettings, Team

WhenShared = Callable[[Work, Team, datetime], None]
"""Called with the team whose channel began or ceased to be read by another organisation."""


@dataclass(frozen=True, slots=True)
class Room:
    """Actions take it first, then the unit of work.

    `when_sharing_changes` is for the rooms that show personal data in a channel; they are called
    in the transaction of the change, with real time.
    """

    outbox: Outbox
    clock: Clock
    commands: Commands
    settings: PeopleSettings
    identity: Callable[[], Identity]
    when_sharing_changes: list[WhenShared] = field(default_factory=list)
