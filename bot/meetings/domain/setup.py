"""What managers fill in to set the meeting up, read and judged field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.kit.text import one_line
from bot.kit.zones import no_zone, read_zone
from bot.meetings.domain.date_plan import (
    NO_HOLIDAYS,
    refuse_what_never_fits,
    split_countries,
    work_days,
)
from bot.meetings.domain.dates import Consulted, Series
from bot.meetings.domain.rule import BadRule, WorkDays, read_rule
from bot.people.domain import PeopleSettings

LENGTHS = (30, 45, 60, 90, 120, 180)
PEOPLE_MOST = 60
PLACE_MOST = 300
TOPIC_MOST = 100
TEAMS, LISTED = "teams", "list"


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it was filled in: every field as text or a list, by its short name.

    `consulted` has a pair for each row of the form, also for those left empty.
    """

    rule: str = ""
    at: str = "10:00"
    zone: str = ""
    minutes: str = "60"
    countries: str = ""
    place: str = ""
    who: str = TEAMS
    people: tuple[str, ...] = ()
    consulted: tuple[tuple[tuple[str, ...], str], ...] = ()
    chair: str = ""

    def written(self) -> dict[str, Any]:
        """Return it as it travels with the preview; `read` reads it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def read(cls, written: Any) -> "Form":
        """Read what `written` wrote; ValueError for anything else."""
        try:
            values = {name: str(written[name]) for name in cls.__dataclass_fields__}
            people = tuple(map(str, written["people"]))
            consulted = tuple(
                (tuple(map(str, people)), str(topic)) for people, topic in written["consulted"]
            )
        except (KeyError, TypeError, ValueError) as fault:
            raise ValueError("no form of ours") from fault
        return cls(**{**values, "people": people, "consulted": consulted})  # type: ignore[arg-type]


def form_of(series: Series | None, *, zone: str) -> Form:
    """Return the form filled with what is in force, or with what is usual."""
    if series is None:
        return Form(zone=zone)
    topics: dict[str, list[str]] = {}
    for one in series.consulted:
        topics.setdefault(one.topic, []).append(one.person)
    return Form(
        rule=series.rule,
        at=series.at,
        zone=series.zone.key,
        minutes=str(series.minutes),
        countries=series.countries,
        place=series.place,
        who=TEAMS if series.everyone else LISTED,
        people=series.people,
        consulted=tuple((tuple(people), topic) for topic, people in topics.items()),
        chair=series.chair,
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """A form that was read: the series it makes, or what is wrong by field, each with its cure."""

    series: Series | None
    works: WorkDays
    faults: Mapping[str, str]


def judge(form: Form, people: PeopleSettings, *, today: date) -> Judged:
    """Read a form; every fault is told at once."""
    faults: dict[str, str] = {}
    works = WorkDays(people.days)
    zone = read_zone(form.zone) if form.zone.strip() else people.zone
    if zone is None:
        faults["zone"] = no_zone(form.zone)
    try:
        works = work_days(form.countries, people)
    except BadRule as bad:
        faults["countries"] = str(bad)
    rule = ""
    try:
        named = read_rule(form.rule)
        refuse_what_never_fits(named, works, begins=today)
        rule = str(named)
    except BadRule as bad:
        faults["rule"] = str(bad)
    try:
        at = f"{time.fromisoformat(form.at):%H:%M}"
    except ValueError:
        faults["at"] = "That is no time of day. Write it like 10:00."
    if len(form.place) > PLACE_MOST:
        faults["place"] = f"Keep the place under {PLACE_MOST} characters."
    if form.who == LISTED and not form.people:
        faults["people"] = "Name who is invited, or choose both teams."
    if len(form.people) > PEOPLE_MOST:
        faults["people"] = f"Name up to {PEOPLE_MOST} people; the channels have the rest."
    _judge_consulted(form, faults)
    if faults:
        return Judged(None, works, faults)
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - else it were a fault
    minutes = int(form.minutes) if form.minutes.isdecimal() else 0
    series = Series(
        id=0,
        rule=rule,
        zone=zone,
        at=at,
        minutes=minutes if minutes in LENGTHS else 60,
        countries=_tidy(form.countries),
        place=one_line(form.place),
        everyone=form.who == TEAMS,
        people=tuple(dict.fromkeys(form.people)),
        consulted=tuple(
            Consulted(person, one_line(topic))
            for people, topic in form.consulted
            for person in people
        ),
        chair=form.chair,
        begins_on=today,
    )
    return Judged(series, works, {})


def _judge_consulted(form: Form, faults: dict[str, str]) -> None:
    for number, (people, topic) in enumerate(form.consulted):
        if people and not topic.strip():
            faults[f"topic{number}"] = "On which topic are they asked? For example: target, budget"
        elif topic.strip() and not people:
            faults[f"consulted{number}"] = "Who is asked when this is on the agenda?"
        elif len(topic) > TOPIC_MOST:
            faults[f"topic{number}"] = f"Keep it under {TOPIC_MOST} characters."
        elif len(people) > PEOPLE_MOST // 3:
            faults[f"consulted{number}"] = f"Name up to {PEOPLE_MOST // 3} people."


def _tidy(countries: str) -> str:
    if countries.strip().lower() == NO_HOLIDAYS:
        return NO_HOLIDAYS
    return ", ".join(split_countries(countries))


def fields_of(fields: Mapping[str, Any]) -> Form:
    """Return the form from a submitted view's inputs, named "meeting.rule" and so on."""

    def text(name: str) -> str:
        return str(fields.get(f"meeting.{name}") or "")

    def several(name: str) -> tuple[str, ...]:
        return tuple(fields.get(f"meeting.{name}") or ())

    rows = sum(name.startswith("meeting.consulted") for name in fields)
    consulted = [(several(f"consulted{row}"), text(f"topic{row}")) for row in range(rows)]
    return Form(
        rule=text("rule"),
        at=text("at"),
        zone=text("zone"),
        minutes=text("minutes"),
        countries=text("countries"),
        place=text("place"),
        who=text("who") or TEAMS,
        people=several("people"),
        consulted=tuple(consulted),
        chair=text("chair"),
    )
