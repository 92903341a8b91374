import pytest

from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.verdicts import standing_verdict
from fakeslack.blockkit import check_view
from tests.leads.scene import (
    CARD_TS,
    MARK,
    NOON,
    RITA,
    TOM,
    a_floor,
    a_saved_lead,
    message_row,
    owned,
    reaction,
    stand_in_slack,
    story,
    the_lead_now,
)


@pytest.fixture
def house(db):
    return a_floor(db)


def standing(db, lead_id, rep=RITA.id):
    with db.read() as work:
        return standing_verdict(work, lead_id=lead_id, rep=rep)


def choose(value):
    return {"selected_option": {"value": value}}


def rate(house, lead_id, verdict, *, by=RITA.id, reason=None, comment=None):
    fields = {"verdict": choose(verdict), "comment": comment}
    if reason:
        fields["reason"] = choose(reason)
    return house.submit("lead.rate", fields, by=by, note={"lead": lead_id})


def test_the_form_shows_every_verdict_with_its_sentence(house, db):
    lead_id = a_saved_lead(db)
    house.click("lead.rate", f"L{lead_id}", by=RITA.id)
    assert check_view(house.opened) == []
    assert "Should not have been sent." in str(house.opened)
    assert "Take mine back" not in str(house.opened)
    rate(house, lead_id, "poor", reason="no_need", comment="no")
    house.click("lead.rate", f"L{lead_id}", by=RITA.id)
    assert check_view(house.opened) == []
    assert "Take mine back" in str(house.opened)


def test_rating_in_the_form_needs_no_question_when_the_reason_is_given(house, db):
    lead_id = a_saved_lead(db)
    assert rate(house, lead_id, "poor", reason="no_need", comment=" too \n early ") == {}
    now = standing(db, lead_id)
    assert (now.verdict, now.reason, now.comment) == (Verdict.POOR, Reason.NO_NEED, "too early")
    assert message_row(db, f"lead:{lead_id}:why:{RITA.id}") is None
    rate(house, lead_id, "bad", by=TOM.id)
    assert message_row(db, f"lead:{lead_id}:why:{TOM.id}") is not None


def test_the_same_again_writes_no_second_line(house, db):
    lead_id = a_saved_lead(db)
    for _ in range(3):
        rate(house, lead_id, "good", comment="fine")
    assert story(db, lead_id) == ["verdict"]


def test_taking_back_what_a_reaction_says_names_the_way(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("-1", by=RITA.id))
    answer = rate(house, lead_id, "none")
    assert "Take the reaction away" in str(answer["view"])
    assert standing(db, lead_id).verdict is Verdict.POOR


def test_the_form_offers_to_take_back_only_what_was_said_in_words(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("-1", by=RITA.id, at=100))
    house.click("lead.rate", f"L{lead_id}", by=RITA.id)
    assert check_view(house.opened) == []
    assert "No verdict" not in str(house.opened)
    assert "Take the reaction away" in str(house.opened)
    rate(house, lead_id, "bad")
    house.click("lead.rate", f"L{lead_id}", by=RITA.id)
    assert check_view(house.opened) == []
    assert "my reaction counts again" in str(house.opened)
    assert "Take the reaction away" not in str(house.opened)
    assert rate(house, lead_id, "none") == {}
    assert standing(db, lead_id).verdict is Verdict.POOR


@pytest.mark.parametrize(
    "fields",
    [{}, {"verdict": choose("superb")}, {"verdict": choose("good"), "reason": choose("x")}],
)
def test_junk_in_the_form_changes_nothing(house, db, fields):
    lead_id = a_saved_lead(db)
    house.submit("lead.rate", fields, by=RITA.id, note={"lead": lead_id})
    assert "older version" in house.told[0]
    assert standing(db, lead_id) is None


def test_roles_are_checked_again_at_submit(house, db):
    lead_id = a_saved_lead(db)
    rate(house, lead_id, "good", by=MARK.id)
    rate(house, lead_id, "good", by="U0XENA")
    assert "Only sales reps can rate leads" in house.told[0]
    assert "another organisation" in house.told[1]
    assert story(db, lead_id) == []


def test_the_shortcut_works_on_the_card_and_on_lines_of_its_thread(house, db):
    lead_id = a_saved_lead(db)
    house.shortcut("lead.rate_message", by=RITA.id, message={"ts": CARD_TS})
    assert house.opened["callback_id"] == "lead.rate"
    with db.begin() as work:
        house.outbox.post(
            work,
            key="line",
            to="sales",
            view="lead_line",
            args={"lead": lead_id, "trail": 1},
            at=NOON,
        )
        house.outbox.post(
            work,
            key="rollup:1",
            to="sales",
            view="lead_rollup",
            args={"rollup": "rollup:1"},
            at=NOON,
        )
        stand_in_slack(work, "line", ts="5.5")
        stand_in_slack(work, "rollup:1", ts="6.6")
    house.shortcut("lead.rate_message", by=RITA.id, message={"ts": "5.5"})
    assert len(house.client.called("views.open")) == 2
    house.shortcut("lead.rate_message", by=RITA.id, message={"ts": "6.6"})
    house.shortcut("lead.rate_message", by=RITA.id, message={"ts": "7.7"})
    several, none = house.answers.responses
    assert several["text"] == "This message lists several leads. Open one of them and rate that."
    assert "This message is no lead" in none["text"]


def test_a_word_goes_to_the_verdict_or_else_to_the_story(house, db):
    lead_id = a_saved_lead(db)
    house.submit("lead.word", {"comment": "call in May"}, by=RITA.id, note={"lead": lead_id})
    assert story(db, lead_id) == ["word"]
    rate(house, lead_id, "good")
    house.submit("lead.word", {"comment": "call in June"}, by=RITA.id, note={"lead": lead_id})
    assert standing(db, lead_id).comment == "call in June"


def test_the_reason_of_a_rejection_answers_why_and_is_asked_once(house, db):
    before, after = a_saved_lead(db), a_saved_lead(db, at="2.2")
    house.event(reaction("-1", by=RITA.id))
    house.click("lead.because.no_need", f"reject:no_need L{before}", by=RITA.id, view={})
    assert standing(db, before).reason is Reason.NO_NEED
    house.click("lead.because.no_need", f"reject:no_need L{after}", by=RITA.id, view={})
    assert standing(db, after) is None
    house.event(reaction("-1", by=RITA.id, ts="2.2"))
    assert standing(db, after).reason is Reason.NO_NEED
    assert message_row(db, f"lead:{after}:why:{RITA.id}") is None
    house.event(reaction("-1", by=TOM.id, ts="2.2"))
    assert standing(db, after, TOM.id).reason is None


def test_a_rejection_by_mistake_explains_no_later_verdict(house, db):
    lead_id = a_saved_lead(db)
    house.click("lead.because.no_need", f"reject:no_need L{lead_id}", by=RITA.id, view={})
    house.command(f"/lead reopen L-{lead_id}", by=RITA.id)
    house.event(reaction("-1", by=RITA.id))
    assert standing(db, lead_id).reason is None
    assert message_row(db, f"lead:{lead_id}:why:{RITA.id}") is not None


@pytest.mark.parametrize(
    ("becomes", "columns", "open_form"),
    [
        (Stage.REJECTED, {}, lambda house, n: house.click("lead.reject", f"L{n}", by=RITA.id)),
        (Stage.REJECTED, {}, lambda house, n: house.command(f"/lead reject {n}", by=RITA.id)),
        (
            Stage.DISQUALIFIED,
            owned(contacted_at=NOON),
            lambda house, n: house.click("lead.step.disqualify", f"L{n}", by=RITA.id),
        ),
    ],
)
def test_a_reason_that_was_given_is_first_when_a_lead_is_turned_down(
    house, db, becomes, columns, open_form
):
    lead_id = a_saved_lead(db, **columns)
    house.event(reaction("wastebasket", by=TOM.id))
    house.click("lead.why.duplicate", f"duplicate L{lead_id}", by=TOM.id)
    open_form(house, lead_id)
    assert "As in your verdict" not in str(house.opened)
    house.event(reaction("wastebasket", by=RITA.id))
    house.click("lead.why.student", f"student_or_job_seeker L{lead_id}", by=RITA.id)
    open_form(house, lead_id)
    assert check_view(house.opened) == []
    (same,) = house.opened["blocks"][1]["elements"]
    assert same["text"]["text"] == "As in your verdict: student or job seeker"
    house.click(same["action_id"], same["value"], by=RITA.id, view={})
    lead = the_lead_now(db, lead_id)
    assert (lead.stage, lead.reason) == (becomes, Reason.STUDENT_OR_JOB_SEEKER)
    assert standing(db, lead_id).reason is Reason.STUDENT_OR_JOB_SEEKER
