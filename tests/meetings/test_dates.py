"""Exactly one meeting a period, and what people decided about one stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.kit.errors import Refusal
from bot.meetings.actions.dates import (
    end_series,
    move_meeting,
    plan_ahead,
    restore_meeting,
    skip_meeting,
)
from bot.meetings.domain.dates import State
from bot.people import store as people_store
from tests.leads.scene import MAYA, NOON, RITA, SAM
from tests.meetings.date_scene import MeetingHouse
from tests.support.at_once import all_at_once


@pytest.fixture
def scene(db):
    return MeetingHouse(db)


def starts(scene):
    return {one.period: f"{one.starts_at:%m-%d %H:%M}" for one in scene.meetings()}


def move(scene, to, *, period="2026-12", by=MAYA):
    with scene.db.begin() as work:
        return move_meeting(
            scene.room,
            work,
            occurrence=scene_id(scene, period),
            starts_at=to,
            by=by,
            at=scene.clock.business(),
        )


def skip(scene, reason="", *, period="2026-12", by=MAYA):
    occurrence = scene_id(scene, period)
    at = scene.clock.business()
    with scene.db.begin() as work:
        skip_meeting(scene.room, work, occurrence=occurrence, reason=reason, by=by, at=at)


def scene_id(scene, period):
    return scene.the(period).id


THIRD = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)


def test_a_year_is_planned_and_the_teams_chair_in_turn(scene):
    scene.set_up()
    assert len(scene.meetings()) == 13
    assert [(one.period, one.chair) for one in scene.meetings()[:3]] == [
        ("2026-12", SAM.id),
        ("2027-01", MAYA.id),
        ("2027-02", SAM.id),
    ]
    assert scene.the("2026-12").starts_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert scene.the("2027-04").starts_at == datetime(2027, 4, 6, 8, tzinfo=UTC)
    assert scene.the("2027-04").length == timedelta(hours=1)


def test_planning_again_and_again_and_much_later_makes_one_a_period(scene):
    scene.set_up()
    for days in (0, 0, 1, 30, 200, 400):
        scene.clock.move(days=days)
        scene.tick()
    periods = [one.period for one in scene.meetings()]
    assert len(periods) == len(set(periods))
    assert periods == sorted(periods)
    assert periods[-1] == "2029-09"


def test_a_clock_that_jumps_over_months_makes_none_for_what_was_missed(db):
    scene = MeetingHouse(db)
    scene.set_up()
    scene.clock.move(days=900)
    scene.tick()
    periods = [one.period for one in scene.meetings()]
    assert "2028-03" not in periods
    assert periods.count("2029-06") == 1


def test_several_replicas_that_plan_at_once_make_one_each(scene):
    scene.set_up()
    scene.clock.move(days=370)

    def plan():
        with scene.db.begin() as work:
            plan_ahead(scene.room, work, at=scene.clock.business())

    all_at_once(*[plan] * 6)
    periods = [one.period for one in scene.meetings()]
    assert len(periods) == len(set(periods)) == 13 + 12


def test_a_moved_meeting_stays_when_the_rule_is_edited(scene):
    scene.set_up()
    move(scene, THIRD)
    scene.set_up(rule="15th", at={"selected_time": "14:00"})
    assert scene.the("2026-12").starts_at == THIRD
    assert scene.the("2026-12").state is State.MOVED
    assert scene.the("2027-01").starts_at == datetime(2027, 1, 15, 13, tzinfo=UTC)
    assert len(scene.meetings()) == 13


def test_a_skipped_meeting_stays_when_the_rule_is_edited(scene):
    scene.set_up()
    skip(scene, "year end")
    scene.set_up(rule="last Thursday")
    december = scene.the("2026-12")
    assert (december.state, december.reason, december.by) == (State.SKIPPED, "year end", MAYA.id)
    assert starts(scene)["2027-01"] == "01-28 09:00"


def test_with_one_skipped_the_turns_of_the_chairs_go_on(scene):
    scene.set_up()
    skip(scene)
    assert [(one.period, one.chair) for one in scene.meetings()[1:4]] == [
        ("2027-01", SAM.id),
        ("2027-02", MAYA.id),
        ("2027-03", SAM.id),
    ]


def test_who_chairs_a_meeting_people_were_invited_to_stays_its_chair(scene):
    scene.set_up()
    with scene.db.begin() as work:
        for facts in people_store.facts_of_everybody_here(work):
            if facts.id == SAM.id:
                gone = type(facts)(
                    **{
                        **{n: getattr(facts, n) for n in facts.__dataclass_fields__},
                        "deleted": True,
                    }
                )
                people_store.save_facts(work, [gone], read_at=NOON + timedelta(days=1))
    scene.clock.move(days=1)
    scene.tick()
    assert {one.chair for one in scene.meetings()} == {MAYA.id}


def test_a_period_whose_new_day_has_passed_keeps_its_old_one(scene):
    scene.set_up(rule="15th")
    scene.clock.at = datetime(2026, 12, 10, 12, tzinfo=UTC)
    scene.set_up(rule="first Tuesday")
    assert starts(scene)["2026-12"] == "12-15 09:00"
    assert starts(scene)["2027-01"] == "01-05 09:00"


def test_a_meeting_that_was_is_not_held_twice_under_a_new_rule(scene):
    scene.set_up(rule="first Tuesday")
    scene.clock.at = datetime(2026, 12, 10, 12, tzinfo=UTC)
    scene.set_up(rule="15th")
    assert starts(scene)["2026-12"] == "12-01 09:00"
    assert starts(scene)["2027-01"] == "01-15 09:00"


def test_from_months_to_weeks_what_was_planned_is_off_and_weeks_begin(scene):
    scene.set_up()
    scene.set_up(rule="FREQ=WEEKLY;BYDAY=TU")
    coming = [one for one in scene.meetings() if one.state.is_coming]
    assert [one.period for one in coming][:2] == ["2026-W48", "2026-W49"]
    assert scene.the("2026-12").state is State.CANCELLED
    scene.set_up(rule="first Tuesday")
    coming = [one for one in scene.meetings() if one.state.is_coming]
    assert [one.period for one in coming][:2] == ["2026-12", "2027-01"]


def test_a_moved_meeting_is_moved_once_more_or_not_at_all(scene):
    scene.set_up()
    move(scene, THIRD)
    assert move(scene, THIRD + timedelta(hours=1)).state is State.MOVED
    with pytest.raises(Refusal, match="That time has passed"):
        move(scene, NOON - timedelta(hours=1))
    with pytest.raises(Refusal, match="just that time"):
        move(scene, THIRD + timedelta(hours=1))
    with pytest.raises(Refusal, match=r"past January's meeting.*skip this one"):
        move(scene, datetime(2027, 1, 5, 8, 30, tzinfo=UTC))
    move(scene, datetime(2027, 1, 5, 8, 0, tzinfo=UTC))
    with pytest.raises(Refusal, match="before the end of December's meeting"):
        move(scene, datetime(2027, 1, 5, 8, 30, tzinfo=UTC), period="2027-01")


def test_managers_and_the_chair_move_and_skip_nobody_else(scene):
    scene.set_up(chair={"selected_user": RITA.id})
    assert scene.the("2026-12").chair == RITA.id
    move(scene, THIRD, by=RITA)
    with pytest.raises(Refusal, match="Only sales and marketing managers can skip"):
        skip(scene, by=people_person(scene, "U0TOM"))


def people_person(scene, person):
    with scene.db.read() as work:
        return people_store.facts_of(work, person).person


def test_a_skipped_meeting_is_held_after_all(scene):
    scene.set_up()
    skip(scene, "year end")
    december = scene.the("2026-12")
    with scene.db.begin() as work:
        restore_meeting(
            scene.room, work, occurrence=december.id, by=MAYA, at=scene.clock.business()
        )
    december = scene.the("2026-12")
    assert (december.state, december.reason, december.sequence) == (State.PLANNED, "", 2)
    with pytest.raises(Refusal, match="is not skipped any more"), scene.db.begin() as work:
        restore_meeting(scene.room, work, occurrence=december.id, by=MAYA, at=NOON)


def test_ended_and_set_up_again_it_goes_on_and_what_was_skipped_stays_so(scene):
    scene.set_up()
    skip(scene, "year end")
    with scene.db.begin() as work:
        assert end_series(scene.room, work, by=MAYA, at=scene.clock.business()) == 12
    assert {one.state for one in scene.meetings()} == {State.SKIPPED, State.CANCELLED}
    scene.clock.move(days=1)
    scene.tick()
    assert len(scene.meetings()) == 13
    scene.set_up(rule="second Tuesday")
    states = {one.period: one.state for one in scene.meetings()}
    assert states["2026-12"] is State.SKIPPED
    assert states["2027-01"] is State.PLANNED
    assert starts(scene)["2027-01"] == "01-12 09:00"


def test_holidays_move_a_meeting_and_the_row_says_why(scene):
    scene.set_up(rule="FREQ=MONTHLY;BYMONTHDAY=1", countries="DE")
    january = scene.the("2027-01")
    assert january.ruled_for == date(2027, 1, 1)
    assert january.reason == "1 January is a public holiday"
    assert f"{january.starts_at:%m-%d}" == "01-04"


def test_a_skipped_meeting_does_not_come_back_into_another(scene):
    scene.set_up()
    december = scene.the("2026-12")
    skip(scene)
    move(scene, december.starts_at + timedelta(minutes=30), period="2027-01")
    both = "December's meeting and January's meeting would be at the same time"
    with pytest.raises(Refusal, match=both), scene.db.begin() as work:
        restore_meeting(scene.room, work, occurrence=december.id, by=MAYA, at=NOON)
    assert scene.the("2026-12").state is State.SKIPPED


def test_a_rule_that_meets_a_moved_meeting_is_refused(scene):
    scene.set_up()
    move(scene, datetime(2027, 1, 4, 9, tzinfo=UTC))
    scene.set_up(rule="4th")
    assert "would be at the same time. Move or skip one of them first" in scene.heard
    assert starts(scene)["2027-01"] == "01-05 09:00"
    scene.set_up(rule="6th")
    assert starts(scene)["2027-01"] == "01-06 09:00"
    assert starts(scene)["2026-12"] == "01-04 09:00"
