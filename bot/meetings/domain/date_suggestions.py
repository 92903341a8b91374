"""Three times that suit the working hours of most."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.people.domain import WorkingTime

STEP = timedelta(minutes=30)
WITHIN_DAYS = 14
"""Days before and after the planned one in which times are looked for."""
SUGGESTED = 3
DIFFERENT_MOST = 150
"""Different working hours that are looked at, those of most people first: hundreds share theirs."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A time and how many of those asked work all through it."""

    starts_at: datetime
    suits: int
    asked: int


def suggest(
    people: Sequence[WorkingTime],
    company: WorkingTime,
    *,
    planned: datetime,
    length: timedelta,
    earliest: datetime,
    before: datetime,
) -> list[Suggestion]:
    """Return up to three times on different days, best first.

    They lie on the company's working days, from `earliest` on and before `before`, within two
    weeks of `planned`; what suits more people comes first, then the nearer day, then the hour that
    people are used to.
    """

    def rank(one: Suggestion) -> tuple[int, int, float, datetime]:
        start, usual = (at.astimezone(company.zone) for at in (one.starts_at, planned))
        days = abs((start.date() - usual.date()).days)
        hour = datetime.combine(usual.date(), start.time()) - usual.replace(tzinfo=None)
        return (-one.suits, days, abs(hour.total_seconds()), one.starts_at)

    alike = Counter(people).most_common(DIFFERENT_MOST)
    asked = sum(number for _, number in alike)
    best: dict[object, Suggestion] = {}
    for starts_at in _candidates(company, planned, length, earliest, before):
        suits = sum(number for hours, number in alike if _works_through(hours, starts_at, length))
        made = Suggestion(starts_at, suits, asked)
        day = company.local_date(starts_at)
        if day not in best or rank(made) < rank(best[day]):
            best[day] = made
    return sorted(best.values(), key=rank)[:SUGGESTED]


def _candidates(
    company: WorkingTime,
    planned: datetime,
    length: timedelta,
    earliest: datetime,
    before: datetime,
) -> Iterable[datetime]:
    for days in range(-WITHIN_DAYS, WITHIN_DAYS + 1):
        start = company.working_day_start(company.local_date(planned + timedelta(days=days)))
        if start is None:
            continue
        for step in range(int(company.day_length / STEP)):
            at = start + step * STEP
            fits = company.is_working(at + length - timedelta(seconds=1))
            if fits and earliest <= at and at + length <= before and at != planned:
                yield at


def _works_through(hours: WorkingTime, starts_at: datetime, length: timedelta) -> bool:
    end = starts_at + length - timedelta(seconds=1)
    return hours.is_working(starts_at) and hours.is_working(end)
