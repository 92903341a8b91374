from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.kit.errors import Refusal
from bot.kit.periods import Period
from bot.leads.actions.recycle import again_key, ask_to_send_again
from bot.leads.actions.reopen import reopen_lead
from bot.leads.actions.steps import Details, record_step
from bot.leads.domain.lead import Stage
from bot.leads.domain.steps import Step
from bot.leads.domain.verdicts import Reason
from bot.leads.queries.campaigns import numbers_of
from bot.leads.queries.waterfall import first_answers
from tests.leads.scene import (
    MARK,
    NOON,
    PRIYA,
    RITA,
    SAM,
    TOM,
    a_floor,
    a_room,
    a_saved_lead,
    message_row,
    owned,
    shown,
    stand_in_slack,
    story,
    the_lead_now,
)

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def house(db):
    return a_floor(db)


def do(db, lead_id, step, by=RITA, **details):
    with db.begin() as work:
        return record_step(
            a_room(), work, lead_id=lead_id, step=step, details=Details(**details), by=by, at=NOON
        )


def reopen(db, lead_id, by=RITA):
    with db.begin() as work:
        return reopen_lead(a_room(), work, lead_id=lead_id, by=by, at=LATER)


def refused(db, lead_id, by=RITA):
    with pytest.raises(Refusal) as caught:
        reopen(db, lead_id, by)
    return caught.value.sentence


def test_a_lead_rejected_by_mistake_waits_again_and_counts_as_never_answered(db, house):
    lead_id = a_saved_lead(db)
    do(db, lead_id, Step.REJECT, reason=Reason.NO_NEED)
    lead = reopen(db, lead_id, TOM)
    assert (lead.stage, lead.owner, lead.ended_at, lead.reason) == (Stage.MQL, None, None, None)
    assert story(db, lead_id) == ["rejected", "reopened"]
    assert "Waiting for someone" in shown(house, lead.card).text
    with db.read() as work:
        assert numbers_of(work, lead.campaign_id, Period()).rejected == 0
        (answer,) = first_answers(work, Period())
    assert (answer.at, answer.by) == (None, None)


@pytest.mark.parametrize(
    ("columns", "step", "details", "stage"),
    [
        ({}, Step.REJECT, {"reason": Reason.OTHER}, Stage.ACCEPTED),
        ({"contacted_at": NOON}, Step.DISQUALIFY, {"reason": Reason.OTHER}, Stage.ACCEPTED),
        (
            {"contacted_at": NOON, "stage": Stage.SALES_QUALIFIED, "sales_qualified_at": NOON},
            Step.RECYCLE,
            {"until": date(2026, 12, 24)},
            Stage.SALES_QUALIFIED,
        ),
        (
            {"contacted_at": NOON, "stage": Stage.OPPORTUNITY, "opportunity_at": NOON},
            Step.WON,
            {"amount": Decimal(12500)},
            Stage.OPPORTUNITY,
        ),
    ],
)
@pytest.mark.usefixtures("house")
def test_it_goes_on_in_the_stage_it_was_in(db, columns, step, details, stage):
    lead_id = a_saved_lead(db, **owned(**columns))
    do(db, lead_id, step, **details)
    lead = reopen(db, lead_id)
    assert (lead.stage, lead.owner, lead.ended_at, lead.recycle_on) == (stage, RITA.id, None, None)


def test_who_may_and_what_can_not_be_reopened(db, house):
    mine = a_saved_lead(db, **owned())
    assert refused(db, mine) == f"L-{mine} is not over, so there is nothing to reopen."
    do(db, mine, Step.REJECT, reason=Reason.OTHER)
    assert "belongs to Rita Alvarez" in refused(db, mine, PRIYA)
    assert "Only sales reps can reopen leads" in refused(db, mine, MARK)
    assert reopen(db, mine, SAM).owner == RITA.id
    gone = a_saved_lead(db, at="1.1", erased=True, stage=Stage.REJECTED, ended_at=NOON)
    assert "erased on request" in refused(db, gone)
    old = a_saved_lead(db, at="1.2", stage=Stage.LOST, ended_at=NOON)
    new = a_saved_lead(db, at="1.3", previous_lead=old)
    assert refused(db, old) == f"The story of L-{old} goes on as L-{new} already."


def test_marketing_is_not_asked_any_more_about_a_lead_that_is_with_sales_again(db, house):
    day = date(2026, 11, 24)
    lead_id = a_saved_lead(db, **owned())
    do(db, lead_id, Step.RECYCLE, until=day)
    recycled = the_lead_now(db, lead_id)
    with db.begin() as work:
        assert ask_to_send_again(a_room(), work, day=day) == 1
        stand_in_slack(work, again_key(recycled), channel="C0MKTG", ts="8.8")
    reopen(db, lead_id)
    assert message_row(db, again_key(recycled)).wanted == 2
    question = shown(house, again_key(recycled))
    assert question.text.endswith("It is with sales again.")
    assert "Send again" not in str(question.blocks)


def test_by_button_and_by_word(db, house):
    lead_id = a_saved_lead(db, **owned())
    do(db, lead_id, Step.REJECT, reason=Reason.OTHER)
    assert "Reopen" in str(shown(house, f"lead:{lead_id}:card").blocks)
    house.click("lead.more", selected_option={"value": f"reopen L{lead_id}"}, by=RITA.id)
    assert the_lead_now(db, lead_id).stage is Stage.ACCEPTED
    assert "Reopen" not in str(shown(house, f"lead:{lead_id}:card").blocks)
    do(db, lead_id, Step.REJECT, reason=Reason.OTHER)
    told = house.command(f"/lead reopen L-{lead_id}", by=RITA.id)["text"]
    assert told == f"L-{lead_id} Northwind Freight is accepted again."
    assert "is not over" in house.command(f"/lead reopen {lead_id}", by=RITA.id)["text"]
