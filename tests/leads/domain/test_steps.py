import pytest

from bot.leads.domain.lead import Stage
from bot.leads.domain.steps import Step, legal_steps, may, obstacle, stage_after
from tests.builders import a_marketer, a_rep, a_sales_manager
from tests.leads.builders import a_lead
from tests.support.house import MONDAY_NOON

RITA, TOM, SAM = a_rep(), a_rep("U0TOM", "Tom Becker"), a_sales_manager()
OWNED = {"owner": RITA.id, "claimed_at": MONDAY_NOON, "stage": Stage.ACCEPTED}
CONTACTED = {**OWNED, "contacted_at": MONDAY_NOON}


def steps(person, **columns):
    return [str(step) for step in legal_steps(a_lead(**columns), person)]


def test_a_waiting_lead_is_taken_or_rejected_by_any_rep():
    assert steps(RITA) == ["take", "reject"]
    assert steps(SAM) == ["take", "reject", "reassign"]
    assert steps(a_marketer()) == []


def test_before_contact_the_owner_may_reject_after_it_disqualify():
    assert steps(RITA, **OWNED) == ["contacted", "reject", "recycle", "hand_back"]
    assert steps(RITA, **CONTACTED) == ["sales_qualified", "disqualify", "recycle", "hand_back"]


def test_each_stage_is_entered_from_the_one_before():
    sales_qualified = {**CONTACTED, "stage": Stage.SALES_QUALIFIED}
    assert steps(RITA, **sales_qualified) == ["opportunity", "disqualify", "recycle", "hand_back"]
    assert steps(RITA, **{**CONTACTED, "stage": Stage.OPPORTUNITY}) == ["won", "lost", "hand_back"]


@pytest.mark.parametrize(
    "stage", ["won", "lost", "rejected", "disqualified", "recycled", "inquiry"]
)
def test_an_ended_lead_and_an_inquiry_offer_nothing(stage):
    for person in (RITA, SAM):
        assert steps(person, **{**CONTACTED, "stage": Stage(stage)}) == []


def test_nobody_takes_or_passes_on_a_lead_that_was_erased():
    assert steps(SAM, erased=True) == []
    assert steps(RITA, **OWNED, erased=True) == ["contacted"]
    assert steps(RITA, **{**CONTACTED, "stage": Stage.OPPORTUNITY}, erased=True) == ["won", "lost"]


def test_another_rep_has_no_say_and_a_sales_manager_may_move_it():
    assert steps(TOM, **OWNED) == []
    assert steps(SAM, **OWNED) == ["hand_back", "reassign"]
    assert not may(a_marketer(), Step.HAND_BACK, a_lead(**OWNED))


@pytest.mark.parametrize(
    ("step", "columns", "why"),
    [
        (
            Step.REJECT,
            CONTACTED,
            "was contacted already, so it can't be rejected; disqualify it instead",
        ),
        (Step.CONTACTED, CONTACTED, "is marked as contacted already"),
        (Step.SALES_QUALIFIED, OWNED, "was not contacted yet; that comes first"),
        (Step.OPPORTUNITY, CONTACTED, "is not sales qualified yet; that comes first"),
        (Step.WON, CONTACTED, "is no opportunity yet; that comes first"),
        (
            Step.DISQUALIFY,
            OWNED,
            "was not contacted yet; before that it is rejected, not disqualified",
        ),
        (
            Step.RECYCLE,
            {**CONTACTED, "stage": Stage.OPPORTUNITY},
            "is an opportunity by now; mark it as won or lost instead",
        ),
        (Step.CONTACTED, {}, "belongs to nobody; take it first"),
        (Step.TAKE, {"stage": Stage.LOST}, "is lost already, so its story with sales is over"),
    ],
)
def test_what_forbids_a_step_is_said(step, columns, why):
    assert obstacle(step, a_lead(**columns)) == why


def test_where_a_step_leads():
    assert stage_after(Step.CONTACTED, a_lead(**OWNED)) is Stage.ACCEPTED
    assert stage_after(Step.REASSIGN, a_lead()) is Stage.ACCEPTED
    assert (
        stage_after(Step.REASSIGN, a_lead(**{**OWNED, "stage": Stage.OPPORTUNITY}))
        is Stage.OPPORTUNITY
    )
    assert stage_after(Step.HAND_BACK, a_lead(**OWNED)) is Stage.MQL


def test_every_step_reads_as_a_button_and_a_sentence():
    for step in Step:
        assert step.label
        assert step.about.endswith(".")
