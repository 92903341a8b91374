"""The HTTP side: capped bodies, problem answers, the gate before Bolt, health and metrics."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread
import structlog
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from slack_bolt import App, BoltRequest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.kit.clock import Clock
from bot.kit.db import Database

log = structlog.get_logger(__name__)

SLACK_BODY = 1024 * 1024
"""Bytes a request from Slack may have; a view with its state stays far below."""
BODY_WITHIN = 5.0
"""Seconds a body may take; Slack wants its answer within three, and stopping waits for ten."""
SIGNATURE_WINDOW = 300
"""Seconds a signature is good for, as Slack prescribes."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "testclient"})


class TooLarge(Exception):  # noqa: N818 - an answer
    """The body is larger than the route takes."""


async def read_body(request: Request, most: int) -> bytes:
    """Read the body, giving up with TooLarge as soon as it exceeds `most` bytes.

    One that does not come in time is answered with 408, whoever reads it.
    """
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > most:
        raise TooLarge
    chunks: list[bytes] = []
    size = 0
    try:
        with anyio.fail_after(BODY_WITHIN):
            async for chunk in request.stream():
                size += len(chunk)
                if size > most:
                    raise TooLarge
                chunks.append(chunk)
    except TimeoutError as late:
        raise HTTPException(408, "The body did not come in time.") from late
    return b"".join(chunks)


def problem(
    status: int,
    title: str,
    *,
    detail: str = "",
    errors: Sequence[dict[str, str]] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """Return an RFC 9457 problem; `errors` names every bad field as {"field", "detail"}."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(
        body, status_code=status, headers=headers, media_type="application/problem+json"
    )


class Gate:
    """What a request from Slack passes before Bolt sees it: size, signature, a guarded parse.

    Stock Bolt answers 500 to a non-integer timestamp, a non-ASCII signature or malformed JSON,
    and logs rejected bodies. Bolt is given the parsed body and runs in a thread pool, where it
    may block; its own adapter would block the event loop.
    """

    def __init__(self, app: App, *, secret: str, clock: Clock, threads: int) -> None:
        self._app = app
        self._secret = secret.encode()
        self._clock = clock
        self._limiter = anyio.CapacityLimiter(threads)

    async def answer(self, request: Request) -> Response:
        """Answer one request of Slack's."""
        try:
            body = await read_body(request, SLACK_BODY)
        except TooLarge:
            return problem(413, "The request is too large.")
        except ClientDisconnect:
            return Response(status_code=400)
        if not self._signed(request, body):
            return problem(401, "The signature is missing, stale or wrong.")
        parsed = parse_slack_body(body, request.headers.get("content-type", ""))
        if parsed is None:
            return problem(400, "The body is not what Slack sends.")
        headers: dict[str, str | Sequence[str]] = {
            name: value for name, value in request.headers.items() if name.startswith("x-slack-")
        }
        bolt_request = BoltRequest(mode="socket_mode", body=parsed, headers=headers)
        answer = await anyio.to_thread.run_sync(
            partial(self._app.dispatch, bolt_request), limiter=self._limiter
        )
        return Response(
            answer.body, answer.status, headers=dict(answer.first_headers_without_set_cookie())
        )

    def _signed(self, request: Request, body: bytes) -> bool:
        stamp = request.headers.get("x-slack-request-timestamp", "")
        given = request.headers.get("x-slack-signature", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12 and given.isascii()):
            return False
        if abs(self._clock.real().timestamp() - int(stamp)) > SIGNATURE_WINDOW:
            return False
        digest = hmac.new(self._secret, f"v0:{stamp}:".encode() + body, hashlib.sha256)
        return hmac.compare_digest(f"v0={digest.hexdigest()}", given)


def parse_slack_body(body: bytes, content_type: str) -> dict[str, Any] | None:
    """Return the payload of a request from Slack, or None when it is not one.

    Events come as JSON, commands as a form, interactions as a form whose `payload` is JSON.
    """
    try:
        decoded = body.decode("utf-8")
        if content_type.startswith("application/json"):
            parsed = json.loads(decoded)
        else:
            form = dict(parse_qsl(decoded, keep_blank_values=True, max_num_fields=100))
            parsed = json.loads(form["payload"]) if "payload" in form else form
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) and parsed else None


@dataclass(frozen=True, slots=True)
class Health:
    """What the health routes ask: the database, and what is merely degraded."""

    db: Database
    degraded: Callable[[], dict[str, str]]
    """Names what is degraded and why, in words; empty when all is well."""

    async def alive(self, _request: Request) -> Response:
        """Answer that the process is there."""
        return JSONResponse({"status": "alive"})

    async def ready(self, _request: Request) -> Response:
        """Answer 503 only when the database does not answer; leads are taken in without Slack."""
        try:
            worries = await anyio.to_thread.run_sync(self._look)
        except SQLAlchemyError as fault:
            log.warning("database_does_not_answer", error=type(fault).__name__)
            return JSONResponse({"status": "down", "database": "does not answer"}, 503)
        if worries:
            return JSONResponse({"status": "degraded", **worries})
        return JSONResponse({"status": "ok"})

    def _look(self) -> dict[str, str]:
        with self.db.read() as work:
            work.execute(text("SELECT 1"))
        return self.degraded()


def metrics_route(registry: CollectorRegistry, token: str) -> Route:
    """Return GET /metrics; off loopback, or behind a proxy, it asks for the bearer token."""

    async def metrics(request: Request) -> Response:
        if not _may_measure(request, token):
            return problem(
                401, "METRICS_TOKEN is needed.", detail="Send it as Authorization: Bearer."
            )
        return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})

    return Route("/metrics", metrics, methods=["GET"])


def _may_measure(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    if token and hmac.compare_digest(given, token.encode()):
        return True
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return bool(request.client and request.client.host in LOOPBACK and not forwarded)


def make_web(routes: Sequence[BaseRoute]) -> Starlette:
    """Return the ASGI app; an unexpected fault is logged without the request's body."""

    async def failed(_request: Request, fault: Exception) -> Response:
        log.error("request_failed", exc_info=fault)
        return problem(500, "Something went wrong on our side.")

    async def refused(_request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)  # noqa: S101 - it is registered for these alone
        headers = dict(fault.headers or {})
        return problem(fault.status_code, fault.detail, headers=headers)

    handlers: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
        Exception: failed,
        HTTPException: refused,
    }
    return Starlette(routes=list(routes), exception_handlers=handlers)
