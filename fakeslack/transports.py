"""The raw connections under the requests, for weather that breaks them."""

import asyncio
import socket
import struct
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Transports:
    """Finds the connection a request came over by the client's address, to break it."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    def opened(self, transport: asyncio.Transport) -> None:
        peer = transport.get_extra_info("peername")
        if peer:
            self._open[peer[0], peer[1]] = transport

    def closed(self, transport: asyncio.Transport) -> None:
        peer = transport.get_extra_info("peername")
        if peer:
            self._open.pop((peer[0], peer[1]), None)

    def hang_up(self, client: Any) -> None:
        """Closes without a further word: the caller sees the end of the stream."""
        transport = self._find(client)
        if transport:
            transport.abort()

    def close(self, client: Any) -> None:
        """Closes once what was written is out."""
        transport = self._find(client)
        if transport:
            transport.close()

    def reset(self, client: Any) -> None:
        """Closes with a TCP reset."""
        transport = self._find(client)
        if not transport:
            return
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    def deafen(self, client: Any) -> None:
        """Reads nothing more, not even pings, while the connection stays open."""
        transport = self._find(client)
        if transport and transport.is_reading():
            transport.pause_reading()

    def _find(self, client: Any) -> asyncio.Transport | None:
        return self._open.get((client[0], client[1])) if client else None


def watched_protocol(transports: Transports) -> type[asyncio.Protocol]:
    """Uvicorn's HTTP protocol, which also tells `transports` of each connection."""

    class Watched(HttpToolsProtocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            transports.opened(transport)
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            if self.transport is not None:
                transports.closed(self.transport)
            super().connection_lost(exc)

    return Watched
