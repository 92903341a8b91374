"""What every action of this room works with, beside its unit of work."""

from dataclasses import dataclass

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.outbox.enqueue import Outbox
from bot.leads.domain.settings import LeadSettings
from bot.people.actions.at_work import AtWork
from bot.people.domain import PeopleSettings


@dataclass(frozen=True, slots=True)
class Room:
    """Actions take it first, then the unit of work: `claim_lead(room, work, lead_id=…, …)`."""

    outbox: Outbox
    clock: Clock
    commands: Commands
    settings: LeadSettings
    people: PeopleSettings

    @property
    def at_work(self) -> AtWork:
        """What tells people things in their working hours."""
        return AtWork(self.outbox, self.clock, self.people)
