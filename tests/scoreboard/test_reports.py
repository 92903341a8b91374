"""What a report compares its period with."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.periods import midnight, read_since
from bot.scoreboard.domain.asked import AskedReport, Grouping
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.queries.reports import report
from tests.leads.scene import RITA, SAM, open_the_floor
from tests.scoreboard.scene import a_lead_that, some_score_settings

BERLIN = ZoneInfo("Europe/Berlin")
SCORE = some_score_settings()


def by_team(db, typed: str, at: datetime) -> str:
    """What a manager reads of a report by team."""
    since = read_since(typed, at=at, zone=BERLIN)
    assert since
    with db.read() as work:
        asked = AskedReport(since, Grouping.TEAM)
        return report(work, SCORE, asked, by=SAM, at=at, command="/smarketing").text


@pytest.mark.parametrize(
    ("typed", "today", "first", "last"),
    [
        # June 2026 begins on a Monday, and January begins a month, a quarter and a year.
        ("month", date(2026, 6, 3), date(2026, 5, 1), date(2026, 5, 3)),
        ("week", date(2026, 6, 3), date(2026, 5, 25), date(2026, 5, 27)),
        ("year", date(2026, 1, 15), date(2025, 1, 1), date(2025, 1, 15)),
        ("quarter", date(2026, 4, 10), date(2026, 1, 1), date(2026, 1, 10)),
        # February is over before its 31st day: no day of March is compared with March.
        ("month", date(2026, 3, 31), date(2026, 2, 1), date(2026, 2, 28)),
        ("last month", date(2026, 3, 31), date(2026, 1, 1), date(2026, 1, 31)),
        ("today", date(2026, 3, 31), date(2026, 3, 30), date(2026, 3, 30)),
        ("2026-11-01", date(2026, 11, 10), date(2026, 10, 22), date(2026, 10, 31)),
    ],
)
def test_what_goes_on_is_compared_with_as_much_of_the_one_before(db, typed, today, first, last):
    open_the_floor(db)
    for day in {first - timedelta(days=1), first, last, last + timedelta(days=1)}:
        a_lead_that(db, qualified=midnight(day, BERLIN) + timedelta(hours=12))
    at = midnight(today, BERLIN) + timedelta(hours=18)
    inside = 1 if first == last else 2
    assert f"before {inside}\n" in next(
        f"{line}\n" for line in by_team(db, typed, at).splitlines() if "Inquiries" in line
    )


def test_what_nobody_did_yet_has_no_time_it_took(db):
    open_the_floor(db)
    noon = datetime(2026, 6, 3, 12, tzinfo=UTC)
    a_lead_that(db, qualified=noon)
    said = by_team(db, "month", noon + timedelta(hours=1))
    assert "pipeline" in said.lower()
    for words in ("contacted after", "answered after", "rated", "–*", "decided on"):
        assert words not in said.lower(), said


@pytest.mark.parametrize(
    ("by", "said"),
    [(SAM, "its rows: smarketing export funnel"), (RITA, "your operator can export its rows")],
)
def test_a_command_of_the_terminal_is_told_to_managers_alone(db, by, said):
    open_the_floor(db)
    noon = datetime(2026, 6, 3, 12, tzinfo=UTC)
    a_lead_that(db, qualified=noon)
    since = read_since("month", at=noon, zone=BERLIN)
    assert since
    with db.read() as work:
        shown = report(work, SCORE, AskedReport(since), by=by, at=noon, command="/smarketing")
    (how,) = [block for block in shown.blocks if block["block_id"] == "how"]
    assert said in how["elements"][0]["text"]
    assert ("smarketing export" in how["elements"][0]["text"]) is by.is_manager


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)).map(str) | st.just("126y"))
def test_no_period_that_is_read_is_too_old_or_too_late_to_be_compared(typed):
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    since = read_since(typed, at=at, zone=BERLIN)
    assert since
    span = Span.of(since.period, zone=BERLIN, at=at)
    assert span
    assert span.before(4).period.end == span.period.start
