"""When a week's digest is due, on every wall there is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.domain.timing import (
    Choices,
    due_at,
    first_week_from,
    may_be_due,
    newest_due,
)
from bot.kit.periods import Week
from bot.people.domain import Absence
from tests.builders import a_working_time

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = Week.named("2026-W47", BERLIN)
"""16-22 November 2026; its digest comes on Monday the 23rd."""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def due(zone="Europe/Berlin", *, week=WEEK, choices=None, **working) -> datetime | None:
    return due_at(week, choices or Choices(), a_working_time(zone, **working))


def on_the_wall(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}"


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Europe/Berlin", "Mon 23 Nov 09:00"),
        ("America/New_York", "Mon 23 Nov 09:00"),
        ("Asia/Tokyo", "Mon 23 Nov 09:00"),
        ("Africa/Casablanca", "Mon 23 Nov 09:00"),
        ("Pacific/Niue", "Mon 23 Nov 09:00"),
        ("Australia/Lord_Howe", "Mon 23 Nov 10:00"),
        ("Pacific/Kiritimati", "Mon 23 Nov 13:00"),
    ],
)
def test_it_comes_on_monday_at_nine_on_the_readers_wall_or_when_the_week_is_over(zone, wall):
    assert on_the_wall(due(zone), zone) == wall


def test_a_week_that_ends_in_the_night_of_a_far_reader_comes_on_their_next_morning():
    week = Week.named("2026-W47", ZoneInfo("Pacific/Niue"))
    assert on_the_wall(due("Pacific/Kiritimati", week=week), "Pacific/Kiritimati") == (
        "Tue 24 Nov 09:00"
    )


def test_a_public_holiday_moves_it_to_the_next_working_morning():
    easter_monday = date(2026, 4, 6)
    week = Week.named("2026-W14", BERLIN)
    moment = due(week=week, holidays=frozenset({easter_monday}))
    assert on_the_wall(moment, "Europe/Berlin") == "Tue 07 Apr 09:00"


def test_who_does_not_work_on_mondays_gets_it_on_their_first_day():
    assert on_the_wall(due(days="Wed-Fri"), "Europe/Berlin") == "Wed 25 Nov 09:00"


def test_an_absence_moves_it_to_the_morning_of_the_return():
    away = (Absence(date(2026, 11, 20), date(2026, 11, 25)),)
    assert on_the_wall(due(absences=away), "Europe/Berlin") == "Thu 26 Nov 09:00"


def test_who_never_works_again_never_gets_it():
    away = (Absence(date(2026, 11, 20), date(2029, 1, 1)),)
    assert due(absences=away) is None


def test_the_chosen_day_and_hour_are_kept_also_outside_working_hours():
    moment = due(choices=Choices(weekday=4, hour=time(7, 30)))
    assert on_the_wall(moment, "Europe/Berlin") == "Fri 27 Nov 07:30"


def test_a_sunday_goes_to_who_works_on_sundays_and_else_to_the_next_working_morning():
    sunday = Choices(weekday=6)
    assert on_the_wall(due(choices=sunday, days="Sun-Thu"), "Europe/Berlin") == "Sun 29 Nov 09:00"
    assert on_the_wall(due(choices=sunday), "Europe/Berlin") == "Mon 30 Nov 09:00"


@pytest.mark.parametrize(
    ("zone", "week", "wall"),
    [
        ("Europe/Berlin", "2026-W12", "Mon 23 Mar 09:00"),
        ("Europe/Berlin", "2026-W13", "Mon 30 Mar 09:00"),
        ("Europe/Berlin", "2026-W43", "Mon 26 Oct 09:00"),
        ("Australia/Lord_Howe", "2026-W14", "Mon 06 Apr 09:00"),
        ("Australia/Lord_Howe", "2026-W40", "Mon 05 Oct 09:00"),
    ],
)
def test_it_is_nine_on_the_wall_before_and_after_the_clocks_change(zone, week, wall):
    there = ZoneInfo(zone)
    moment = due(zone, week=Week.named(week, there))
    assert f"{moment.astimezone(there):%a %d %b %H:%M}" == wall


def test_an_hour_that_the_clocks_skip_comes_right_after_and_one_they_repeat_comes_once():
    every_day = {"days": "Mon-Sun"}
    skipped = due(
        week=Week.named("2026-W12", BERLIN),
        choices=Choices(weekday=6, hour=time(2, 30)),
        **every_day,
    )
    assert on_the_wall(skipped, "Europe/Berlin") == "Sun 29 Mar 03:30"
    repeated = due(
        week=Week.named("2026-W42", BERLIN),
        choices=Choices(weekday=6, hour=time(2, 30)),
        **every_day,
    )
    assert repeated == utc("2026-10-25T00:30")


def newest(at: str, *, first_week="2026-W01", choices=None, zone="Europe/Berlin", **working):
    found = newest_due(
        utc(at),
        company=BERLIN,
        choices=choices or Choices(),
        working=a_working_time(zone, **working),
        first_week=first_week,
    )
    return found.name if found else None


def test_nothing_is_due_before_the_hour_and_the_finished_week_from_then_on():
    assert newest("2026-11-23T07:59", first_week="2026-W47") is None
    assert newest("2026-11-23T08:00", first_week="2026-W47") == "2026-W47"


def test_after_a_long_downtime_the_newest_week_alone_is_due():
    assert newest("2026-11-24T10:00", first_week="2026-W30") == "2026-W47"


def test_before_this_weeks_hour_the_week_before_may_still_be_late():
    assert newest("2026-11-23T07:59") is None, "nobody works yet"
    assert newest("2026-11-23T07:59", hours=(6, 17)) == "2026-W46"


def test_what_is_late_comes_at_work_and_not_on_sunday_night():
    assert newest("2026-11-25T21:00") is None
    assert newest("2026-11-28T10:00") is None
    assert newest("2026-11-25T10:00") == "2026-W47"


def test_on_its_own_day_it_comes_at_the_chosen_hour_whatever_the_working_hours():
    evening = Choices(hour=time(20))
    assert newest("2026-11-23T19:01", choices=evening) == "2026-W47"
    assert newest("2026-11-24T03:00", choices=evening) is None


def test_absent_for_weeks_one_returns_to_one_digest():
    away = (Absence(date(2026, 11, 2), date(2026, 11, 24)),)
    assert newest("2026-11-24T10:00", absences=away) is None
    assert newest("2026-11-25T08:00", absences=away) == "2026-W47"


def test_a_week_over_a_years_end_is_named_by_its_iso_year():
    assert newest("2027-01-04T08:00") == "2026-W53"
    assert newest("2027-01-04T08:00", first_week="2027-W01") is None


def test_who_begins_after_the_hour_begins_with_the_next_week():
    def first(at):
        return first_week_from(utc(at), company=BERLIN, choices=Choices(), working=a_working_time())

    assert first("2026-11-23T07:00") == "2026-W47"
    assert first("2026-11-23T08:00") == "2026-W48"
    assert first("2026-11-26T10:00") == "2026-W48"


YEARS = st.integers(0, 2 * 365 * 24).map(lambda hours: utc("2026-01-01") + timedelta(hours=hours))
ZONES = (
    "Pacific/Kiritimati", "Pacific/Niue", "Australia/Lord_Howe", "Africa/Casablanca",
    "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "America/St_Johns",
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(
    company=st.sampled_from(ZONES),
    zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)),
    start=YEARS,
    moved_after=st.integers(0, 24 * 21),
    chosen=st.tuples(st.integers(0, 6), st.integers(0, 23)),
)
def test_whoever_moves_between_zones_gets_each_week_once_and_none_is_left_out(
    company, zones, start, moved_after, chosen
):
    at = start
    choices = Choices(weekday=chosen[0], hour=time(chosen[1]))
    wall = a_working_time(zones[0], days="Mon-Sun", hours=(0, 23))
    home = ZoneInfo(company)
    first = first_week_from(at, company=home, choices=choices, working=wall)
    got: list[str] = []
    for passed in range(24 * 35):
        if passed == moved_after:
            wall = a_working_time(zones[1], days="Mon-Sun", hours=(0, 23))
        now = at + timedelta(hours=passed)
        week = newest_due(now, company=home, choices=choices, working=wall, first_week=first)
        if week and week.name not in got:
            got.append(week.name)
            assert week.next.period.start <= now
    expected, week = [], Week.named(first, home)
    while week.name <= got[-1]:
        expected.append(week.name)
        week = week.next
    assert got == expected
    assert len(got) >= 3


@settings(deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    at=YEARS,
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
)
def test_the_quick_look_never_says_early_of_what_is_due(zone, at, weekday, hour):
    choices = replace(Choices(), weekday=weekday, hour=time(hour))
    wall = a_working_time(zone, days="Mon-Sun", hours=(0, 23))
    last = Week.of(at, BERLIN).previous
    moment = due_at(last, choices, wall)
    if moment and moment <= at:
        assert may_be_due(at, company=BERLIN, choices=choices, zone=ZoneInfo(zone))
