"""Events that Slack sends twice are acted on once.

The row is written in the transaction of the action it belongs to: an action that fails leaves no
row, and Slack's next attempt is the first again.
"""

from datetime import datetime, timedelta

from sqlalchemy import Column, Index, String, Table, delete

from bot.kit.db import UtcDateTime, Work, metadata
from bot.kit.schedule import Schedule

KEPT_FOR = timedelta(days=1)
"""Slack's last attempt comes after five minutes; a day covers a queue that stood still."""

events_seen = Table(
    "events_seen",
    metadata,
    Column("event_id", String(60), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_events_seen_at", "at"),
)


def first_time(work: Work, event_id: str, at: datetime) -> bool:
    """Tell whether this event is met for the first time, and remember it; `at` is real time.

    An event without an id cannot be recognised and counts as new.
    """
    if not event_id:
        return True
    statement = (
        work.insert(events_seen)
        .values(event_id=event_id[:60], at=at)
        .on_conflict_do_nothing(index_elements=["event_id"])
        .returning(events_seen.c.event_id)
    )
    return work.execute(statement).first() is not None


def forget_seen(work: Work, *, before: datetime) -> int:
    """Forget the events met before a moment; tell how many."""
    gone = work.execute(delete(events_seen).where(events_seen.c.at < before))
    return int(gone.rowcount)


def plug_in(schedule: Schedule) -> None:
    """Have old events forgotten once a day."""

    def forget(work: Work, _period: str, _at: datetime) -> None:
        forget_seen(work, before=schedule.clock.real() - KEPT_FOR)

    schedule.due("events.forget", lambda _work, at: at.date().isoformat(), forget)
