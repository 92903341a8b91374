"""What the commands beside `run` share: the bot's rooms on a database that is up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from bot.app import Bot
from bot.commands.migrate import cannot_open
from bot.config import read_settings
from bot.kit.clock import Clock
from bot.kit.logs import set_up_logs
from bot.kit.migrate import refuse_if_behind


@contextmanager
def opened() -> Iterator[Bot]:
    """Give the assembled bot, not started: rooms and database, nothing sent or listened to."""
    settings = read_settings()
    set_up_logs(form=settings.log_format, level=settings.log_level)
    bot = Bot(settings, Clock())
    try:
        refuse_if_behind(bot.db)
        yield bot
    except DatabaseError as fault:
        raise cannot_open(fault) from fault
    finally:
        bot.db.close()
