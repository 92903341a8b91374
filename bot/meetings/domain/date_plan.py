"""The dates that follow from what was agreed, in every zone and through both clock changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.kit.errors import OperatorError
from bot.meetings.domain.dates import Series
from bot.meetings.domain.rule import (
    DAY_NAMES,
    BadRule,
    NthWeekday,
    Recurrence,
    Rule,
    WorkDays,
    named_days,
    read_rule,
)
from bot.people.domain import PeopleSettings
from bot.people.domain.holidays import public_holidays

NO_HOLIDAYS = "none"
LOOKED_AHEAD = 24
"""Days of a rule that are looked at to see whether it ever falls on a working day."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The meeting of a period as the rule has it; `why` says why it is not on the rule's day."""

    period: str
    ruled_for: date
    starts_at: datetime
    ends_at: datetime
    why: str = ""


def work_days(countries: str, people: PeopleSettings) -> WorkDays:
    """Return the days on which a series may meet.

    `countries` as `Series.countries`; raises BadRule for one whose holidays nobody knows.
    """
    if countries.strip().lower() == NO_HOLIDAYS:
        return WorkDays(people.days)
    if not countries.strip():
        return WorkDays(people.days, (people.holidays,))
    try:
        named = tuple(public_holidays(one) for one in split_countries(countries))
    except OperatorError as unknown:
        fault = unknown.fault.removeprefix("HOLIDAY_COUNTRY ").replace("'", "")
        raise BadRule(f"{fault} {unknown.cure}") from unknown
    return WorkDays(people.days, named)


def split_countries(text: str) -> list[str]:
    """Return "DE, US-CA" as its parts, in the order given."""
    parts = text.replace(";", ",").replace(" ", ",").split(",")
    return list(dict.fromkeys(part.upper() for part in parts if part))


def start_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when the clock on the wall shows `at` on `day`, in UTC.

    In the hour that spring skips it is as much later as the clocks jump; of an hour that autumn
    repeats it is the first.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def plan(series: Series, works: WorkDays, *, after: datetime) -> Iterator[Planned]:
    """Return the meetings that begin after `after`, one a period and one a day, in order.

    Where a whole week is free, its meeting and the next one's would come to the same working day:
    the later one gives way by another.
    """
    rule = read_rule(series.rule)
    at = time.fromisoformat(series.at)
    # A day may be moved out of its period, so that the one before is looked at as well.
    first = after.astimezone(series.zone).date() - timedelta(days=31)
    begins = min(series.begins_on, first) if series.begins_on == date.min else series.begins_on
    before = date.min
    for named in named_days(rule, works, begins=begins, first=max(first, begins)):
        day = works.settled(max(named.day, before + timedelta(days=1)))
        why = works.why_not(named.day) or f"the meeting before is on {before.day} {before:%B}"
        before = day
        starts_at = start_of(day, at, series.zone)
        if starts_at > after:
            yield Planned(
                period=named.period,
                ruled_for=named.day,
                starts_at=starts_at,
                ends_at=starts_at + series.length,
                why=why if day != named.day else "",
            )


def refuse_what_never_fits(rule: Rule, works: WorkDays, *, begins: date) -> None:
    """Refuse a rule whose day is always off, such as the first Saturday where nobody works then."""
    if isinstance(rule, NthWeekday):
        if rule.weekday not in works.days:
            raise BadRule(_never(DAY_NAMES[rule.weekday]))
        return
    if isinstance(rule, Recurrence):
        named = named_days(rule, works, begins=begins, first=begins)
        days = [one.day for _, one in zip(range(LOOKED_AHEAD), named, strict=False)]
        if all(day.weekday() not in works.days for day in days):
            raise BadRule(_never(DAY_NAMES[days[0].weekday()]))


def _never(day: str) -> str:
    return (
        f"Your company does not work on a {day} (WORKING_DAYS), so every meeting would be moved. "
        "Pick another day of the week."
    )


def chair_in_turn(turn: int, managers: Sequence[Sequence[str]]) -> str:
    """Return who chairs the meeting after `turn` others: sales, then marketing, each in turn.

    `managers` are those of sales and those of marketing. A team without any leaves its turns to
    the other; the answer is empty when nobody manages at all.
    """
    chairing = [team for team in managers if team]
    if not chairing:
        return ""
    team = chairing[turn % len(chairing)]
    return team[turn // len(chairing) % len(team)]
