import threading

import pytest
from sqlalchemy import func, select

from bot.kit.clock import Clock
from bot.kit.db import open_database
from bot.kit.errors import Refusal
from bot.kit.events import events_seen, first_time
from bot.kit.schedule import Schedule, periods_done
from tests.support.at_once import all_at_once
from tests.support.house import StoppedClock


def a_schedule(db, **rest):
    return Schedule(db, StoppedClock(), **rest)


def each_day(_work, at):
    return at.date().isoformat()


def done_in(db):
    with db.read() as work:
        return [
            tuple(row)
            for row in work.execute(
                select(periods_done.c.job, periods_done.c.period).order_by(periods_done.c.period)
            )
        ]


def test_a_period_is_done_once_however_often_the_clock_ticks(db):
    schedule, done = a_schedule(db), []
    schedule.due("digest", each_day, lambda _work, period, _at: done.append(period))
    for _ in range(3):
        schedule.tick()
    schedule.clock.move(days=1)
    schedule.tick()
    assert done == ["2026-11-23", "2026-11-24"]
    assert done_in(db) == [("digest", "2026-11-23"), ("digest", "2026-11-24")]


def test_what_is_not_due_is_left_alone(db):
    schedule = a_schedule(db)
    schedule.due("digest", lambda _work, _at: None, lambda *_: pytest.fail("not due"))
    schedule.tick()
    assert done_in(db) == []


def test_a_process_that_was_down_for_ten_days_catches_up_once(db):
    schedule, done = a_schedule(db), []
    schedule.due("digest", each_day, lambda _work, period, _at: done.append(period))
    schedule.clock.move(days=10)
    schedule.tick()
    assert done == ["2026-12-03"]


def test_of_many_replicas_one_does_it(db):
    done, replicas = [], [a_schedule(db) for _ in range(6)]
    for replica in replicas:
        replica.due("digest", each_day, lambda _work, period, _at: done.append(period))
    all_at_once(*(replica.tick for replica in replicas))
    assert done == ["2026-11-23"]


def test_replicas_in_processes_of_their_own_share_nothing_but_the_database(database_url, db):
    other = open_database(database_url, connections=2)
    done = []
    for database in (db, other):
        schedule = a_schedule(database)
        schedule.due("digest", each_day, lambda _work, period, _at: done.append(period))
        schedule.tick()
    other.close()
    assert done == ["2026-11-23"]


def test_a_failing_job_leaves_no_trace_and_does_not_stop_the_others(db):
    schedule, done = a_schedule(db), []

    def half_done(work, _period, at):
        first_time(work, "half", at)
        raise Refusal("It failed.")

    schedule.due("broken", each_day, half_done)
    schedule.due("digest", each_day, lambda _work, period, _at: done.append(period))
    schedule.tick()
    assert done == ["2026-11-23"]
    assert done_in(db) == [("digest", "2026-11-23")]
    with db.read() as work:
        assert work.execute(select(func.count()).select_from(events_seen)).scalar_one() == 0


def test_a_failing_job_is_tried_again_after_ever_longer_pauses(db):
    schedule, tries = a_schedule(db, every=15), []

    def fail(_work, _period, at):
        tries.append(at)
        raise RuntimeError

    schedule.due("broken", each_day, fail)
    for _ in range(9):
        schedule.tick()
        schedule.clock.move(seconds=15)
    seconds = [(at - tries[0]).total_seconds() for at in tries]
    assert seconds == [0, 15, 45, 105]


def test_a_job_that_failed_and_then_works_is_done(db):
    schedule, done = a_schedule(db), []

    def do(_work, period, _at):
        done.append(period)
        if len(done) == 1:
            raise RuntimeError

    schedule.due("digest", each_day, do)
    schedule.tick()
    schedule.clock.move(seconds=15)
    schedule.tick()
    schedule.tick()
    assert done == ["2026-11-23", "2026-11-23"]
    assert done_in(db) == [("digest", "2026-11-23")]


def test_a_moved_clock_gives_failed_jobs_a_new_chance_at_once(db):
    schedule, tries = a_schedule(db), []

    def fail(_work, period, _at):
        tries.append(period)
        raise RuntimeError

    schedule.due("broken", each_day, fail)
    schedule.tick()
    schedule.tick()
    schedule.tick_now()
    assert len(tries) == 2


def test_the_period_is_asked_again_inside_the_transaction_that_does_it(db):
    answers = iter(["first look", None])
    schedule = a_schedule(db)
    schedule.due(
        "digest", lambda _work, _at: next(answers), lambda *_: pytest.fail("no longer due")
    )
    schedule.tick()
    assert done_in(db) == []


def test_two_jobs_of_one_name_are_refused(db):
    schedule = a_schedule(db)
    schedule.due("digest", each_day, lambda *_: None)
    with pytest.raises(ValueError, match="digest"):
        schedule.sweep("digest", 60, lambda: None)


def test_a_started_schedule_ticks_and_sweeps_at_once_and_stops_when_told(db):
    schedule = Schedule(db, Clock(), every=3600)
    ticked, swept = threading.Event(), threading.Event()
    schedule.due("digest", each_day, lambda *_: ticked.set())
    schedule.sweep("people", 3600, swept.set)
    schedule.start()
    try:
        assert ticked.wait(timeout=10)
        assert swept.wait(timeout=10)
    finally:
        schedule.stop()
    schedule.stop()


def test_a_schedule_that_waits_for_the_connection_sweeps_at_it(db):
    schedule = Schedule(db, Clock(), every=3600)
    swept = threading.Event()
    schedule.due("digest", each_day, lambda *_: None)
    schedule.sweep("people", 3600, swept.set)
    schedule.start(after=3600)
    try:
        schedule.sweep_now("people")
        assert swept.wait(timeout=10)
    finally:
        schedule.stop()
    assert done_in(db) == []


def test_what_is_due_waits_for_the_connection_so_long_and_no_longer(db):
    schedule = Schedule(db, Clock(), every=3600)
    ticked, swept = threading.Event(), threading.Event()
    schedule.due("digest", each_day, lambda *_: ticked.set())
    schedule.sweep("people", 3600, swept.set)
    schedule.start(after=0.01)
    try:
        assert ticked.wait(timeout=10)
        assert swept.wait(timeout=10)
    finally:
        schedule.stop()


def test_a_sweep_asked_for_during_a_sweep_is_made_after_it_even_when_that_one_fails(db):
    schedule = Schedule(db, Clock(), every=3600)
    under_way, go_on, swept_again = threading.Event(), threading.Event(), threading.Event()

    def sweep():
        if under_way.is_set():
            swept_again.set()
            return
        under_way.set()
        go_on.wait(timeout=10)
        raise RuntimeError

    schedule.sweep("people", 3600, sweep)
    schedule.start()
    try:
        assert under_way.wait(timeout=10)
        schedule.sweep_now("people")
        go_on.set()
        assert swept_again.wait(timeout=10)
    finally:
        schedule.stop()


def test_a_sweep_that_wants_to_be_made_sooner_is(db):
    schedule = Schedule(db, Clock(), every=3600)
    times, thrice = [], threading.Event()

    def sweep():
        times.append(1)
        if len(times) < 3:
            return 0.01
        thrice.set()
        return None

    schedule.sweep("people", 3600, sweep)
    schedule.start()
    try:
        assert thrice.wait(timeout=10)
    finally:
        schedule.stop()
