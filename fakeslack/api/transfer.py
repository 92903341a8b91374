"""The bytes of files: `POST /upload/<ticket>` takes them, `GET /files/<id>/<name>` gives them."""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from fakeslack.api.multipart import parse_multipart
from fakeslack.errors import SlackError
from fakeslack.uploads import StoredFile

if TYPE_CHECKING:
    from fakeslack.slack import Slack


class Transfer:
    """Uploads need only their address; downloads need the app's token, or come from the page."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack

    async def upload(self, request: Request) -> Response:
        slack = self._slack
        ticket = request.path_params["ticket"]
        body = await request.body()
        stored = self._waiting(ticket)
        fault = slack.faults.meet("upload")
        if fault and fault.fault == "delay":
            await asyncio.sleep(fault.seconds)
        refused = fault is not None and fault.fault.startswith("http_")
        if stored is None or refused:
            answer = {"ok": False, "error": "file_not_found"}
            slack.calls.add("upload", {}, status=503 if refused else 404, answer=answer)
            return Response("not taken", 503 if refused else 404)
        stored.content = _bytes(body, request.headers.get("content-type", ""))
        stored.received = True
        size = len(stored.content)
        slack.calls.add("upload", {"file": stored.id}, status=200, answer={"ok": True})
        return Response(f"OK - {size}", 200, media_type="text/plain")

    def _waiting(self, ticket: str) -> StoredFile | None:
        files = self._slack.workspace.files.values()
        return next((f for f in files if f.ticket == ticket and not f.done), None)

    async def download(self, request: Request) -> Response:
        """Without a token Slack shows a sign-in page; here it is a plain 403."""
        slack = self._slack
        stored = slack.workspace.files.get(request.path_params["id"])
        header = request.headers.get("authorization", "")
        from_page = request.headers.get("sec-fetch-site") == "same-origin"
        allowed = header == f"Bearer {slack.workspace.app.bot_token}"
        scoped = "files:read" in slack.workspace.app.scopes
        if not from_page and not (allowed and scoped and not slack.workspace.app.dead):
            return Response("sign in", 403)
        if stored is None or not stored.done:
            return Response("file not found", 404)
        name = quote(stored.name, safe="", errors="replace")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        return Response(stored.content, headers=headers, media_type=stored.mimetype)


def _bytes(body: bytes, content_type: str) -> bytes:
    """Slack takes the raw bytes, or a form with a file in it."""
    kind, _, options = content_type.partition(";")
    if kind.strip().lower() != "multipart/form-data":
        return body
    try:
        parts = parse_multipart(body, options)
    except SlackError:
        return body
    return next((part for part in parts.values() if isinstance(part, bytes)), body)
