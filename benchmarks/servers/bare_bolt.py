"""The floor of a gesture: a bare Bolt app that commits one row, on the server the bot runs on.

Same uvicorn, same thread pool, `process_before_response`, the same connection settings to the
database (bot.kit.db), and nothing else. `floor.take` is a bare compare-and-set instead.

python -m benchmarks.servers.bare_bolt DATABASE_URL API_URL http|socket
"""

import logging
import signal
import socket
import sys
import threading
from functools import partial
from typing import Any

import anyio.to_thread
import uvicorn
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk import WebClient  # noqa: TID251 - bare, as anybody would write it
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.load.gestures import PATH, SECRET
from bot.app import DATABASE_CONNECTIONS
from bot.config import Settings
from bot.kit.db import Database, open_database

THREADS = Settings.model_fields["socket_concurrency"].default
"""As many as the bot has."""

tables = MetaData()
rows = Table(
    "floor_rows",
    tables,
    Column("id", Integer, primary_key=True),
    Column("person", String(20), nullable=False),
    Column("what", String(200), nullable=False),
)
prizes = Table(
    "floor_prizes",
    tables,
    Column("id", Integer, primary_key=True),
    Column("owner", String(20)),
)


def make_app(db: Database, api_url: str) -> App:
    """Return an app that commits one row for whatever a person does."""
    app = App(
        client=WebClient(token="xoxb-bench", base_url=api_url),  # noqa: S106
        signing_secret=SECRET,
        process_before_response=True,
    )

    def note(person: str, what: str) -> None:
        with db.begin() as work:
            work.execute(insert(rows).values(person=person, what=what))

    @app.command("/lead")
    def command(ack: Ack, body: dict[str, Any]) -> None:
        note(body["user_id"], body["text"])
        ack("Noted.")

    @app.action("lead.take")
    def click(ack: Ack, body: dict[str, Any]) -> None:
        note(body["user"]["id"], body["actions"][0]["value"])
        ack()

    @app.action("floor.take")
    def take(ack: Ack, body: dict[str, Any]) -> None:
        free = update(prizes).where(
            prizes.c.id == int(body["actions"][0]["value"]), prizes.c.owner.is_(None)
        )
        with db.begin() as work:
            work.execute(free.values(owner=body["user"]["id"]))
        ack()

    @app.view("lead.rate")
    def submit(ack: Ack, body: dict[str, Any]) -> None:
        note(body["user"]["id"], body["view"]["callback_id"])
        ack()

    def react(ack: Ack, event: dict[str, Any]) -> None:
        note(event["user"], event["reaction"])
        ack()

    app.event("reaction_added")(react)
    app.event("reaction_removed")(react)
    return app


def make_door(app: App) -> Route:
    """Return the route that dispatches in a thread pool, where a sync app may block."""
    limiter = anyio.CapacityLimiter(THREADS)

    async def answer(request: Request) -> Response:
        asked = to_bolt_request(request, await request.body())
        said = await anyio.to_thread.run_sync(partial(app.dispatch, asked), limiter=limiter)
        return to_starlette_response(said)

    return Route(PATH, answer, methods=["POST"])


def main() -> None:
    """Run until SIGTERM; say where it listens once it does."""
    logging.disable(logging.WARNING)  # Bolt's advice about what is done here on purpose
    database_url, api_url, mode = sys.argv[1:]
    db = open_database(database_url, connections=DATABASE_CONNECTIONS)
    tables.create_all(db.engine)
    app = make_app(db, api_url)
    if mode == "socket":
        handler = SocketModeHandler(app, app_token="xapp-bench", concurrency=THREADS)  # noqa: S106
        handler.connect()
        print("ready -", flush=True)
        stopped = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        stopped.wait()
        handler.close()
        return
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    config = uvicorn.Config(
        Starlette(routes=[make_door(app)]),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
    )
    print(f"ready http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
