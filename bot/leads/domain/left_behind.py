"""When a lead counts as left behind, and when as a working day overdue."""

from datetime import UTC, datetime, timedelta

from bot.people.domain import WorkingTime

FURTHEST = timedelta(days=4000)
"""As far back as working time is searched; a person away for longer has left nothing behind."""


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
