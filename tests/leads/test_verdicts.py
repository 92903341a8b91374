from datetime import timedelta
from functools import partial

import pytest

from bot.kit.errors import Refusal
from bot.leads.actions.verdict import add_word, give_reason, record_reaction, record_verdict
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.tables import verdict_history
from bot.leads.store.verdicts import standing_verdict, verdicts_on
from tests.leads.scene import (
    MARK,
    NOON,
    RITA,
    TOM,
    a_room,
    a_saved_lead,
    message_row,
    open_the_floor,
    story,
    the_lead_now,
)
from tests.support.at_once import all_at_once


@pytest.fixture(autouse=True)
def _floor(db):
    open_the_floor(db)


def react(db, lead_id, name="-1", *, seconds=0, present=True, by=RITA):
    with db.begin() as work:
        return record_reaction(
            a_room(),
            work,
            lead_id=lead_id,
            reaction=name,
            present=present,
            event_at=NOON + timedelta(seconds=seconds),
            by=by,
            at=NOON,
        )


def state(db, lead_id, verdict, by=RITA, **said):
    with db.begin() as work:
        record_verdict(a_room(), work, lead_id=lead_id, verdict=verdict, by=by, at=NOON, **said)


def standing(db, lead_id, rep=RITA):
    with db.read() as work:
        return standing_verdict(work, lead_id=lead_id, rep=rep.id)


def explain(db, lead_id, reason, comment):
    with db.begin() as work:
        give_reason(a_room(), work, lead_id=lead_id, reason=reason, by=RITA, at=NOON)
        add_word(a_room(), work, lead_id=lead_id, comment=comment, by=RITA, at=NOON)


def said(db, lead_id, rep=RITA):
    now = standing(db, lead_id, rep)
    return now.verdict, now.reason, now.comment


def test_a_reaction_is_newer_or_it_is_nothing(db):
    lead_id = a_saved_lead(db)
    assert react(db, lead_id, seconds=5)
    assert not react(db, lead_id, seconds=5)
    assert not react(db, lead_id, seconds=4, present=False)
    assert react(db, lead_id, seconds=6, present=False)
    assert standing(db, lead_id).verdict is None


def test_words_beat_earlier_reactions_and_later_reactions_beat_words(db):
    lead_id = a_saved_lead(db)
    react(db, lead_id, "-1", seconds=60)
    state(db, lead_id, Verdict.GREAT)
    assert standing(db, lead_id).verdict is Verdict.GREAT
    react(db, lead_id, "wastebasket", seconds=120)
    assert standing(db, lead_id).verdict is Verdict.BAD
    react(db, lead_id, "wastebasket", seconds=130, present=False)
    assert standing(db, lead_id).verdict is Verdict.GREAT


def test_every_rep_has_one_verdict_and_all_count(db):
    lead_id = a_saved_lead(db)
    react(db, lead_id, "-1")
    react(db, lead_id, "fire", by=TOM)
    with db.read() as work:
        assert [(one.rep, one.verdict) for one in verdicts_on(work, [lead_id])] == [
            (RITA.id, Verdict.POOR),
            (TOM.id, Verdict.GREAT),
        ]


def test_reason_and_comment_stay_between_low_verdicts_and_go_with_a_high_one(db):
    lead_id = a_saved_lead(db)
    state(db, lead_id, Verdict.POOR, reason=Reason.NO_NEED, comment="has one")
    react(db, lead_id, "wastebasket", seconds=5)
    now = standing(db, lead_id)
    assert (now.verdict, now.reason, now.comment) == (Verdict.BAD, Reason.NO_NEED, "has one")
    react(db, lead_id, "fire", seconds=6)
    now = standing(db, lead_id)
    assert (now.verdict, now.reason, now.comment) == (Verdict.GREAT, None, "")
    with db.read() as work:
        history = [row.verdict for row in work.execute(verdict_history.select())]
    assert history == ["poor", "bad", "great"]


def test_a_slip_of_the_finger_loses_neither_reason_nor_comment(db):
    lead_id = a_saved_lead(db)
    react(db, lead_id, "-1")
    explain(db, lead_id, Reason.NO_BUDGET, "They froze spending until May")
    for name, seconds in (("+1", 5), ("-1", 10)):
        react(db, lead_id, name, seconds=seconds)
        react(db, lead_id, name, seconds=seconds + 1, present=False)
        react(db, lead_id, "-1", seconds=seconds + 2)
        assert said(db, lead_id) == (
            Verdict.POOR,
            Reason.NO_BUDGET,
            "They froze spending until May",
        )
    assert message_row(db, f"lead:{lead_id}:why:{RITA.id}").state == "waiting"


def test_what_was_said_of_a_low_verdict_does_not_come_back_with_a_high_one(db):
    lead_id = a_saved_lead(db)
    state(db, lead_id, Verdict.GOOD, comment="keen")
    state(db, lead_id, Verdict.BAD, reason=Reason.COMPETITOR, comment="a spy")
    state(db, lead_id, Verdict.GREAT)
    assert said(db, lead_id) == (Verdict.GREAT, None, "keen")
    state(db, lead_id, Verdict.POOR)
    assert said(db, lead_id) == (Verdict.POOR, Reason.COMPETITOR, "a spy")
    react(db, lead_id, "-1", by=TOM)
    assert said(db, lead_id, TOM) == (Verdict.POOR, None, "")


def test_a_comment_that_was_taken_out_stays_out(db):
    lead_id = a_saved_lead(db)
    react(db, lead_id, "-1")
    explain(db, lead_id, Reason.NO_BUDGET, "a word too much")
    explain(db, lead_id, Reason.NO_BUDGET, "")
    react(db, lead_id, "-1", seconds=5, present=False)
    react(db, lead_id, "-1", seconds=6)
    assert said(db, lead_id) == (Verdict.POOR, Reason.NO_BUDGET, "")


def test_a_reaction_that_is_explained_in_words_is_still_taken_back_by_its_removal(db):
    lead_id = a_saved_lead(db)
    react(db, lead_id, "-1")
    state(db, lead_id, Verdict.POOR, reason=Reason.NO_NEED, comment="has one")
    assert said(db, lead_id) == (Verdict.POOR, Reason.NO_NEED, "has one")
    react(db, lead_id, "-1", seconds=120, present=False)
    assert standing(db, lead_id).verdict is None


def test_words_that_say_otherwise_than_the_reaction_outlast_it(db):
    lead_id = a_saved_lead(db)
    react(db, lead_id, "-1")
    state(db, lead_id, Verdict.BAD, reason=Reason.NO_NEED)
    state(db, lead_id, Verdict.BAD, reason=Reason.DUPLICATE)
    react(db, lead_id, "-1", seconds=120, present=False)
    assert said(db, lead_id) == (Verdict.BAD, Reason.DUPLICATE, "")


def test_who_rated_nothing_has_nothing_to_take_back(db):
    lead_id = a_saved_lead(db)
    with pytest.raises(Refusal, match=f"You have no verdict on L-{lead_id} to take back"):
        state(db, lead_id, None)
    state(db, lead_id, Verdict.GOOD)
    state(db, lead_id, None)
    with pytest.raises(Refusal, match="You have no verdict"):
        state(db, lead_id, None)
    assert story(db, lead_id) == ["verdict"] * 2


def test_a_low_verdict_without_reason_is_asked_about_once(db):
    lead_id = a_saved_lead(db)
    react(db, lead_id, "-1")
    key = f"lead:{lead_id}:why:{RITA.id}"
    react(db, lead_id, "wastebasket", seconds=5)
    assert message_row(db, key).wanted == 2
    with db.begin() as work:
        give_reason(a_room(), work, lead_id=lead_id, reason=Reason.NO_NEED, by=RITA, at=NOON)
    assert message_row(db, key).wanted == 3
    assert story(db, lead_id) == ["verdict"] * 3


def test_marketing_sees_a_low_verdict_and_the_campaigns_numbers(db):
    lead_id = a_saved_lead(db)
    react(db, lead_id, "-1")
    assert message_row(db, f"verdict:{lead_id}:{RITA.id}").destination == "marketing"
    assert message_row(db, f"campaign:{the_lead_now(db, lead_id).campaign_id}:2026-W48") is not None
    assert message_row(db, f"lead:{lead_id}:card").wanted == 2


def test_only_reps_rate_and_only_what_was_handed_to_sales(db):
    lead_id, inquiry = a_saved_lead(db), a_saved_lead(db, card=False, stage="inquiry")
    with pytest.raises(Refusal, match="Only sales reps can rate leads"):
        state(db, lead_id, Verdict.GOOD, by=MARK)
    with pytest.raises(Refusal, match="is an inquiry"):
        state(db, inquiry, Verdict.GOOD)
    assert not react(db, lead_id, by=MARK)


def test_nothing_is_kept_about_somebody_who_was_erased(db):
    lead_id = a_saved_lead(db, erased=True)
    with pytest.raises(Refusal, match="erased on request"):
        state(db, lead_id, Verdict.POOR, comment="Ada")
    assert not react(db, lead_id)
    with pytest.raises(Refusal, match="erased on request"), db.begin() as work:
        add_word(a_room(), work, lead_id=lead_id, comment="Ada", by=RITA, at=NOON)


def test_two_reactions_of_one_rep_at_once_leave_the_later_one(db):
    for _ in range(3):
        lead_id = a_saved_lead(db, card=False)
        say = partial(react, db, lead_id)
        all_at_once(partial(say, "fire", seconds=1), partial(say, "-1", seconds=2))
        assert standing(db, lead_id).verdict is Verdict.POOR
