from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.leads.actions.verdict import record_reaction
from bot.leads.domain.verdicts import Verdict
from bot.leads.store.verdicts import standing_verdict
from tests.leads.scene import NOON, RITA, a_room, a_saved_lead, open_the_floor

NAMES = {"fire": Verdict.GREAT, "+1": Verdict.GOOD, "-1": Verdict.POOR, "wastebasket": Verdict.BAD}
CHANGES = st.lists(st.tuples(st.sampled_from(sorted(NAMES)), st.booleans()), max_size=8)


@pytest.fixture
def database_url(sqlite_with_tables):
    """Both databases run the statement in test_verdicts; here the order is what matters."""
    return sqlite_with_tables


@pytest.fixture
def floor(db):
    open_the_floor(db)
    return db


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CHANGES, st.randoms(use_true_random=False))
def test_in_whatever_order_and_however_often_events_come_the_same_verdict_stands(
    floor, changes, chance
):
    """What counts is the latest reaction that is still present, by Slack's own times."""
    lead_id = a_saved_lead(floor, card=False)
    events = [
        (name, present, NOON + timedelta(seconds=place))
        for place, (name, present) in enumerate(changes)
    ]
    delivered = events + [event for event in events if chance.random() < 0.5]
    chance.shuffle(delivered)
    with floor.begin() as work:
        for name, present, at in delivered:
            record_reaction(
                a_room(),
                work,
                lead_id=lead_id,
                reaction=name,
                present=present,
                event_at=at,
                by=RITA,
                at=NOON,
            )
    newest = {name: (at, present) for name, present, at in events}
    standing = [(at, NAMES[name]) for name, (at, present) in newest.items() if present]
    with floor.read() as work:
        now = standing_verdict(work, lead_id=lead_id, rep=RITA.id)
    assert (now.verdict if now else None) == (max(standing)[1] if standing else None)
