"""Sums of working minutes are the walk over the days, in every zone and order of asking."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people.domain import Absence
from bot.people.domain.holidays import public_holidays
from bot.people.domain.worked import Worked
from tests.builders import a_working_time

MIDSUMMER = datetime(2026, 7, 1, tzinfo=UTC)
_MINUTES = st.integers(-400 * 24 * 60, 400 * 24 * 60)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "Australia/Lord_Howe",
)


@pytest.mark.parametrize("zone", ZONES)
@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(_MINUTES, st.integers(0, 60 * 24 * 60)), min_size=1, max_size=12))
def test_it_gives_what_the_walk_gives(zone, spans):
    hours = a_working_time(
        zone,
        "Mon-Thu Sat",
        (1, 22),
        holidays=public_holidays("DE"),
        absences=(Absence(date(2026, 3, 27), date(2026, 4, 2)),),
    )
    worked = Worked(hours)
    for begun, lasted in spans:
        a = MIDSUMMER + timedelta(minutes=begun)
        b = (a + timedelta(minutes=lasted)).astimezone(ZoneInfo(zone))
        assert worked.minutes(a, b) == pytest.approx(hours.minutes_between(a, b), abs=1e-6)


def test_the_earlier_is_never_after_the_later():
    worked = Worked(a_working_time())
    assert worked.minutes(MIDSUMMER, MIDSUMMER) == 0
    assert worked.minutes(MIDSUMMER + timedelta(days=1), MIDSUMMER) == 0
