"""One digest a manager and week, whatever happens to processes, zones and clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import update

from bot.digests.actions import writing
from bot.digests.actions.asking import ask_for_due
from bot.digests.actions.choosing import choose, turn_digest
from bot.digests.actions.writing import write_unwritten
from bot.digests.domain.timing import Choices
from bot.digests.jobs import WRITE
from bot.digests.store.choices import load_choices
from bot.kit.clock import Clock
from bot.kit.schedule import Schedule
from bot.people import store as people_store
from bot.people.domain import Absence
from bot.people.store import people
from tests.digests.scene import MONDAY_AT_NINE, a_morning, asked, messages, tick
from tests.leads.scene import MAYA, SAM
from tests.support.at_once import all_at_once

BOTH = ["digest:2026-W47:U0MAYA", "digest:2026-W47:U0SAM"]


def move_to(db, person, zone):
    with db.begin() as work:
        work.execute(update(people).where(people.c.id == person).values(zone=zone))


def test_on_monday_at_nine_each_manager_gets_one(db):
    house, room = a_morning(db, at=MONDAY_AT_NINE - timedelta(minutes=1), read_since="2026-W47")
    assert tick(house, room) == []
    house.clock.move(minutes=1)
    assert sorted(tick(house, room)) == BOTH
    for _ in range(3):
        house.clock.move(hours=7)
        assert tick(house, room) == []


def test_the_writing_is_woken_and_is_not_part_of_the_tick(db):
    house, _ = a_morning(db)
    house.schedule.tick_now()
    assert house.schedule.asked == [WRITE]
    assert len(asked(house)) == 2
    assert messages(house) == []


def test_what_was_asked_for_by_a_process_that_died_is_written_by_the_next(db):
    house, room = a_morning(db)
    house.schedule.tick_now()
    assert write_unwritten(room, db) == 2
    assert write_unwritten(room, db) == 0
    assert sorted(messages(house)) == BOTH


def test_a_digest_that_fails_does_not_keep_the_others_and_is_tried_again(db, monkeypatch):
    house, room = a_morning(db)
    house.schedule.tick_now()
    whole = writing.for_reader

    def gather(room, work, common, *, reader, **rest):
        if reader.id == MAYA.id:
            raise RuntimeError("a bad day")
        return whole(room, work, common, reader=reader, **rest)

    monkeypatch.setattr(writing, "for_reader", gather)
    assert write_unwritten(room, db) == 1
    monkeypatch.undo()
    assert write_unwritten(room, db) == 1
    assert sorted(messages(house)) == BOTH


def test_three_replicas_send_one_each(db):
    house, room = a_morning(db)

    class Apart(Clock):
        """Each replica's clock differs by some microseconds, as clocks do."""

        def __init__(self, by: int) -> None:
            self.by = timedelta(microseconds=by)

        def real(self) -> datetime:
            return MONDAY_AT_NINE + self.by

    def replica(schedule: Schedule) -> None:
        for _ in range(3):
            schedule.tick_now()
            write_unwritten(room, db)

    schedules = [Schedule(db, Apart(number)) for number in range(3)]
    for schedule in schedules:
        for due in house.schedule.dues:
            schedule.due(due.name, due.period, due.do)
    all_at_once(*(partial(replica, schedule) for schedule in schedules))
    assert sorted(messages(house)) == BOTH
    assert len(asked(house)) == 2


def test_after_a_downtime_of_weeks_there_is_one_late_digest(db):
    house, room = a_morning(
        db, at=MONDAY_AT_NINE + timedelta(days=2, hours=3), read_since="2026-W40"
    )
    assert sorted(tick(house, room)) == BOTH
    assert tick(house, room) == []


def test_what_is_late_is_not_sent_at_night(db):
    house, room = a_morning(db, at=datetime(2026, 11, 25, 22, 0, tzinfo=UTC))
    assert tick(house, room) == []
    house.clock.move(hours=10)
    assert sorted(tick(house, room)) == BOTH


def test_a_new_installation_begins_with_the_next_monday(db):
    house, room = a_morning(db, at=datetime(2026, 11, 25, 12, 0, tzinfo=UTC), read_since=None)
    assert tick(house, room) == []
    assert tick(house, room) == []
    house.clock.at = MONDAY_AT_NINE + timedelta(days=7)
    assert sorted(tick(house, room)) == ["digest:2026-W48:U0MAYA", "digest:2026-W48:U0SAM"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Pacific/Kiritimati", "Pacific/Niue"),
        ("Pacific/Niue", "Pacific/Kiritimati"),
        ("Asia/Tokyo", "America/New_York"),
        ("America/New_York", "Asia/Tokyo"),
    ],
)
def test_a_manager_who_changes_zone_gets_neither_two_nor_none(db, before, after):
    house, room = a_morning(db, at=MONDAY_AT_NINE - timedelta(days=1), read_since="2026-W47")
    move_to(db, SAM.id, before)
    got = []
    for hours in range(0, 24 * 6, 4):
        if hours == 28:
            move_to(db, SAM.id, after)
        got += [key for key in tick(house, room) if SAM.id in key]
        house.clock.move(hours=4)
    assert got == ["digest:2026-W47:U0SAM"]


def test_each_comes_on_their_own_wall(db):
    house, room = a_morning(db, at=MONDAY_AT_NINE - timedelta(hours=1), read_since="2026-W47")
    move_to(db, SAM.id, "America/New_York")
    house.clock.move(hours=1)
    assert tick(house, room) == ["digest:2026-W47:U0MAYA"]
    house.clock.move(hours=6)
    assert tick(house, room) == ["digest:2026-W47:U0SAM"]


def test_a_public_holiday_moves_it_and_an_absence_too(db):
    easter = datetime(2026, 4, 6, 7, 0, tzinfo=UTC)
    house, room = a_morning(db, at=easter, read_since="2026-W14", holiday_country="DE")
    with db.begin() as work:
        people_store.save_absences(work, SAM.id, [Absence(date(2026, 4, 7), date(2026, 4, 8))])
    assert tick(house, room) == []
    house.clock.move(days=1)
    assert tick(house, room) == ["digest:2026-W14:U0MAYA"]
    house.clock.move(days=1)
    assert tick(house, room) == []
    house.clock.move(days=1)
    assert tick(house, room) == ["digest:2026-W14:U0SAM"]


def test_who_manages_both_teams_gets_one(db):
    house, room = a_morning(db)
    with db.begin() as work:
        work.execute(
            update(people)
            .where(people.c.id == SAM.id)
            .values(in_marketing=True, marketing_manager=True)
        )
    assert sorted(tick(house, room)) == BOTH


def test_who_is_no_manager_any_more_gets_none(db):
    house, room = a_morning(db)
    house.schedule.tick_now()
    with db.begin() as work:
        work.execute(update(people).where(people.c.id == SAM.id).values(sales_manager=False))
    write_unwritten(room, db)
    assert messages(house) == ["digest:2026-W47:U0MAYA"]
    assert tick(house, room) == []


def test_off_is_off_and_on_begins_with_the_next_one(db):
    house, room = a_morning(db)
    at = MONDAY_AT_NINE
    with db.begin() as work:
        assert turn_digest(room, work, on=False, by=SAM, at=at)
        assert not turn_digest(room, work, on=False, by=SAM, at=at)
    assert tick(house, room) == ["digest:2026-W47:U0MAYA"]
    with db.begin() as work:
        assert turn_digest(room, work, on=True, by=SAM, at=at)
    assert tick(house, room) == []
    house.clock.move(days=7)
    assert "digest:2026-W48:U0SAM" in tick(house, room)


def test_choices_are_a_trail_of_which_the_newest_holds(db):
    house, room = a_morning(db)
    with db.begin() as work:
        for day in (2, 4):
            wanted = Choices(weekday=day, zone="Asia/Tokyo")
            choose(room, work, wanted=wanted, by=SAM, at=MONDAY_AT_NINE)
        assert load_choices(work, SAM.id) == Choices(weekday=4, zone="Asia/Tokyo")
        assert load_choices(work, MAYA.id) == Choices()
    assert tick(house, room) == ["digest:2026-W47:U0MAYA"]
    house.clock.at = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    assert tick(house, room) == ["digest:2026-W47:U0SAM"]


def test_a_copy_goes_to_the_teams_channel_once_however_many_managers_want_one(db):
    house, room = a_morning(db)
    with db.begin() as work:
        for manager in (SAM, MAYA):
            wanted = replace(Choices(), copies=True)
            choose(room, work, wanted=wanted, by=manager, at=MONDAY_AT_NINE)
    made = tick(house, room)
    assert sorted(made) == ["copy:2026-W47:marketing", "copy:2026-W47:sales", *BOTH]


def test_asking_twice_in_a_moment_asks_once(db):
    _, room = a_morning(db)
    with db.begin() as work:
        assert ask_for_due(room, work, at=MONDAY_AT_NINE) == 2
        assert ask_for_due(room, work, at=MONDAY_AT_NINE) == 0
