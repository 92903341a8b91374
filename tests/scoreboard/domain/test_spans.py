"""Spans: what they are called, what lies before them, and how much of them has passed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.periods import EVER, Week, read_since
from bot.people.domain import WorkingTime
from bot.people.domain.holidays import public_holidays
from bot.scoreboard.domain.spans import Span, passed, working_days

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = WorkingTime(BERLIN, frozenset(range(5)), time(9), time(17), holidays=public_holidays("DE"))


@pytest.mark.parametrize(
    ("first", "past", "words", "before"),
    [
        (date(2026, 12, 28), date(2027, 1, 4), "week 53 of 2026", "week 52 of 2026"),
        (date(2027, 1, 4), date(2027, 1, 11), "week 1 of 2027", "week 53 of 2026"),
        (date(2027, 1, 1), date(2027, 2, 1), "January 2027", "December 2026"),
        (date(2028, 3, 1), date(2028, 4, 1), "March 2028", "February 2028"),
        (date(2027, 1, 1), date(2027, 4, 1), "Q1 2027", "Q4 2026"),
        (date(2027, 1, 1), date(2028, 1, 1), "2027", "2026"),
        (date(2026, 1, 1), date(2029, 1, 1), "2026–2028", "2023–2025"),
        (date(2026, 11, 20), date(2026, 11, 21), "20 Nov 2026", "19 Nov 2026"),
    ],
)
def test_a_span_has_the_calendars_name_and_one_before_it(first, past, words, before):
    span = Span(first, past, BERLIN)
    assert span.words == words
    assert span.back().words == before
    assert span.back().past == span.first


def test_a_week_in_which_the_clocks_change_is_still_a_week():
    week = Week.of(datetime(2026, 10, 25, 12, tzinfo=UTC), BERLIN)
    span = Span.of(week.period, zone=BERLIN, at=datetime(2026, 11, 1, tzinfo=UTC))
    assert span
    assert span.unit == "week"
    assert span.period == week.period
    assert span.back().period == week.previous.period
    assert (span.period.end - span.period.start).total_seconds() == (7 * 24 + 1) * 3600


def test_the_four_before_end_where_it_begins():
    span = Span(date(2027, 1, 4), date(2027, 1, 11), BERLIN)
    assert (span.before(4).first, span.before(4).past) == (date(2026, 12, 7), date(2027, 1, 4))
    month = Span(date(2027, 3, 1), date(2027, 4, 1), BERLIN)
    assert month.before(4).first == date(2026, 11, 1)


def test_an_open_period_ends_today_and_one_without_a_start_is_no_span():
    at = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)  # already Thursday in Berlin
    this_week = read_since("week", at=at, zone=BERLIN)
    span = Span.of(this_week.period, zone=BERLIN, at=at)
    assert (span.first, span.last) == (date(2026, 11, 23), date(2026, 11, 26))
    assert Span.of(EVER.period, zone=BERLIN, at=at) is None


def test_working_days_leave_out_weekends_and_public_holidays():
    assert working_days(date(2026, 12, 21), date(2027, 1, 4), HOURS) == 8  # 25th, 26th, 1st are off
    assert working_days(date(2026, 12, 25), date(2026, 12, 28), HOURS) == 0


def test_what_has_passed_counts_today_by_its_hours():
    month = Span(date(2026, 11, 1), date(2026, 12, 1), BERLIN)

    def at(day: int, hour: int) -> float:
        return passed(month, HOURS, datetime(2026, 11, day, hour, tzinfo=BERLIN))

    assert at(1, 12) == 0  # a Sunday
    assert at(2, 8) == 0
    assert at(2, 13) == 0.5
    assert at(2, 17) == 1
    assert at(8, 12) == 5  # the Sunday after
    assert at(30, 23) == 21
    assert passed(month, HOURS, datetime(2027, 3, 1, tzinfo=UTC)) == 21
    assert passed(month, HOURS, datetime(2026, 3, 1, tzinfo=UTC)) == 0


@given(st.integers(0, 20_000), st.integers(0, 5000))
def test_more_time_is_never_less_passed(begun, minutes):
    span = Span(date(2026, 10, 1), date(2026, 11, 1), BERLIN)
    early = datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=begun)
    late = early + timedelta(minutes=minutes)
    assert 0 <= passed(span, HOURS, early) <= passed(span, HOURS, late)
    assert passed(span, HOURS, late) <= working_days(span.first, span.past, HOURS)
