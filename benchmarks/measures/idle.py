"""What the bot costs before anybody does anything: its start, and its memory."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from time import perf_counter

from benchmarks.figures import median_of
from benchmarks.load.slack import slack_of_our_own
from benchmarks.report import Row
from benchmarks.sizes import Size
from benchmarks.stage import Stage, bot_settings, memory_of

NAME = "idle"
TITLE = "Idle bot (floor: bare Bolt + SQLAlchemy + APScheduler, connected by Socket Mode)"


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give the seconds from the start of the process to its connection, and its memory then."""
    seconds, memory = defaultdict(list), defaultdict(list)
    # Both run from compiled modules, as an installation does: the first start makes them.
    compiled = str(stage.folder / "compiled")
    with stage.bots_database("SQLite") as (url, _), stage.database("SQLite") as floor_url:
        for start in range(size.starts + 1):
            for who in ("floor", "bot"):
                async with slack_of_our_own() as slack:
                    settings = bot_settings(
                        database_url=url, slack_api_url=slack.api_url, webhook_rate=1200
                    )
                    environment = {name.upper(): str(value) for name, value in settings.items()}
                    environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}
                    arguments = {
                        "floor": ["benchmarks.servers.bare_idle", floor_url, slack.api_url],
                        "bot": ["bot", "run"],
                    }[who]
                    began = perf_counter()
                    async with stage.process("-m", *arguments, environment=environment) as process:
                        await asyncio.wait_for(slack.connected.wait(), 60)
                        took = slack.connected_at - began
                        if start:
                            await asyncio.sleep(size.settles_in)
                            seconds[who].append(took)
                            memory[who].append(memory_of(process))
    for what, figures, unit in (
        ("from start to connected", seconds, "s"),
        (f"memory {size.settles_in:.0f} s later", memory, "MB"),
    ):
        figure, beside = median_of(figures["bot"]), median_of(figures["floor"])
        yield Row(what, figure, unit, beside, ("at most", 2.0))
