"""From the webhook to the card in the fake Slack, when nothing is queued."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

from benchmarks import prepare
from benchmarks.figures import percentile
from benchmarks.load import http
from benchmarks.load.drive import connections
from benchmarks.measures.webhook import lead_request
from benchmarks.report import Row
from benchmarks.sizes import Size
from benchmarks.stage import Stage

NAME = "card"
TITLE = "From webhook to card in the fake Slack, nothing queued"

APART = 1.3
"""Seconds between two leads: a channel takes one message a second."""


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give the median and the slowest."""
    for kind in stage.databases:
        waits: list[float] = []
        async with stage.fake_slack() as slack_url:
            with stage.bots_database(kind) as (url, _):
                async with (
                    stage.bot(
                        database_url=url,
                        slack_api_url=f"{slack_url}/api/",
                        slack_bot_token="xoxb-fake",  # noqa: S106 - the fake Slack's
                        slack_app_token="xapp-fake",  # noqa: S106
                        sales_channel="#sales",
                        marketing_channel="#marketing",
                        sales_managers="sam@example.com",
                        marketing_managers="maya@example.com",
                        cards_a_minute=60,
                    ) as bot,
                    connections(bot.url, most=1) as wires,
                ):
                    await asyncio.sleep(2)
                    for number in range(size.cards + 1):
                        request = lead_request(prepare.a_lead(number))
                        began = time.time()
                        await wires.send_all([request], expect=202)
                        wait = await _card_of(f"Company {number}", slack_url) - began
                        if number:
                            waits.append(wait)
                        await asyncio.sleep(APART)
        median = percentile(waits, 0.5) * 1000
        yield Row(f"{kind}: median of {len(waits)}", median, "ms", goal=("at most", 250.0))
        yield Row(f"{kind}: slowest", max(waits) * 1000, "ms")


async def _card_of(company: str, slack_url: str) -> float:
    """Return when the fake Slack took the card that names `company` (seconds, wall clock)."""
    async with asyncio.timeout(10):
        while True:
            reply = await http.get(f"{slack_url}/calls?method=chat.postMessage")
            for call in json.loads(reply.body):
                if call["ok"] and company in json.dumps(call["args"]):
                    return float(call["at"])
            await asyncio.sleep(0.02)
