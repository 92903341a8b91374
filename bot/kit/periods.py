"""Spans of business time: weeks as marketing counts them, and what people type after "since"."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta


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


@dataclass(frozen=True, slots=True)
class Since:
    """A period somebody asked for, and how an answer names it: "last week", "since 1 Nov 2026".

    `unit` is the "week", "month", "quarter" or "year" that goes on, where that was asked for.
    """

    period: Period
    words: str
    unit: str = ""


EVER = Since(Period(), "since the beginning")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BACK = re.compile(r"(\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?)")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_WEEK = re.compile(r"(\d{4})-w(\d{1,2})")
_YEARS = range(1900, 3000)
"""Years in which a period may begin: what it is compared with lies in the calendar, too."""


def read_since(text: str, *, at: datetime, zone: ZoneInfo) -> Since | None:
    """Read what people type after "since"; None when it is no time.

    "7d", "2 weeks", "3m", "1y" reach back from the beginning of today in `zone`; "week", "month",
    "quarter" and "year" begin with the current one, and with "last" before them are the whole one
    before; "2026-11-01" and "monday" begin that day; "2026-11" and "2026-W47" are all of it.
    """
    words = " ".join(text.lower().replace("last-", "last ").split())
    words = words.removeprefix("since ").strip()
    today = at.astimezone(zone).date()
    if words in {"all", "ever", "always"}:
        return EVER
    try:
        named = _named_span(words, today) or _dated_span(words) or _span_back(words, today)
    except (ValueError, OverflowError):
        return None
    if named is None or named[0].year not in _YEARS:
        return None
    first, past, said = named
    period = Period(midnight(first, zone), midnight(past, zone) if past else None)
    unit = said.removeprefix("this ")
    return Since(period, said, unit if unit in _LENGTHS else "")


_Span = tuple[date, date | None, str]


def _named_span(words: str, today: date) -> _Span | None:
    if words == "today":
        return today, None, "today"
    if words == "yesterday":
        return today - timedelta(days=1), today, "yesterday"
    if words in DAYS:
        back = (today.weekday() - DAYS.index(words)) % 7
        return today - timedelta(days=back), None, f"since {words.capitalize()}"
    last = words.startswith("last ")
    unit = words.removeprefix("last ").removeprefix("this ")
    if unit not in _LENGTHS:
        return None
    first, length = _begin(unit, today), _LENGTHS[unit]
    if last:
        return first - length, first, f"last {unit}"
    return first, None, f"this {unit}"


_LENGTHS = {
    "week": relativedelta(days=7),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}


def _begin(unit: str, today: date) -> date:
    if unit == "week":
        return today - timedelta(days=today.weekday())
    if unit == "month":
        return today.replace(day=1)
    if unit == "quarter":
        return today.replace(month=today.month - (today.month - 1) % 3, day=1)
    return today.replace(month=1, day=1)


def _dated_span(words: str) -> _Span | None:
    if found := _DATE.fullmatch(words):
        day = date(*map(int, found.groups()))
        return day, None, f"since {in_words(day)}"
    if found := _MONTH.fullmatch(words):
        first = date(int(found[1]), int(found[2]), 1)
        return first, first + _LENGTHS["month"], f"in {first:%B} {first.year}"
    if found := _WEEK.fullmatch(words):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday, monday + timedelta(days=7), f"in week {int(found[2])} of {found[1]}"
    return None


def _span_back(words: str, today: date) -> _Span | None:
    found = _BACK.fullmatch(words)
    if not found:
        return None
    number, unit = (
        int(found[1]),
        {"d": "days", "w": "weeks", "m": "months", "y": "years"}[found[2][0]],
    )
    first = today - relativedelta(**{unit: number})  # type: ignore[arg-type]
    return first, None, f"since {in_words(first)}"


def in_words(day: date) -> str:
    """Return a day as people write it: "1 Nov 2026"."""
    return f"{day.day} {day:%b} {day.year}"
