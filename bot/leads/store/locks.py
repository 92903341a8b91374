"""One at a time: two arrivals of one person at the same moment must not become two leads."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import JSON, BigInteger, bindparam, text

from bot.kit.db import Work
from bot.kit.prepared import Prepared

_LOCK = Prepared(
    text(
        "SELECT count(pg_advisory_xact_lock(key::bigint)) "
        "FROM json_array_elements_text(:keys) AS key"
    )
    .bindparams(bindparam("keys", type_=JSON))
    .columns(locked=BigInteger)
)


def lock_people(work: Work, keys: Iterable[str]) -> None:
    """Wait until nobody else receives one of these people; held until the unit of work ends.

    SQLite has one writer at a time and needs no lock. The locks are taken in order, so that two
    batches never wait on each other.
    """
    if work.connection.dialect.name != "postgresql":
        return
    numbers = sorted({_number(key) for key in keys})
    if numbers:
        work.execute(_LOCK, {"keys": numbers})


def _number(key: str) -> int:
    digest = hashlib.blake2b(f"lead:{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
