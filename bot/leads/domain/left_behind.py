"""When a lead counts as left behind, and when as a working day overdue."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.people.domain import WorkingTime

FURTHEST = timedelta(days=4000)
"""As far back as working time is searched; a person away for longer has left nothing behind."""
LISTED = 20
"""Leads that a message about those left behind lists; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lead that waits since `since`: for an owner, or for its owner's first contact."""

    lead_id: int
    since: datetime


def latest_start(time: WorkingTime, *, minutes: float, at: datetime) -> datetime | None:
    """Return the latest moment (to the second) from which more than `minutes` are worked by `at`.

    What began at it or before is past its time. None when that much was never worked.
    """

    def is_past(moment: datetime) -> bool:
        return time.minutes_between(moment, at) > minutes

    step = timedelta(minutes=minutes) + timedelta(hours=1)
    while not is_past(at - step):
        step *= 2
        if step > FURTHEST:
            return None
    early, late = at - step, at
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if is_past(middle) else (early, middle)
    return early.astimezone(UTC)


def left_behind_key(day: date) -> str:
    """Return the outbox key of one morning's list: "left_behind:2026-11-23"."""
    return f"left_behind:{day.isoformat()}"


def overdue_subject(day: date) -> str:
    """Return what the managers' private notes of one day are filed under."""
    return f"overdue:{day.isoformat()}"
