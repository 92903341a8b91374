"""When a meeting is moved to, as people type it: "3 Dec 14:00", "2026-12-03 2pm", "Thursday"."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.kit.errors import Refusal
from bot.kit.periods import DAYS

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
EXAMPLE = "/meeting move 2026-12-03 14:00, /meeting move 3 Dec 2pm, or /meeting move suggest"

_TIME = re.compile(
    r"\b(?:at )?(?:(\d{1,2})[:h](\d\d)(?: ?([ap])\.?m\.?)?|(\d{1,2}) ?([ap])\.?m\.?|at (\d{1,2}))"
    r"(?: ?o'?clock| uhr| h)?(?![\w.])",
)
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?(?P<name>[a-z]{3,9})\.?"
        r"(?:,? (?P<year>\d{4}))?"
    ),
    re.compile(r"(?P<name>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?"),
)


def read_when(text: str, *, now: datetime, planned: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment that is meant, in UTC; raises Refusal with the way on.

    Read on the wall of `zone`. A day alone keeps the time of the `planned` meeting, a time alone
    keeps its day.
    """
    words = " ".join(text.lower().split())
    words = re.sub(r"(\d{4}-\d\d-\d\d)t(\d)", r"\1 \2", words)
    on_the_wall = planned.astimezone(zone)
    at, rest = _take_time(words)
    rest = re.sub(r"^(?:to|on) | at$|,$", "", rest).strip(" ,")
    today = now.astimezone(zone).date()
    day = _read_day(rest, today) if rest else on_the_wall.date()
    if day is None or (at is None and not rest):
        raise Refusal(f"“{text[:60]}” is no date and time. Write {EXAMPLE}.")
    try:
        return datetime.combine(day, at or on_the_wall.time(), zone).astimezone(UTC)
    except OverflowError:
        raise Refusal(f"“{text[:60]}” is in no calendar of ours. Write {EXAMPLE}.") from None


def _take_time(words: str) -> tuple[time | None, str]:
    found = _TIME.search(words)
    if found is None:
        return None, words
    half = found[3] or found[5]
    hour = int(found[1] or found[4] or found[6])
    if half and not 1 <= hour <= 12:
        raise Refusal(f"“{found[0].strip()}” is no time of day. Write it like 14:00 or 2pm.")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute = int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise Refusal(f"“{found[0].strip()}” is no time of day. Write it like 14:00 or 2pm.")
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    return time(hour, minute), " ".join(rest.split())


def _read_day(words: str, today: date) -> date | None:
    if words in {"today", "tomorrow"}:
        return today + timedelta(days=words == "tomorrow")
    named = words.removeprefix("next ")
    for number, name in enumerate(DAYS):
        if len(named) >= 3 and name.startswith(named):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    # "Thu 3 Dec": the date says it all.
    words = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? (?=\d|[a-z])", "", words)
    for shape in _DATES:
        if found := shape.fullmatch(words):
            return _date_of(found, today)
    return None


def _date_of(found: re.Match[str], today: date) -> date | None:
    parts = found.groupdict()
    if parts.get("month"):
        month = int(parts["month"])
    else:
        fitting = [i for i, name in enumerate(MONTHS, 1) if name.startswith(parts["name"])]
        if len(fitting) != 1:
            return None
        month = fitting[0]
    # Without its year the next such day is meant: 29 Feb may be some years away.
    years = [int(parts["year"])] if parts["year"] else range(today.year, today.year + 9)
    for year in years:
        with suppress(ValueError):
            day = date(year, month, int(parts["day"]))
            if parts["year"] or day >= today:
                return day
    return None


def month_in_words(period: str) -> str:
    """Return the period as people call it: "December", or "week 50"."""
    if "-W" in period:
        return f"week {int(period.partition('-W')[2])}"
    year, _, month = period.partition("-")
    return MONTHS[int(month) - 1].capitalize() if month else year
