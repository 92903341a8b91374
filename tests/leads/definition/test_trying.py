"""A backtest is gone on with where it stopped, by whoever comes, and told once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.kit.outbox.table import outbox
from bot.leads.definition import actions, trying
from bot.leads.definition.backtest import backtest, next_batch
from bot.leads.definition.backtests import (
    LEASE,
    changed_leads,
    finish_backtest,
    lease_backtest,
    load_backtest,
    save_batch,
)
from bot.leads.definition.domain import FIRST_VERSION, Definition
from bot.leads.definition.trying import Trying
from bot.people.domain import Team
from tests.leads.scene import MAYA, NOON, SAM, a_room, a_saved_lead, open_the_floor
from tests.support.house import StoppedClock

YESTERDAY = NOON - timedelta(days=1)
WANTED = Definition(0, minimum_score=70)
WHY = {"why": "Because.", "by": SAM}


@pytest.fixture
def clock():
    return StoppedClock()


@pytest.fixture
def room(clock):
    return a_room(clock)


@pytest.fixture(autouse=True)
def proposed(db, room):
    open_the_floor(db)
    for score in (60, 65, 70, 75, 80):
        a_saved_lead(db, card=False, score=score, received_at=YESTERDAY)
    a_saved_lead(db, card=False, score=90, company="", received_at=YESTERDAY)
    with db.begin() as work:
        actions.propose(room, work, WANTED, at=NOON, **WHY)


@pytest.fixture
def two_at_once(monkeypatch):
    """Batches of two leads, so that there are several."""
    batches = []

    def small(*args, **how):
        batches.append(how["after"])
        return next_batch(*args, **how, most=2)

    monkeypatch.setattr(trying, "next_batch", small)
    return batches


def now(db):
    with db.read() as work:
        return load_backtest(work, 2)


def messages(db):
    with db.read() as work:
        return work.execute(select(func.count()).select_from(outbox)).scalar_one()


def test_in_one_turn_or_in_many_the_result_is_the_same(db, room, two_at_once):
    turns = 0
    while Trying(db, room, turn=0.0001).sweep() == 0.0:
        turns += 1
    assert two_at_once[:4] == [0, 2, 4, 6]
    test = now(db)
    assert test.has_result
    assert test.counts == backtest(
        db, Definition(2, minimum_score=70), test.period, against=FIRST_VERSION
    )
    with db.read() as work:
        assert list(changed_leads(work, 2, enters=False, most=10)) == [2, 1]
        assert list(changed_leads(work, 2, enters=True, most=10)) == [6]
        assert list(changed_leads(work, 2, enters=False, most=10, skip=1)) == [1]


def test_what_a_dead_process_held_is_gone_on_with_when_its_lease_is_over(db, room, clock):
    with db.begin() as work:
        test, token = lease_backtest(work, 2, at=clock.real())
    with db.read() as work:
        batch = next_batch(work, WANTED, FIRST_VERSION, test.period, after=0, most=4)
    with db.begin() as work:
        assert save_batch(work, test, batch, token=token, at=clock.real())
    assert Trying(db, room).sweep() == LEASE.total_seconds() + 1
    assert not now(db).is_done
    clock.move(seconds=LEASE.total_seconds() + 1)
    Trying(db, room).sweep()
    assert now(db).has_result
    assert now(db).counts.inquiries == 6
    with db.begin() as work:
        assert not save_batch(work, test, batch, token=token, at=clock.real())
        assert not finish_backtest(work, 2, token=token, at=clock.real())
    assert now(db).counts.inquiries == 6


def test_it_is_told_once_however_often_is_looked(db, room):
    for _ in range(3):
        Trying(db, room).sweep()
    assert messages(db) == 2


def test_a_batch_that_fails_three_times_is_given_up_and_the_proposer_alone_is_told(
    db, room, monkeypatch
):
    def broken(*_args, **_how):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(trying, "next_batch", broken)
    for _ in range(3):
        assert now(db).is_done is False
        Trying(db, room).sweep()
    assert now(db).failed == "It failed 3 times."
    assert messages(db) == 1
    with db.begin() as work, pytest.raises(actions.Refusal, match="once it was tried"):
        actions.sign(room, work, version=2, team=Team.SALES, by=SAM, at=NOON)


def test_a_failure_that_passes_costs_nothing(db, room, monkeypatch, two_at_once):
    small, calls = trying.next_batch, []

    def sometimes(*args, **how):
        calls.append(how["after"])
        if len(calls) % 2:
            raise RuntimeError("the line is down")
        return small(*args, **how)

    monkeypatch.setattr(trying, "next_batch", sometimes)
    for _ in range(8):
        Trying(db, room).sweep()
    assert now(db).has_result
    assert now(db).counts.inquiries == 6


def test_a_proposal_that_was_replaced_meanwhile_is_not_told(db, room):
    with db.begin() as work:
        higher = Definition(0, minimum_score=80)
        actions.propose(room, work, higher, at=NOON, why="More.", by=MAYA)
    assert Trying(db, room).sweep() is None
    assert now(db).counts.inquiries == 0
    with db.read() as work:
        keys = list(work.execute(select(outbox.c.key).order_by(outbox.c.key)).scalars())
    assert keys == [f"definition:3:to:{MAYA.id}", f"definition:3:to:{SAM.id}"]
