"""`POST /gestures/<kind>`: reads who does what, lets it happen, answers."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from fakeslack import jsons
from fakeslack.errors import GestureError
from fakeslack.gestures import admin, forms, launch, press, talk
from fakeslack.gestures.deed import Deed, Json

if TYPE_CHECKING:
    from fakeslack.slack import Slack

log = logging.getLogger("fakeslack")

GESTURES: dict[str, Callable[[Deed], Awaitable[Json]]] = {
    "say": talk.say,
    "react": talk.react,
    "unreact": talk.unreact,
    "upload": talk.upload,
    "open_dm": talk.open_dm,
    "join": talk.join,
    "leave": talk.leave,
    "mark": talk.mark,
    "click": press.click,
    "choose": press.choose,
    "options": press.options,
    "type": forms.type_text,
    "submit": forms.submit,
    "close": forms.close,
    "command": launch.command,
    "shortcut": launch.shortcut,
    "open_home": launch.open_home,
    "set_person": admin.set_person,
    "set_channel": admin.set_channel,
    "disconnect": admin.disconnect,
    "uninstall": admin.uninstall,
    "install": admin.install,
}
NOBODY_NEEDED = frozenset({"set_person", "set_channel", "disconnect", "uninstall", "install"})


class GestureDoor:
    """Answers `{"ok": true, …}`, or `{"ok": false, "error": …, "message": …}` with 4xx."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack

    async def __call__(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        try:
            answer = {"ok": True, **await self._do(kind, await request.body())}
            status = 200
        except GestureError as no:
            answer = {"ok": False, "error": no.code, "message": no.detail or no.code}
            status = no.status
        except Exception:
            trace = traceback.format_exc()
            self._slack.crashes.append(f"gesture {kind}\n{trace}")
            log.exception("the fake Slack itself failed in the gesture %s", kind)
            answer, status = {"ok": False, "error": "fatal_error", "message": "see /state"}, 400
        return Response(jsons.write(answer), status, media_type="application/json")

    async def _do(self, kind: str, raw: bytes) -> Json:
        handler = GESTURES.get(kind)
        if handler is None:
            known = ", ".join(sorted(GESTURES))
            raise GestureError(
                "unknown_gesture", f"there is no {kind!r}; there are {known}", status=404
            )
        try:
            body = jsons.read(raw) if raw.strip() else {}
        except ValueError as fault:
            raise GestureError("invalid_json", str(fault)) from fault
        if not isinstance(body, dict):
            raise GestureError("invalid_json", "the body must be a JSON object")
        people = self._slack.workspace.people
        who = str(body.get("as") or "")
        if not who and kind in NOBODY_NEEDED:
            human = (person.id for person in people.values() if not person.bot)
            who = next(human, self._slack.workspace.bot)
        person = people.get(who)
        if person is None:
            raise GestureError("user_not_found", f"'as' names nobody here: {who!r}", status=404)
        if person.deleted and kind not in NOBODY_NEEDED:
            raise GestureError("user_disabled", f"{person.name} has left the workspace")
        return await handler(Deed(self._slack, person, body))
