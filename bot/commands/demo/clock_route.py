"""POST /demo/clock: moves business time forward. The route exists only in the demo."""

import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.kit.clock import DemoClock
from bot.kit.errors import Refusal
from bot.kit.schedule import Schedule
from bot.kit.web import TooLarge, problem, read_body

LONGEST_MOVE = timedelta(days=400)


def clock_route(clock: DemoClock, schedule: Schedule, token: str) -> Route:
    """Return the route: POST {"to": …} or {"advance_seconds": …} moves the clock, {} tells it.

    It asks for the bearer token, moves forward only, and wakes the tick before it answers, so
    that what became due has happened.
    """

    async def move(request: Request) -> Response:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.encode()):
            return problem(401, "The demo's clock asks for its token.")
        try:
            asked = json.loads(await read_body(request, 1000))
            if asked:
                clock.move_to(_moment(asked, now=clock.business()))
        except (ValueError, TypeError, KeyError, OverflowError, TooLarge):
            return problem(
                400, 'Say {"to": "2026-11-23T09:00:00+01:00"} or {"advance_seconds": 3600}.'
            )
        except Refusal as refusal:
            return problem(409, refusal.sentence)
        if asked:
            await anyio.to_thread.run_sync(schedule.tick_now)
        return JSONResponse({"now": clock.business().isoformat()})

    return Route("/demo/clock", move, methods=["POST"])


def _moment(asked: dict[str, Any], *, now: datetime) -> datetime:
    if "to" in asked:
        moment = datetime.fromisoformat(asked["to"])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    else:
        moment = now + timedelta(seconds=float(asked["advance_seconds"]))
    if moment > now + LONGEST_MOVE:
        raise Refusal(f"One move is at most {LONGEST_MOVE.days} days; move in steps.")
    return moment
