"""What every action of this room works with, beside its unit of work."""

from dataclasses import dataclass

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.outbox.enqueue import Outbox
from bot.leads.room import Room as LeadsRoom
from bot.people.domain import PeopleSettings
from bot.scoreboard.domain.settings import ScoreSettings


@dataclass(frozen=True, slots=True)
class Room:
    """Actions take it first, then the unit of work."""

    outbox: Outbox
    clock: Clock
    commands: Commands
    people: PeopleSettings
    leads: LeadsRoom
    score: ScoreSettings
