"""The rows of the outbox as a sheet: what was asked for, what became of it. No lead data."""

from datetime import datetime

from sqlalchemy import select

from bot.kit.csv_safe import Sheet
from bot.kit.db import Work
from bot.kit.outbox.table import outbox

COLUMNS = (
    "key", "destination", "view", "subject", "state", "wanted", "shown", "created_at", "due_at",
    "first_dispatched_at", "sent_at", "attempts", "misses", "channel", "ts", "error",
)  # fmt: skip


def export_outbox(work: Work, *, since: datetime | None) -> Sheet:
    """Return the messages asked for since a moment (real time), or all, oldest first."""
    statement = select(*(outbox.c[name] for name in COLUMNS)).order_by(outbox.c.id)
    if since is not None:
        statement = statement.where(outbox.c.created_at >= since)
    rows = work.execute(statement.execution_options(yield_per=1000))
    return Sheet(COLUMNS, (tuple(row) for row in rows))
