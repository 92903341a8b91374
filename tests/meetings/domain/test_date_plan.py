"""Exactly one meeting a period, at the agreed time on the wall: `SOAK=1` tries every zone."""

import os
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.meetings.domain.date_plan import (
    chair_in_turn,
    plan,
    refuse_what_never_fits,
    split_countries,
    start_of,
    work_days,
)
from bot.meetings.domain.dates import Series
from bot.meetings.domain.rule import BadRule, WorkDays, read_rule
from tests.builders import some_people_settings

BERLIN = ZoneInfo("Europe/Berlin")
SOAK = bool(os.environ.get("SOAK"))
RULES = {
    "first Tuesday": 12,
    "last Thursday": 12,
    "fourth Friday": 12,
    "second working day": 12,
    "last working day": 12,
    "15th": 12,
    "31st": 12,
    "last day": 12,
    "FREQ=MONTHLY;BYDAY=1TU": 12,
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": 12,
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1": 4,
    "FREQ=WEEKLY;INTERVAL=4;BYDAY=WE": 13,
    "FREQ=YEARLY;BYMONTH=1;BYDAY=2MO": 1,
}
"""Every form a rule has, and how many meetings a year it makes."""
ODD_ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Chatham",
    "America/Sao_Paulo",
    "Asia/Tehran",
    "UTC",
)
ZONES = sorted(available_timezones()) if SOAK else ODD_ZONES
TIMES = ("10:00", "02:30", "00:00", "23:45") if SOAK else ("10:00", "02:30")


def a_series(rule="first Tuesday", zone=BERLIN, at="10:00", **rest):
    return Series(id=1, rule=rule, zone=zone, at=at, minutes=60, **rest)


@pytest.mark.parametrize("rule", RULES)
def test_fifty_years_hold_one_meeting_a_period_in_every_zone(rule):
    works = WorkDays(holidays=({date(2026, 12, 1), date(2027, 1, 1), date(2011, 12, 30)},))
    begins = date(1995, 1, 1)
    years = 50
    number = RULES[rule] * years
    for name in ZONES:
        zone = ZoneInfo(name)
        for at in TIMES:
            series = a_series(rule, zone, at, begins_on=begins)
            after = datetime(1995, 1, 1, tzinfo=UTC)
            planned = list(islice(plan(series, works, after=after), number))
            assert len({one.period for one in planned}) == number, (rule, name, at)
            _in_order(planned)
            _on_the_wall(planned, zone, time.fromisoformat(at))


def _in_order(planned):
    for before, after in pairwise(planned):
        assert before.ends_at <= after.starts_at
        assert before.period < after.period


def _on_the_wall(planned, zone, at):
    for one in planned:
        local = one.starts_at.astimezone(zone)
        if local.time() != at:
            # An hour, or in the Pacific once a day, that the clocks left out.
            wanted = datetime.combine(local.date(), at, zone)
            gone = wanted.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
            skipped = gone != wanted.replace(tzinfo=None)
            left_out = datetime.combine(local.date() - timedelta(days=1), at, zone)
            day_gone = left_out.astimezone(UTC).astimezone(zone).date() != left_out.date()
            assert skipped or day_gone, (zone, one)


@pytest.mark.parametrize("rule", RULES)
def test_from_whatever_moment_it_is_asked_the_same_dates_come(rule):
    works = WorkDays()
    series = a_series(rule, begins_on=date(2026, 1, 1))
    every = list(islice(plan(series, works, after=datetime(2026, 1, 1, tzinfo=UTC)), 30))
    for number, one in enumerate(every[:20]):
        just_before = one.starts_at - timedelta(seconds=1)
        assert next(plan(series, works, after=just_before)) == one
        assert next(plan(series, works, after=one.starts_at)) == every[number + 1]


def test_both_clock_changes_keep_the_time_on_the_wall():
    series = a_series("last day", begins_on=date(2026, 1, 1))
    some = list(islice(plan(series, WorkDays(), after=datetime(2026, 2, 20, tzinfo=UTC)), 10))
    assert [one.starts_at.hour for one in some] == [9, 8, 8, 8, 8, 8, 8, 8, 9, 9]


def test_an_hour_that_spring_skips_is_later_and_one_that_autumn_repeats_is_the_first():
    assert start_of(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert start_of(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_public_holiday_moves_it_to_the_next_working_day_and_it_says_so():
    people = some_people_settings(holiday_country="DE")
    works = work_days("", people)
    series = a_series("FREQ=MONTHLY;BYMONTHDAY=1", begins_on=date(2026, 11, 1))
    jan = list(islice(plan(series, works, after=datetime(2026, 11, 20, tzinfo=UTC)), 2))[1]
    assert (jan.period, jan.ruled_for, jan.starts_at.date()) == (
        "2027-01",
        date(2027, 1, 1),
        date(2027, 1, 4),
    )
    assert jan.why == "1 January is a public holiday"
    assert next(iter(plan(series, work_days("none", people), after=jan.starts_at))).why == ""


@pytest.mark.parametrize("country", ["CN", "KR", "RU", "VN", "AE", "DE"])
@pytest.mark.parametrize("day", ["MO", "TU", "WE", "TH", "FR"])
def test_after_a_week_without_a_working_day_two_meetings_do_not_come_to_the_same_one(country, day):
    works = work_days(country, some_people_settings())
    series = a_series(f"FREQ=WEEKLY;BYDAY={day}", countries=country, begins_on=date(2024, 1, 1))
    begin = datetime(2024, 1, 1, tzinfo=UTC)
    every = list(islice(plan(series, works, after=begin), 150))
    days = [one.starts_at.astimezone(BERLIN).date() for one in every]
    assert all(one < after for one, after in pairwise(days))
    assert all(one in works for one in days)
    assert len({one.period for one in every}) == len(every)
    for weeks in range(0, 140, 3):
        at = begin + timedelta(weeks=weeks, days=2)
        known = [one for one in every if one.starts_at > at]
        assert list(islice(plan(series, works, after=at), 5)) == known[:5]


def test_of_two_meetings_that_would_share_a_day_the_later_one_says_why_it_does_not():
    works = work_days("CN", some_people_settings())
    series = a_series("FREQ=WEEKLY;BYDAY=TU", countries="CN", begins_on=date(2026, 1, 1))
    after = datetime(2026, 2, 15, tzinfo=UTC)
    first, second = islice(plan(series, works, after=after), 2)
    assert (first.ruled_for, f"{first.starts_at:%d %b}") == (date(2026, 2, 17), "24 Feb")
    assert first.why == "17 February is a public holiday"
    assert (second.ruled_for, f"{second.starts_at:%d %b}") == (date(2026, 2, 24), "25 Feb")
    assert second.why == "the meeting before is on 24 February"


def test_a_meeting_moved_into_the_next_month_is_still_that_of_its_own():
    works = WorkDays(holidays=({date(2026, 12, 31), date(2027, 1, 1)},))
    series = a_series("last Thursday", begins_on=date(2026, 11, 1))
    december, january = islice(plan(series, works, after=datetime(2026, 12, 1, tzinfo=UTC)), 2)
    assert (december.period, december.starts_at.date()) == ("2026-12", date(2027, 1, 4))
    assert (january.period, january.starts_at.date()) == ("2027-01", date(2027, 1, 28))
    asked_after_new_year = next(plan(series, works, after=datetime(2027, 1, 2, tzinfo=UTC)))
    assert asked_after_new_year == december


def test_holidays_of_several_countries_count_together():
    works = work_days("de us", some_people_settings())
    assert date(2026, 11, 26) not in works
    assert date(2026, 12, 25) not in works
    assert date(2026, 12, 24) in works
    assert split_countries("de, US-CA; de") == ["DE", "US-CA"]


def test_an_unknown_country_is_refused_with_the_cure():
    with pytest.raises(BadRule, match=r"ZZ is not a country whose holidays we know. Use a two-"):
        work_days("DE, ZZ", some_people_settings())


@pytest.mark.parametrize("rule", ["first Saturday", "FREQ=MONTHLY;BYDAY=1SA"])
def test_a_rule_whose_day_is_never_worked_is_refused(rule):
    with pytest.raises(BadRule, match="does not work on a Saturday"):
        refuse_what_never_fits(read_rule(rule), WorkDays(), begins=date(2026, 11, 1))
    weekend = WorkDays(frozenset({5, 6}))
    refuse_what_never_fits(read_rule(rule), weekend, begins=date(2026, 11, 1))


def test_the_teams_chair_in_turn_and_within_a_team_its_managers():
    managers = [["U0SAM", "U0SUE"], ["U0MAYA"]]
    assert [chair_in_turn(turn, managers) for turn in range(5)] == [
        "U0SAM",
        "U0MAYA",
        "U0SUE",
        "U0MAYA",
        "U0SAM",
    ]
    assert chair_in_turn(3, [[], ["U0MAYA", "U0MIA"]]) == "U0MIA"
    assert chair_in_turn(1, [[], []]) == ""
