"""No number of a period reads every lead there is."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from bot.kit.periods import Period
from bot.leads.domain.waterfall import By
from bot.leads.queries.campaigns import numbers_by_campaign
from bot.scoreboard.queries.funnel import funnel
from bot.scoreboard.queries.promises import promises
from tests.leads.scene import NOON, open_the_floor
from tests.scoreboard.scene import some_score_settings

PERIODS = {
    "this month": Period(NOON),
    "last month": Period(NOON - timedelta(days=30), NOON),
}


def plans(db, ask) -> list[str]:
    """How SQLite goes about every statement that `ask` makes."""
    asked = []

    def note(_connection, _cursor, statement, given, _context, _many):
        asked.append((statement, given))

    with db.read() as work:
        event.listen(db.engine, "after_cursor_execute", note)
        try:
            ask(work)
        finally:
            event.remove(db.engine, "after_cursor_execute", note)
        steps = []
        for statement, given in asked:
            explained = f"EXPLAIN QUERY PLAN {statement}"
            steps += [row[-1] for row in work.connection.exec_driver_sql(explained, given)]
        return steps


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize(
    "ask",
    [
        *(
            pytest.param(
                lambda work, period, by=by: funnel(work, some_score_settings(), period, by),
                id=f"funnel by {by}",
            )
            for by in (None, *By)
        ),
        pytest.param(
            lambda work, period: promises(work, some_score_settings(), period, NOON), id="promises"
        ),
        pytest.param(numbers_by_campaign, id="marketing's message"),
    ],
)
def test_a_period_is_found_by_an_index(db, period, ask):
    open_the_floor(db)
    steps = plans(db, lambda work: ask(work, PERIODS[period]))
    assert any(step.startswith("SEARCH leads") for step in steps)
    assert [step for step in steps if step.startswith(("SCAN leads", "SCAN lead_verdicts"))] == []
