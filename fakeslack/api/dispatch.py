"""The door of the Web API: who calls, whether they may, what weather it meets, the answer."""

import logging
import traceback
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from fakeslack import weather
from fakeslack.api.arguments import Arguments, read_arguments
from fakeslack.api.call import Call
from fakeslack.api.methods import METHODS
from fakeslack.api.table import Method
from fakeslack.errors import SlackError
from fakeslack.faults import Fault
from fakeslack.installation import SOCKET_SCOPE

if TYPE_CHECKING:
    from fakeslack.slack import Slack

log = logging.getLogger("fakeslack")


class WebApi:
    """An ASGI endpoint for `/api/<method>`."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        wire = weather.Wire(self._slack, scope, receive, send)
        name = request.path_params["method"]
        args = Arguments({})
        fault = None
        call = Call(self._slack, name, args)
        try:
            call.args = args = await read_arguments(request)
            fault = self._slack.faults.meet(name, args.text("channel"))
            if fault and weather.breaks_before(fault):
                self._record(call, fault, 0, {"error": "connection_reset"})
                await wire.reset()
                return
            refusal = weather.refusal(fault)
            if refusal:
                self._record(call, fault, refusal.status, refusal.body)
                await wire.answer(refusal, fault)
                return
            answer = self._answer(request, call, fault)
        except SlackError as said:
            answer = said.body()
        except Exception:  # noqa: BLE001 - a crash is kept for /state and never answered with 500
            answer = self._crashed(name)
        reply = weather.Reply(200, answer, self._headers(name))
        if answer.get("error") == "ratelimited":
            reply = weather.Reply(429, answer, {"Retry-After": str(answer.pop("retry_after", 1))})
        elif fault and fault.stored and fault.fault in weather.HTTP_FAULTS:
            reply = weather.Reply(weather.HTTP_FAULTS[fault.fault], answer)
        self._record(call, fault, reply.status, reply.body)
        await wire.answer(reply, fault)

    def _answer(self, request: Request, call: Call, fault: Fault | None) -> dict[str, Any]:
        method = METHODS.get(call.method)
        if method is None or method.handler is None:
            raise SlackError("unknown_method", req_method=call.method)
        self._authorise(request, call, method)
        weather.spoil(fault, call, method)
        wait = self._slack.pacing.wait_for(call.method, method.tier, call.args.text("channel"))
        if wait:
            raise SlackError("ratelimited", retry_after=wait)
        answer = {"ok": True, **method.handler(call)}
        if call.warnings:
            answer["warning"] = ",".join(call.warnings)
            answer.setdefault("response_metadata", {})["warnings"] = call.warnings
        if fault and fault.fault in {"internal_error", "fatal_error"}:
            return {"ok": False, "error": fault.fault}
        return answer

    def _authorise(self, request: Request, call: Call, method: Method) -> None:
        """https://docs.slack.dev/authentication/tokens: which token, and whether it still works."""
        app = self._slack.workspace.app
        if method.name == "api.test":
            return
        header = request.headers.get("authorization", "")
        scheme, _, token = header.partition(" ")
        token = token.strip() if scheme.lower() == "bearer" else call.args.text("token")
        if not token:
            raise SlackError("not_authed")
        if token not in {app.bot_token, app.app_token}:
            raise SlackError("invalid_auth")
        if app.dead:
            raise SlackError(app.dead)
        if (token == app.app_token) != method.app_token:
            raise SlackError("not_allowed_token_type")
        if not method.app_token:
            call.need_scope(*method.scopes)

    def _headers(self, name: str) -> dict[str, str]:
        method = METHODS.get(name)
        if method is None:
            return {}
        held = [SOCKET_SCOPE] if method.app_token else sorted(self._slack.workspace.app.scopes)
        return {
            "X-OAuth-Scopes": ",".join(held),
            "X-Accepted-OAuth-Scopes": ",".join(method.scopes),
        }

    def _crashed(self, name: str) -> dict[str, Any]:
        trace = traceback.format_exc()
        self._slack.crashes.append(f"{name}\n{trace}")
        log.error("the fake Slack itself failed in %s\n%s", name, trace)
        return {"ok": False, "error": "fatal_error"}

    def _record(self, call: Call, fault: Fault | None, status: int, answer: dict[str, Any]) -> None:
        row = self._slack.calls.add(
            call.method,
            call.args.raw,
            status=status,
            answer=answer,
            fault=fault.fault if fault else "",
            stored_ts=call.stored_ts,
        )
        self._slack.live.tell("traffic", call=row)
