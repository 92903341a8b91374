"""The database, its tables, and what waits in the outbox."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.exc import DatabaseError

from bot.commands.database import cannot_open
from bot.commands.doctor.finding import Finding, fault, warning, well
from bot.kit.db import Database
from bot.kit.errors import OperatorError
from bot.kit.migrate import current_revision, refuse_if_behind
from bot.kit.outbox.queries import backlog, stuck

LATE_SECONDS = 300
PARKED_SHOWN = 10


def look_at_tables(db: Database) -> Iterator[Finding]:
    """Look at the connection and the migrations; while they are at fault nothing can be asked."""
    try:
        refuse_if_behind(db)
        yield well(f"database: {db.engine.dialect.name}, tables at {current_revision(db)}")
    except DatabaseError as unusable:
        refused = cannot_open(unusable)
        yield fault(f"database: {refused.fault}", cure=refused.cure)
    except OperatorError as behind:
        yield fault(f"database: {behind.fault}", cure=behind.cure)


def look_at_outbox(db: Database, *, at: datetime) -> Iterator[Finding]:
    """Look at what waits and at what is parked; `at` is real time."""
    with db.read() as work:
        waiting = backlog(work, at=at)
        parked = stuck(work, most=PARKED_SHOWN + 1)
    line = f"outbox: {waiting.count} waiting, the oldest for {waiting.oldest_seconds:.0f} s"
    if waiting.oldest_seconds > LATE_SECONDS:
        yield warning(line, cure="Is `smarketing run` running, and is Slack reachable?")
    else:
        yield well(line)
    for row in parked[:PARKED_SHOWN]:
        yield fault(
            f"outbox: {row.key} is {row.state}: {row.error}",
            cure=f"{row.cure} Then: smarketing doctor --retry-parked",
        )
    if len(parked) > PARKED_SHOWN:
        yield fault("outbox: and more like these", cure="smarketing export outbox lists them all.")
