"""Leads a second through the webhook, beside the same rows saved by bare SQLAlchemy Core."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator
from time import perf_counter

from benchmarks import prepare
from benchmarks.figures import median_of
from benchmarks.load.drive import connections
from benchmarks.load.http import write_request
from benchmarks.report import Row
from benchmarks.scene import bot_scene
from benchmarks.sizes import Size
from benchmarks.stage import WEBHOOK_TOKEN, Stage

NAME = "webhook"
TITLE = "Leads in by webhook (floor: the same rows in bare SQLAlchemy Core, without a network)"

AT_ONCE = (1, 16)
WARM_UP = 30


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give leads a second, one at a time and sixteen at once."""
    for kind in stage.databases:
        bot_rates, floor_rates = defaultdict(list), defaultdict(list)
        number = 1_000_000
        with stage.bots_database(kind) as (floor_url, _):
            prepare.announce(floor_url, 1)
            async with (
                bot_scene(stage, kind, "http", leads=1, most=1) as bot,
                connections(bot.server.url, most=max(AT_ONCE)) as wires,
            ):
                await wires.send_all(_requests(number - WARM_UP, WARM_UP), expect=202)
                for _ in range(size.repeats):
                    for at_once in AT_ONCE:
                        number += size.webhooks
                        requests = _requests(number, size.webhooks)
                        began = perf_counter()
                        await wires.send_all(requests, at_once=at_once, expect=202)
                        bot_rates[at_once].append(size.webhooks / (perf_counter() - began))
                        floor = await stage.figures(
                            "bare_inserts", floor_url, str(size.webhooks), str(at_once)
                        )
                        floor_rates[at_once].append(size.webhooks / floor["seconds"])
        for at_once in AT_ONCE:
            figure, beside = median_of(bot_rates[at_once]), median_of(floor_rates[at_once])
            what = f"{kind}: {at_once} at once"
            yield Row(what, figure, "leads/s", beside, ("at least", 0.5))


def _requests(first: int, count: int) -> list[bytes]:
    return [lead_request(prepare.a_lead(number)) for number in range(first, first + count)]


def lead_request(lead: dict[str, object]) -> bytes:
    """Return the request that brings a lead in, as it goes over the wire."""
    headers = {"content-type": "application/json", "authorization": f"Bearer {WEBHOOK_TOKEN}"}
    return write_request("/webhooks/leads", headers, json.dumps(lead).encode())
