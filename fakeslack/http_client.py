"""A small HTTP/1.1 client over asyncio, with connections that are kept."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


class ConnectionFailedError(Exception):
    """The app could not be reached, or hung up before it answered."""


@dataclass(frozen=True)
class Reply:
    """What came back: status, lower-case header names, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpClient:
    """POSTs to one address. Not a general client: no redirects, no compression, no proxy."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{url!r} is not an http address")
        self._host = parts.hostname
        self._tls = parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Raises ConnectionFailedError; a kept connection that has ended is not used again."""
        while self._idle:
            kept = self._idle.pop()
            if kept[0].at_eof() or kept[1].is_closing():
                kept[1].close()
                continue
            return await self._exchange(*kept, body, headers)
        try:
            fresh = await asyncio.open_connection(self._host, self._port, ssl=self._tls or None)
        except OSError as fault:
            raise ConnectionFailedError(str(fault)) from fault
        return await self._exchange(*fresh, body, headers)

    async def _exchange(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        body: bytes,
        headers: Mapping[str, str],
    ) -> Reply:
        done = False
        try:
            lines = [
                f"POST {self._path} HTTP/1.1",
                f"Host: {self._host}:{self._port}",
                f"Content-Length: {len(body)}",
                "Accept-Encoding: identity",
                *(f"{name}: {value}" for name, value in headers.items()),
            ]
            writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
            await writer.drain()
            reply = await _read_reply(reader)
            done = reply.headers.get("connection", "").lower() != "close"
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as end:
            raise ConnectionFailedError(str(end) or type(end).__name__) from end
        else:
            return reply
        finally:
            if done:
                self._idle.append((reader, writer))
            else:
                writer.close()

    async def close(self) -> None:
        while self._idle:
            _, writer = self._idle.pop()
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def _read_reply(reader: asyncio.StreamReader) -> Reply:
    while True:
        status = int((await reader.readuntil(b"\r\n")).split(None, 2)[1])
        headers: dict[str, str] = {}
        while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        if status >= 200:
            break
    if status == 204:
        return Reply(status, headers, b"")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return Reply(status, headers, await _read_chunks(reader))
    if "content-length" in headers:
        return Reply(status, headers, await reader.readexactly(int(headers["content-length"])))
    return Reply(status, headers | {"connection": "close"}, await reader.read())


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass
    return b"".join(parts)
