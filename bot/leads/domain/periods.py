"""Spans of business time: weeks as marketing counts them, and what people type after "since"."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` on and before `end`, both aware; None leaves that side open."""

    start: datetime | None = None
    end: datetime | None = None

    def __contains__(self, at: datetime | None) -> bool:
        """Tell whether `at` lies in it; what never happened does not."""
        if at is None:
            return False
        return (self.start is None or at >= self.start) and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week on the wall of a zone, named "2026-W47"; it may be an hour longer or shorter."""

    monday: date
    zone: ZoneInfo

    @classmethod
    def of(cls, at: datetime, zone: ZoneInfo) -> Self:
        """Return the week in which `at` lies."""
        day = at.astimezone(zone).date()
        return cls(day - timedelta(days=day.weekday()), zone)

    @classmethod
    def named(cls, name: str, zone: ZoneInfo) -> Self:
        """Return the week of a name such as "2026-W47"; a ValueError when there is none."""
        year, _, number = name.partition("-W")
        return cls(date.fromisocalendar(int(year), int(number), 1), zone)

    @property
    def name(self) -> str:
        """Its ISO name, whose year may differ from the calendar's around New Year."""
        year, number, _ = self.monday.isocalendar()
        return f"{year:04}-W{number:02}"

    @property
    def previous(self) -> Self:
        """The week before."""
        return type(self)(self.monday - timedelta(days=7), self.zone)

    @property
    def next(self) -> Self:
        """The week after."""
        return type(self)(self.monday + timedelta(days=7), self.zone)

    @property
    def period(self) -> Period:
        """From its Monday's midnight to the next one's."""
        return Period(midnight(self.monday, self.zone), midnight(self.next.monday, self.zone))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when `day` begins in `zone`, in UTC."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)
