"""`POST /webhooks/leads`: one signed JSON document is one lead."""

import math
from collections.abc import Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.kit.clock import Clock
from bot.kit.db import Database
from bot.kit.unit import database_is_down
from bot.kit.web import TooLarge, problem, read_body
from bot.leads.actions.receive import OtherBody
from bot.leads.domain.lead import Arrival
from bot.leads.intake.document import NotADocument, parse_document, read_document
from bot.leads.intake.fields import BadArrival
from bot.leads.intake.line import Answer, Line
from bot.leads.intake.senders import Senders
from bot.leads.room import Room

log = structlog.get_logger(__name__)

PATH = "/webhooks/leads"
MOST_BYTES = 64 * 1024
THREADS = 2
"""Units of work at once: while one waits for the database the other goes on. More would take turns
with each other, and fewer leads would go together.
"""


def webhook_route(
    db: Database,
    room: Room,
    *,
    secrets: Sequence[str] = (),
    tokens: Sequence[str] = (),
    rate: int = 6000,
) -> Route:
    """Return the route. `rate` is leads a minute and process; no secret and no token turn it off.

    Raises ValueError when a secret cannot be one.
    """
    line = Line(db, room, threads=THREADS)
    door = LeadsDoor(line, Senders(secrets, tokens), Pace(rate, room.clock))
    return Route(PATH, door.answer, methods=["POST"])


class Pace:
    """A bucket of `rate` leads that fills up evenly within a minute."""

    def __init__(self, rate: int, clock: Clock) -> None:
        self._rate = rate
        self._clock = clock
        self._left = float(rate)
        self._filled_at = clock.real()

    def wait(self) -> int:
        """Take one; return 0, or the seconds to wait when there is none."""
        now = self._clock.real()
        passed = max(0.0, (now - self._filled_at).total_seconds())
        self._left = min(float(self._rate), self._left + passed * self._rate / 60)
        self._filled_at = now
        if self._left < 1:
            return max(1, math.ceil((1 - self._left) * 60 / self._rate))
        self._left -= 1
        return 0


class _No(Exception):  # noqa: N818 - an answer
    """The request is answered already, by `response`."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class LeadsDoor:
    """Answers each request as the README promises."""

    def __init__(self, line: Line, senders: Senders, pace: Pace) -> None:
        self._line = line
        self._senders = senders
        self._pace = pace

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        try:
            arrival = await self._read(request)
        except _No as no:
            return no.response
        except ClientDisconnect:
            return Response(status_code=400)
        try:
            return answer_for(await self._line.receive(arrival))
        except SQLAlchemyError as fault:
            if not database_is_down(fault):
                raise
            log.warning("lead_not_taken", reason="database", error=type(fault).__name__)
            return problem(
                503, "The database does not answer. Send it again.", headers={"retry-after": "30"}
            )

    async def _read(self, request: Request) -> Arrival:
        """Return the lead in a request; `_No` with the answer when there is none to take."""
        if not self._senders.any:
            raise _No(
                problem(
                    404,
                    "Leads are not taken here.",
                    detail="Set WEBHOOK_SECRETS or WEBHOOK_TOKENS to open this door.",
                )
            )
        body = await self._read_body(request)
        if not self._senders.knows(request, body):
            raise _No(
                problem(
                    401,
                    "The signature or token is missing, stale or wrong.",
                    detail="Sign as Standard Webhooks says, or send Authorization: Bearer <token>.",
                    headers={"www-authenticate": 'Bearer realm="leads"'},
                )
            )
        if seconds := self._pace.wait():
            later = {"retry-after": str(seconds)}
            raise _No(problem(429, "Too many leads at once.", headers=later))
        try:
            return read_document(parse_document(body))
        except NotADocument as fault:
            raise _No(problem(400, "The body is not a JSON object.", detail=str(fault))) from fault
        except BadArrival as fault:
            errors = [{"field": one.field, "detail": one.detail} for one in fault.faults]
            raise _No(problem(422, "Some fields cannot be taken.", errors=errors)) from fault

    async def _read_body(self, request: Request) -> bytes:
        try:
            return await read_body(request, MOST_BYTES)
        except TooLarge as fault:
            most = f"A lead has at most {MOST_BYTES} bytes."
            raise _No(problem(413, "The body is too large.", detail=most)) from fault


def answer_for(received: Answer) -> Response:
    """Return 202 for what is new, 200 for what came before, with the same answer; else 409."""
    if isinstance(received, OtherBody):
        return problem(
            409,
            "This id came in before with other contents.",
            detail=f"It is {received.number}. Send new contents under a new id.",
        )
    return JSONResponse(
        {
            "id": received.number,
            "stage": received.stage.value,
            "outcome": received.outcome.value,
        },
        status_code=202 if received.new else 200,
    )
