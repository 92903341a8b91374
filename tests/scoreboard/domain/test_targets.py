"""How a target stands, said in words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scoreboard.domain.metrics import Metric, Unit, rounded, said
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.domain.targets import Course, Target, progress

NOVEMBER = Span(date(2026, 11, 1), date(2026, 12, 1), ZoneInfo("Europe/Berlin"))
BEGUN = datetime(2026, 11, 1, tzinfo=UTC)
IN = datetime(2026, 11, 16, 12, tzinfo=UTC)
OVER = datetime(2026, 12, 2, tzinfo=UTC)


def a_target(metric: Metric = Metric.QUALIFIED, goal: float = 100, span: Span = NOVEMBER) -> Target:
    return Target(1, metric, span, goal, "U0RITA", "U0MARK", "U0SAM", BEGUN)


def standing(target: Target, value, *, days: float = 10.5, at: datetime = IN):
    return progress(target, value, days=days, of_days=21, at=at, currency="EUR")


@pytest.mark.parametrize(
    ("value", "words", "course"),
    [
        (41.5, "42 of 100 so far; at this pace 83, 17 short", Course.BEHIND),
        (52, "52 of 100 so far; at this pace 104, 4 more", Course.AHEAD),
        (50, "50 of 100 so far; at this pace 100, just so", Course.AHEAD),
        (49.8, "50 of 100 so far; at this pace 100, just so", Course.AHEAD),
        (100, "reached: 100 of 100", Course.REACHED),
        (0, "0 of 100 so far; at this pace 0, 100 short", Course.BEHIND),
    ],
)
def test_what_adds_up_has_a_pace_and_a_forecast(value, words, course):
    one = standing(a_target(), value)
    assert (one.words, one.course) == (words, course)


def test_the_forecast_alone_names_the_goal_too():
    assert standing(a_target(), 41.5).forecast_words == "at this pace 83 of 100, 17 short"
    revenue = a_target(Metric.REVENUE, 1_200_000)
    words = "at this pace 600,000 of 1,200,000 EUR, 600,000 short"
    assert standing(revenue, 300_000).forecast_words == words


def test_before_it_begins_and_on_its_first_morning_nothing_is_foretold():
    later = Span(date(2026, 12, 1), date(2027, 1, 1), NOVEMBER.zone)
    assert standing(a_target(span=later), None, days=0).words == "begins 1 Dec 2026, goal 100"
    early = standing(a_target(), 3, days=0)
    assert early.words == "3 of 100 so far; too early to tell where it ends"
    assert early.course is Course.UNKNOWN
    assert standing(a_target(), 3, days=0.9).forecast is None
    assert standing(a_target(), 3, days=1).forecast == 63


def test_once_over_it_is_reached_or_ended_short():
    assert standing(a_target(), 83, days=21, at=OVER).words == "ended at 83 of 100, 17 short"
    assert standing(a_target(), 104, days=21, at=OVER).words == "reached: 104 of 100"


def test_a_span_without_any_working_day_is_no_reason_to_fail():
    weekend = Span(date(2026, 11, 14), date(2026, 11, 16), NOVEMBER.zone)
    one = progress(a_target(span=weekend), 3, days=0, of_days=0, at=BEGUN.replace(day=14, hour=12))
    assert one.words == "3 of 100 so far; at this pace 3, 97 short"


@pytest.mark.parametrize(
    ("metric", "goal", "value", "words"),
    [
        (Metric.ACCEPTANCE_RATE, 90, 84.4, "84 %, goal 90 %; 6 points short"),
        (Metric.ACCEPTANCE_RATE, 90, 92, "92 %, goal 90 %; on course"),
        (Metric.ACCEPTANCE_RATE, 90, 89.4, "89 %, goal 90 %; 1 point short"),
        (Metric.ACCEPTANCE_RATE, 90, 89.6, "90 %, goal 90 %; on course"),
        (Metric.RATING, 3.8, 3.76, "3.8 of 5, goal 3.8 of 5; on course"),
        (Metric.ACCEPT_TIME, 45, 45.4, "45 min, goal 45 min; on course"),
        (Metric.ACCEPTANCE_RATE, 90, None, "–, goal 90 %; nothing to measure yet"),
        (Metric.RATING, 3.8, 3.4, "3.4 of 5, goal 3.8 of 5; 0.4 short"),
        (Metric.ACCEPT_TIME, 45, 80, "1 h 20 min, goal 45 min; 35 min over"),
        (Metric.ACCEPT_TIME, 45, 30, "30 min, goal 45 min; on course"),
        (
            Metric.REVENUE,
            250_000,
            100_000,
            "100,000 of 250,000 EUR so far; at this pace 200,000, 50,000 short",
        ),
    ],
)
def test_every_unit_is_said_as_people_say_it(metric, goal, value, words):
    assert standing(a_target(metric, goal), value).words == words


@given(
    st.sampled_from([one for one in Metric if one.of.adds_up]),
    st.floats(0, 1e9),
    st.floats(0.01, 1e9),
    st.floats(0, 21),
)
def test_words_are_never_missing_and_agree_with_the_course(metric, value, goal, days):
    one = standing(a_target(metric, goal), value, days=days)
    assert one.words
    if one.course is Course.BEHIND and metric.of.higher_is_better:
        assert one.forecast < goal
    assert replace(one, value=None).forecast_words


@given(st.floats(0, 1e12))
def test_numbers_are_rounded_as_people_round(value):
    assert abs(rounded(value) - value) <= 0.5
    assert rounded(2.5) == 3
    assert said(value, Unit.COUNT).replace(",", "").isdigit()


def test_nothing_is_a_dash():
    assert all(said(None, unit) == "–" for unit in Unit)
