import asyncio
import threading

from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from bot.kit.db import open_database
from bot.leads.actions.receive import OtherBody
from bot.leads.intake.line import Line
from bot.leads.store.tables import arrivals, leads
from tests.leads.some_leads import a_room, somebody
from tests.support.house import StoppedClock
from tests.support.loops import run_to_end


class HeldClock(StoppedClock):
    """Whoever is received first waits until `go_on`; `asked` tells that they are there."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.go_on = threading.Event()

    def business(self):
        self.asked.set()
        assert self.go_on.wait(30)
        return super().business()


def commits_of(db):
    made = []
    event.listen(db.engine, "commit", made.append)
    return made


def receive(line, clock, those):
    """Receive the first of `those`, and while it is held all the others; return the answers."""

    async def all_of_them():
        first = asyncio.ensure_future(line.receive(those[0]))
        await asyncio.to_thread(clock.asked.wait)
        others = [asyncio.ensure_future(line.receive(one)) for one in those[1:]]
        await asyncio.sleep(0)
        clock.go_on.set()
        return await asyncio.gather(first, *others, return_exceptions=True)

    return run_to_end(all_of_them())


def saved(db):
    with db.read() as work:
        return work.execute(select(func.count()).select_from(leads)).scalar_one()


def test_who_waits_together_is_received_together(db):
    clock = HeldClock()
    line = Line(db, a_room(clock), threads=1)
    commits = commits_of(db)
    answers = receive(line, clock, [somebody(number) for number in range(6)])
    assert [answer.number for answer in answers] == [f"L-{number}" for number in range(1, 7)]
    assert all(answer.new for answer in answers)
    assert len(commits) == 2


def test_each_in_line_is_told_of_their_own_lead(db):
    clock = HeldClock()
    line = Line(db, a_room(clock), threads=1)
    those = [somebody(1), somebody(2), somebody(1), somebody(2, score=1), somebody(3)]
    first, second, again, other, third = receive(line, clock, those)
    assert (first.number, second.number, third.number) == ("L-1", "L-2", "L-3")
    assert (again.number, again.new) == ("L-1", False)
    assert isinstance(other, OtherBody)


def test_a_lead_that_cannot_be_saved_keeps_nobody_out(db):
    clock = HeldClock()
    line = Line(db, a_room(clock), threads=1)
    those = [somebody(1), somebody(2), somebody(3, employees=2**70), somebody(4)]
    first, second, bad, fourth = receive(line, clock, those)
    assert all(answer.new for answer in (first, second, fourth))
    assert isinstance(bad, Exception)
    with db.read() as work:
        kept = work.execute(select(arrivals.c.external_id).order_by(arrivals.c.external_id))
        assert list(kept.scalars()) == ["evt-1", "evt-2", "evt-4"]


def test_who_hung_up_is_received_all_the_same(db):
    clock = HeldClock()
    line = Line(db, a_room(clock), threads=1)

    async def hang_up():
        gone = asyncio.ensure_future(line.receive(somebody(1)))
        await asyncio.to_thread(clock.asked.wait)
        gone.cancel()
        clock.go_on.set()
        return await line.receive(somebody(2))

    assert run_to_end(hang_up()).new
    assert saved(db) == 2


def test_a_database_that_is_down_is_asked_once_for_all(tmp_path):
    clock = HeldClock()
    lost = open_database(f"sqlite:///{tmp_path / 'missing' / 'x.db'}")
    tries = []

    @event.listens_for(lost.engine, "do_connect")
    def _held(*_):
        tries.append(clock.business())

    line = Line(lost, a_room(clock), threads=1)
    answers = receive(line, clock, [somebody(number) for number in range(6)])
    assert all(isinstance(answer, OperationalError) for answer in answers)
    assert len(tries) == 2
