"""Backtests as rows: begun with a proposal, done by one process, gone on with by another."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update

from bot.kit.db import Work
from bot.kit.periods import Period
from bot.leads.definition.backtest import Batch
from bot.leads.definition.counts import Backtest, Counts
from bot.leads.definition.tables import backtests, changed_sides

LEASE = timedelta(seconds=30)
"""How long a backtest may be silent before another process goes on with it."""
TRIES = 3


def insert_backtest(work: Work, version: int, *, against: int, period: Period) -> None:
    """Save that a proposal is to be tried on the leads of a period, which is closed."""
    row = {
        "version": version,
        "against": against,
        "since": period.start,
        "until": period.end,
        "reached": 0,
        "counts": asdict(Counts()),
        "tries": 0,
    }
    work.execute(backtests.insert(), row)


def load_backtest(work: Work, version: int) -> Backtest | None:
    """Return the backtest of a version; the first version has none."""
    row = work.execute(select(backtests).where(backtests.c.version == version)).first()
    return _backtest(row) if row else None


def lease_backtest(work: Work, version: int, *, at: datetime) -> tuple[Backtest, str] | None:
    """Take a backtest to do, and the token to go on with; None when it is done or in hand.

    `at` is real time, here and below.
    """
    token = secrets.token_hex(16)
    row = work.execute(
        update(backtests)
        .where(backtests.c.version == version, *_free(at))
        .values(lease=token, lease_until=at + LEASE, tries=backtests.c.tries + 1)
        .returning(backtests)
    ).first()
    return (_backtest(row), token) if row else None


def save_batch(work: Work, test: Backtest, batch: Batch, *, token: str, at: datetime) -> bool:
    """Save what a batch adds to `test`; tell whether it is still ours to go on with."""
    ours = work.execute(
        update(backtests)
        .where(backtests.c.version == test.version, backtests.c.lease == token)
        .values(
            reached=batch.last,
            counts=asdict(test.counts + batch.counts),
            lease_until=at + LEASE,
            # It goes forward, so the next failure is another one.
            tries=1,
        )
    ).rowcount
    if ours and batch.changed:
        rows = [
            {"version": test.version, "lead_id": lead_id, "enters": enters}
            for lead_id, enters in batch.changed
        ]
        work.execute(changed_sides.insert(), rows)
    return bool(ours)


def finish_backtest(
    work: Work, version: int, *, token: str, at: datetime, failed: str | None = None
) -> bool:
    """Save that it is done, or why it was given up; tell whether it was still ours."""
    done = work.execute(
        update(backtests)
        .where(backtests.c.version == version, backtests.c.lease == token)
        .values(lease=None, lease_until=None, done_at=at, failed=failed)
    )
    return bool(done.rowcount)


def let_go(work: Work, version: int, *, token: str) -> None:
    """Let another process, or this one later, go on at once."""
    work.execute(
        update(backtests)
        .where(backtests.c.version == version, backtests.c.lease == token)
        .values(lease=None, lease_until=None)
    )


def left_backtests(work: Work, *, at: datetime) -> Sequence[int]:
    """Return the versions whose backtest nobody is at: it never began, or its process died."""
    return list(work.execute(select(backtests.c.version).where(*_free(at))).scalars())


def held_until(work: Work) -> datetime | None:
    """Return when the first lease of a backtest that is not done ends; None when there is none."""
    asked = select(func.min(backtests.c.lease_until)).where(backtests.c.done_at.is_(None))
    found: datetime | None = work.execute(asked).scalar()
    return found


def _free(at: datetime) -> tuple[Any, ...]:
    silent = or_(backtests.c.lease_until.is_(None), backtests.c.lease_until < at)
    return (backtests.c.done_at.is_(None), silent)


def changed_leads(
    work: Work, version: int, *, enters: bool, most: int, skip: int = 0
) -> Sequence[int]:
    """Return the numbers of leads that would change to one side, newest first."""
    rows = work.execute(
        select(changed_sides.c.lead_id)
        .where(changed_sides.c.version == version, changed_sides.c.enters.is_(enters))
        .order_by(changed_sides.c.lead_id.desc())
        .limit(most)
        .offset(skip)
    )
    return list(rows.scalars())


def versions_that_list(work: Work, lead_ids: Sequence[int]) -> Sequence[int]:
    """Return the versions whose backtest lists any of these leads."""
    rows = work.execute(
        select(changed_sides.c.version).where(changed_sides.c.lead_id.in_(lead_ids)).distinct()
    )
    return list(rows.scalars())


def _backtest(row: Any) -> Backtest:
    return Backtest(
        version=row.version,
        against=row.against,
        period=Period(row.since, row.until),
        reached=row.reached,
        counts=Counts(**row.counts),
        tries=row.tries,
        is_done=row.done_at is not None,
        failed=row.failed or "",
    )
