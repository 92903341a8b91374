from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.kit.errors import Refusal, WrongDetail
from bot.kit.outbox.table import outbox
from bot.leads.actions.steps import Details, record_step
from bot.leads.domain.lead import Stage
from bot.leads.domain.steps import Step
from bot.leads.domain.verdicts import Reason
from bot.leads.store.trail import read_trail
from tests.leads.scene import (
    MARK,
    NOON,
    RITA,
    SAM,
    TOM,
    a_room,
    a_saved_lead,
    message_row,
    open_the_floor,
    owned,
    story,
    the_lead_now,
)


@pytest.fixture(autouse=True)
def _floor(db):
    open_the_floor(db)


def make(db, lead_id, step, by=RITA, at=NOON, **details):
    with db.begin() as work:
        return record_step(
            a_room(), work, lead_id=lead_id, step=step, details=Details(**details), by=by, at=at
        )


def lines_of(db, lead_id):
    with db.read() as work:
        rows = work.execute(
            outbox.select().where(outbox.c.view == "lead_line").order_by(outbox.c.id)
        )
        return [(row.thread_key, row.subject) for row in rows]


def test_a_lead_walks_from_taken_to_won(db):
    lead_id = a_saved_lead(db)
    for step in (Step.TAKE, Step.CONTACTED, Step.SALES_QUALIFIED):
        make(db, lead_id, step)
    make(db, lead_id, Step.OPPORTUNITY, amount=Decimal(9000))
    won = make(db, lead_id, Step.WON, at=NOON + timedelta(days=3))
    assert (won.stage, won.amount, won.owner) == (Stage.WON, Decimal(9000), RITA.id)
    assert won.ended_at == NOON + timedelta(days=3)
    assert story(db, lead_id) == ["claimed", "contacted", "sales_qualified", "opportunity", "won"]


def test_what_the_card_says_itself_gets_no_line_and_decisions_get_one(db):
    lead_id = a_saved_lead(db, **owned())
    make(db, lead_id, Step.CONTACTED)
    assert lines_of(db, lead_id) == []
    make(db, lead_id, Step.DISQUALIFY, reason=Reason.NO_BUDGET, comment=" none\n left ")
    assert lines_of(db, lead_id) == [(f"lead:{lead_id}:card", f"lead:{lead_id}")]
    with db.read() as work:
        assert read_trail(work, lead_id)[-1].facts == {
            "reason": "no_budget",
            "comment": "none left",
        }


def test_without_a_card_the_line_stands_below_the_roll_up(db):
    lead_id = a_saved_lead(db, card=False, rollup="rollup:1")
    make(db, lead_id, Step.REJECT, reason=Reason.DUPLICATE)
    assert lines_of(db, lead_id) == [("rollup:1", f"lead:{lead_id}")]


def test_any_rep_rejects_what_nobody_took_and_only_the_owner_what_is_taken(db):
    free, taken = a_saved_lead(db), a_saved_lead(db, at="2.2", **owned())
    make(db, free, Step.REJECT, by=TOM, reason=Reason.NO_NEED)
    with pytest.raises(Refusal, match="belongs to Rita Alvarez"):
        make(db, taken, Step.REJECT, by=TOM, reason=Reason.NO_NEED)
    make(db, taken, Step.REJECT, reason=Reason.NO_NEED)
    assert the_lead_now(db, taken).owner == RITA.id


def test_a_no_needs_a_reason(db):
    lead_id = a_saved_lead(db)
    with pytest.raises(WrongDetail, match="Say why"):
        make(db, lead_id, Step.REJECT)
    assert the_lead_now(db, lead_id).stage is Stage.MQL


def test_handing_back_frees_it_for_another(db):
    lead_id = a_saved_lead(db, **owned(contacted_at=NOON))
    lead = make(db, lead_id, Step.HAND_BACK)
    assert (lead.stage, lead.owner, lead.claimed_at, lead.contacted_at) == (
        Stage.MQL,
        None,
        None,
        None,
    )
    make(db, lead_id, Step.TAKE, by=TOM)


def test_a_sales_manager_hands_back_and_reassigns_anybodys_lead(db):
    lead_id = a_saved_lead(db, **owned())
    assert make(db, lead_id, Step.REASSIGN, by=SAM, to=TOM.id).owner == TOM.id
    assert make(db, lead_id, Step.HAND_BACK, by=SAM).owner is None
    assert make(db, lead_id, Step.REASSIGN, by=SAM, to=RITA.id).stage is Stage.ACCEPTED
    with pytest.raises(WrongDetail, match="already"):
        make(db, lead_id, Step.REASSIGN, by=SAM, to=RITA.id)


@pytest.mark.parametrize("to", [None, "U0NOBODY", MARK.id, "U0GUS", "U0XENA"])
def test_only_a_rep_can_be_given_a_lead(db, to):
    lead_id = a_saved_lead(db, **owned())
    with pytest.raises(WrongDetail, match="Only a sales rep can own a lead"):
        make(db, lead_id, Step.REASSIGN, by=SAM, to=to)


@pytest.mark.parametrize(
    ("by", "step", "words"),
    [
        (MARK, Step.CONTACTED, "Only sales reps can work on leads"),
        (TOM, Step.REASSIGN, "Only sales managers can give a lead to somebody"),
        (TOM, Step.HAND_BACK, "belongs to Rita Alvarez"),
        (SAM, Step.CONTACTED, "belongs to Rita Alvarez"),
        (RITA, Step.WON, "is no opportunity yet"),
    ],
)
def test_who_may_not_is_told_why(db, by, step, words):
    lead_id = a_saved_lead(db, **owned())
    with pytest.raises(Refusal, match=words):
        make(db, lead_id, step, by=by)
    assert story(db, lead_id) == []


@pytest.mark.parametrize("until", [None, date(2026, 11, 23), date(2026, 11, 1), date(2029, 1, 1)])
def test_recycling_needs_a_day_to_come(db, until):
    lead_id = a_saved_lead(db, **owned())
    with pytest.raises(WrongDetail, match="Pick a day after today"):
        make(db, lead_id, Step.RECYCLE, until=until)


def test_the_campaigns_numbers_and_the_card_are_shown_anew(db):
    lead_id = a_saved_lead(db, **owned())
    make(db, lead_id, Step.CONTACTED)
    assert message_row(db, f"lead:{lead_id}:card").wanted == 2
    assert message_row(db, f"campaign:{the_lead_now(db, lead_id).campaign_id}:2026-W48") is not None


def test_rooms_above_are_told_of_a_lead_that_is_taken_or_given(db):
    open_the_floor(db)
    lead_id = a_saved_lead(db)
    room, told = a_room(), []
    room.on_taken.append(lambda _work, lead, owner, at: told.append((lead.id, owner.id, at)))
    with db.begin() as work:
        record_step(room, work, lead_id=lead_id, step=Step.TAKE, by=RITA, at=NOON)
    with db.begin() as work:
        given = Details(to=TOM.id)
        record_step(room, work, lead_id=lead_id, step=Step.REASSIGN, details=given, by=SAM, at=NOON)
    assert told == [(lead_id, RITA.id, NOON), (lead_id, TOM.id, NOON)]
