"""How each fault shows on the wire."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from fakeslack import jsons
from fakeslack.errors import SlackError
from fakeslack.faults import Fault

if TYPE_CHECKING:
    from fakeslack.api.call import Call
    from fakeslack.api.table import Method
    from fakeslack.slack import Slack

HTTP_FAULTS = {"http_500": 500, "http_502": 502, "http_503": 503}
ERRORS = frozenset({"token_revoked", "is_archived", "not_in_channel"})


@dataclass
class Reply:
    """An answer on its way out."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def breaks_before(fault: Fault) -> bool:
    """A reset comes before anything is stored."""
    return fault.fault == "reset"


def refusal(fault: Fault | None) -> Reply | None:
    """The answer of a fault that keeps the call from being looked at."""
    if fault is None:
        return None
    if fault.fault == "ratelimited":
        headers = {"Retry-After": str(fault.retry_after)}
        return Reply(429, {"ok": False, "error": "ratelimited"}, headers)
    if fault.fault in HTTP_FAULTS and not fault.stored:
        return Reply(HTTP_FAULTS[fault.fault], {"ok": False, "error": fault.fault})
    return None


def spoil(fault: Fault | None, call: "Call", method: "Method") -> None:
    """Faults that are refusals in Slack's own words, or change what the call sees."""
    if fault is None:
        return
    if fault.fault in ERRORS:
        raise SlackError(fault.fault)
    if fault.fault == "error":
        raise SlackError(fault.error)
    if fault.fault in {"internal_error", "fatal_error"} and not fault.stored:
        raise SlackError(fault.fault)
    if fault.fault == "missing_scope":
        held = call.workspace.app.scopes.difference(method.scopes)
        raise SlackError(
            "missing_scope",
            needed=",".join(method.scopes),
            provided=",".join(sorted(held)),
        )
    if fault.fault == "lagging_history":
        call.lag = fault.seconds


@dataclass
class Wire:
    """One request's way back to the caller, which weather may break."""

    slack: "Slack"
    scope: Scope
    receive: Receive
    send: Send

    async def answer(self, reply: Reply, fault: Fault | None) -> None:
        """Sends the reply, late, in half or not at all where the fault says so."""
        body = jsons.write(reply.body)
        kind = fault.fault if fault else ""
        if fault and kind == "delay":
            await asyncio.sleep(fault.seconds)
        if kind == "lost_reply":
            self.slack.transports.hang_up(self.scope.get("client"))
            await self._gone()
        elif kind == "half_reply":
            await self._half(body)
        else:
            headers = reply.headers | {"content-type": "application/json; charset=utf-8"}
            await Response(body, reply.status, headers)(self.scope, self.receive, self.send)

    async def reset(self) -> None:
        self.slack.transports.reset(self.scope.get("client"))
        await self._gone()

    async def _half(self, body: bytes) -> None:
        """Promises the whole body and sends the first half."""
        headers = [
            (b"content-type", b"application/json; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ]
        first = body[: len(body) // 2]
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})
        await self.send({"type": "http.response.body", "body": first, "more_body": True})
        self.slack.transports.close(self.scope.get("client"))
        await self._gone()

    async def _gone(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
