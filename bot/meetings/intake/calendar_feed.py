"""`GET /calendar/<token>.ics`: a person's meetings, for calendars that subscribe to them."""

from functools import partial

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.kit.db import Database
from bot.kit.web import problem
from bot.meetings.actions.calendar import feed_of
from bot.meetings.room import Room
from bot.meetings.views.calendar import CALENDAR_TYPE

LONGEST_TOKEN = 100
HEADERS = {
    "cache-control": "private, max-age=900",
    "content-disposition": 'inline; filename="strategy-meetings.ics"',
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
}


def calendar_route(db: Database, room: Room) -> Route:
    """Return the route; whatever is no living address gets the same 404."""

    def look(token: str) -> bytes | None:
        with db.read() as work:
            return feed_of(work, token, at=room.clock.business())

    async def calendar(request: Request) -> Response:
        token = request.path_params["token"]
        found = None
        if token.isascii() and len(token) <= LONGEST_TOKEN:
            found = await anyio.to_thread.run_sync(partial(look, token))
        if found is None:
            return problem(404, "There is no such calendar.")
        return Response(found, headers={**HEADERS, "content-type": CALENDAR_TYPE})

    return Route("/calendar/{token}.ics", calendar, methods=["GET"])
