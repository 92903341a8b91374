"""`smarketing run`: the bot itself."""

import gc
import signal
import threading
from collections.abc import Callable

from sqlalchemy.exc import DatabaseError

from bot.app import Bot
from bot.commands.database import cannot_open
from bot.config import read_settings
from bot.kit.clock import Clock
from bot.kit.logs import set_up_logs
from bot.kit.migrate import refuse_if_behind


def run() -> None:
    """Run the bot until SIGTERM or Ctrl-C; it then finishes what it holds."""
    settings = read_settings(to_run=True)
    set_up_logs(form=settings.log_format, level=settings.log_level)
    bot = Bot(settings, Clock())
    try:
        refuse_if_behind(bot.db)
    except DatabaseError as fault:
        raise cannot_open(fault) from fault
    run_until_stopped(bot)


def run_until_stopped(bot: Bot, *, once_up: Callable[[], None] = lambda: None) -> None:
    """Start the bot, call `once_up`, wait to be told to stop, stop the bot.

    SIGTERM, Ctrl-C and a terminal that is closed all mean the same.
    """
    stopping = threading.Event()
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: stopping.set())
    # What stands by now stays; each search of it for garbage would hold up everybody for 85 ms.
    gc.freeze()
    try:
        bot.start()
        once_up()
        # A signal that another thread was given, or that came just before the wait, does not end
        # a wait without timeout: Python runs the handler only once this thread goes on.
        while not stopping.wait(timeout=0.5):
            pass
    finally:
        bot.stop()
