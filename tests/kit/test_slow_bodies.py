"""A caller that begins a request and does not go on is not waited for."""

import json

import anyio
import pytest
from starlette.responses import Response
from starlette.routing import Route

from bot.kit import web
from tests.support.loops import run_to_end


@pytest.mark.parametrize("begun", [[], [b"{", b'"id"']])
def test_a_body_that_does_not_come_is_given_up(monkeypatch, begun):
    monkeypatch.setattr(web, "BODY_WITHIN", 0.01)

    async def take(request):
        await web.read_body(request, 100)
        return Response()

    chunks, said = list(begun), []

    async def receive():
        if chunks:
            return {"type": "http.request", "body": chunks.pop(0), "more_body": True}
        return await anyio.sleep_forever()

    async def send(message):
        said.append(message)

    app = web.make_web([Route("/door", take, methods=["POST"])])
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/door",
        "query_string": b"",
        "headers": [(b"content-length", b"90")],
    }
    run_to_end(app(scope, receive, send))
    assert said[0]["status"] == 408
    assert json.loads(said[1]["body"])["title"] == "The body did not come in time."
