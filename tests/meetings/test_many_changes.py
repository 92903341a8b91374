"""Whatever managers do in whatever order: one meeting a period, and what was decided stays."""

import os
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.kit.db import open_database
from bot.kit.errors import Refusal
from bot.meetings.actions.dates import (
    end_series,
    move_meeting,
    restore_meeting,
    set_up,
    skip_meeting,
    the_next,
)
from bot.meetings.domain.date_plan import work_days
from bot.meetings.domain.dates import Series, State
from bot.meetings.store.dates import occurrences_from
from tests.conftest import make_tables
from tests.leads.scene import MAYA
from tests.meetings.date_scene import MeetingHouse
from tests.meetings.domain.test_date_plan import BERLIN
from tests.support.house import StoppedClock

RULES = (
    "first Tuesday",
    "last Thursday",
    "second working day",
    "31st",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=2WE",
)
EXAMPLES = 200 if os.environ.get("SOAK") else 12
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("set_up"), st.sampled_from(RULES)),
        st.tuples(st.just("move"), st.integers(-25, 40)),
        st.tuples(st.just("skip"), st.just(0)),
        st.tuples(st.just("restore"), st.integers(0, 20)),
        st.tuples(st.just("end"), st.just(0)),
        st.tuples(st.just("wait"), st.integers(0, 90)),
    ),
    max_size=12,
)


class Floor:
    """One meeting house, and what was decided in it."""

    def __init__(self, url: str) -> None:
        self.db = open_database(url)
        self.scene = MeetingHouse(self.db, clock=StoppedClock())
        self.decided: dict[str, tuple[State, datetime]] = {}
        self.sequences: dict[int, int] = {}

    @property
    def now(self) -> datetime:
        return self.scene.clock.at

    def do(self, deed: str, value: object) -> None:
        before = {one.period: one for one in self.scene.meetings()}
        with suppress(Refusal), self.db.begin() as work:
            getattr(self, deed)(work, value)
        if deed == "wait":
            self.scene.clock.move(days=value)
            self.scene.tick()
        for one in self.scene.meetings():
            if deed in {"move", "skip", "restore"} and before.get(one.period) != one:
                self.decided[one.period] = (one.state, one.starts_at)

    def set_up(self, work, rule):
        wanted = Series(0, rule, BERLIN, "10:00", 60, begins_on=self.now.date())
        set_up(self.scene.room, work, wanted=wanted, by=MAYA, at=self.now)

    def move(self, work, days):
        coming = the_next(work, self.now)
        to = datetime.combine((coming.starts_at + timedelta(days=days)).date(), time(9), UTC)
        about = {"occurrence": coming.id, "starts_at": to, "by": MAYA, "at": self.now}
        move_meeting(self.scene.room, work, **about)

    def skip(self, work, _value):
        coming = the_next(work, self.now).id
        about = {"occurrence": coming, "reason": "", "by": MAYA, "at": self.now}
        skip_meeting(self.scene.room, work, **about)

    def restore(self, work, which):
        every = [one for one in occurrences_from(work) if one.state is State.SKIPPED]
        one = every[which % len(every)].id if every else 0
        restore_meeting(self.scene.room, work, occurrence=one, by=MAYA, at=self.now)

    def end(self, work, _value):
        end_series(self.scene.room, work, by=MAYA, at=self.now)
        self.decided.clear()

    def wait(self, _work, _days):
        pass

    def check(self) -> None:
        every = self.scene.meetings()
        assert max(Counter(one.period for one in every).values(), default=1) == 1
        there = [one for one in every if one.state.takes_place]
        assert all(one.ends_at <= after.starts_at for one, after in pairwise(there)), there
        for one in every:
            assert one.sequence >= self.sequences.get(one.id, 0)
            self.sequences[one.id] = one.sequence
            if one.state is State.PLANNED:
                works = work_days("", self.scene.room.people)
                assert one.starts_at.astimezone(BERLIN).time() == time(10)
                assert one.starts_at.astimezone(BERLIN).date() in works
            state, starts_at = self.decided.get(one.period, (None, None))
            if state in {State.MOVED, State.SKIPPED} and one.state is not State.CANCELLED:
                assert (one.state, one.starts_at) == (state, starts_at)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=DEEDS)
def test_whatever_is_done_one_meeting_a_period_and_decisions_stay(deeds, tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('many') / 'test.db'}"
    make_tables(url)
    floor = Floor(url)
    try:
        for deed, value in [("set_up", RULES[0]), *deeds]:
            floor.do(deed, value)
            floor.check()
    finally:
        floor.db.close()
