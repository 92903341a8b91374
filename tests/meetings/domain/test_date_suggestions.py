from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.domain.date_suggestions import suggest
from bot.people.domain import Absence
from tests.builders import a_working_time

PLANNED = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
COMPANY = a_working_time()


def suggested(*people, **rest):
    given_ = {
        "planned": PLANNED,
        "length": HOUR,
        "earliest": datetime(2026, 11, 24, 12, tzinfo=UTC),
        "before": datetime(2027, 1, 5, 9, tzinfo=UTC),
    }
    return suggest(people, COMPANY, **given_ | rest)


def test_three_days_are_suggested_the_nearest_that_suit_all_first():
    found = suggested(COMPANY, COMPANY)
    assert [one.starts_at - PLANNED for one in found] == [
        timedelta(minutes=-30),
        timedelta(days=-1),
        timedelta(days=1),
    ]
    assert {(one.suits, one.asked) for one in found} == {(2, 2)}


def test_hours_in_other_zones_narrow_the_day():
    found = suggested(COMPANY, a_working_time("America/New_York"))
    # 9 to 17 in New York begins at 15:00 in Berlin.
    assert all(14 <= one.starts_at.hour <= 15 for one in found)
    assert all(one.suits == 2 for one in found)


def test_absences_and_holidays_count():
    away = a_working_time(absences=(Absence(date(2026, 11, 20), date(2026, 12, 9)),))
    found = suggested(COMPANY, away)
    assert {one.starts_at.date() for one in found} == {
        date(2026, 12, 10),
        date(2026, 12, 11),
        date(2026, 12, 14),
    }


def test_when_nothing_suits_all_the_most_count_and_it_says_how_many():
    found = suggested(COMPANY, COMPANY, a_working_time("Pacific/Auckland"))
    assert [(one.suits, one.asked) for one in found] == [(2, 3)] * 3


def test_nothing_is_suggested_before_the_notice_or_past_the_next_meeting():
    tight = {"earliest": PLANNED + timedelta(days=30), "before": PLANNED + timedelta(days=31)}
    assert suggested(COMPANY, **tight) == []


@given(st.integers(-10, 10), st.sampled_from([30, 60, 90]), st.sampled_from(["Asia/Tokyo", "UTC"]))
def test_every_suggestion_is_within_the_companys_hours(days, minutes, zone):
    planned = PLANNED + timedelta(days=days)
    length = timedelta(minutes=minutes)
    found = suggested(COMPANY, a_working_time(zone), planned=planned, length=length)
    for one in found:
        assert COMPANY.is_working(one.starts_at)
        assert COMPANY.is_working(one.starts_at + length - timedelta(seconds=1))
        assert one.starts_at != planned


def test_a_large_team_is_asked_as_a_whole_where_many_share_their_hours():
    found = suggested(*[COMPANY] * 400, *[a_working_time("Pacific/Auckland")] * 100)
    assert [(one.suits, one.asked) for one in found] == [(400, 500)] * 3
