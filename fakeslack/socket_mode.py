"""Socket Mode: envelopes over a WebSocket the app opened, each to be acknowledged.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import json
import secrets
import time
import uuid
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from fakeslack.delivery import PATIENCE, TIMEOUT, UNREACHED, Answer, Kind

if TYPE_CHECKING:
    from fakeslack.slack import Slack

CONNECTIONS = 10
RETRIES = 3
REASONS = ("warning", "refresh_requested", "link_disabled")


class Connection:
    """One WebSocket. A deaf one takes what is sent and does nothing with it."""

    def __init__(self, number: int, websocket: WebSocket) -> None:
        self.number = number
        self.websocket = websocket
        self.deaf = False

    async def send(self, frame: dict[str, Any]) -> bool:
        if self.deaf:
            return True
        try:
            await self.websocket.send_text(json.dumps(frame))
        except (RuntimeError, OSError, WebSocketDisconnect):
            return False
        return True


class SocketMode:
    """The app's connections, and what they have not acknowledged yet."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._made = 0
        self._turn = 0
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._arrived = asyncio.Event()

    def __len__(self) -> int:
        return len(self._connections)

    def ticket(self) -> str:
        """For `apps.connections.open`: good for one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, websocket: WebSocket) -> None:
        """One connection, from hello to its end."""
        ticket = websocket.path_params["ticket"]
        if ticket not in self._tickets or len(self._connections) >= CONNECTIONS:
            await websocket.close(1008)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        self._made += 1
        connection = Connection(self._made, websocket)
        self._connections.append(connection)
        self._arrived.set()
        self._slack.record_traffic("in", "socket_opened", {"connection": connection.number})
        try:
            await connection.send(self._hello())
            while True:
                self._heard(await websocket.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass
        finally:
            self._forget(connection)

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": "fakeslack",
                "started": time.strftime("%Y-%m-%d %H:%M:%S.000", time.gmtime()),
                "build_number": 1,
                "approximate_connection_time": 18_060,
            },
            "connection_info": {"app_id": self._slack.workspace.app.id},
        }

    def _forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
        if not self._connections:
            self._arrived.clear()
        self._slack.record_traffic("in", "socket_closed", {"connection": connection.number})

    def _heard(self, text: str) -> None:
        try:
            frame = json.loads(text)
        except (ValueError, RecursionError):
            self._slack.record_traffic("in", "not_json", text[:500])
            return
        if not isinstance(frame, dict):
            return
        self._slack.record_traffic("in", "ack", frame)
        waiting = self._waiting.pop(str(frame.get("envelope_id")), None)
        if waiting and not waiting.done():
            waiting.set_result(frame)

    async def send_event(self, envelope: dict[str, Any], born: float) -> None:
        """Sends the first time in order; what is not acknowledged is sent again later."""
        left = born + PATIENCE * self._slack.settings.ack_seconds - time.monotonic()
        if not await self._anyone(left):
            self._slack.record_traffic("lost", "events_api", envelope)
            return
        sent = await self._dispatch("events_api", envelope)
        task = asyncio.create_task(self._see_through(envelope, sent))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_through(
        self, payload: dict[str, Any], sent: "asyncio.Future[dict[str, Any]] | None"
    ) -> None:
        for attempt in range(1, RETRIES + 2):
            if sent and await self._acked(sent) is not None:
                return
            if attempt <= RETRIES:
                await self._anyone(self._slack.settings.ack_seconds)
                sent = await self._dispatch("events_api", payload, attempt)
        self._slack.record_traffic("lost", "events_api", payload)

    async def _anyone(self, seconds: float) -> bool:
        """Whether someone is connected, or connects within this time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self._arrived.wait()
        return self._arrived.is_set()

    async def ask(self, kind: Kind, payload: dict[str, Any]) -> Answer:
        await self._anyone(self._slack.settings.ack_seconds)
        sent = await self._dispatch(kind, payload)
        if sent is None:
            return Answer(failure=UNREACHED)
        frame = await self._acked(sent)
        if frame is None:
            return Answer(failure=TIMEOUT)
        return Answer(body=frame.get("payload"))

    async def _acked(self, sent: "asyncio.Future[dict[str, Any]]") -> dict[str, Any] | None:
        try:
            async with asyncio.timeout(self._slack.settings.ack_seconds):
                return await sent
        except TimeoutError:
            return None

    async def _dispatch(
        self, kind: str, payload: dict[str, Any], attempt: int = 0
    ) -> "asyncio.Future[dict[str, Any]] | None":
        """Sends to the connections in turn; None when there is none to send to."""
        frame: dict[str, Any] = {
            "envelope_id": str(uuid.uuid4()),
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            frame |= {
                "retry_attempt": attempt,
                "retry_reason": "timeout" if attempt else "",
            }
        waiting: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[frame["envelope_id"]] = waiting
        while self._connections:
            connection = self._connections[self._turn % len(self._connections)]
            self._turn += 1
            self._slack.record_traffic("out", kind, frame | {"connection": connection.number})
            if await connection.send(frame):
                return waiting
            self._forget(connection)
        del self._waiting[frame["envelope_id"]]
        return None

    async def disconnect(self, reason: str) -> int:
        """Asks every connection to leave, as Slack does before it closes them."""
        leaving = list(self._connections)
        for connection in leaving:
            frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "fakeslack"}}
            self._slack.record_traffic("out", "disconnect", frame)
            await connection.send(frame)
            if reason != "warning":
                self._forget(connection)
                with contextlib.suppress(RuntimeError, OSError):
                    await connection.websocket.close(1000)
        return len(leaving)

    def deafen(self) -> None:
        """The present connections stay open and hear nothing; a new one hears."""
        for connection in self._connections:
            connection.deaf = True
            self._slack.transports.deafen(connection.websocket.client)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
