from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.kit.outbox.table import outbox
from bot.leads.actions.open_card import open_card
from bot.leads.actions.receive import (
    ArrivalConflict,
    OtherBody,
    Outcome,
    receive_lead,
    receive_leads,
)
from bot.leads.domain.lead import Stage
from bot.leads.store.leads import load_lead, update_lead
from bot.leads.store.trail import read_trail
from tests.builders import a_marketer, a_rep
from tests.leads.some_leads import NOON, a_room, an_arrival, somebody


def messages(work):
    return {row.key: row for row in work.execute(select(outbox))}


def kinds(work, lead_id):
    return [step.kind for step in read_trail(work, lead_id)]


def receive(db, arrival, *, room=None, at=NOON, **rest):
    with db.begin() as work:
        return receive_lead(room or a_room(), work, arrival, at=at, **rest)


def test_a_qualified_lead_gets_its_card_and_a_trail(db):
    received = receive(db, an_arrival())
    assert (received.stage, received.outcome, received.new) == (Stage.MQL, Outcome.ANNOUNCED, True)
    with db.read() as work:
        lead = load_lead(work, received.lead_id)
        assert (lead.name, lead.campaign, lead.stage) == (
            "Ada Okafor",
            "Webinar: Faster customs",
            Stage.MQL,
        )
        assert lead.announced_at == NOON
        assert lead.definition_version == 1
        assert {outcome.rule: outcome.value for outcome in lead.judgement}["minimum_score"] == "82"
        assert kinds(work, lead.id) == ["arrived", "judged", "announced"]
        card = messages(work)[lead.card]
        assert (card.destination, card.view, card.args) == ("sales", "lead_card", {"lead": lead.id})


def test_what_does_not_qualify_is_kept_and_not_announced(db):
    received = receive(db, an_arrival(score=12))
    assert (received.stage, received.outcome) == (Stage.INQUIRY, Outcome.KEPT)
    with db.read() as work:
        lead = load_lead(work, received.lead_id)
        assert lead.announced_at is None
        assert messages(work) == {}
        judged = read_trail(work, lead.id)[-1]
        assert judged.facts == {"version": 1, "qualified": False, "unmet": ["minimum_score"]}


def test_the_very_same_again_is_answered_as_before(db):
    first = receive(db, an_arrival())
    again = receive(db, an_arrival(), at=NOON + timedelta(days=90))
    assert (again.lead_id, again.stage, again.outcome) == (
        first.lead_id,
        first.stage,
        first.outcome,
    )
    assert not again.new
    with db.read() as work:
        assert kinds(work, first.lead_id) == ["arrived", "judged", "announced"]


def test_the_same_id_with_other_contents_is_a_conflict(db):
    first = receive(db, an_arrival())
    with pytest.raises(ArrivalConflict, match=first.number):
        receive(db, an_arrival(score=83))


def test_the_same_id_of_another_source_is_another_arrival(db):
    receive(db, an_arrival())
    assert receive(db, an_arrival(source="ads")).outcome is Outcome.JOINED


def test_an_inquiry_that_comes_back_is_judged_again_and_announced(db):
    first = receive(db, an_arrival("1", score=12, title="", message="First"))
    again = receive(db, an_arrival("2", score=None, company="", segment="Freight", message=""))
    assert (again.lead_id, again.stage, again.outcome) == (
        first.lead_id,
        Stage.INQUIRY,
        Outcome.JOINED,
    )
    third = receive(db, an_arrival("3", score=70, segment="", campaign="Fair", message="Third"))
    assert (third.lead_id, third.stage, third.outcome) == (
        first.lead_id,
        Stage.MQL,
        Outcome.ANNOUNCED,
    )
    with db.read() as work:
        lead = load_lead(work, first.lead_id)
        assert (lead.score, lead.segment, lead.company) == (70, "Freight", "Northwind Freight")
        assert (lead.campaign, lead.message, lead.came_back) == ("Fair", "Third", 2)
        assert lead.card in messages(work)


def test_an_announced_lead_that_comes_back_gets_a_line_in_its_thread(db):
    first = receive(db, an_arrival("1", phone=""))
    again = receive(db, an_arrival("2", score=95, campaign="Webinar: X", phone="+49 30 1"))
    assert (again.lead_id, again.stage, again.outcome) == (first.lead_id, Stage.MQL, Outcome.JOINED)
    with db.read() as work:
        lead = load_lead(work, first.lead_id)
        assert (lead.score, lead.phone, lead.came_back) == (95, "+49 30 1", 1)
        assert lead.campaign == "Webinar: Faster customs"
        step = read_trail(work, lead.id)[-1]
        assert step.kind == "came_back"
        assert step.facts["campaign"] == "Webinar: X"
        assert (step.facts["score_before"], step.facts["score"]) == (82, 95)
        line = messages(work)[f"lead:{lead.id}:line:{step.id}"]
        assert (line.thread_key, line.view) == (lead.card, "lead_line")
        assert line.args == {"lead": lead.id, "trail": step.id}
        assert messages(work)[lead.card].wanted == 2


def test_a_rejected_lead_that_qualifies_again_gets_a_new_card(db):
    first = receive(db, an_arrival("1"))
    with db.begin() as work:
        update_lead(work, first.lead_id, stage=Stage.REJECTED.value)
    again = receive(db, an_arrival("2"))
    assert again.lead_id != first.lead_id
    assert again.outcome is Outcome.ANNOUNCED
    with db.read() as work:
        assert load_lead(work, again.lead_id).previous_lead == first.lead_id
        assert read_trail(work, first.lead_id)[-1].facts["new_lead"] == again.lead_id


def test_a_rejected_lead_that_does_not_qualify_again_is_only_remembered(db):
    first = receive(db, an_arrival("1"))
    with db.begin() as work:
        update_lead(work, first.lead_id, stage=Stage.REJECTED.value)
    again = receive(db, an_arrival("2", score=None))
    assert (again.lead_id, again.stage, again.outcome) == (
        first.lead_id,
        Stage.REJECTED,
        Outcome.JOINED,
    )
    with db.read() as work:
        assert kinds(work, first.lead_id)[-1] == "came_back"
        assert load_lead(work, first.lead_id).came_back == 1


def test_a_customer_who_comes_back_stays_with_their_owner(db):
    first = receive(db, an_arrival("1"))
    with db.begin() as work:
        update_lead(work, first.lead_id, stage=Stage.WON.value, owner="U0RITA")
    assert receive(db, an_arrival("2")).lead_id == first.lead_id


def test_after_the_window_somebody_is_a_new_lead_that_knows_the_old_one(db):
    first = receive(db, an_arrival("1"))
    again = receive(db, an_arrival("2"), at=NOON + timedelta(days=31))
    assert again.lead_id != first.lead_id
    with db.read() as work:
        assert load_lead(work, again.lead_id).previous_lead == first.lead_id


def test_the_window_counts_from_when_somebody_was_last_heard_of(db):
    first = receive(db, an_arrival("1"))
    receive(db, an_arrival("2"), at=NOON + timedelta(days=29))
    assert receive(db, an_arrival("3"), at=NOON + timedelta(days=50)).lead_id == first.lead_id


def test_without_an_address_the_name_at_the_company_decides(db):
    first = receive(db, an_arrival("1", email=""))
    same = receive(db, an_arrival("2", email="", name="ADA  okafor", company="Northwind, Freight"))
    other = receive(db, an_arrival("3", email="", name="Ada Okafor", company="Elsewhere"))
    assert same.lead_id == first.lead_id
    assert other.lead_id != first.lead_id


def test_an_address_learned_later_joins_and_is_kept(db):
    first = receive(db, an_arrival("1", email="", phone="+49 30 1"))
    assert receive(db, an_arrival("2")).lead_id == first.lead_id
    assert receive(db, an_arrival("3", name="Someone Else")).lead_id == first.lead_id
    with db.read() as work:
        assert load_lead(work, first.lead_id).email == "ada@northwind.example"


def test_two_addresses_are_two_people_whatever_their_names(db):
    first = receive(db, an_arrival("1"))
    assert receive(db, an_arrival("2", email="a2@northwind.example")).lead_id != first.lead_id


def test_people_of_whom_nothing_is_known_are_never_mixed_up(db):
    first = receive(db, an_arrival("1", email="", name="Ada", company="", phone="1"))
    assert (
        receive(db, an_arrival("2", email="", name="Ada", company="", phone="2")).lead_id
        != first.lead_id
    )


def test_leads_without_a_campaign_are_grouped_by_their_source(db):
    first = receive(db, somebody(1, campaign=""))
    second = receive(db, somebody(2, campaign=""))
    named = receive(db, somebody(3, campaign="form"))
    with db.read() as work:
        ids = [load_lead(work, one.lead_id).campaign_id for one in (first, second, named)]
        assert ids[0] == ids[1] != ids[2]
        assert load_lead(work, first.lead_id).campaign == ""


def test_a_campaign_is_one_however_it_is_spelt(db):
    first = receive(db, somebody(1, campaign="Webinar"))
    second = receive(db, somebody(2, campaign=" webinar "))
    with db.read() as work:
        assert (
            load_lead(work, first.lead_id).campaign_id
            == load_lead(work, second.lead_id).campaign_id
        )


def test_over_the_limit_a_minute_leads_roll_up_and_none_is_announced_twice(db):
    room = a_room(cards_a_minute=2)
    outcomes = [receive(db, somebody(number), room=room).outcome for number in range(5)]
    assert outcomes == [Outcome.ANNOUNCED] * 2 + [Outcome.ROLLED_UP] * 3
    with db.read() as work:
        sent = messages(work)
        assert sent["rollup:202611231200"].wanted == 3
        assert len([key for key in sent if key.endswith(":card")]) == 2
        assert load_lead(work, 5).rollup == "rollup:202611231200"
        assert load_lead(work, 5).announced_at == NOON


def test_cards_that_are_opened_from_a_roll_up_leave_the_limit_to_what_comes_in(db):
    room = a_room(cards_a_minute=2)
    for number in range(6):
        receive(db, somebody(number), room=room)
    room.clock.move(seconds=61)
    with db.begin() as work:
        for lead_id in range(3, 7):
            assert open_card(room, work, lead=load_lead(work, lead_id), by=a_rep(), at=NOON)
    outcomes = [receive(db, somebody(number), room=room).outcome for number in (7, 8, 9)]
    assert outcomes == [Outcome.ANNOUNCED] * 2 + [Outcome.ROLLED_UP]


def test_a_minute_later_cards_are_posted_again(db):
    room = a_room(cards_a_minute=1)
    receive(db, somebody(1), room=room)
    room.clock.move(seconds=61)
    assert receive(db, somebody(2), room=room).outcome is Outcome.ANNOUNCED


def test_who_comes_back_while_rolled_up_has_the_line_in_that_thread(db):
    room = a_room(cards_a_minute=0)
    first = receive(db, an_arrival("1"), room=room)
    receive(db, an_arrival("2"), room=room)
    with db.read() as work:
        line = next(row for key, row in messages(work).items() if ":line:" in key)
        assert line.thread_key == load_lead(work, first.lead_id).rollup


def test_a_batch_is_received_as_if_one_after_the_other(db):
    arrivals = [
        an_arrival("1", score=12),
        somebody(2),
        an_arrival("3", score=70),
        an_arrival("1", score=12),
        an_arrival("1", score=13),
        an_arrival("4", email="", score=71),
        somebody(5, score=None),
    ]
    with db.begin() as work:
        answers = receive_leads(a_room(), work, arrivals, at=NOON)
    ada = answers[0].lead_id
    assert [getattr(answer, "outcome", None) for answer in answers] == [
        Outcome.KEPT,
        Outcome.ANNOUNCED,
        Outcome.ANNOUNCED,
        Outcome.KEPT,
        None,
        Outcome.JOINED,
        Outcome.KEPT,
    ]
    assert isinstance(answers[4], OtherBody)
    assert {answers[place].lead_id for place in (0, 2, 3, 4, 5)} == {ada}
    with db.read() as work:
        assert load_lead(work, ada).score == 71


def test_who_added_a_lead_by_hand_stands_in_its_trail(db):
    received = receive(db, an_arrival(), by=a_marketer("U0MARK"))
    with db.read() as work:
        assert read_trail(work, received.lead_id)[0].actor == "U0MARK"


def test_a_lead_is_never_dated_after_its_arrival(db):
    received = receive(db, an_arrival(occurred_at=NOON + timedelta(days=300)))
    with db.read() as work:
        assert load_lead(work, received.lead_id).occurred_at == NOON
