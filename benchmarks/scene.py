"""A server under test with its database, its own Slack, and a door to send gestures through."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks import prepare
from benchmarks.load.drive import Door, connections, socket_door
from benchmarks.load.slack import Slack, slack_of_our_own
from benchmarks.stage import Server, Stage
from bot.kit.db import Database


@dataclass(frozen=True, slots=True)
class Scene:
    """`leads` are announced on cards that stand in Slack."""

    door: Door
    slack: Slack
    server: Server
    db: Database
    leads: list[int]

    @property
    def response_url(self) -> str:
        """Where Slack would take an answer to a click."""
        return self.slack.api_url.replace("/api/", "/response/1")


@asynccontextmanager
async def bot_scene(
    stage: Stage, kind: str, mode: str, *, leads: int, most: int, **settings: Any
) -> AsyncIterator[Scene]:
    """Yield the bot, started, with everybody's roles known; at most `most` gestures at once."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(slack_of_our_own())
        url, db = stack.enter_context(stage.bots_database(kind))
        ids = prepare.announce(url, leads)
        server = await stack.enter_async_context(
            stage.bot(database_url=url, slack_api_url=slack.api_url, slack_mode=mode, **settings)
        )
        await prepare.wait_for_people(db)
        door = await _door(stack, server, slack, mode, most)
        yield Scene(door, slack, server, db, ids)


@asynccontextmanager
async def floor_scene(stage: Stage, kind: str, mode: str, *, most: int) -> AsyncIterator[Scene]:
    """Yield the bare Bolt app, started."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(slack_of_our_own())
        url, db = stack.enter_context(stage.opened_database(kind))
        server = await stack.enter_async_context(
            stage.server("bare_bolt", url, slack.api_url, mode)
        )
        door = await _door(stack, server, slack, mode, most)
        yield Scene(door, slack, server, db, [])


async def _door(stack: AsyncExitStack, server: Server, slack: Slack, mode: str, most: int) -> Door:
    if mode == "http":
        wires = await stack.enter_async_context(connections(server.url, most=most))
        return wires.door()
    await slack.connected.wait()
    return socket_door(slack, most=most)
