"""Working time: the only place that knows which minutes count.

Hours are wall-clock hours in a zone; minutes are real ones, so a day on which the clocks change
within working hours is an hour longer or shorter.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LOOK_AHEAD = 3660
"""Days in which the next working minute is looked for; an absence is never that long."""


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """Days off, both ends included, in the zone of the person who takes them."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Tell whether the person is away on `day`."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When somebody, or the company, works. `days` are weekdays with Monday as 0.

    Every datetime given is aware; every datetime returned is in UTC.
    """

    zone: ZoneInfo
    days: frozenset[int]
    opens: time
    closes: time
    holidays: Container[date] = frozenset()
    absences: tuple[Absence, ...] = ()

    def __post_init__(self) -> None:
        """Refuse hours in which nobody could ever work."""
        if not self.days or not self.days <= set(range(7)):
            raise ValueError("At least one working day is needed.")
        if self.closes <= self.opens:
            raise ValueError("Working hours end on the day they start, after they start.")

    def local_date(self, at: datetime) -> date:
        """Return the date on the wall at `at`."""
        return at.astimezone(self.zone).date()

    def is_working_day(self, day: date) -> bool:
        """Tell whether any work is done on `day`."""
        return self.working_window(day) is not None

    def working_day_start(self, day: date) -> datetime | None:
        """Return when work starts on `day`, or None on a day off."""
        window = self.working_window(day)
        return window[0] if window else None

    def working_day_begun(self, at: datetime) -> date | None:
        """Return today's date once today's work has begun, all evening too; None on days off.

        What is done once each working morning takes its period from here.
        """
        today = self.local_date(at)
        start = self.working_day_start(today)
        return today if start and at >= start else None

    def is_working(self, at: datetime) -> bool:
        """Tell whether work is on at `at`; the closing minute is already off."""
        window = self.working_window(self.local_date(at))
        return window is not None and window[0] <= at < window[1]

    def next_start(self, at: datetime) -> datetime:
        """Return `at` itself while work is on, else when it next starts."""
        start, _ = next(self._windows_from(at))
        return max(start, at.astimezone(UTC))

    def add(
        self, at: datetime, *, minutes: float = 0, hours: float = 0, days: float = 0
    ) -> datetime:
        """Return the moment by which that much working time has passed since `at`.

        A working day is as long as the usual day's hours. Time that is used up exactly at closing
        ends then, not the next morning.
        """
        left = timedelta(minutes=minutes, hours=hours) + days * self.day_length
        if left < timedelta(0):
            raise ValueError("working time is only added forward")
        # Arithmetic within one zone is on the wall clock; in UTC it is on real minutes.
        at = at.astimezone(UTC)
        if not left:
            return at
        for start, end in self._windows_from(at):
            begun = max(start, at)
            if left <= end - begun:
                return begun + left
            left -= end - begun
        raise AssertionError  # _windows_from raises before it ends

    def minutes_between(self, a: datetime, b: datetime) -> float:
        """Return the working minutes from `a` to `b`; negative when `b` is the earlier."""
        if b < a:
            return -self.minutes_between(b, a)
        a, b = a.astimezone(UTC), b.astimezone(UTC)
        worked = timedelta(0)
        day, last = self.local_date(a), self.local_date(b)
        while day <= last:
            if window := self.working_window(day):
                worked += max(min(window[1], b) - max(window[0], a), timedelta(0))
            day += timedelta(days=1)
        return worked.total_seconds() / 60

    @property
    def day_length(self) -> timedelta:
        """How long the usual working day is."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)

    def _windows_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        today = self.local_date(at)
        for ahead in range(LOOK_AHEAD):
            window = self.working_window(today + timedelta(days=ahead))
            if window and at < window[1]:
                yield window
        raise ValueError(f"no work in the {LOOK_AHEAD} days after {today}")

    def working_window(self, day: date) -> tuple[datetime, datetime] | None:
        """Return when work starts and ends on `day`, or None on a day off."""
        if day.weekday() not in self.days or day in self.holidays:
            return None
        if any(day in absence for absence in self.absences):
            return None
        start = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
        end = datetime.combine(day, self.closes, self.zone).astimezone(UTC)
        # Hours that lie wholly in the hour which spring skips leave nothing of that day.
        return (start, end) if start < end else None


def read_days(text: str) -> frozenset[int]:
    """Read "Mon-Fri", "Mon Tue Thu" or "mon, wed-fri"; a ValueError says what is wrong."""
    days: set[int] = set()
    for part in re.split(r"[\s,;]+", re.sub(r"\s*[-–—]\s*", "-", text.strip())):
        first, dash, last = part.partition("-")
        begin = _weekday(first)
        end = _weekday(last) if dash else begin
        days |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return frozenset(days)


def read_hours(text: str) -> tuple[time, time]:
    """Read "9-17", "09:00-17:30" or "9:00 – 17:30"; a ValueError says what is wrong."""
    found = re.fullmatch(
        r"(\d{1,2})(?:[:.](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d\d))?", text.strip()
    )
    if not found:
        raise ValueError(f"“{text.strip()[:40]}” are not hours; write them like 09:00-17:30.")
    numbers = [int(group or 0) for group in found.groups()]
    try:
        opens, closes = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    except ValueError as fault:
        raise ValueError(f"“{text.strip()}” is no time of a day; write 09:00-17:30.") from fault
    if closes <= opens:
        raise ValueError("Working hours end on the day they start; write them like 09:00-17:30.")
    return opens, closes


def write_days(days: frozenset[int]) -> str:
    """Return the days as people write them: "Mon–Fri", "Mon, Tue, Thu". `read_days` reads it."""
    ordered = sorted(days)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{DAY_NAMES[ordered[0]]}–{DAY_NAMES[ordered[-1]]}"
    return ", ".join(DAY_NAMES[day] for day in ordered)


def write_hours(opens: time, closes: time) -> str:
    """Return the hours as people write them: "09:00–17:30". `read_hours` reads it."""
    return f"{opens:%H:%M}–{closes:%H:%M}"


def _weekday(word: str) -> int:
    if len(word) >= len("mon"):
        for number, name in enumerate(_FULL_NAMES):
            if name.startswith(word.lower()):
                return number
    raise ValueError(f"“{word[:40]}” is no weekday; write them like Mon-Fri or Mon, Tue, Thu.")
