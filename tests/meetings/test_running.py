"""What a meeting's steps save, on SQLite and PostgreSQL, and when many hands take them at once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.kit.errors import Refusal
from bot.kit.periods import Period
from bot.meetings.actions.action_items import close, give_action, move_date, remind
from bot.meetings.actions.agenda import add_item, leave_off, toggle_vote
from bot.meetings.actions.running import (
    decide,
    end_meeting,
    next_point,
    note_target,
    park_words,
    start_meeting,
)
from bot.meetings.domain.action_items import ActionState
from bot.meetings.domain.minutes import NoteKind
from bot.meetings.domain.running import Outcome
from bot.meetings.queries import open_actions
from bot.meetings.queries.held import held_in, held_meetings
from bot.meetings.store.items import dropped_keys, load_item, open_items
from bot.meetings.store.minutes import load_notes
from bot.meetings.store.running import load_run
from bot.people.domain import Person
from tests.leads.scene import MAYA, RITA, SAM, TOM
from tests.meetings.agenda_scene import TEN, a_meeting, a_meeting_house, keys
from tests.support.at_once import all_at_once

DECEMBER = Period(TEN, TEN + timedelta(days=1))


@pytest.fixture
def rooms():
    return []


@pytest.fixture
def house(db, rooms):
    return a_meeting_house(db, rooms=rooms)


@pytest.fixture
def room(house, rooms):
    return rooms[0]


def started(room, db, house, by: Person = MAYA) -> int:
    meeting = a_meeting(db)
    house.clock.at = TEN
    with db.begin() as work:
        start_meeting(room, work, occurrence_id=meeting, by=by, at=TEN)
    return meeting


def test_a_whole_meeting_leaves_its_rows(db, house, room):
    with db.begin() as work:
        item = add_item(room, work, text="Forwarders", by=RITA, at=TEN)
        toggle_vote(room, work, item_id=item.id, by=TOM, at=TEN)
    meeting = started(room, db, house)
    with db.begin() as work:
        decide(room, work, occurrence_id=meeting, text="They are out", by=MAYA, at=TEN)
        give_action(
            room,
            work,
            occurrence_id=meeting,
            what="Send the list",
            owner=TOM.id,
            due=date(2026, 12, 4),
            by=MAYA,
            at=TEN,
        )
        park_words(room, work, text="Trade fair", by=RITA, at=TEN)
        later = TEN + timedelta(minutes=10)
        next_point(room, work, occurrence_id=meeting, after=0, by=MAYA, at=later)
    with db.begin() as work:
        end_meeting(room, work, occurrence_id=None, by=SAM, at=TEN + timedelta(minutes=30))
    with db.read() as work:
        run = load_run(work, meeting)
        assert run
        assert [point.outcome for point in run.points] == [Outcome.COVERED, Outcome.COVERED]
        assert run.points[0].began_at == TEN
        assert run.points[0].ended_at == later
        assert [one.text for one in open_items(work)] == ["Trade fair"]
        assert [one.what for one in open_actions(work)] == ["Send the list"]
        assert [(one.kind, one.text) for one in load_notes(work, meeting)] == [
            (NoteKind.DECISION, "They are out"),
            (NoteKind.PARKED, "Trade fair"),
        ]
        (held,) = held_meetings(work)
        assert (held.decisions, held.actions, held.done) == (1, 1, 0)
        assert held_in(work, DECEMBER)
        assert held_in(work, Period(None, TEN)) is None


def test_what_was_refused_saved_nothing(db, house, room):
    meeting = started(room, db, house)
    with pytest.raises(Refusal), db.begin() as work:
        decide(room, work, occurrence_id=meeting, text="Mine", by=TOM, at=TEN)
    with pytest.raises(Refusal), db.begin() as work:
        give_action(
            room,
            work,
            occurrence_id=meeting,
            what="x",
            owner=RITA.id,
            due=date(2026, 12, 4),
            by=TOM,
            at=TEN,
        )
    with db.read() as work:
        assert load_notes(work, meeting) == []
        assert open_actions(work) == []


def test_actions_are_done_moved_and_reminded_of(db, house, room):
    meeting = started(room, db, house)
    with db.begin() as work:
        for owner in (TOM, RITA):
            give_action(
                room,
                work,
                occurrence_id=meeting,
                what="Do it",
                owner=owner.id,
                due=date(2026, 12, 4),
                by=MAYA,
                at=TEN,
            )
    with db.begin() as work:
        close(room, work, action_id=1, state=ActionState.DONE, by=TOM, at=TEN)
        moved = move_date(room, work, action_id=2, due=date(2026, 12, 8), by=RITA, at=TEN)
        assert (moved.due, moved.moved) == (date(2026, 12, 8), 1)
    with db.begin() as work:
        at = TEN + timedelta(days=20)
        assert remind(room, work, today=at.date(), at=at) == 2
        assert remind(room, work, today=at.date(), at=at) == 0


def test_points_left_off_are_put_back(db, house, room):
    meeting = a_meeting(db)

    def off(*keys, seen=(), by=SAM):
        with db.begin() as work:
            leave_off(room, work, occurrence_id=meeting, keys=keys, seen=seen, by=by, at=TEN)
            return sorted(dropped_keys(work, meeting))

    assert off("plan", "numbers") == ["numbers", "plan"]
    assert off("plan", seen=("plan", "numbers")) == ["plan"]
    assert off("content", by=MAYA) == ["content", "plan"]
    # Sam's form was opened before Maya left the content off.
    assert off(seen=("plan",)) == ["content"]


def test_what_two_leave_off_at_once_is_both_left_off(db, house, room):
    meeting = a_meeting(db)

    def off(key, by):
        def doing():
            with db.begin() as work:
                leave_off(room, work, occurrence_id=meeting, keys=[key], by=by, at=TEN)

        return doing

    assert together(off("plan", SAM), off("numbers", MAYA)) == [None, None]
    with db.read() as work:
        assert dropped_keys(work, meeting) == {"plan", "numbers"}


def together(*doings):
    """Do several things at the same moment; give back what each refused with, or None."""
    got = all_at_once(*doings)
    return [one.sentence if isinstance(one, Refusal) else None for one in got]


def test_three_replicas_at_the_same_minute_make_one_draft_one_ping_and_one_end(db, house, room):
    replicas = [house, *(a_meeting_house(db, new=False) for _ in range(2))]
    meeting = a_meeting(db)
    together(*(replica.schedule.tick for replica in replicas))
    assert keys(db, "%:agenda:%") == [f"meeting:{meeting}:agenda:joint"]
    for replica in replicas:
        replica.clock.at = TEN
    together(*(replica.schedule.tick for replica in replicas))
    assert len(keys(db, "%:running:%")) == 1
    with db.begin() as work:
        start_meeting(room, work, occurrence_id=meeting, by=MAYA, at=TEN)
    for replica in replicas:
        replica.clock.at = TEN + timedelta(hours=3)
    together(*(replica.schedule.tick for replica in replicas))
    assert len(keys(db, "%:minutes:%")) == 1


def test_of_two_who_press_start_next_or_end_at_once_one_is_told(db, house, room):
    with db.begin() as work:
        add_item(room, work, text="Forwarders", by=RITA, at=TEN)
    meeting = a_meeting(db)
    house.clock.at = TEN

    def start(by):
        def doing():
            with db.begin() as work:
                start_meeting(room, work, occurrence_id=meeting, by=by, at=TEN)

        return doing

    def forward(by):
        def doing():
            with db.begin() as work:
                next_point(room, work, occurrence_id=meeting, after=0, by=by, at=TEN)

        return doing

    def end(by):
        def doing():
            with db.begin() as work:
                end_meeting(room, work, occurrence_id=meeting, by=by, at=TEN)

        return doing

    for step, words in (
        (start, "started already"),
        (forward, "just before you"),
        (end, "is over"),
    ):
        said = together(step(MAYA), step(SAM))
        assert sorted(one is None for one in said) == [False, True]
        assert words in next(one for one in said if one)
    assert len(keys(db, "%:minutes:%")) == 1


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_what_is_noted_while_the_meeting_is_being_ended_is_in_time(db, house, room):
    meeting = started(room, db, house)
    given = {"what": "Send it", "owner": TOM.id, "due": date(2026, 12, 4)}
    notes = (
        lambda work: give_action(
            room, work, occurrence_id=meeting, **given, by=MAYA, at=TEN, nonce="once"
        ),
        lambda work: decide(room, work, occurrence_id=meeting, text="Out", by=MAYA, at=TEN),
        lambda work: note_target(room, work, occurrence_id=meeting, words="T", by=MAYA, at=TEN),
        lambda work: park_words(room, work, text="Trade fair", by=RITA, at=TEN),
    )
    for note in notes:
        with db.begin() as noting:
            note(noting)
            with pytest.raises(OperationalError, match="lock timeout"), db.begin() as ending:
                ending.execute(text("SET LOCAL lock_timeout = '20ms'"))
                end_meeting(room, ending, occurrence_id=meeting, by=SAM, at=TEN)
    with db.begin() as ending:
        end_meeting(room, ending, occurrence_id=meeting, by=SAM, at=TEN)
    assert keys(db, "%:yours:%") == [f"meeting:{meeting}:yours:{TOM.id}"]
    for note in notes:
        with pytest.raises(Refusal), db.begin() as noting:
            note(noting)


def test_a_manager_s_own_late_action_is_told_to_the_other_team_s(db, house, room):
    meeting = started(room, db, house)
    with db.begin() as work:
        give_action(
            room,
            work,
            occurrence_id=meeting,
            what="Do it",
            owner=SAM.id,
            due=date(2026, 12, 4),
            by=MAYA,
            at=TEN,
        )
        at = TEN + timedelta(days=20)
        remind(room, work, today=at.date(), at=at)
    assert keys(db, "%:week_late:%") == [f"action:1:week_late:{MAYA.id}"]


def test_votes_of_many_hands_all_count(db, house, room):
    with db.begin() as work:
        item = add_item(room, work, text="Forwarders", by=RITA, at=TEN)

    def vote(by):
        def doing():
            with db.begin() as work:
                toggle_vote(room, work, item_id=item.id, by=by, at=TEN)

        return doing

    together(*(vote(one) for one in (RITA, TOM, MAYA, SAM)))
    with db.read() as work:
        assert load_item(work, item.id).votes == 4
