"""What a number is compared with: the period before, and the usual."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.kit.periods import Week
from bot.leads.queries.waterfall import first_arrival
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.queries.numbers import shared_numbers
from tests.leads.scene import NOON, open_the_floor
from tests.scoreboard.scene import a_lead_that, some_score_settings

WEEK = Week.of(NOON, ZoneInfo("Europe/Berlin"))
A_WEEK = timedelta(days=7)


def qualified(db) -> tuple[float | None, float | None, float | None]:
    """This week's qualified leads, the week before's, and how many there usually are."""
    with db.read() as work:
        (one,) = shared_numbers(
            work, some_score_settings(), WEEK.period, NOON, metrics=(Metric.QUALIFIED,)
        )
    return one.value, one.previous, one.average4


@pytest.fixture
def floor(db):
    open_the_floor(db)
    return db


def test_before_the_first_lead_there_is_nothing_to_compare_with(floor):
    assert qualified(floor) == (0, None, None)
    a_lead_that(floor)
    assert qualified(floor) == (1, None, None)


@pytest.mark.parametrize(("weeks", "usual"), [(1, 6), (2, 3), (3, 2), (4, 1.5), (5, 0)])
def test_the_usual_counts_the_weeks_since_the_first_lead_came_and_four_at_most(floor, weeks, usual):
    for _ in range(6):
        a_lead_that(floor, qualified=NOON - weeks * A_WEEK)
    assert qualified(floor) == (0, 6 if weeks == 1 else 0, usual)


def test_quiet_weeks_since_the_first_lead_are_part_of_the_usual(floor):
    for weeks in (9, 1):
        a_lead_that(floor, qualified=NOON - weeks * A_WEEK)
    assert qualified(floor) == (0, 1, 0.25)


def test_the_first_arrival_is_that_of_any_stage(floor):
    with floor.read() as work:
        assert first_arrival(work) is None
    for weeks in (1, 3, 2):
        a_lead_that(floor, qualified=NOON - weeks * A_WEEK, taken=weeks % 2 or None)
    with floor.read() as work:
        assert first_arrival(work) == NOON - 3 * A_WEEK
