from datetime import timedelta
from functools import partial

import pytest

from bot.kit.errors import Refusal
from bot.leads.actions.claim import claim_lead, release_lead
from bot.leads.actions.steps import Details, record_step
from bot.leads.domain.lead import Stage
from bot.leads.domain.steps import Step
from tests.builders import a_rep
from tests.leads.scene import (
    MARK,
    NOON,
    PRIYA,
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
from tests.support.at_once import all_at_once


def take(db, lead_id, by, at=NOON):
    with db.begin() as work:
        return claim_lead(a_room(), work, lead_id=lead_id, by=by, at=at)


@pytest.fixture(autouse=True)
def _floor(db):
    open_the_floor(db)


def test_who_takes_a_lead_is_its_owner_and_the_card_is_shown_anew(db):
    lead_id = a_saved_lead(db)
    take(db, lead_id, RITA)
    lead = the_lead_now(db, lead_id)
    assert (lead.owner, lead.stage, lead.claimed_at) == (RITA.id, Stage.ACCEPTED, NOON)
    assert story(db, lead_id) == ["claimed"]
    assert message_row(db, lead.card).wanted == 2


def test_the_second_claimer_is_told_who_won_and_what_still_waits(db):
    first, second, third = (a_saved_lead(db, at=f"1.{n}") for n in range(3))
    take(db, first, RITA)
    with pytest.raises(Refusal) as refused:
        take(db, first, TOM, at=NOON + timedelta(seconds=8))
    assert refused.value.sentence == (
        f"Rita Alvarez took L-{first} eight seconds ago. Waiting for someone: L-{second}, L-{third}."
    )
    assert the_lead_now(db, first).owner == RITA.id


def test_nobody_takes_a_lead_that_was_erased(db):
    lead_id = a_saved_lead(db, erased=True)
    with pytest.raises(Refusal) as refused:
        take(db, lead_id, RITA)
    assert refused.value.sentence == (
        f"L-{lead_id} was erased on request, so there is nobody to contact."
    )
    assert the_lead_now(db, lead_id).owner is None


def test_the_owner_who_clicks_twice_is_told_it_is_theirs(db):
    lead_id = a_saved_lead(db)
    take(db, lead_id, RITA)
    with pytest.raises(Refusal, match="it is yours"):
        take(db, lead_id, RITA)


def test_whose_lead_was_given_to_them_is_not_said_to_have_taken_it(db):
    lead_id = a_saved_lead(db)
    with db.begin() as work:
        details = Details(to=PRIYA.id)
        record_step(
            a_room(), work, lead_id=lead_id, step=Step.REASSIGN, details=details, by=SAM, at=NOON
        )
    for by, at, said in (
        (TOM, NOON, "L-1 is Priya Nair's since 13:00 (given by Sam Carter)."),
        (SAM, NOON, "L-1 is Priya Nair's since 13:00 (given by you)."),
        (PRIYA, NOON, "L-1 is yours since 13:00 (given by Sam Carter)."),
        (TOM, NOON + timedelta(days=1), "L-1 is Priya Nair's since 23 Nov 13:00 (given by Sam"),
    ):
        with pytest.raises(Refusal) as refused:
            take(db, lead_id, by, at=at)
        assert refused.value.sentence.startswith(said)


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.REJECTED, "is rejected already"),
        (Stage.WON, "is won already"),
        (Stage.INQUIRY, "still an inquiry"),
    ],
)
def test_what_does_not_wait_cannot_be_taken(db, stage, words):
    lead_id = a_saved_lead(db, stage=stage)
    with pytest.raises(Refusal, match=words):
        take(db, lead_id, RITA)


def test_a_marketer_cannot_take_a_lead(db):
    with pytest.raises(Refusal, match="Only sales reps can take leads"):
        take(db, a_saved_lead(db), MARK)


def test_a_lead_that_is_not_there_is_said_kindly(db):
    with pytest.raises(Refusal, match="There is no L-4711"):
        take(db, 4711, RITA)


def test_of_sixteen_at_once_exactly_one_wins(db):
    lead_id = a_saved_lead(db)
    room = a_room()

    def take_as(rep):
        with db.begin() as work:
            claim_lead(room, work, lead_id=lead_id, by=rep, at=NOON)
        return rep.id

    got = all_at_once(*(partial(take_as, a_rep(f"U0REP{n}", f"Rep {n}")) for n in range(16)))
    [winner] = [one for one in got if not isinstance(one, Refusal)]
    assert the_lead_now(db, lead_id).owner == winner
    assert story(db, lead_id) == ["claimed"]


def test_letting_go_before_contact_frees_the_lead(db):
    lead_id = a_saved_lead(db, **owned())
    with db.begin() as work:
        assert release_lead(a_room(), work, lead_id=lead_id, by=RITA, at=NOON)
    assert the_lead_now(db, lead_id).owner is None
    assert the_lead_now(db, lead_id).stage is Stage.MQL
    take(db, lead_id, PRIYA)


@pytest.mark.parametrize(
    ("columns", "by"), [(owned(contacted_at=NOON), RITA), (owned(), TOM), ({}, RITA)]
)
def test_only_the_owner_lets_go_and_only_before_contact(db, columns, by):
    lead_id = a_saved_lead(db, **columns)
    before = the_lead_now(db, lead_id)
    with db.begin() as work:
        assert not release_lead(a_room(), work, lead_id=lead_id, by=by, at=NOON)
    assert the_lead_now(db, lead_id) == before
