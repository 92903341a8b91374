from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.domain import Absence, WorkingTime
from bot.people.domain.holidays import public_holidays
from bot.people.domain.working_time import read_days, read_hours, write_days, write_hours
from tests.builders import a_working_time

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*numbers):
    return datetime(*numbers, tzinfo=BERLIN)


def test_work_is_on_from_opening_until_closing():
    company = a_working_time()
    assert company.is_working(berlin(2026, 11, 23, 9, 0))
    assert company.is_working(berlin(2026, 11, 23, 16, 59))
    assert not company.is_working(berlin(2026, 11, 23, 17, 0))
    assert not company.is_working(berlin(2026, 11, 23, 8, 59))
    assert not company.is_working(berlin(2026, 11, 22, 12, 0))


def test_the_next_start_is_now_while_work_is_on_and_else_the_next_morning():
    company = a_working_time()
    assert company.next_start(berlin(2026, 11, 23, 10, 30)) == berlin(2026, 11, 23, 10, 30)
    assert company.next_start(berlin(2026, 11, 23, 7, 0)) == berlin(2026, 11, 23, 9, 0)
    assert company.next_start(berlin(2026, 11, 20, 17, 0)) == berlin(2026, 11, 23, 9, 0)
    assert company.next_start(berlin(2026, 11, 20, 17, 0)).tzinfo is UTC


def test_four_hours_asked_for_on_friday_afternoon_are_up_on_monday():
    assert a_working_time().add(berlin(2026, 11, 20, 16, 0), hours=4) == berlin(2026, 11, 23, 12, 0)


def test_what_begins_at_night_counts_from_the_morning():
    assert a_working_time().add(berlin(2026, 11, 22, 23, 0), minutes=60) == berlin(
        2026, 11, 23, 10, 0
    )


def test_time_used_up_at_closing_ends_at_closing():
    assert a_working_time().add(berlin(2026, 11, 23, 16, 0), minutes=60) == berlin(
        2026, 11, 23, 17, 0
    )


def test_one_working_day_later_is_the_same_time_of_the_next_working_day():
    assert a_working_time().add(berlin(2026, 11, 20, 15, 0), days=1) == berlin(2026, 11, 23, 15, 0)


def test_adding_nothing_changes_nothing():
    assert a_working_time().add(berlin(2026, 11, 22, 3, 0), minutes=0) == berlin(2026, 11, 22, 3, 0)


def test_working_time_is_never_taken_away():
    with pytest.raises(ValueError, match="forward"):
        a_working_time().add(berlin(2026, 11, 23, 12, 0), minutes=-1)


def test_only_working_minutes_lie_between_two_moments():
    company = a_working_time()
    assert company.minutes_between(berlin(2026, 11, 20, 16, 0), berlin(2026, 11, 23, 10, 0)) == 120
    assert company.minutes_between(berlin(2026, 11, 21, 9, 0), berlin(2026, 11, 22, 17, 0)) == 0
    assert company.minutes_between(berlin(2026, 11, 23, 10, 0), berlin(2026, 11, 20, 16, 0)) == -120


def test_the_night_before_spring_counts_its_real_minutes():
    # On 2026-03-29 Berlin's clocks jump from 02:00 to 03:00.
    night = a_working_time(days="Mon-Sun", hours=(1, 5))
    assert night.minutes_between(berlin(2026, 3, 29, 0, 0), berlin(2026, 3, 29, 23, 0)) == 180
    assert night.add(berlin(2026, 3, 29, 1, 0), minutes=120) == berlin(2026, 3, 29, 4, 0)
    assert night.add(berlin(2026, 3, 29, 1, 30), minutes=60) == berlin(2026, 3, 29, 3, 30)
    assert night.minutes_between(berlin(2026, 3, 29, 1, 30), berlin(2026, 3, 29, 3, 30)) == 60
    assert night.minutes_between(berlin(2026, 3, 28, 0, 0), berlin(2026, 3, 28, 23, 0)) == 240


def test_the_night_after_summer_counts_its_real_minutes():
    # On 2026-10-25 Berlin's clocks go back from 03:00 to 02:00.
    night = a_working_time(days="Mon-Sun", hours=(1, 5))
    assert night.minutes_between(berlin(2026, 10, 25, 0, 0), berlin(2026, 10, 25, 23, 0)) == 300
    assert night.add(berlin(2026, 10, 25, 1, 0), minutes=240) == berlin(2026, 10, 25, 4, 0)


def test_office_hours_stay_at_nine_through_both_changes():
    company = a_working_time()
    assert company.add(berlin(2026, 3, 27, 16, 0), hours=2) == berlin(2026, 3, 30, 10, 0)
    assert company.working_day_start(date(2026, 3, 27)) == datetime(2026, 3, 27, 8, 0, tzinfo=UTC)
    assert company.working_day_start(date(2026, 3, 30)) == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
    assert company.working_day_start(date(2026, 10, 26)) == datetime(2026, 10, 26, 8, 0, tzinfo=UTC)


def test_hours_that_spring_skips_leave_no_work_that_day():
    skipped = WorkingTime(
        zone=BERLIN, days=frozenset(range(7)), opens=time(2, 30), closes=time(3, 10)
    )
    assert skipped.working_day_start(date(2026, 3, 29)) is None
    assert skipped.working_day_start(date(2026, 3, 30)) is not None


def test_a_rep_in_new_york_starts_when_berlin_has_lunch():
    assert a_working_time("America/New_York").next_start(berlin(2026, 11, 23, 9, 0)) == berlin(
        2026, 11, 23, 15, 0
    )


def test_nobody_works_on_a_public_holiday():
    company = a_working_time(holidays=public_holidays("DE"))
    assert not company.is_working(berlin(2026, 12, 25, 11, 0))
    assert company.next_start(berlin(2026, 12, 24, 18, 0)) == berlin(2026, 12, 28, 9, 0)
    assert company.working_day_start(date(2026, 12, 25)) is None


def test_a_part_of_a_country_has_its_own_holidays():
    epiphany = date(2026, 1, 6)
    assert epiphany in public_holidays("DE-BY")
    assert epiphany not in public_holidays("de-be")
    assert epiphany not in public_holidays("")


def test_absent_days_do_not_count_both_ends_included():
    away = a_working_time(absences=(Absence(date(2026, 11, 23), date(2026, 11, 24)),))
    assert away.next_start(berlin(2026, 11, 20, 18, 0)) == berlin(2026, 11, 25, 9, 0)
    assert not away.is_working(berlin(2026, 11, 24, 12, 0))


def test_a_working_day_has_begun_from_its_opening_until_midnight():
    company = a_working_time()
    assert company.working_day_begun(berlin(2026, 11, 23, 8, 59)) is None
    assert company.working_day_begun(berlin(2026, 11, 23, 9, 0)) == date(2026, 11, 23)
    assert company.working_day_begun(berlin(2026, 11, 23, 23, 0)) == date(2026, 11, 23)
    assert company.working_day_begun(berlin(2026, 11, 22, 12, 0)) is None


def test_an_endless_absence_is_a_fault_and_not_an_endless_search():
    away = a_working_time(absences=(Absence(date(2026, 1, 1), date(9999, 1, 1)),))
    with pytest.raises(ValueError, match="no work"):
        away.next_start(berlin(2026, 11, 23, 9, 0))


@pytest.mark.parametrize("hours", [(22, 6), (9, 9)])
def test_hours_over_midnight_are_refused(hours):
    with pytest.raises(ValueError, match="end on the day they start"):
        a_working_time(hours=hours)


def test_a_week_without_days_is_refused():
    with pytest.raises(ValueError, match="At least one"):
        WorkingTime(zone=BERLIN, days=frozenset(), opens=time(9), closes=time(17))


zones = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
)
weeks = st.sets(st.integers(0, 6), min_size=1).map(frozenset)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=zones.map(ZoneInfo))  # noqa: DTZ001
day_hours = st.tuples(st.integers(0, 22), st.integers(1, 23)).filter(
    lambda hours: hours[0] < hours[1]
)
away = st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 20)).map(
    lambda given: Absence(given[0], given[0] + timedelta(days=given[1]))
)


@given(
    zone=zones,
    days=weeks,
    hours=day_hours,
    absence=away,
    start=moments,
    minutes=st.integers(0, 20_000),
)
def test_as_many_minutes_pass_as_were_added(  # noqa: PLR0917 - drawn by name
    zone, days, hours, absence, start, minutes
):
    working = WorkingTime(
        zone=ZoneInfo(zone),
        days=days,
        opens=time(hours[0]),
        closes=time(hours[1]),
        absences=(absence,),
    )
    assert working.minutes_between(start, working.add(start, minutes=minutes)) == minutes


@given(zone=zones, days=weeks, hours=day_hours, start=moments)
def test_the_next_start_is_a_working_moment_with_nothing_worked_before_it(zone, days, hours, start):
    working = WorkingTime(
        zone=ZoneInfo(zone), days=days, opens=time(hours[0]), closes=time(hours[1])
    )
    begins = working.next_start(start)
    assert working.is_working(begins)
    assert working.minutes_between(start, begins) == 0


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("mon,tue,wed", {0, 1, 2}),
        ("Monday Thursday", {0, 3}),
        ("Mon – Wed, Fri", {0, 1, 2, 4}),
        ("Sat-Mon", {5, 6, 0}),
    ],
)
def test_days_are_read_as_people_write_them(text, days):
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "Funday", "Mon-", "-Fri", "Mon-Fri-Sun", "1-5"])
def test_what_are_no_days_is_said_so(text):
    with pytest.raises(ValueError, match="no weekday"):
        read_days(text)


@pytest.mark.parametrize("text", ["9-17", "09:00-17:00", "9.00 – 17.00", " 9:00 - 17:00 "])
def test_hours_are_read_as_people_write_them(text):
    assert read_hours(text) == (time(9), time(17))


@pytest.mark.parametrize("text", ["", "nine to five", "22:00-06:00", "9-25", "9:75-17:00", "9-9"])
def test_what_are_no_hours_is_said_so(text):
    with pytest.raises(ValueError, match="09:00-17:30"):
        read_hours(text)


@given(days=weeks)
def test_written_days_are_read_back(days):
    assert read_days(write_days(days)) == days


def test_written_hours_are_read_back():
    assert read_hours(write_hours(time(8, 30), time(16, 45))) == (time(8, 30), time(16, 45))
