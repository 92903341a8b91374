from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.periods import EVER, Period, Week, read_since

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
AUCKLAND = ZoneInfo("Pacific/Auckland")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_week_begins_on_monday_at_midnight_of_its_zone():
    sunday_night = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)
    assert Week.of(sunday_night, BERLIN).name == "2026-W47"
    assert Week.of(sunday_night + timedelta(minutes=1), BERLIN).name == "2026-W48"
    assert Week.of(sunday_night + timedelta(minutes=1), NEW_YORK).name == "2026-W47"
    assert Week.of(sunday_night, AUCKLAND).name == "2026-W48"


def test_the_days_around_new_year_belong_to_the_iso_week():
    assert Week.of(datetime(2026, 12, 31, 12, 0, tzinfo=UTC), BERLIN).name == "2026-W53"
    assert Week.of(datetime(2027, 1, 3, 12, 0, tzinfo=UTC), BERLIN).name == "2026-W53"
    assert Week.of(datetime(2027, 1, 4, 12, 0, tzinfo=UTC), BERLIN).name == "2027-W01"
    assert Week.named("2027-W01", BERLIN).previous.name == "2026-W53"
    assert Week.named("2026-W53", BERLIN).next.name == "2027-W01"
    assert Week.of(datetime(2024, 12, 30, 12, 0, tzinfo=UTC), BERLIN).name == "2025-W01"


def test_the_weeks_in_which_the_clocks_change_are_an_hour_longer_or_shorter():
    def length(name):
        period = Week.named(name, BERLIN).period
        return period.end - period.start

    assert length("2026-W13") == timedelta(hours=167)
    assert length("2026-W43") == timedelta(hours=169)
    assert length("2026-W47") == timedelta(hours=168)


@given(
    at=st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from([BERLIN, NEW_YORK, AUCKLAND, ZoneInfo("UTC")]),
)
def test_every_moment_lies_in_exactly_one_week(at, zone):
    week = Week.of(at, zone)
    assert at in week.period
    assert at not in week.previous.period
    assert at not in week.next.period
    assert week.previous.period.end == week.period.start
    assert Week.named(week.name, zone) == week


def test_a_period_holds_its_start_and_not_its_end():
    period = Period(NOON, NOON + timedelta(hours=1))
    assert NOON in period
    assert NOON + timedelta(hours=1) not in period
    assert None not in period
    assert None not in Period()
    assert NOON in Period()


@pytest.mark.parametrize(
    ("typed", "start", "end", "words"),
    [
        ("today", date(2026, 11, 23), None, "today"),
        ("yesterday", date(2026, 11, 22), date(2026, 11, 23), "yesterday"),
        ("7d", date(2026, 11, 16), None, "since 16 Nov 2026"),
        ("7 days", date(2026, 11, 16), None, "since 16 Nov 2026"),
        ("2w", date(2026, 11, 9), None, "since 9 Nov 2026"),
        ("3 months", date(2026, 8, 23), None, "since 23 Aug 2026"),
        ("1y", date(2025, 11, 23), None, "since 23 Nov 2025"),
        ("week", date(2026, 11, 23), None, "this week"),
        ("this week", date(2026, 11, 23), None, "this week"),
        ("Last  Week", date(2026, 11, 16), date(2026, 11, 23), "last week"),
        ("month", date(2026, 11, 1), None, "this month"),
        ("last month", date(2026, 10, 1), date(2026, 11, 1), "last month"),
        ("quarter", date(2026, 10, 1), None, "this quarter"),
        ("last quarter", date(2026, 7, 1), date(2026, 10, 1), "last quarter"),
        ("last year", date(2025, 1, 1), date(2026, 1, 1), "last year"),
        ("since 2026-11-01", date(2026, 11, 1), None, "since 1 Nov 2026"),
        ("2026-02", date(2026, 2, 1), date(2026, 3, 1), "in February 2026"),
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 23), "in week 47 of 2026"),
        ("monday", date(2026, 11, 23), None, "since Monday"),
        ("since tuesday", date(2026, 11, 17), None, "since Tuesday"),
    ],
)
def test_what_people_type_after_since(typed, start, end, words):
    since = read_since(typed, at=NOON, zone=BERLIN)

    def midnight(day):
        return datetime(day.year, day.month, day.day, tzinfo=BERLIN)

    assert since.words == words
    assert since.period.start == midnight(start)
    assert since.period.end == (midnight(end) if end else None)


def test_a_day_begins_in_the_zone_also_when_the_clocks_change():
    since = read_since("2026-03-29", at=NOON, zone=BERLIN)
    assert since.period.start == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert read_since("2026-03-30", at=NOON, zone=BERLIN).period.start == datetime(
        2026, 3, 29, 22, 0, tzinfo=UTC
    )


def test_last_month_of_the_31st_is_the_whole_month_before():
    late = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
    assert read_since("last month", at=late, zone=BERLIN).period == Period(
        datetime(2026, 1, 31, 23, 0, tzinfo=UTC), datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
    )


def test_what_goes_on_is_known_by_its_unit():
    units = {typed: read_since(typed, at=NOON, zone=BERLIN).unit for typed in ("week", "this year")}
    assert units == {"week": "week", "this year": "year"}
    for typed in ("last week", "2026-11", "2026-11-01", "monday", "today", "all"):
        assert not read_since(typed, at=NOON, zone=BERLIN).unit


def test_ever_has_no_beginning():
    assert read_since("all", at=NOON, zone=BERLIN) is EVER


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "webinar",
        "2026-13-01",
        "2026-02-30",
        "2026-W60",
        "99999d",
        "9999y",
        "last",
        "0000-01",
        "d7",
        "0001-01-01",
        "1899-12-31",
        "2000y",
        "3000-01-01",
        "9999-12-31",
    ],
)
def test_what_is_no_time_is_none(typed):
    assert read_since(typed, at=NOON, zone=BERLIN) is None


@given(
    st.text(max_size=30)
    | st.dates().map(str)
    | st.from_regex(r"[0-9]{1,4} ?(d|w|months|y)|[0-9]{4}-([0-9]{2}|W[0-9]{2})", fullmatch=True)
)
def test_no_text_raises(text):
    read_since(text, at=NOON, zone=BERLIN)
