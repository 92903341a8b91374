"""The doors of the page and of tests: what is seen, what was sent, what the weather is."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from fakeslack import jsons, jumps, screen, state
from fakeslack.errors import GestureError
from fakeslack.faults import FaultError
from fakeslack.http_client import ConnectionFailedError, HttpClient

if TYPE_CHECKING:
    from fakeslack.slack import Slack

PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
Door = Callable[[Request], Awaitable[Response]]


class Pages:
    """Read-only views, the weather and the demo's clock."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack

    async def index(self, request: Request) -> Response:
        del request
        return _file(PAGE / "index.html")

    async def asset(self, request: Request) -> Response:
        path = (PAGE / request.path_params["asset"]).resolve()
        if not path.is_relative_to(PAGE) or not path.is_file():
            return Response("not found", 404)
        return _file(path)

    async def screen(self, request: Request) -> Response:
        me = screen.person_named(self._slack, request.query_params.get("as", ""))
        return _json(screen.overview(self._slack, me))

    async def messages(self, request: Request) -> Response:
        query = request.query_params
        limit = query.get("limit", "")
        rows = screen.messages(
            self._slack,
            screen.person_named(self._slack, query.get("as", "")),
            query.get("channel", ""),
            thread_ts=query.get("thread_ts", ""),
            before=query.get("before", ""),
            limit=int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 6 else 0,
        )
        return _json(rows)

    async def live(self, request: Request) -> Response:
        me = screen.person_named(self._slack, request.query_params.get("as", ""))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(
            self._hints(me.id), media_type="text/event-stream", headers=headers
        )

    async def _hints(self, person: str) -> AsyncIterator[str]:
        async for hint in self._slack.live.watch(person):
            yield ": still here\n\n" if hint is None else f"data: {json.dumps(hint)}\n\n"

    async def state(self, request: Request) -> Response:
        del request
        return _json(state.everything(self._slack))

    async def calls(self, request: Request) -> Response:
        query = request.query_params
        return _json(self._slack.calls.listed(query.get("method", ""), _since(query.get("since"))))

    async def traffic(self, request: Request) -> Response:
        return _json(self._slack.traffic.listed(_since(request.query_params.get("since"))))

    async def faults(self, request: Request) -> Response:
        """GET lists the weather, DELETE clears it, POST adds a fault or switches `pacing`."""
        slack = self._slack
        if request.method == "DELETE":
            slack.faults.clear()
            slack.pacing.switch(on=False)
        elif request.method == "POST":
            wish = await _object(request)
            if "pacing" in wish:
                slack.pacing.switch(on=bool(wish["pacing"]))
            if "fault" in wish or "pacing" not in wish:
                try:
                    slack.faults.add(wish)
                except FaultError as no:
                    raise GestureError("invalid_fault", str(no)) from no
        if request.method != "GET":
            slack.live.tell("faults")
        return _json({"ok": True, "pacing": slack.pacing.on, "faults": slack.faults.listed()})

    async def clock(self, request: Request) -> Response:
        """Passes a move of the demo's business time on to the app's route, and its answer back.

        With it goes when it was moved before: a page opened later shows old times as they were.
        """
        slack = self._slack
        if not slack.settings.clock_url:
            raise GestureError("no_clock", "started without --clock-url", status=404)
        moves = request.method == "POST"
        body = await request.body()
        if moves and not slack.workspace.jumps:
            await self._ask_clock(b"{}")
        reply = await self._ask_clock(body if moves else b"{}")
        if moves:
            slack.live.tell("clock")
        return reply

    async def _ask_clock(self, body: bytes) -> Response:
        slack = self._slack
        headers = {"Content-Type": "application/json"}
        if slack.settings.clock_token:
            headers["Authorization"] = f"Bearer {slack.settings.clock_token}"
        client = HttpClient(slack.settings.clock_url)
        asked = time.time()
        try:
            async with asyncio.timeout(10):
                reply = await client.post(body, headers)
        except (ConnectionFailedError, TimeoutError) as fault:
            raise GestureError("clock_unreached", str(fault), status=502) from fault
        finally:
            await client.close()
        try:
            told = jsons.read(reply.body)
            now = datetime.fromisoformat(told["now"])
        except (ValueError, TypeError, KeyError):
            return Response(reply.body, reply.status, media_type="application/json")
        known = slack.workspace.jumps
        if jumps.learn(known, now, asked=asked, answered=time.time()):
            slack.touched()
        return _json(told | {"jumps": [asdict(jump) for jump in known]}, reply.status)


def careful(door: Door) -> Door:
    """A door whose refusals are told as gestures' are."""

    async def answer(request: Request) -> Response:
        try:
            return await door(request)
        except GestureError as no:
            told = {"ok": False, "error": no.code, "message": no.detail or no.code}
            return _json(told, no.status)

    return answer


async def _object(request: Request) -> dict[str, Any]:
    try:
        found = jsons.read(await request.body())
    except ValueError as fault:
        raise GestureError("invalid_json", str(fault)) from fault
    if not isinstance(found, dict):
        raise GestureError("invalid_json", "the body must be a JSON object")
    return found


def _since(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else 0


def _json(value: Any, status: int = 200) -> Response:
    return Response(jsons.write(value), status, media_type="application/json")


def _file(path: Path) -> Response:
    if not path.is_file():
        return Response("the page is not built in here", 404)
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return FileResponse(path, headers=headers)
