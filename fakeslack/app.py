"""Joins the doors to one ASGI application."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from fakeslack.api.dispatch import WebApi
from fakeslack.api.response_url import ResponseUrl
from fakeslack.api.transfer import Transfer
from fakeslack.closing import Closing
from fakeslack.gate import Gate
from fakeslack.gestures.door import GestureDoor
from fakeslack.http_events import HttpDelivery
from fakeslack.pages import Pages, careful
from fakeslack.slack import Slack
from fakeslack.snapshot import Keeper


def create_app(slack: Slack) -> Starlette:
    """Everything under one address: the Web API, Socket Mode, gestures and the page."""
    pages, transfer = Pages(slack), Transfer(slack)
    gestures = GestureDoor(slack)
    get, post = ["GET"], ["POST"]
    routes = [
        Route("/api/{method}", WebApi(slack), methods=[*get, *post]),
        Route("/response/{token}", ResponseUrl(slack), methods=post),
        Route("/upload/{ticket}", transfer.upload, methods=post),
        Route("/files/{id}/{name:path}", transfer.download, methods=get),
        WebSocketRoute("/socket/{ticket}", slack.sockets.serve),
        Route("/gestures/{kind}", gestures.__call__, methods=post),
        Route("/faults", careful(pages.faults), methods=[*get, *post, "DELETE"]),
        Route("/clock", careful(pages.clock), methods=[*get, *post]),
        Route("/state", pages.state, methods=get),
        Route("/calls", pages.calls, methods=get),
        Route("/traffic", pages.traffic, methods=get),
        Route("/live", careful(pages.live), methods=get),
        Route("/screen", careful(pages.screen), methods=get),
        Route("/screen/messages", careful(pages.messages), methods=get),
        Route("/", pages.index, methods=get),
        Route("/page/{asset:path}", pages.asset, methods=get),
    ]
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(Closing, waiting=slack.waiting),
            Middleware(Gate, bound=slack.settings.host),
        ],
        lifespan=lambda _: _running(slack),
    )


@asynccontextmanager
async def _running(slack: Slack) -> AsyncIterator[None]:
    """Sends events, keeps the state file and proves the app's address while the server runs."""
    keeper = Keeper(slack)
    work = [asyncio.create_task(slack.events.run()), asyncio.create_task(keeper.run())]
    if isinstance(slack.delivery, HttpDelivery):
        work.append(asyncio.create_task(slack.delivery.verify()))
    try:
        yield
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await slack.events.close()
        await slack.delivery.close()
        keeper.write_if_changed()
