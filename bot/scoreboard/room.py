"""What every action of this room works with, beside its unit of work."""

from dataclasses import dataclass

from bot.kit.clock import Clock
from bot.kit.commands import Commands
from bot.kit.outbox.enqueue import Outbox
from bot.people.actions.at_work import AtWork
from bot.scoreboard.domain.settings import ScoreSettings


@dataclass(frozen=True, slots=True)
class Room:
    """Actions take it first, then the unit of work."""

    outbox: Outbox
    clock: Clock
    commands: Commands
    settings: ScoreSettings

    @property
    def at_work(self) -> AtWork:
        """What tells people things in their working hours."""
        return AtWork(self.outbox, self.clock, self.settings.people)
