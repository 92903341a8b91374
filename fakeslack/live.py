"""Hints to open pages: something changed, look again."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

WAITING = 2_000


class Live:
    """One queue per open page; a page too slow to read is told to look at everything again."""

    def __init__(self) -> None:
        self._pages: dict[asyncio.Queue[dict[str, Any] | None], str] = {}
        self._seq = 0

    def tell(self, kind: str, to: Iterable[str] | None = None, **what: Any) -> None:
        """To the pages of these people, or to all."""
        if not self._pages:
            return
        self._seq += 1
        hint = {"seq": self._seq, "kind": kind, **what}
        chosen = None if to is None else set(to)
        for queue, person in self._pages.items():
            if chosen is not None and person not in chosen:
                continue
            if queue.qsize() < WAITING:
                queue.put_nowait(hint)
                continue
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait({"seq": self._seq, "kind": "reload"})

    async def watch(self, person: str, quiet: float = 15.0) -> AsyncIterator[dict[str, Any] | None]:
        """Hints as they come; None when nothing came for a while, so that the line is kept open."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._pages[queue] = person
        try:
            yield {"seq": self._seq, "kind": "hello"}
            while True:
                try:
                    async with asyncio.timeout(quiet):
                        hint = await queue.get()
                except TimeoutError:
                    yield None
                    continue
                if hint is None:
                    return
                yield hint
        finally:
            del self._pages[queue]

    def close(self) -> None:
        for queue in self._pages:
            queue.put_nowait(None)
