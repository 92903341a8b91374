"""When the digest of a week is due for a reader: a plain rule over their own working time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kit.periods import Week
from bot.people.domain import WorkingTime

LOOK_AHEAD = 400
"""Days in which a reader's next working morning is looked for; no absence is longer."""


class Kind(StrEnum):
    """What is written for whom: a manager, a rep who asked for it, a team's channel."""

    DIGEST = "digest"
    NOTE = "note"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person wants their digest. The defaults are those of whoever chose nothing.

    `weekday` has Monday as 0; `zone` is None for the one of the Slack profile. `copies` posts the
    digest in the channel of the manager's team as well; `notes` is a rep's weekly note.
    """

    sends: bool = True
    weekday: int = 0
    hour: time = time(9)
    zone: str | None = None
    copies: bool = False
    notes: bool = False

    def wants(self, kind: Kind) -> bool:
        """Tell whether the person wants what is written of this kind."""
        return self.notes if kind is Kind.NOTE else self.sends

    def on_the_wall_of(self, working: WorkingTime) -> WorkingTime:
        """Return the reader's working time in the zone they chose, if there still is such a one."""
        try:
            return replace(working, zone=ZoneInfo(self.zone)) if self.zone else working
        except (KeyError, ValueError, OSError):
            return working


def due_at(week: Week, choices: Choices, working: WorkingTime) -> datetime | None:
    """Return when the digest of `week` is due for a reader who works so; None while they never do.

    It is the chosen hour of the chosen day of the week after, on the reader's own wall. A day off,
    a public holiday or an absence moves it to that hour of their next working day. `week` is the
    company's, and where it ends later than the reader's morning comes the digest waits for its
    end, within their working hours.
    """
    over = week.next.period.start
    assert over is not None  # noqa: S101 - a week's period has both ends
    first = week.next.monday + timedelta(days=choices.weekday)
    for day in (first + timedelta(days=ahead) for ahead in range(LOOK_AHEAD)):
        if not working.is_working_day(day):
            continue
        moment = datetime.combine(day, choices.hour, working.zone).astimezone(UTC)
        if moment >= over:
            return moment
        if working.local_date(over) == day and working.is_working(over):
            return over
    return None


def newest_due(
    at: datetime, *, company: ZoneInfo, choices: Choices, working: WorkingTime, first_week: str
) -> Week | None:
    """Return the week whose digest the reader should have by `at`, or None.

    It is the newest one: after a downtime or an absence the weeks before are left out. What is
    late comes when the reader works, not at night. None of the weeks before `first_week` is due.
    """
    for week in _finished(at, company):
        if week.name < first_week:
            return None
        moment = due_at(week, choices, working)
        if moment is not None and moment <= at:
            on_its_day = working.local_date(at) == working.local_date(moment)
            return week if on_its_day or working.is_working(at) else None
    return None


def may_be_due(at: datetime, *, company: ZoneInfo, choices: Choices, zone: ZoneInfo) -> bool:
    """Tell quickly, without knowing days off, whether the last finished week can be due by now."""
    week = next(_finished(at, company))
    first = week.next.monday + timedelta(days=choices.weekday)
    return at >= datetime.combine(first, choices.hour, zone)


def first_week_from(
    at: datetime, *, company: ZoneInfo, choices: Choices, working: WorkingTime
) -> str:
    """Return the first week whose digest somebody gets who begins to read them at `at`.

    Nobody begins with the digest of a morning that is over.
    """
    last = next(_finished(at, company))
    moment = due_at(last, choices, working)
    return last.name if moment is not None and moment > at else last.next.name


def _finished(at: datetime, company: ZoneInfo) -> Iterator[Week]:
    last = Week.of(at, company).previous
    yield last
    yield last.previous
