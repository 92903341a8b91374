"""What a section of the agenda is asked with, and who presents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.kit.db import Work
from bot.kit.periods import Period, in_words
from bot.kit.wording import listed
from bot.meetings.domain.agenda import Point
from bot.meetings.domain.dates import Occurrence
from bot.meetings.room import Room
from bot.people import queries as people
from bot.people.domain import Team

SHORT = 160
"""Characters of a quoted sentence on an agenda line."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One rendering of one agenda: of which meeting, at which business time, for which readers.

    `period` reaches from the meeting before to now. `shared` says that another organisation reads
    along, so that nothing personal of leads, and nobody's words about them, may be shown.
    """

    room: Room
    work: Work
    occurrence: Occurrence
    period: Period
    at: datetime
    shared: bool = False

    @property
    def since(self) -> str:
        """The beginning of the period in words: "since 3 Nov 2026"."""
        return f"since {self.day(self.period.start)}" if self.period.start else "so far"

    def day(self, at: datetime) -> str:
        """A moment as a day on the company's wall: "3 Nov 2026"."""
        return in_words(at.astimezone(self.room.people.zone).date())

    def name(self, person: str) -> str:
        """A person's name."""
        return people.names(self.work, [person])[person]

    def names(self, some: Iterable[str]) -> dict[str, str]:
        """Names of several people by id."""
        return people.names(self.work, some)

    @property
    def chair(self) -> str:
        """Who presents what nobody else does: the chair by name, else "the chair"."""
        return self.name(self.occurrence.chair) if self.occurrence.chair else "the chair"

    def heads(self, *teams: Team) -> str:
        """The managers of some teams by name, or the team where it has none."""
        found: list[str] = []
        for team in teams:
            managers = [one.name for one in people.managers(self.work, team)]
            found += [name for name in (managers[:2] or [team.value]) if name not in found]
        return listed(found)


Section = Callable[[Asking], list[Point]]
"""Gives the points a section has to talk about now; none when it has nothing to say."""
