"""Keeps other websites from driving the workspace through a visitor's browser."""

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
OPEN_DOORS = ("/api/", "/response/", "/upload/", "/socket/")


class Gate:
    """Checks Host on every request, and Origin on each that changes something.

    The doors the app uses are apart: they carry a token or an unguessable address. A name that
    resolves to this machine (DNS rebinding) is refused with the Host it was called by. Bound to
    every address, it answers to numbers, to this machine's name and to names nobody can register.
    """

    def __init__(self, app: ASGIApp, bound: str) -> None:
        self._app = app
        self._hosts = LOOPBACK | {bound.lower()}
        self._any = bound in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound to

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OPEN_DOORS):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        host = _name(headers.get(b"host", b"").decode("latin-1"))
        origin = headers.get(b"origin", b"").decode("latin-1")
        reads = scope["method"] in {"GET", "HEAD"}
        same = not origin or origin.partition("://")[2] == headers.get(b"host", b"").decode(
            "latin-1"
        )
        known = host in self._hosts or (self._any and _cannot_be_a_website(host))
        if known and (reads or same):
            await self._app(scope, receive, send)
            return
        refusal = {"ok": False, "error": "forbidden", "message": "not from this Host or Origin"}
        await JSONResponse(refusal, 403)(scope, receive, send)


def _cannot_be_a_website(host: str) -> bool:
    if "." not in host or host == socket.gethostname().lower() or host.endswith(".local"):
        return bool(host)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
