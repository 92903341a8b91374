"""When a series meets, in words people use: "first Tuesday", "second working day", "15th".

A rule names exactly one day for each period. The day it names may be free; `settled` gives the
working day that takes its place.
"""

import re
from calendar import monthrange
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import Any

from dateutil.rrule import rrulestr

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ORDINALS = ("first", "second", "third", "fourth")
_NUMBERS = {
    **{word: number for number, word in enumerate((*_ORDINALS, "fifth"), 1)},
    **{f"{number}{_end}": number for number, _end in enumerate(("st", "nd", "rd", "th", "th"), 1)},
    "last": -1,
}
MOST_WORKING_DAYS = 15
"""Every month has that many working days, whatever its holidays are; nearly."""
SETTLE_WITHIN = 31
"""Days in which a working day is looked for when the day of the rule is free."""
LONGEST = 200
"""Characters of a rule."""


class BadRule(ValueError):  # noqa: N818 - it is an answer
    """The words are no rule; the message is a sentence with the cure."""


@dataclass(frozen=True)
class WorkDays:
    """The days on which meetings are held: the company's weekdays without public holidays."""

    days: frozenset[int] = frozenset(range(5))
    holidays: tuple[Container[date], ...] = ()

    def __contains__(self, day: date) -> bool:
        """Tell whether a meeting may be on `day`."""
        return day.weekday() in self.days and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """Tell whether `day` is a public holiday where it matters."""
        return any(day in some for some in self.holidays)

    def settled(self, day: date) -> date:
        """Return `day`, or the next working day when it is free; where there is none, `day`."""
        ahead = (day + timedelta(days=step) for step in range(SETTLE_WITHIN))
        return next((one for one in ahead if one in self), day)

    def why_not(self, day: date) -> str:
        """Return why nobody meets on `day`, as the end of a sentence; empty for a working day."""
        if day in self:
            return ""
        if day.weekday() not in self.days:
            return f"{_on_the_wall(day)} is a {DAY_NAMES[day.weekday()]}"
        return f"{_on_the_wall(day)} is a public holiday"


@dataclass(frozen=True, slots=True)
class Named:
    """The day a rule names for a period."""

    period: str
    day: date


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """The first, second, third, fourth or last (-1) of a weekday in a month."""

    nth: int
    weekday: int

    def __str__(self) -> str:
        """Return it as people write it; `read_rule` reads it."""
        return f"{_nth(self.nth)} {DAY_NAMES[self.weekday]}"

    def in_month(self, year: int, month: int, _free: WorkDays) -> date:
        """Return its day."""
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        if self.nth > 0:
            return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))
        return last - timedelta(days=(last.weekday() - self.weekday) % 7)


@dataclass(frozen=True, slots=True)
class NthWorkingDay:
    """The nth or the last (-1) working day of a month."""

    nth: int

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"{_nth(self.nth)} working day"

    def in_month(self, year: int, month: int, works: WorkDays) -> date:
        """Return its day; in a month with fewer working days, the last of them."""
        length = monthrange(year, month)[1]
        days = (date(year, month, day) for day in range(1, length + 1))
        if self.nth < 0:
            days = (date(year, month, day) for day in range(length, 0, -1))
        open_days = list(islice((day for day in days if day in works), abs(self.nth)))
        return open_days[-1] if open_days else date(year, month, length)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """The same date each month; the last day (-1), or where a month is too short for it."""

    number: int

    def __str__(self) -> str:
        """Return it as people write it."""
        return "last day" if self.number < 0 else ordinal(self.number)

    def in_month(self, year: int, month: int, _free: WorkDays) -> date:
        """Return its day."""
        length = monthrange(year, month)[1]
        return date(year, month, length if self.number < 0 else min(self.number, length))


_Monthly = NthWeekday | NthWorkingDay | DayOfMonth


@dataclass(frozen=True)
class Recurrence:
    """An RRULE of RFC 5545, for the brave: MONTHLY, WEEKLY or YEARLY, one day a period."""

    text: str
    parts: dict[str, str] = field(compare=False, repr=False)

    def __str__(self) -> str:
        """Return it as it was given, without its name."""
        return self.text

    @property
    def frequency(self) -> str:
        """MONTHLY, WEEKLY or YEARLY."""
        return self.parts["FREQ"]

    @cached_property
    def interval(self) -> int:
        """How many periods lie between two meetings."""
        return int(self.parts.get("INTERVAL", "1"))

    def days_from(self, begins: date) -> Iterator[date]:
        """Return its days, counted from the period in which `begins` lies."""
        begin = _period_begin(self.frequency, begins)
        recurring: Any = rrulestr(self.text, dtstart=datetime.combine(begin, time(0)))
        for at in recurring:
            yield at.date()

    def period_of(self, day: date) -> str:
        """Return the name of the period a day belongs to."""
        if self.frequency == "WEEKLY":
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
        return f"{day.year:04}" if self.frequency == "YEARLY" else f"{day:%Y-%m}"


Rule = NthWeekday | NthWorkingDay | DayOfMonth | Recurrence


def named_days(rule: Rule, works: WorkDays, *, begins: date, first: date) -> Iterator[Named]:
    """Return the day of each period, from the one in which `first` lies; one a period.

    `begins` is from where "every second month" is counted. It ends only with the calendar.
    """
    if isinstance(rule, Recurrence):
        since = _period_begin(rule.frequency, first)
        for day in rule.days_from(begins):
            if day >= since:
                yield Named(rule.period_of(day), day)
        return
    year, month = first.year, first.month
    while year < date.max.year:
        yield Named(f"{year:04}-{month:02}", rule.in_month(year, month, works))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def in_words(rule: Rule) -> str:
    """Return when it meets, as the end of a sentence: "the first Tuesday of each month"."""
    if isinstance(rule, Recurrence):
        return f"by the rule {rule}"
    more = " (or its last day)" if isinstance(rule, DayOfMonth) and rule.number > 28 else ""
    return f"the {rule} of each month{more}"


@lru_cache(maxsize=64)
def read_rule(text: str) -> Rule:
    """Read what people write; a BadRule says what is wrong and what to write."""
    words = " ".join(text.split())
    if not words:
        raise BadRule("When do you meet? Write first Tuesday, second working day, or 15th.")
    if len(words) > LONGEST:
        raise BadRule(f"That is too long for a rule; {LONGEST} characters are enough for any.")
    if "FREQ=" in words.upper():
        return _read_recurrence(words)
    return _read_words(words)


_FILL = re.compile(r"\b(?:the|of|on|in|a|each|every|month|monthly|per)\b")
_BIWEEKLY = re.compile(r"every (?:other|second|2nd|two) ?(?:weeks? on )?(\w+day)s?")


def _read_words(text: str) -> Rule:
    words = text.lower().replace(",", " ").replace("business day", "working day")
    words = words.replace("workday", "working day").replace("weekday", "working day").strip(" .")
    if (found := _BIWEEKLY.fullmatch(words)) and (weekday := _weekday(found[1])) is not None:
        name = DAY_NAMES[weekday]
        raise BadRule(
            f"Write second {name} for the second of each month, "
            f"or FREQ=WEEKLY;INTERVAL=2;BYDAY={name[:2].upper()} for every two weeks."
        )
    rest = " ".join(_FILL.sub(" ", words).split())
    rest = re.sub(r"^day (\d+)$", r"\1", rest)
    if found := re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th|\.)?(?: day)?", rest):
        return _date_rule(int(found[1]))
    if rest == "last day":
        return DayOfMonth(-1)
    if found := re.fullmatch(r"(\w+) working day", rest):
        return _working_day_rule(found[1])
    if found := re.fullmatch(r"(\w+) (\w+)", rest):
        return _weekday_rule(found[1], found[2], text)
    if (weekday := _weekday(rest)) is not None:
        name = DAY_NAMES[weekday]
        raise BadRule(
            f"Which {name}? Write first {name} or last {name}; "
            f"for every week, FREQ=WEEKLY;BYDAY={name[:2].upper()}."
        )
    raise _unknown(text)


def _date_rule(number: int) -> DayOfMonth:
    if not 1 <= number <= 31:
        raise BadRule(f"No month has a day {number}. Write 15th, or last day.")
    return DayOfMonth(number)


def _working_day_rule(word: str) -> NthWorkingDay:
    found = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)?", word)
    nth = _NUMBERS.get(word) or (int(found[1]) if found else 0)
    if nth > MOST_WORKING_DAYS:
        raise BadRule("Not every month has that many working days. Write last working day.")
    if not nth:
        raise BadRule("Which working day? Write second working day, or last working day.")
    return NthWorkingDay(nth)


def _weekday_rule(which: str, named: str, text: str) -> NthWeekday:
    nth, weekday = _NUMBERS.get(which), _weekday(named)
    if nth is None or weekday is None:
        raise _unknown(text)
    if nth > 4:
        name = DAY_NAMES[weekday]
        raise BadRule(f"Not every month has a fifth {name}. Write last {name}.")
    return NthWeekday(nth, weekday)


def _unknown(text: str) -> BadRule:
    return BadRule(
        f"“{text[:40]}” is no rule. Write first Tuesday, last Thursday, second working day, 15th, "
        "or an RRULE such as FREQ=MONTHLY;BYDAY=1TU."
    )


def _weekday(word: str) -> int | None:
    said = word.rstrip("s.")
    if len(said) < 3:
        return None
    found = (day for day, name in enumerate(DAY_NAMES) if name.lower().startswith(said))
    return next(found, None)


_BEGINS = re.compile(r"^RRULE\s*:?\s*", re.IGNORECASE)
_PARTS = frozenset(
    {
        "FREQ", "INTERVAL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYWEEKNO",
        "BYYEARDAY",
    }
)  # fmt: skip
_NAMES_A_DAY = frozenset({"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"})
_EXAMPLES = {
    "MONTHLY": "FREQ=MONTHLY;BYDAY=1TU",
    "WEEKLY": "FREQ=WEEKLY;BYDAY=TU",
    "YEARLY": "FREQ=YEARLY;BYMONTH=1;BYDAY=1TU",
}
LONGEST_INTERVAL = 12
_LOOKED_AT = 60
"""How many days of a rule are looked at before it is taken; leap years are among them."""
_FROM = date(2026, 1, 1)


def _read_recurrence(text: str) -> Recurrence:
    words = _BEGINS.sub("", text).replace(" ", "").upper().rstrip(";")
    pairs = [part.partition("=") for part in words.split(";")]
    parts = {name: value for name, _, value in pairs}
    if len(parts) != len(pairs) or not all(value for _, _, value in pairs):
        raise BadRule("An RRULE is one line of parts, each once: FREQ=MONTHLY;BYDAY=1TU.")
    _refuse_parts(parts)
    rule = Recurrence(words, parts)
    try:
        days = list(islice(rule.days_from(_FROM), _LOOKED_AT))
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError) as fault:
        raise BadRule(
            f"That RRULE can't be read. Write it like {_EXAMPLES[rule.frequency]}."
        ) from fault
    if len(days) < _LOOKED_AT:
        raise BadRule(
            f"That RRULE names no day, or hardly any. Write it like {_EXAMPLES[rule.frequency]}."
        )
    _must_be_one_a_period(rule, days)
    return rule


def _refuse_parts(parts: dict[str, str]) -> None:
    if parts.get("FREQ") not in _EXAMPLES:
        raise BadRule("Meetings are FREQ=MONTHLY, FREQ=WEEKLY or FREQ=YEARLY.")
    if parts.keys() & {"COUNT", "UNTIL"}:
        raise BadRule("Leave COUNT and UNTIL out; /meeting cancel ends the meetings.")
    if parts.keys() & {"BYHOUR", "BYMINUTE", "BYSECOND"}:
        raise BadRule("Leave the hour out of the rule; the time has a field of its own.")
    interval = parts.get("INTERVAL", "1")
    # Asked before any day is: with 0 there is no next period, and the search would never end.
    if not (interval.isdecimal() and 1 <= int(interval) <= LONGEST_INTERVAL):
        raise BadRule(f"INTERVAL is a number from 1 to {LONGEST_INTERVAL}.")
    if strange := sorted(parts.keys() - _PARTS):
        raise BadRule(f"“{strange[0][:20]}” is no part of an RRULE that names days.")
    if not parts.keys() & _NAMES_A_DAY:
        example = _EXAMPLES[parts["FREQ"]]
        raise BadRule(f"The rule has to say on which day, like {example}.")


def _must_be_one_a_period(rule: Recurrence, days: list[date]) -> None:
    periods = [rule.period_of(day) for day in days]
    twice = next((one for one, after in pairwise(periods) if one == after), None)
    if twice:
        raise BadRule(f"That gives more than one meeting in {twice}. Name a single day.")
    if rule.frequency == "WEEKLY" or ("BYMONTH" in rule.parts and rule.frequency == "MONTHLY"):
        left_out = _months_left_out(rule, days)
    else:
        left_out = any(
            _distance(rule.frequency, one, after) != rule.interval for one, after in pairwise(days)
        )
    if left_out:
        raise BadRule(
            "That leaves some periods without a meeting, since not every month has such a day. "
            "Write BYMONTHDAY=-1 for the last day, or a day that every month has."
        )


def _months_left_out(rule: Recurrence, days: list[date]) -> bool:
    """Tell whether a month that the rule lists has no day; weeks have all their days."""
    if rule.frequency == "WEEKLY":
        return False
    plain = f"FREQ=MONTHLY;INTERVAL={rule.interval};BYMONTH={rule.parts['BYMONTH']};BYMONTHDAY=1"
    wanted = islice(Recurrence(plain, rule.parts).days_from(_FROM), len(days))
    return [(day.year, day.month) for day in wanted] != [(day.year, day.month) for day in days]


def _distance(frequency: str, one: date, after: date) -> int:
    if frequency == "YEARLY":
        return after.year - one.year
    return (after.year - one.year) * 12 + after.month - one.month


def _period_begin(frequency: str, day: date) -> date:
    if frequency == "WEEKLY":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1, month=1) if frequency == "YEARLY" else day.replace(day=1)


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "15th"."""
    if 10 < number % 100 < 14:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _nth(number: int) -> str:
    if number < 0:
        return "last"
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else ordinal(number)


def _on_the_wall(day: date) -> str:
    return f"{day.day} {day:%B}"
