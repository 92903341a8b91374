"""HTTP with as little between as may be: what the generator spends, the figures contain."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httptools


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """One kept-alive connection; one request at a time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._transport: Any = None
        self._parser: Any = None
        self._answered: asyncio.Future[Reply] | None = None
        self._body: list[bytes] = []

    @classmethod
    async def open(cls, url: str) -> "Connection":
        """Connect to the server of `url`."""
        connection = cls(url)
        await connection.reopen()
        return connection

    async def reopen(self) -> None:
        """Connect again if the server hung up meanwhile, as it does after some idle seconds."""
        if self._transport is None or self._transport.is_closing():
            place = urlsplit(self._url)
            loop = asyncio.get_running_loop()
            await loop.create_connection(lambda: self, place.hostname, place.port)

    async def send(self, request: bytes) -> Reply:
        """Send a request as `write_request` writes it; return the answer."""
        self._parser = httptools.HttpResponseParser(self)
        self._body = []
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_exception(exc or ConnectionResetError("the server hung up"))

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if self._answered and not self._answered.done():
            self._answered.set_result(Reply(self._parser.get_status_code(), b"".join(self._body)))


def write_request(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """Return a POST as it goes over the wire."""
    lines = [f"POST {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def get(url: str) -> Reply:
    """Return the answer to one GET over a connection of its own."""
    place = urlsplit(url)
    target = f"{place.path or '/'}?{place.query}" if place.query else place.path or "/"
    connection = await Connection.open(url)
    try:
        return await connection.send(f"GET {target} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode())
    finally:
        connection.close()


@dataclass(slots=True)
class Request:
    """What a client asked of `serve`."""

    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Answer = Callable[[Request], Awaitable[bytes]]
"""Takes a request; gives the JSON of the answer."""


class _Serving(asyncio.Protocol):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._transport: Any = None
        self._request = Request()
        self._parser: Any = httptools.HttpRequestParser(self)
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._request.path = url.decode()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._request.headers[name.decode().lower()] = value.decode()

    def on_body(self, body: bytes) -> None:
        self._request.body += body

    def on_message_complete(self) -> None:
        self._task = asyncio.create_task(self._respond(self._request))

    async def _respond(self, request: Request) -> None:
        body = await self._answer(request)
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
        self._transport.write(f"{head}\r\nconnection: close\r\n\r\n".encode() + body)
        self._transport.close()


async def serve(answer: Answer) -> tuple[asyncio.Server, int]:
    """Serve JSON on a free loopback port, one request a connection; return server and port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Serving(answer), "127.0.0.1", 0, backlog=1024)
    return server, server.sockets[0].getsockname()[1]
