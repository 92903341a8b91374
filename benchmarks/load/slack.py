"""A Slack that only counts: it answers the Web API at a set pace, and sends and times envelopes.

It is no fakeslack: it keeps no messages and checks nothing, so that it costs next to nothing.
"""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from time import perf_counter
from typing import Any
from urllib.parse import parse_qsl

from websockets.asyncio.server import ServerConnection
from websockets.asyncio.server import serve as serve_websocket
from websockets.exceptions import ConnectionClosed

from benchmarks.load import http
from benchmarks.load.workspace import BOT, CHANNELS, MARKETERS, REPS, members, profile


class Slack:
    """`api_url` is where the server under test finds it; `send` gives an envelope and its ack."""

    def __init__(self) -> None:
        self.api_url = ""
        self.latency = 0.0
        self.calls: Counter[str] = Counter()
        self.called_at: dict[str, list[float]] = {}
        self.connected = asyncio.Event()
        self.connected_at = 0.0
        self._socket_url = ""
        self._socket: ServerConnection | None = None
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._numbers = itertools.count(1)

    async def send(self, kind: str, payload: dict[str, Any]) -> float:
        """Send an envelope; return the seconds until its ack."""
        name = f"env-{next(self._numbers)}"
        envelope = {
            "envelope_id": name,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        message = json.dumps(envelope)
        acked = self._waiting[name] = asyncio.get_running_loop().create_future()
        if self._socket is None:
            raise ConnectionError("nobody is connected")
        began = perf_counter()
        await self._socket.send(message)
        await acked
        return perf_counter() - began

    @contextmanager
    def slowed(self, seconds: float) -> Iterator[None]:
        """Let every call of the Web API take `seconds`."""
        self.latency = seconds
        try:
            yield
        finally:
            self.latency = 0.0

    def forget_but(self, method: str) -> None:
        """Count anew, but for one method."""
        self.calls = Counter({method: self.calls[method]})
        self.called_at.clear()

    async def answer(self, request: http.Request) -> bytes:
        """Answer a call of the Web API, or a post to a response_url."""
        began = perf_counter()
        method = request.path.partition("?")[0].rpartition("/")[2]
        self.calls[method] += 1
        self.called_at.setdefault(method, []).append(began)
        if self.latency:
            await asyncio.sleep(self.latency)
        return json.dumps({"ok": True, **self._say(method, _arguments(request))}).encode()

    async def talk(self, socket: ServerConnection) -> None:
        """Greet a Socket Mode client and take its acks."""
        self._socket = socket
        await socket.send(json.dumps({"type": "hello", "num_connections": 1}))
        self.connected_at = perf_counter()
        self.connected.set()
        with suppress(ConnectionClosed):
            async for message in socket:
                if acked := self._waiting.pop(json.loads(message).get("envelope_id", ""), None):
                    acked.set_result(None)

    def _say(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        if method == "apps.connections.open":
            return {"url": self._socket_url}
        if method.startswith("views."):
            return {"view": {"id": f"V{number}", "hash": "h", "blocks": []}}
        if method.startswith("chat."):
            ts = f"1764000000.{number:06d}"
            channel = given.get("channel", "")
            return {"channel": channel, "ts": given.get("ts", ts), "message_ts": ts}
        tell = TOLD.get(method)
        return tell(given) if tell else {}


TOLD: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "auth.test": lambda _: BOT,
    "conversations.open": lambda given: {"channel": {"id": f"D{given['users'][1:]}"}},
    "conversations.list": lambda _: {"channels": list(CHANNELS.values())},
    "conversations.info": lambda given: {"channel": CHANNELS[given["channel"]]},
    "conversations.members": lambda given: {"members": members(given["channel"])},
    "conversations.history": lambda _: {"messages": [], "has_more": False},
    "conversations.replies": lambda _: {"messages": [], "has_more": False},
    "users.list": lambda _: {"members": [profile(one) for one in (*REPS, *MARKETERS)]},
    "users.info": lambda given: {"user": profile(given["user"])},
}
"""What the bot asks about the workspace, and what it is told."""


def _arguments(request: http.Request) -> dict[str, Any]:
    query = dict(parse_qsl(request.path.partition("?")[2]))
    if request.headers.get("content-type", "").startswith("application/json"):
        return {**query, **json.loads(request.body or b"{}")}
    return {**query, **dict(parse_qsl(request.body.decode()))}


@asynccontextmanager
async def slack_of_our_own() -> AsyncIterator[Slack]:
    """Yield a Slack that listens on loopback until the block ends."""
    slack = Slack()
    api, port = await http.serve(slack.answer)
    async with serve_websocket(
        slack.talk, "127.0.0.1", 0, compression=None, ping_interval=None
    ) as ws:
        slack.api_url = f"http://127.0.0.1:{port}/api/"
        slack._socket_url = f"ws://127.0.0.1:{ws.sockets[0].getsockname()[1]}/"  # noqa: SLF001
        yield slack
    api.close()
