"""What every action of this room works with, beside its unit of work."""

from dataclasses import dataclass

from bot.content.domain.settings import ContentSettings
from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.outbox.enqueue import Outbox
from bot.leads.room import Room as LeadsRoom
from bot.people.actions.at_work import AtWork
from bot.people.domain import PeopleSettings


@dataclass(frozen=True, slots=True)
class Room:
    """Actions take it first, then the unit of work: `take_request(room, work, request_id=…, …)`."""

    outbox: Outbox
    clock: Clock
    commands: Commands
    settings: ContentSettings
    people: PeopleSettings
    leads: LeadsRoom

    @property
    def at_work(self) -> AtWork:
        """What tells people things in their working hours."""
        return AtWork(self.outbox, self.clock, self.people)
