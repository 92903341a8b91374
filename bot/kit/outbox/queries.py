"""What doctor, health, metrics, the export and the operator ask of the outbox."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from bot.kit.db import Work
from bot.kit.outbox.answers import cure_of
from bot.kit.outbox.pacing import SLACK
from bot.kit.outbox.table import (
    GONE,
    HELD,
    LEASED,
    PARKED,
    SENT,
    UNCERTAIN,
    WAITING,
    chosen,
    in_order,
    outbox,
    outbox_pace,
)
from bot.kit.outbox.views import FROZEN, PURGED

_OPEN = (WAITING, LEASED, UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What Slack does not show yet: how many messages, and for how long the oldest waits."""

    count: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that waits for the operator (`state` is "parked" or "held")."""

    key: str
    destination: str
    state: str
    error: str
    since: datetime
    cure: str


def backlog(work: Work, *, at: datetime) -> Backlog:
    """Return what waits at `at` (real time), is under way or is being looked for."""
    row = work.execute(
        select(func.count(), func.min(outbox.c.asked_at)).where(outbox.c.state.in_(_OPEN))
    ).one()
    oldest = max(0.0, (at - row[1]).total_seconds()) if row[1] else 0.0
    return Backlog(row[0], oldest)


def stuck(work: Work, *, most: int = 100) -> list[Stuck]:
    """Return the parked and held messages, oldest first."""
    rows = work.execute(
        select(outbox)
        .where(outbox.c.state.in_([PARKED, HELD]))
        .order_by(outbox.c.created_at, outbox.c.id)
        .limit(most)
    )
    return [
        Stuck(
            key=row.key,
            destination=row.destination,
            state=row.state,
            error=row.error or "",
            since=row.created_at,
            cure=cure_of(row.error or ""),
        )
        for row in rows
    ]


def count_stuck(work: Work) -> int:
    """Return how many messages are parked or held."""
    counted = select(func.count()).where(outbox.c.state.in_([PARKED, HELD]))
    return int(work.execute(counted).scalar_one())


def slack_paused_until(work: Work, *, at: datetime) -> float | None:
    """Return until when (seconds since the epoch) all calls are paused, or None.

    They are when Slack is unreachable or does not take the token.
    """
    free_at = work.execute(
        select(outbox_pace.c.free_at).where(outbox_pace.c.name == SLACK)
    ).scalar_one_or_none()
    return free_at if free_at is not None and free_at > at.timestamp() else None


def retry_parked(
    work: Work,
    *,
    at: datetime,
    destination: str | None = None,
    errors: Collection[str] | None = None,
) -> int:
    """Try parked messages again and look for held ones now; tell how many.

    For a restart, `doctor`, and when the bot is invited back into the channel of `destination`.
    With `errors` only what was refused for one of them.
    """
    to = [] if destination is None else [chosen.c.destination == destination]
    to += [] if errors is None else [chosen.c.error.in_(errors)]
    parked = update(outbox).where(in_order(chosen.c.state == PARKED, *to))
    held = update(outbox).where(in_order(chosen.c.state == HELD, *to))
    changed = work.execute(parked.values(state=WAITING, asked_at=at, due_at=at)).rowcount
    changed += work.execute(held.values(state=UNCERTAIN, asked_at=at, due_at=at)).rowcount
    return int(changed)


def follow_channel(work: Work, *, old: str, new: str) -> None:
    """Have the messages of a channel stand where they are found since Slack gave it another id."""
    work.execute(update(outbox).where(in_order(chosen.c.channel == old)).values(channel=new))


def purge(work: Work, *, at: datetime, keep: timedelta) -> int:
    """Blank the payloads of frozen messages that were sent `keep` ago or earlier; tell how many.

    Slack goes on showing them. All other rows hold ids alone.
    """
    rows = work.execute(
        select(outbox.c.id, outbox.c.args).where(
            outbox.c.view == FROZEN,
            outbox.c.state.in_([SENT, GONE]),
            outbox.c.sent_at <= at - keep,
        )
    )
    kept = [row.id for row in rows if row.args != PURGED]
    for row_id in kept:
        work.execute(update(outbox).where(outbox.c.id == row_id).values(args=PURGED))
    return len(kept)
