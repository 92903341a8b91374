"""The backtest counts what a walk over every lead counts, alike on both databases."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.kit.periods import Period
from bot.leads.definition.backtest import SPAN, backtest, next_batch
from bot.leads.definition.counts import Counts
from bot.leads.definition.domain import FIRST_VERSION, Definition, qualifies, qualify
from bot.leads.domain.lead import Stage
from bot.leads.store.leads import lead_from, select_leads
from bot.leads.store.tables import leads, verdicts
from tests.leads.scene import NOON, a_saved_lead, open_the_floor

PERIOD = Period(NOON - SPAN, NOON)
YESTERDAY = NOON - timedelta(days=1)
STRICT = Definition(
    2,
    required=(("email", "phone"), ("campaign",), ("message", "url")),
    minimum_score=70,
    segments=("SaaS", "Freight"),
    countries=("DE",),
    employees_from=50,
    no_free_mail=True,
    competitors=("rival.example",),
)


def rated(db, lead_id, *words):
    with db.begin() as work:
        rows = [
            {
                "lead_id": lead_id,
                "rep": f"U{place}",
                "verdict": word,
                "comment": "",
                "first_at": NOON,
                "changed_at": NOON,
            }
            for place, word in enumerate(words)
        ]
        work.execute(verdicts.insert(), rows)


def saved(db, **columns):
    return a_saved_lead(db, card=False, received_at=YESTERDAY, **columns)


def counted(db, definition=STRICT, against=FIRST_VERSION):
    return backtest(db, definition, PERIOD, against=against)


def test_each_number_counts_leads_and_says_what_would_remain(db):
    saved(db)
    saved(db, score=65, stage=Stage.ACCEPTED, claimed_at=YESTERDAY)
    saved(db, stage=Stage.WON, claimed_at=YESTERDAY)
    saved(db, score=61, stage=Stage.REJECTED, claimed_at=YESTERDAY)
    low = saved(db, score=62)
    rated(db, low, "bad", "poor", "great")
    taken_back = saved(db)
    rated(db, taken_back, None, "good")
    saved(db, score=10, stage=Stage.INQUIRY)
    assert counted(db) == Counts(
        inquiries=7,
        qualified=6,
        would_qualify=3,
        accepted=2,
        accepted_remain=1,
        won=1,
        won_remain=1,
        rated_low=1,
        rated_low_not_sent=1,
        leave=3,
    )


def test_a_looser_definition_lets_leads_in(db):
    saved(db, score=40, email="ada@web.de")
    assert counted(db, Definition(2)) == Counts(inquiries=1, would_qualify=1, enter=1)


def test_only_leads_of_the_period_count_and_the_erased_are_left_out(db):
    a_saved_lead(db, card=False, received_at=NOON)
    a_saved_lead(db, card=False, received_at=NOON - SPAN - timedelta(seconds=1))
    a_saved_lead(db, card=False, received_at=NOON - SPAN)
    saved(db, erased=True, email="", company="")
    assert counted(db) == Counts(inquiries=1, qualified=1, would_qualify=1, erased=1)


def test_a_source_that_stands_in_for_a_campaign_is_none(db):
    saved(db, campaign="")
    assert counted(db, Definition(2, required=(("campaign",),))).would_qualify == 0


def some_leads(db, chance, number):
    for _ in range(number):
        lead_id = saved(
            db,
            email=chance.choice(["", "a@web.de", "b@n.example", "c@x.rival.example"]),
            phone=chance.choice(["", "+49 30 1"]),
            company=chance.choice(["", "Northwind"]),
            country=chance.choice(["", "DE", "FR"]),
            segment=chance.choice(["", "saas", "Retail"]),
            employees=chance.choice([None, 5, 50, 500]),
            score=chance.choice([None, 10, 60, 70, 90]),
            message=chance.choice(["", "Hello"]),
            url="",
            campaign=chance.choice(["", "Webinar"]),
            stage=chance.choice(list(Stage)),
            claimed_at=chance.choice([None, YESTERDAY]),
            erased=chance.random() < 0.1,
        )
        rated(db, lead_id, *chance.choices(["bad", "poor", "good", "great", None], k=2))


@pytest.mark.parametrize("most", [1, 7, 1000])
def test_batches_of_any_size_count_what_a_walk_over_whole_leads_counts(db, most):
    some_leads(db, random.Random(most), 60)  # noqa: S311 - a play of chance that can be played again
    total, changed, after = Counts(), [], 0
    while True:
        with db.read() as work:
            batch = next_batch(
                work, STRICT, FIRST_VERSION, PERIOD, after=after, most=most, breathe=bool
            )
        if batch.last is None:
            break
        total, after = total + batch.counts, batch.last
        changed += batch.changed
    assert total == counted(db)
    assert (total, changed) == by_hand(db)


def by_hand(db):
    tally, changed = Counts(), []
    with db.read() as work:
        low = {
            row.lead_id for row in work.execute(select(verdicts)) if row.verdict in {"poor", "bad"}
        }
        everybody = [lead_from(row) for row in work.execute(select_leads().order_by(leads.c.id))]
    for lead in everybody:
        if lead.erased:
            tally += Counts(erased=1)
            continue
        was, would = (qualifies(qualify(lead, one)) for one in (FIRST_VERSION, STRICT))
        accepted = lead.claimed_at is not None and lead.stage is not Stage.REJECTED
        won, rated_low = lead.stage is Stage.WON, lead.id in low
        tally += Counts(
            inquiries=1,
            qualified=was,
            would_qualify=would,
            accepted=accepted,
            accepted_remain=accepted and would,
            won=won,
            won_remain=won and would,
            rated_low=rated_low,
            rated_low_not_sent=rated_low and not would,
            enter=would and not was,
            leave=was and not would,
        )
        if was != would:
            changed.append((lead.id, would))
    return tally, changed


@pytest.fixture(autouse=True)
def floor(db):
    open_the_floor(db)
