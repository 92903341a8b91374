"""Sends prepared gestures, so many at once, and times each until its ack."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

from benchmarks.load.gestures import Sent
from benchmarks.load.http import Connection
from benchmarks.load.slack import Slack

Send = Callable[[Any], Coroutine[Any, Any, float]]
"""Sends one prepared gesture; gives the seconds until its ack."""


class Door:
    """A way into a server under test: `prepare` gestures beforehand, then `send` them at once."""

    def __init__(
        self,
        ways: Sequence[Send],
        prepare: Callable[[Sent], Any],
        open_up: Callable[[int], Coroutine[Any, Any, None]],
    ) -> None:
        self._ways = ways
        self._prepare = prepare
        self._open_up = open_up

    async def acks(self, gestures: Iterable[Sent], *, at_once: int) -> list[float]:
        """Send all, at most `at_once` on their way at any time; return the seconds of each."""
        ready = iter([self._prepare(gesture) for gesture in gestures])
        taken: list[float] = []

        async def one_after_the_other(send: Send) -> None:
            taken.extend([await send(prepared) for prepared in ready])

        await self._open_up(at_once)
        gc.disable()
        try:
            await asyncio.gather(*(one_after_the_other(way) for way in self._ways[:at_once]))
        finally:
            gc.enable()
        return taken


class Wires:
    """Kept-alive connections to one server."""

    def __init__(self, opened: Sequence[Connection]) -> None:
        self._opened = opened

    async def send_all(self, requests: Iterable[bytes], *, at_once: int = 1, expect: int) -> None:
        """Send all, at most `at_once` at a time; an answer of another status is a fault."""
        ready = iter(requests)

        async def one_after_the_other(connection: Connection) -> None:
            for request in ready:
                reply = await connection.send(request)
                if reply.status != expect:
                    raise RuntimeError(f"not what was expected: {reply}")

        await self.reopen(at_once)
        await asyncio.gather(*(one_after_the_other(one) for one in self._opened[:at_once]))

    async def reopen(self, count: int) -> None:
        """Have the first `count` connections stand."""
        for one in self._opened[:count]:
            await one.reopen()

    def door(self) -> Door:
        """Return the door for gestures; an answer that is not 200 is a fault."""
        return Door([_way(one) for one in self._opened], Sent.as_request, self.reopen)


def _way(connection: Connection) -> Send:
    async def send(request: bytes) -> float:
        began = perf_counter()
        reply = await connection.send(request)
        took = perf_counter() - began
        if reply.status != 200:
            raise RuntimeError(f"not acknowledged: {reply}")
        return took

    return send


@asynccontextmanager
async def connections(url: str, *, most: int) -> AsyncIterator[Wires]:
    """Yield `most` connections to the server at `url`, which close with the block."""
    opened = [await Connection.open(url) for _ in range(most)]
    yield Wires(opened)
    for one in opened:
        one.close()


def socket_door(slack: Slack, *, most: int) -> Door:
    """Return a door through the Socket Mode session that stands."""

    async def send(gesture: Sent) -> float:
        return await slack.send(gesture.envelope, gesture.payload)

    async def stands(_count: int) -> None:
        await slack.connected.wait()

    return Door([send] * most, lambda gesture: gesture, stands)
