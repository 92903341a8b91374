from contextlib import suppress

from sqlalchemy import select

from bot.kit.events import events_seen, first_time, plug_in
from bot.kit.schedule import Schedule
from tests.support.house import StoppedClock


def test_an_event_is_new_once(db):
    at = StoppedClock().real()
    with db.begin() as work:
        assert first_time(work, "Ev1", at)
        assert not first_time(work, "Ev1", at)
        assert first_time(work, "Ev2", at)
        assert first_time(work, "", at)
        assert first_time(work, "", at)


def test_an_event_whose_action_failed_is_new_again(db):
    at = StoppedClock().real()
    with suppress(ZeroDivisionError), db.begin() as work:
        first_time(work, "Ev1", at)
        work.execute(1 / 0)
    with db.begin() as work:
        assert first_time(work, "Ev1", at)


def test_events_are_forgotten_after_a_day(db):
    schedule = Schedule(db, StoppedClock())
    plug_in(schedule)
    with db.begin() as work:
        first_time(work, "old", schedule.clock.real())
    schedule.clock.move(hours=25)
    with db.begin() as work:
        first_time(work, "young", schedule.clock.real())
    schedule.tick()
    with db.read() as work:
        assert work.execute(select(events_seen.c.event_id)).scalars().all() == ["young"]
