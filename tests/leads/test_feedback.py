from datetime import timedelta
from functools import partial

import pytest

from bot.kit.errors import Refusal
from bot.kit.periods import Period
from bot.leads.actions.feedback import SENTENCE, dispute, may_answer, set_owner, tell_change, thank
from bot.leads.domain.campaigns import campaign_key, verdict_key
from bot.leads.domain.feedback import AnswerKind
from bot.leads.domain.verdicts import Reason, Verdict, why_key
from bot.leads.queries.feedback import changes, disputes, unanswered_by_reason
from bot.leads.store.erasing import blank_disputes
from bot.leads.store.leads import update_lead
from bot.people import store as people_store
from bot.people.queries import person
from fakeslack.blockkit import check_message
from tests.builders import some_facts
from tests.leads.rating import rate
from tests.leads.scene import (
    MARK,
    MAYA,
    NOON,
    PRIYA,
    RITA,
    SAM,
    TOM,
    a_floor,
    a_room,
    a_saved_lead,
    message_row,
    shown,
    story,
    the_lead_now,
)
from tests.support.at_once import all_at_once
from tests.support.house import StoppedClock

SUNDAY = NOON - timedelta(days=1)


@pytest.fixture
def house(db):
    return a_floor(db)


@pytest.fixture
def lead(db, house):
    """A lead that Tom rated poor: wrong segment."""
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.POOR, reason=Reason.WRONG_SEGMENT)
    return lead_id


def campaign_of(db, lead_id):
    return the_lead_now(db, lead_id).campaign_id


def thanks(db, lead_id, by=MARK, rep=TOM):
    with db.begin() as work:
        return thank(a_room(), work, lead_id=lead_id, rep=rep.id, by=by, at=NOON)


def disputed(db, lead_id, sentence="She is the budget holder.", by=MARK, at=NOON):
    with db.begin() as work:
        room = a_room(StoppedClock(at))
        return dispute(room, work, lead_id=lead_id, rep=TOM.id, sentence=sentence, by=by, at=at)


def changed(db, lead_id, *reasons, sentence="Forwarders are out from today", by=MARK, at=NOON):
    with db.begin() as work:
        return tell_change(
            a_room(StoppedClock(at)),
            work,
            campaign_id=campaign_of(db, lead_id),
            sentence=sentence,
            reasons=reasons or (Reason.WRONG_SEGMENT,),
            by=by,
            at=at,
        )


def messages_to(db, person_id):
    with db.read() as work:
        rows = work.connection.exec_driver_sql(
            "SELECT key FROM outbox WHERE view = 'told_rep' ORDER BY id"
        )
        return [key for (key,) in rows if key.endswith(person_id)]


def says(house, key):
    message = shown(house, key)
    assert check_message(message.blocks) == []
    return message.text


def buttons(house, key):
    return [
        element["action_id"]
        for block in shown(house, key).blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_thanks_stand_on_the_line_and_interrupt_nobody(db, house, lead):
    key = verdict_key(lead, TOM.id)
    assert buttons(house, key) == ["feedback.thanks", "feedback.changed", "feedback.dispute"]
    thanks(db, lead)
    assert says(house, key).endswith("Mark Osei thanked Tom Becker")
    assert buttons(house, key) == ["feedback.changed", "feedback.dispute"]
    assert messages_to(db, TOM.id) == []
    assert story(db, lead)[-1] == "thanked"


def test_thanks_stand_in_the_message_that_asked_why(db, house):
    lead = a_saved_lead(db)
    rate(db, lead, Verdict.POOR)
    key = why_key(lead, TOM.id)
    thanks(db, lead)
    assert message_row(db, key).wanted == 2
    asked = f"You rated Northwind Freight (L-{lead}) 👎. Mark Osei thanks you. What was wrong?"
    assert says(house, key) == asked
    rate(db, lead, Verdict.POOR, reason=Reason.WRONG_SEGMENT)
    assert says(house, key).endswith("Marketing sees: wrong segment. Mark Osei thanks you.")


def test_thanks_for_a_reason_given_at_once_stand_in_the_reps_home(db, house, lead):
    thanks(db, lead)
    assert message_row(db, why_key(lead, TOM.id)) is None
    with db.read() as work:
        home = str([section(work, TOM.id) for section in house.home_sections])
    assert "wrong segment · Mark Osei says thanks" in home


def test_only_marketing_answers_and_only_what_stands(db, house, lead):
    with pytest.raises(Refusal, match="Only marketers can answer feedback"):
        thanks(db, lead, by=RITA)
    with pytest.raises(Refusal, match="Only marketers"):
        disputed(db, lead, by=SAM)
    with pytest.raises(Refusal, match="Only marketers"):
        changed(db, lead, by=RITA)
    thanks(db, lead, by=MAYA)
    with pytest.raises(Refusal, match="Maya Haddad has thanked Tom Becker for this already"):
        thanks(db, lead)
    with pytest.raises(Refusal, match="You have thanked"):
        thanks(db, lead, by=MAYA)
    with pytest.raises(Refusal, match="not here any more"):
        thanks(db, lead, rep=PRIYA)


def test_a_verdict_that_moved_on_is_not_answered(db, house, lead):
    rate(db, lead, Verdict.GOOD, at=NOON + timedelta(minutes=1))
    with pytest.raises(Refusal, match=f"Tom Becker rates L-{lead} good by now"):
        thanks(db, lead)
    rate(db, lead, None, at=NOON + timedelta(minutes=2))
    with pytest.raises(Refusal, match="took the verdict"):
        disputed(db, lead)


def test_a_dispute_is_on_the_line_on_the_trail_and_told_once(db, house, lead):
    disputed(db, lead)
    assert says(house, verdict_key(lead, TOM.id)).endswith(
        "Mark Osei disputes this: ‘She is the budget holder.’"
    )
    assert story(db, lead)[-1] == "disputed"
    (key,) = messages_to(db, TOM.id)
    assert message_row(db, key).destination == TOM.id
    assert says(house, key) == (
        f"Mark Osei sees your poor for L-{lead} Northwind Freight differently: "
        "‘She is the budget holder.’"
    )
    with pytest.raises(Refusal, match="You have disputed this already"):
        disputed(db, lead)


def test_a_dispute_is_kept_for_the_meeting(db, house, lead):
    disputed(db, lead)
    with db.read() as work:
        (kept,) = disputes(work, Period(NOON))
        assert (kept.answer.sentence, kept.judged.lead_id, kept.judged.rep) == (
            "She is the budget holder.",
            lead,
            TOM.id,
        )
        assert disputes(work, Period(None, NOON)) == []


def test_a_disputes_sentence_goes_when_the_lead_is_erased(db, house, lead):
    disputed(db, lead, "Ada Okafor said so")
    with db.begin() as work:
        blank_disputes(work, [lead])
    assert says(house, verdict_key(lead, TOM.id)).endswith("Mark Osei disputes this")
    assert "Ada" not in says(house, messages_to(db, TOM.id)[0])


def test_nothing_is_written_about_somebody_who_was_erased(db, house, lead):
    with db.begin() as work:
        update_lead(work, lead, erased=True, name="", company="", email="")
    with pytest.raises(Refusal, match=f"L-{lead} was erased on request"):
        disputed(db, lead, "Ada Okafor said so")
    offered = shown(house, verdict_key(lead, TOM.id)).blocks[-1]["elements"]
    assert [one["action_id"] for one in offered] == ["feedback.thanks", "feedback.changed"]
    thanks(db, lead)


def test_every_answer_but_thanks_needs_a_sentence(db, house, lead):
    for words in ("", "  \n "):
        with pytest.raises(Refusal, match="Say it in a sentence"):
            disputed(db, lead, words)
        with pytest.raises(Refusal, match="Say it in a sentence"):
            changed(db, lead, sentence=words)


def test_a_change_tells_every_rep_it_answers_exactly_once(db, house, lead):
    second = a_saved_lead(db, at="1.1")
    elsewhere = a_saved_lead(db, at="1.2", campaign="Fair")
    rate(db, second, Verdict.BAD, reason=Reason.WRONG_SEGMENT)
    rate(db, second, Verdict.POOR, by=RITA, reason=Reason.WRONG_SEGMENT)
    rate(db, second, Verdict.POOR, by=PRIYA, reason=Reason.NO_NEED)
    rate(db, elsewhere, Verdict.BAD, by=PRIYA, reason=Reason.WRONG_SEGMENT)
    told = changed(db, lead)
    assert told.reps == (RITA.id, TOM.id)
    assert {(one.lead_id, one.rep) for one in told.verdicts} == {
        (lead, TOM.id),
        (second, TOM.id),
        (second, RITA.id),
    }
    (key,) = messages_to(db, TOM.id)
    assert says(house, key) == (
        "Your feedback changed something in *Webinar: Faster customs*: "
        "Forwarders are out from today (Mark Osei). One other rep had said the same."
    )
    own = shown(house, key).blocks[-1]["elements"][0]["text"]
    assert own == f"You had rated L-{lead} 👎: wrong segment · L-{second} 🗑️: wrong segment."
    assert len(messages_to(db, RITA.id)) == 1
    assert messages_to(db, PRIYA.id) == []


def test_a_verdict_without_a_reason_is_named_by_its_mark(db, house):
    lead = a_saved_lead(db)
    rate(db, lead, Verdict.POOR)
    changed(db, lead, None)
    (key,) = messages_to(db, TOM.id)
    own = shown(house, key).blocks[-1]["elements"][0]["text"]
    assert own == f"You had rated L-{lead} 👎."


def test_a_change_stands_on_every_line_it_answers_and_on_the_weeks_message(db, house, lead):
    changed(db, lead)
    assert says(house, verdict_key(lead, TOM.id)).endswith(
        "Changed: Forwarders are out from today (Mark Osei)"
    )
    assert buttons(house, verdict_key(lead, TOM.id)) == ["feedback.thanks", "feedback.dispute"]
    week = shown(house, campaign_key(campaign_of(db, lead), "2026-W48"))
    assert "Changed: Forwarders are out from today (Mark Osei)" in str(week.blocks)
    assert story(db, lead)[-1] == "feedback_changed"
    with db.read() as work:
        assert [one.sentence for one in changes(work, Period())] == [
            "Forwarders are out from today"
        ]


def test_nobody_is_told_twice_of_the_same_verdict(db, house, lead):
    changed(db, lead)
    with pytest.raises(Refusal, match="answered already"):
        changed(db, lead, sentence="And once more")
    new = a_saved_lead(db, at="1.1")
    rate(db, new, Verdict.BAD, reason=Reason.WRONG_SEGMENT)
    assert changed(db, lead, sentence="And once more").verdicts[0].lead_id == new
    assert len(messages_to(db, TOM.id)) == 2


def test_a_change_answers_verdicts_without_a_reason_when_told_to(db, house, lead):
    silent = a_saved_lead(db, at="1.1")
    rate(db, silent, Verdict.BAD, by=RITA)
    with db.read() as work:
        waiting = {
            one.reason: one.verdicts for one in unanswered_by_reason(work, campaign_of(db, lead))
        }
    assert waiting == {Reason.WRONG_SEGMENT: 1, None: 1}
    assert changed(db, lead, None).reps == (RITA.id,)


def test_of_many_at_once_one_change_answers(db, house, lead):
    got = all_at_once(*[partial(changed, db, lead)] * 6)
    assert sum(isinstance(one, Refusal) for one in got) == 5
    assert len(messages_to(db, TOM.id)) == 1


def test_of_many_at_once_one_thanks(db, house, lead):
    got = all_at_once(*[partial(thanks, db, lead)] * 6)
    assert sum(isinstance(one, Refusal) for one in got) == 5
    assert story(db, lead).count("thanked") == 1


def test_reps_are_told_when_they_work_and_not_on_sunday(db, house, lead):
    changed(db, lead, at=SUNDAY)
    assert messages_to(db, TOM.id) == []
    monday_before_nine = NOON - timedelta(hours=5)
    for at, ready in ((SUNDAY, False), (monday_before_nine, False), (NOON, True)):
        with db.begin() as work:
            assert a_room().at_work.somebody_waits(work, at=at) is ready
            a_room().at_work.tell_those(work, at=at)
        assert len(messages_to(db, TOM.id)) == ready
    with db.begin() as work:
        assert not a_room().at_work.somebody_waits(work, at=NOON)
        a_room().at_work.tell_those(work, at=NOON)
    assert len(messages_to(db, TOM.id)) == 1


def test_who_left_the_teams_is_not_told_any_more(db, house, lead):
    changed(db, lead, at=SUNDAY)
    with db.begin() as work:
        left = some_facts(TOM.id, TOM.name, deleted=True)
        people_store.save_facts(work, [left], read_at=NOON + timedelta(days=1))
        a_room().at_work.tell_those(work, at=NOON)
        assert not a_room().at_work.somebody_waits(work, at=NOON)
        assert person(work, TOM.id).teams == frozenset()
    assert messages_to(db, TOM.id) == []


def test_what_a_marketer_writes_is_escaped_and_cut(db, house, lead):
    changed(db, lead, sentence="<!here> *now* " + "x" * 1000)
    text = says(house, messages_to(db, TOM.id)[0])
    assert "<!here>" not in text
    assert "&lt;!here&gt;" in text
    assert len(text) < SENTENCE + 300
    assert check_message(shown(house, verdict_key(lead, TOM.id)).blocks) == []


def test_an_owner_is_a_marketer_and_set_by_marketers_or_managers(db, house, lead):
    campaign = campaign_of(db, lead)

    def own(owner, by):
        with db.begin() as work:
            return set_owner(a_room(), work, campaign_id=campaign, owner=owner, by=by, at=NOON)

    assert own(MARK.id, by=MAYA).owner == MARK.id
    assert own(MAYA.id, by=SAM).owner == MAYA.id
    assert own(None, by=MARK).owner is None
    with pytest.raises(Refusal, match="Only marketers can say who looks after a campaign"):
        own(MARK.id, by=TOM)
    with pytest.raises(Refusal, match="Rita Alvarez is not in marketing"):
        own(RITA.id, by=MAYA)
    with pytest.raises(Refusal, match="is not in marketing"):
        own("U0NOBODY", by=MAYA)


def test_the_weeks_message_names_the_owner_without_a_ping(db, house, lead):
    campaign = campaign_of(db, lead)
    with db.begin() as work:
        set_owner(a_room(), work, campaign_id=campaign, owner=MARK.id, by=MAYA, at=NOON)
    week = str(shown(house, campaign_key(campaign, "2026-W48")).blocks)
    assert "Looked after by Mark Osei" in week
    assert "<@" not in week


def test_a_form_is_offered_only_for_what_may_still_be_answered(db, house, lead):
    with db.read() as work:
        judged = may_answer(work, AnswerKind.CHANGED, lead_id=lead, rep=TOM.id, by=MARK)
        assert judged.reason is Reason.WRONG_SEGMENT
    changed(db, lead)
    with (
        db.read() as work,
        pytest.raises(Refusal, match="You have changed something because of this"),
    ):
        may_answer(work, AnswerKind.CHANGED, lead_id=lead, rep=TOM.id, by=MARK)
