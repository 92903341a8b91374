"""Two hundred people click at once while Slack is slow to answer the bot's own calls."""

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter

from benchmarks import prepare
from benchmarks.figures import percentile
from benchmarks.load import gestures
from benchmarks.load.workspace import REPS
from benchmarks.report import Row
from benchmarks.scene import Scene, bot_scene
from benchmarks.sizes import Size
from benchmarks.stage import Stage
from benchmarks.waiting import until

NAME = "burst"
TITLE = "Burst: everybody clicks at once while each call to Slack takes 150 ms"

SLACK_TAKES = 0.15
ACK_WITHIN, P99_WITHIN = 3.0, 0.5


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give the slowest ack, p99, when the last modal was asked for, and calls of auth.test."""
    for kind in stage.databases:
        for mode in ("http", "socket"):
            acks: list[float] = []
            modals: list[float] = []
            async with bot_scene(
                stage, kind, mode, leads=size.burst * size.repeats, most=size.burst
            ) as bot:
                for repeat in range(size.repeats):
                    leads = bot.leads[repeat * size.burst : (repeat + 1) * size.burst]
                    with bot.slack.slowed(SLACK_TAKES):
                        modals.append(await _burst(bot, leads, acks))
                asked_who_we_are = bot.slack.calls["auth.test"]
            what = f"{kind}, {mode}: {size.burst} at once"
            yield Row(f"{what}, slowest ack", max(acks), "s", goal=("at most", ACK_WITHIN))
            yield Row(f"{what}, p99", percentile(acks, 0.99), "s", goal=("at most", P99_WITHIN))
            yield Row(
                f"{what}, last modal asked for", max(modals), "s", goal=("at most", ACK_WITHIN),
                note="a trigger_id lives 3 s",
            )  # fmt: skip
            yield Row(f"{what}, calls of auth.test", asked_who_we_are, "", goal=("at most", 1))


async def _burst(bot: Scene, leads: list[int], acks: list[float]) -> float:
    """Have every other person take a lead and the rest open a modal; return when the last did."""
    bot.slack.forget_but("auth.test")
    clicks = [
        gestures.click(
            ("lead.take", "lead.rate")[place % 2],
            f"L{lead}",
            by=REPS[place % len(REPS)],
            ts=prepare.ts_of(lead),
            response_url=bot.response_url,
        )
        for place, lead in enumerate(leads)
    ]
    began = perf_counter()
    acks += await bot.door.acks(clicks, at_once=len(clicks))
    await until(lambda: bot.slack.calls["views.open"] >= len(clicks) // 2)
    await asyncio.sleep(SLACK_TAKES * 2)
    return bot.slack.called_at["views.open"][-1] - began
