"""Spans of whole days that numbers are compared over: weeks, months, quarters, years and longer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from bot.kit.periods import Period, in_words, midnight
from bot.people.domain import WorkingTime

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` on and before `past`, on the wall of a zone."""

    first: date
    past: date
    zone: ZoneInfo

    @classmethod
    def of(cls, period: Period, *, zone: ZoneInfo, at: datetime) -> Self | None:
        """Return the days of a period, an open end being the end of today; None without a start."""
        if period.start is None:
            return None
        first = period.start.astimezone(zone).date()
        if period.end is None:
            past = at.astimezone(zone).date() + timedelta(days=1)
        else:
            end = period.end.astimezone(zone)
            past = end.date()
            if midnight(past, zone) < period.end:
                past += timedelta(days=1)
        return cls(first, max(past, first + timedelta(days=1)), zone)

    @classmethod
    def around(cls, unit: str, day: date, zone: ZoneInfo) -> Self:
        """Return the calendar's "week", "month", "quarter" or "year" that `day` is in."""
        if unit == "week":
            first = day - timedelta(days=day.weekday())
            return cls(first, first + timedelta(days=7), zone)
        months = _MONTHS[unit]
        first = day.replace(month=day.month - (day.month - 1) % months, day=1)
        return cls(first, first + relativedelta(months=months), zone)

    @classmethod
    def of_days(cls, first: date, last: date, zone: ZoneInfo) -> Self:
        """Return the span whose last day is `last`."""
        return cls(first, last + timedelta(days=1), zone)

    @property
    def period(self) -> Period:
        """From the first midnight to the last."""
        return Period(midnight(self.first, self.zone), midnight(self.past, self.zone))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.past - timedelta(days=1)

    @property
    def unit(self) -> str | None:
        """What the calendar calls it: "week", "month", "quarter", "year"; None for other spans."""
        for unit in ("week", *_MONTHS):
            if Span.around(unit, self.first, self.zone) == self:
                return unit
        return None

    @property
    def words(self) -> str:
        """Its name: "week 47 of 2026", "November 2026", "Q4 2026", "2026", "1 Nov – 9 Dec 2026"."""
        year, week, _ = self.first.isocalendar()
        in_calendar = {
            "week": f"week {week} of {year}",
            "month": f"{self.first:%B} {self.first.year}",
            "quarter": f"Q{(self.first.month + 2) // 3} {self.first.year}",
            "year": str(self.first.year),
        }
        if self.unit:
            return in_calendar[self.unit]
        if (self.first.month, self.first.day, self.past.month, self.past.day) == (1, 1, 1, 1):
            return f"{self.first.year}–{self.last.year}"
        if self.first == self.last:
            return in_words(self.first)
        return f"{in_words(self.first)} – {in_words(self.last)}"

    def back(self, times: int = 1) -> Self:
        """Return the span as long that lies so many before: the month before a month."""
        if self.first.day == self.past.day == 1:
            months = 12 * (self.past.year - self.first.year) + self.past.month - self.first.month
            first = self.first - relativedelta(months=months * times)
            return type(self)(first, first + relativedelta(months=months), self.zone)
        days = (self.past - self.first) * times
        return type(self)(self.first - days, self.past - days, self.zone)

    def before(self, times: int) -> Self:
        """Return the so many spans before it, as one."""
        return type(self)(self.back(times).first, self.first, self.zone)


def working_days(first: date, past: date, time: WorkingTime) -> int:
    """Count the working days from `first` on and before `past`."""
    days = (first + timedelta(days=number) for number in range(max(0, (past - first).days)))
    return sum(time.is_working_day(day) for day in days)


def passed(span: Span, time: WorkingTime, at: datetime) -> float:
    """Return how many of a span's working days have passed, today's by the hours worked."""
    today = min(max(at.astimezone(span.zone).date(), span.first), span.past)
    whole = working_days(span.first, today, time)
    window = time.working_window(today) if today < span.past else None
    if window is None or at <= window[0]:
        return float(whole)
    return whole + min(1.0, (at - window[0]) / (window[1] - window[0]))
