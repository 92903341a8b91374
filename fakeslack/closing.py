"""Lets nobody wait for a workspace that closes."""

import asyncio

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Waiting:
    """The requests whose answer has not begun."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def close(self) -> None:
        """Each, and each that still comes, is answered with 503."""
        self._closing = True
        for task in self._tasks:
            task.cancel()

    async def see_through(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let `app` answer; answer for it when the workspace closes first."""
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        task = asyncio.current_task()
        assert task  # noqa: S101 - a request is served in a task

        async def send_on(message: Message) -> None:
            self._tasks.discard(task)
            await send(message)

        self._tasks.add(task)
        if self._closing:
            task.cancel()
        try:
            await app(scope, receive, send_on)
        except asyncio.CancelledError:
            if task not in self._tasks:
                raise
            self._tasks.discard(task)
            refusal = {"ok": False, "error": "service_unavailable", "message": "it closes"}
            await JSONResponse(refusal, 503)(scope, receive, send)
        finally:
            self._tasks.discard(task)


class Closing:
    """The middleware of it, before every door."""

    def __init__(self, app: ASGIApp, waiting: Waiting) -> None:
        self._app = app
        self._waiting = waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._waiting.see_through(self._app, scope, receive, send)
