"""Proposing, signing, refusing and knowing, on both databases, alone and at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.kit.errors import Refusal, WrongDetail
from bot.leads.definition import actions
from bot.leads.definition.backtests import lease_backtest, load_backtest
from bot.leads.definition.domain import FIRST_VERSION
from bot.leads.definition.queries import (
    definition_in_force,
    history,
    known_by,
    proposal_waiting,
    version_story,
)
from bot.leads.definition.tables import signatures
from bot.leads.definition.trying import Trying
from bot.leads.definition.versions import Known, Standing
from bot.people import store as people_store
from bot.people.domain import Team
from tests.builders import a_person, some_facts
from tests.leads.scene import (
    MARK,
    MAYA,
    NOON,
    RITA,
    SAM,
    a_floor,
    a_room,
    message_row,
    open_the_floor,
    shown,
)
from tests.support.at_once import all_at_once
from tests.support.house import StoppedClock

BOTH = a_person(
    "U0BO", "Bo Both", is_marketer=True, is_sales_manager=True, is_marketing_manager=True
)

SEVENTY = replace(FIRST_VERSION, minimum_score=70)
LATER = NOON + timedelta(hours=2)


@pytest.fixture(autouse=True)
def floor(db):
    open_the_floor(db)
    facts = some_facts(
        BOTH.id, BOTH.name, in_marketing=True, sales_manager=True, marketing_manager=True
    )
    with db.begin() as work:
        people_store.save_facts(work, [facts], read_at=NOON)


@pytest.fixture
def room():
    return a_room()


def propose(db, room, *, by=SAM, score=70, at=NOON, tried=True):
    wanted = replace(FIRST_VERSION, minimum_score=score)
    with db.begin() as work:
        version = actions.propose(room, work, wanted, why="Because.", by=by, at=at)
    if tried:
        Trying(db, room).sweep()
    return version


def sign(db, room, version, team, by, *, at=LATER):
    with db.begin() as work:
        return actions.sign(room, work, version=version, team=team, by=by, at=at)


def story(db, version):
    with db.read() as work:
        return version_story(work, version)


def test_both_signatures_put_it_in_force_from_that_moment(db, room):
    propose(db, room)
    with db.read() as work:
        waiting = proposal_waiting(work)
    assert (waiting.version, waiting.proposed_by, waiting.signed_by) == (2, SAM.id, ())
    sign(db, room, 2, Team.SALES, SAM)
    with db.begin() as work:
        assert definition_in_force(work, LATER) == FIRST_VERSION
        waiting = proposal_waiting(work)
    assert waiting.waits_for(MAYA)
    assert not waiting.waits_for(SAM)
    assert not waiting.waits_for(RITA)
    told = sign(db, room, 2, Team.MARKETING, MAYA)
    assert told.standing is Standing.IN_FORCE
    assert [(one.team, one.person) for one in told.signatures] == [
        (Team.SALES, SAM.id),
        (Team.MARKETING, MAYA.id),
    ]
    with db.begin() as work:
        assert definition_in_force(work, LATER) == replace(SEVENTY, version=2)
        assert proposal_waiting(work) is None
        first, second = history(work)
    assert (first.standing, first.in_force_until) == (Standing.PAST, LATER)
    assert (second.in_force_from, second.in_force_until) == (LATER, None)
    for team in Team:
        assert message_row(db, f"definition:2:announced:{team}").destination == team.value


def test_a_signature_counts_only_while_its_signer_manages_the_team(db, room):
    propose(db, room)
    sign(db, room, 2, Team.SALES, SAM)
    with db.begin() as work:
        left = some_facts(SAM.id, SAM.name, in_sales=True)
        people_store.save_facts(work, [left], read_at=NOON)
    told = sign(db, room, 2, Team.MARKETING, MAYA)
    assert told.standing is Standing.PROPOSED
    assert [(one.team, one.person) for one in told.signatures] == [(Team.MARKETING, MAYA.id)]
    told = sign(db, room, 2, Team.SALES, BOTH)
    assert told.standing is Standing.IN_FORCE


def test_nobody_signs_for_both_teams_not_even_who_manages_both(db, room):
    propose(db, room)
    sign(db, room, 2, Team.SALES, BOTH)
    with pytest.raises(Refusal, match="nobody signs for both teams"):
        sign(db, room, 2, Team.MARKETING, BOTH)
    with pytest.raises(Refusal, match="Bo Both signed v2 for sales already"):
        sign(db, room, 2, Team.SALES, SAM)
    sign(db, room, 2, Team.MARKETING, MAYA)
    assert story(db, 2).standing is Standing.IN_FORCE


@pytest.mark.parametrize("by", [RITA, MARK, MAYA])
def test_only_a_teams_managers_sign_for_it(db, room, by):
    propose(db, room)
    with pytest.raises(Refusal, match="Only sales managers can sign for sales"):
        sign(db, room, 2, Team.SALES, by)


def test_what_was_not_tried_yet_cannot_be_signed(db, room):
    propose(db, room, tried=False)
    with pytest.raises(Refusal, match="once it was tried"):
        sign(db, room, 2, Team.SALES, SAM)


def test_what_is_in_force_refused_or_replaced_cannot_be_signed_any_more(db, room):
    with pytest.raises(Refusal, match="There is no definition v2"):
        sign(db, room, 2, Team.SALES, SAM)
    propose(db, room)
    propose(db, room, by=MAYA, score=75)
    with pytest.raises(Refusal, match="Maya Haddad proposed a newer one"):
        sign(db, room, 2, Team.SALES, SAM)
    with db.begin() as work:
        actions.refuse(room, work, version=3, why="Too high.", by=SAM, at=LATER)
    with pytest.raises(Refusal, match="Sam Carter refused it"):
        sign(db, room, 3, Team.SALES, SAM)
    propose(db, room, score=65)
    sign(db, room, 4, Team.SALES, SAM)
    sign(db, room, 4, Team.MARKETING, MAYA)
    with pytest.raises(Refusal, match="both teams signed it"):
        sign(db, room, 4, Team.SALES, SAM)
    standings = [Standing.PAST, Standing.REPLACED, Standing.REFUSED, Standing.IN_FORCE]
    with db.read() as work:
        assert [one.standing for one in history(work)] == standings


def test_the_very_same_proposal_does_not_replace_itself(db, room):
    propose(db, room)
    with pytest.raises(WrongDetail, match="v2 proposes exactly this already"):
        propose(db, room, by=MAYA)


def test_who_withdraws_their_own_proposal_is_not_told_of_it(db, room):
    propose(db, room)
    with db.begin() as work:
        actions.refuse(room, work, version=2, why="A typing error.", by=SAM, at=LATER)
    assert message_row(db, "definition:2:refused") is None
    assert story(db, 2).ending.why == "A typing error."


def test_a_manager_who_is_not_at_work_is_asked_when_they_are(db):
    clock = StoppedClock()
    clock.move(hours=14)
    room = a_room(clock)
    propose(db, room, at=clock.business())
    assert message_row(db, f"definition:2:to:{SAM.id}") is not None
    assert message_row(db, f"definition:2:to:{MAYA.id}") is None
    clock.move(hours=8)
    with db.begin() as work:
        room.at_work.tell_those(work, at=clock.business())
    assert message_row(db, f"definition:2:to:{MAYA.id}") is not None


def test_who_is_asked_only_after_it_was_decided_is_not_asked_any_more(db):
    clock = StoppedClock()
    house = a_floor(db, clock=clock)
    clock.move(hours=14)
    room = a_room(clock)
    propose(db, room, at=clock.business())
    with db.begin() as work:
        actions.refuse(room, work, version=2, why="No.", by=MAYA, at=clock.business())
        room.at_work.tell_those(work, at=clock.move(hours=8))
    assert shown(house, f"definition:2:to:{MAYA.id}") is None


def test_a_form_that_was_opened_before_another_version_came_into_force_is_not_sent(db, room):
    propose(db, room)
    sign(db, room, 2, Team.SALES, SAM)
    sign(db, room, 2, Team.MARKETING, MAYA)
    how = {"why": "Because.", "by": SAM, "at": LATER}
    with db.begin() as work, pytest.raises(WrongDetail, match="v2 came into force while you"):
        actions.propose(room, work, replace(FIRST_VERSION, minimum_score=50), seen=1, **how)
    with db.begin() as work:
        wanted = replace(FIRST_VERSION, minimum_score=50)
        assert actions.propose(room, work, wanted, seen=2, **how) == 3


def test_who_has_left_both_teams_is_not_told_what_came_of_their_proposal(db, room):
    propose(db, room, tried=False)
    with db.begin() as work:
        people_store.save_facts(work, [some_facts(SAM.id, SAM.name)], read_at=NOON)
    Trying(db, room).sweep()
    assert message_row(db, f"definition:2:to:{SAM.id}") is None
    assert message_row(db, f"definition:2:to:{MAYA.id}") is not None


def test_each_team_is_counted_by_the_people_it_has_now(db, room):
    with db.begin() as work:
        definition_in_force(work, NOON)
        for one in (RITA, MARK, BOTH, RITA):
            actions.know(room, work, version=1, by=one, at=NOON)
        assert known_by(work, 1) == {Team.SALES: Known(2, 5), Team.MARKETING: Known(2, 3)}
        gone = some_facts(RITA.id, RITA.name)
        people_store.save_facts(work, [gone], read_at=NOON)
        assert known_by(work, 1)[Team.SALES] == (1, 4)


def test_two_who_sign_at_once_for_both_teams_put_it_in_force_once(db, room):
    propose(db, room)
    got = all_at_once(
        lambda: sign(db, room, 2, Team.SALES, SAM),
        lambda: sign(db, room, 2, Team.MARKETING, MAYA),
        lambda: sign(db, room, 2, Team.SALES, BOTH),
        lambda: sign(db, room, 2, Team.MARKETING, BOTH),
    )
    assert all(isinstance(one, Refusal) or one.version == 2 for one in got)
    now = story(db, 2)
    if now.standing is Standing.PROPOSED:
        assert [one.person for one in now.signatures] == [BOTH.id]
        return
    assert now.standing is Standing.IN_FORCE
    assert {one.team for one in now.signatures} == set(Team)
    assert len({one.person for one in now.signatures}) == 2
    assert sum(isinstance(one, Refusal) for one in got) == 2


def test_one_person_who_signs_for_both_teams_at_once_signs_for_one(db, room):
    propose(db, room)
    got = all_at_once(
        lambda: sign(db, room, 2, Team.SALES, BOTH), lambda: sign(db, room, 2, Team.MARKETING, BOTH)
    )
    assert sorted(type(one).__name__ for one in got) == ["Refusal", "VersionStory"]
    assert story(db, 2).standing is Standing.PROPOSED


@pytest.mark.parametrize("_turn", range(3))
def test_the_last_signature_and_a_newer_proposal_never_both_succeed(db, room, _turn):
    propose(db, room)
    sign(db, room, 2, Team.SALES, SAM)
    signed, proposed = all_at_once(
        lambda: sign(db, room, 2, Team.MARKETING, MAYA),
        lambda: propose(db, room, score=80, tried=False),
    )
    assert proposed == 3
    second, third = story(db, 2), story(db, 3)
    if isinstance(signed, Refusal):
        assert second.standing is Standing.REPLACED
        against = 1
    else:
        assert second.standing is Standing.IN_FORCE
        against = 2
    assert third.standing is Standing.PROPOSED
    with db.read() as work:
        assert load_backtest(work, 3).against == against


def test_of_two_proposals_at_once_each_has_its_number_and_one_waits(db, room):
    got = all_at_once(
        *(lambda score=score: propose(db, room, score=score, tried=False) for score in (70, 75, 80))
    )
    assert sorted(got) == [2, 3, 4]
    with db.read() as work:
        standings = [one.standing for one in history(work)]
        assert standings.count(Standing.PROPOSED) == 1
        assert proposal_waiting(work).version == 4


def test_a_signature_and_a_refusal_at_once_leave_one_true_story(db, room):
    propose(db, room)
    sign(db, room, 2, Team.SALES, SAM)

    def refuse():
        with db.begin() as work:
            return actions.refuse(room, work, version=2, why="No.", by=BOTH, at=LATER)

    signed, refused = all_at_once(lambda: sign(db, room, 2, Team.MARKETING, MAYA), refuse)
    assert sorted(isinstance(one, Refusal) for one in (signed, refused)) == [False, True]
    with db.read() as work:
        count = work.execute(select(func.count()).select_from(signatures)).scalar_one()
    assert (count == 2) == (story(db, 2).standing is Standing.IN_FORCE)


def test_one_of_many_processes_tries_a_proposal(db, room):
    propose(db, room, tried=False)

    def lease():
        with db.begin() as work:
            return lease_backtest(work, 2, at=NOON)

    assert sum(one is not None for one in all_at_once(*[lease] * 5)) == 1
