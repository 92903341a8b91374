"""What every action of this room works with, beside its unit of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.db import Work
from bot.kit.outbox.enqueue import Outbox
from bot.leads.domain.lead import Lead
from bot.leads.domain.settings import LeadSettings
from bot.people.actions.at_work import AtWork
from bot.people.domain import PeopleSettings, Person

OnTaken = Callable[[Work, Lead, Person, datetime], None]
"""Told in the transaction in which a lead is taken or given: the lead, its owner, business time."""
OnErased = Callable[[Work, str, Sequence[int], datetime], int]
"""Told in the transaction in which a person is erased: their address, their leads (none, when
nobody has it), business time. Gives how many texts it blanked."""


@dataclass(frozen=True, slots=True)
class Room:
    """Actions take it first, then the unit of work: `claim_lead(room, work, lead_id=…, …)`."""

    outbox: Outbox
    clock: Clock
    commands: Commands
    settings: LeadSettings
    people: PeopleSettings
    # What rooms above this one do besides; their features append to these.
    on_taken: list[OnTaken] = field(default_factory=list, compare=False)
    on_erased: list[OnErased] = field(default_factory=list, compare=False)

    @property
    def at_work(self) -> AtWork:
        """What tells people things in their working hours."""
        return AtWork(self.outbox, self.clock, self.people)
