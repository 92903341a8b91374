"""The bot under test: settings are given, nothing is read from the environment.

python -m benchmarks.servers.bot SETTINGS_AS_JSON
"""

import json
import sys

from bot.app import Bot
from bot.commands.run import run_until_stopped
from bot.config import GivenSettings
from bot.kit.clock import Clock
from bot.kit.logs import set_up_logs


def main() -> None:
    """Run until SIGTERM; say where it listens once it does."""
    settings = GivenSettings(**json.loads(sys.argv[1]))
    set_up_logs(form="text", level="error")
    bot = Bot(settings, Clock())
    run_until_stopped(bot, once_up=lambda: print(f"ready {bot.url}", flush=True))


if __name__ == "__main__":
    main()
