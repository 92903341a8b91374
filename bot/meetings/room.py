"""What every action of this room works with, beside its unit of work."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.db import Work
from bot.kit.outbox.enqueue import Outbox
from bot.leads.room import Room as LeadRoom
from bot.meetings.domain.settings import MeetingSettings
from bot.people.actions.at_work import AtWork
from bot.people.domain import PeopleSettings
from bot.scoreboard.room import Room as ScoreRoom


def _nobody(_work: Work) -> None:
    """Wake nobody, as where no mail is sent."""


@dataclass(frozen=True, slots=True)
class Room:
    """Actions take it first, then the unit of work: `move(room, work, occurrence=…, …)`."""

    outbox: Outbox
    clock: Clock
    commands: Commands
    settings: MeetingSettings
    people: PeopleSettings
    leads: LeadRoom
    scoreboard: ScoreRoom | None = None
    """The shared numbers and targets; without it an agenda leaves them out."""
    wake_mail: Callable[[Work], None] = field(default=_nobody, compare=False)
    """Has the mails that a transaction queued sent as soon as it is committed."""

    wake_pins: Callable[[Work], None] = field(default=_nobody, compare=False)
    """Has agendas pinned and unpinned as soon as a transaction that wants it is committed."""

    @property
    def at_work(self) -> AtWork:
        """What tells people things in their working hours."""
        return AtWork(self.outbox, self.clock, self.people)

    @property
    def destinations(self) -> list[str]:
        """Where meetings are spoken of: the joint channel, or both where there is none."""
        return ["joint"] if self.people.joint_channel else ["sales", "marketing"]
