"""Runs the bot as `smarketing run` does, with a clock that a test moves.

`python -m tests.support.clocked_bot FOLDER TOKEN`; POST /demo/clock moves business time forward.
"""

import sys
from pathlib import Path

from bot.app import Bot
from bot.commands.demo.clock_route import clock_route
from bot.commands.run import run_until_stopped
from bot.config import read_settings
from bot.kit.clock import DemoClock
from bot.kit.logs import set_up_logs
from bot.kit.migrate import refuse_if_behind


def main(folder: str, token: str) -> None:
    """Run until SIGTERM."""
    settings = read_settings(to_run=True)
    set_up_logs(form=settings.log_format, level=settings.log_level)
    clock = DemoClock(kept_in=Path(folder) / "clock.json")
    bot = Bot(settings, clock)
    bot.house.routes.append(clock_route(clock, bot.house.schedule, token))
    refuse_if_behind(bot.db)
    run_until_stopped(bot)


if __name__ == "__main__":
    main(*sys.argv[1:])
