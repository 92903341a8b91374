"""What the commands share: the bot's rooms on a database, which is up to date or refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from bot.app import Bot
from bot.config import read_settings
from bot.kit.clock import Clock
from bot.kit.errors import OperatorError
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


def cannot_open(fault: DatabaseError) -> OperatorError:
    """Return what an unusable database means to the operator."""
    said = str(fault.orig).strip().splitlines()[0] if str(fault.orig).strip() else "no reason given"
    return OperatorError(
        f"The database cannot be used: {said}.",
        cure="Check DATABASE_URL, that the server runs and that the user may create tables there.",
    )
