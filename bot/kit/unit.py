"""One unit of work for what arrives, begun again when two of the same arrive at once."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.kit.db import Database, Work

Answer = TypeVar("Answer")

TRIES = 4
_DEADLOCK = {"40P01", "40001"}


def in_a_unit(db: Database, call: Callable[[Work], Answer]) -> Answer:
    """Call in a transaction and commit; try again when another got in between."""
    for left in reversed(range(TRIES)):
        try:
            with db.begin() as work:
                return call(work)
        except DBAPIError as fault:
            if not left or not _got_in_between(fault):
                raise
    raise AssertionError("the last try returns or raises")


def _got_in_between(fault: DBAPIError) -> bool:
    if isinstance(fault, IntegrityError):
        return True
    return getattr(fault.orig, "sqlstate", None) in _DEADLOCK


def database_is_down(fault: Exception) -> bool:
    """Whether a fault means that the database cannot be reached now, and may be later."""
    return isinstance(fault, OperationalError | InterfaceError | NoConnection) or (
        isinstance(fault, DBAPIError) and fault.connection_invalidated
    )
