"""A meeting while it runs: which point is on, who may do what, and when it is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.kit.errors import Refusal
from bot.meetings.domain.agenda import Wanted, ends_of
from bot.people.domain import Person

MAY_BEGIN_EARLIER = timedelta(minutes=15)
"""How long before its time a meeting may be started."""
MAY_BEGIN_LATER = timedelta(hours=12)
"""How long after its time a meeting may still be started."""
ENDS_BY_ITSELF = timedelta(hours=1)
"""How long after its planned end a meeting that nobody ended is ended by the bot."""


class Outcome(StrEnum):
    """What became of a point."""

    COVERED = "covered"
    PARKED = "parked"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class RunPoint:
    """A point of the final agenda, as it was when the meeting began, and how it went."""

    position: int
    key: str
    title: str
    wanted: Wanted
    presents: str
    minutes: int
    began_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome | None = None

    @property
    def should_end(self) -> datetime | None:
        """When it should end, once it has begun; None for "if time allows"."""
        if self.began_at is None or not self.minutes:
            return None
        return self.began_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Run:
    """The doing of one meeting: `current` is the position of the point that is on.

    `opened_for` is the time for which its attendees were pinged; `missed_at` is when it was noticed
    that nobody had started it while it could be.
    """

    occurrence_id: int
    drafted_at: datetime | None = None
    opened_for: datetime | None = None
    missed_at: datetime | None = None
    started_at: datetime | None = None
    started_by: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    current: int = 0
    points: tuple[RunPoint, ...] = ()

    def is_final(self, starts_at: datetime) -> bool:
        """Whether the agenda is final: its attendees were pinged for that time, or it is past."""
        return self.opened_for == starts_at or bool(self.started_at or self.missed_at)

    @property
    def is_past(self) -> bool:
        """Whether it is over, or cannot be started any more."""
        return bool(self.ended_at or self.missed_at)

    @property
    def is_running(self) -> bool:
        """Whether it was started and is not over."""
        return self.started_at is not None and self.ended_at is None

    @property
    def point(self) -> RunPoint | None:
        """The point that is on now."""
        if not self.is_running:
            return None
        return next((one for one in self.points if one.position == self.current), None)

    @property
    def coming(self) -> tuple[RunPoint, ...]:
        """The points after the one that is on."""
        return tuple(one for one in self.points if one.position > self.current)

    def coming_ends(self, now: datetime) -> list[datetime]:
        """Return when each coming point should end, were the current one to end as it should."""
        on = self.point
        until = max((on.should_end or now) if on else now, now)
        return ends_of([one.minutes for one in self.coming], until)


def must_run(run: Run | None) -> Run:
    """Return the meeting that runs; Refusal when it has not begun or is over."""
    if run is None or run.started_at is None:
        raise Refusal("The meeting has not begun. Its chair or a manager presses Start.")
    if run.ended_at is not None:
        raise Refusal("This meeting is over; its minutes stand. /meeting add is for the next one.")
    return run


def may_lead(person: Person, *, chair: str | None, nobody_else: bool = False) -> bool:
    """Tell whether somebody may run the meeting: its chair, any manager, else anybody if needed.

    `nobody_else` says that neither a chair nor a manager is there any more.
    """
    return person.id == chair or person.is_manager or nobody_else


def must_lead(
    person: Person, *, chair: str | None, chair_name: str, doing: str, nobody_else: bool = False
) -> None:
    """Refuse who may not run the meeting, with what they may do instead."""
    if may_lead(person, chair=chair, nobody_else=nobody_else):
        return
    who = f"{chair_name}, who chairs, and the managers" if chair and chair_name else "the managers"
    raise Refusal(
        f"Only {who} can {doing}. You can put something on the agenda with /meeting add, "
        "and take on an action of your own with /meeting action."
    )
