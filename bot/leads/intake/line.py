"""Leads stand in line while others are saved; who waits together is received together.

A unit of work for many costs little more than one for one: the questions, the statements and the
commit are the same. Whoever finds nobody in front is received alone and at once.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.kit.db import Database
from bot.kit.unit import database_is_down, in_a_unit
from bot.leads.actions.receive import OtherBody, Received, receive_leads
from bot.leads.domain.lead import Arrival
from bot.leads.room import Room

TOGETHER = 50
"""Leads in one unit of work at most: nobody waits long for the others."""

Answer = Received | OtherBody


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An arrival, and where its answer is awaited."""

    arrival: Arrival
    answer: asyncio.Future[Answer]


class Line:
    """The line before the database. `threads` bounds how many units of work there are at once."""

    def __init__(self, db: Database, room: Room, *, threads: int) -> None:
        self._db = db
        self._room = room
        self._waiting: deque[_Waiting] = deque()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="lead-line")

    async def receive(self, arrival: Arrival) -> Answer:
        """Receive a lead and commit; raises what the database or the actions raise for it."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(arrival, answer))
        self._threads.submit(self._receive_who_waits)
        return await answer

    def _receive_who_waits(self) -> None:
        """Most often nobody does any more: they went along with somebody before."""
        those = list(self._first_in_line())
        if those:
            self._receive(those)

    def _first_in_line(self) -> Iterable[_Waiting]:
        for _ in range(TOGETHER):
            try:
                yield self._waiting.popleft()
            except IndexError:
                return

    def _receive(self, those: Sequence[_Waiting]) -> None:
        """Receive some together; when that fails each alone, so that nobody keeps the others out.

        A database that is down is asked once for all.
        """
        arrivals = [one.arrival for one in those]
        try:
            answers: Sequence[Answer | Exception] = in_a_unit(
                self._db,
                lambda work: receive_leads(
                    self._room, work, arrivals, at=self._room.clock.business()
                ),
            )
        except Exception as fault:  # noqa: BLE001 - it is raised where the answer is awaited
            if len(those) > 1 and not database_is_down(fault):
                for one in those:
                    self._receive([one])
                return
            answers = [fault] * len(those)
        for one, answer in zip(those, answers, strict=True):
            one.answer.get_loop().call_soon_threadsafe(_tell, one.answer, answer)


def _tell(who: asyncio.Future[Answer], answer: Answer | Exception) -> None:
    if who.done():  # they hung up
        return
    if isinstance(answer, Exception):
        who.set_exception(answer)
    else:
        who.set_result(answer)
