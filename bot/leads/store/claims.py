"""Who owns a lead: one statement each, so that of many at once exactly one wins."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from bot.kit.db import Work
from bot.leads.domain.lead import Stage
from bot.leads.store.tables import leads


def take(work: Work, lead_id: int, *, owner: str, at: datetime) -> bool:
    """Make `owner` the only owner if nobody is and the lead waits; tell whether that happened."""
    taken = work.execute(_TAKE, {"lead": lead_id, "by": owner, "at": at})
    return bool(taken.rowcount)


_TAKE = (
    update(leads)
    .where(leads.c.id == bindparam("lead"), leads.c.owner.is_(None), leads.c.stage == Stage.MQL)
    .values(owner=bindparam("by"), claimed_at=bindparam("at"), stage=Stage.ACCEPTED)
)


def let_go(work: Work, lead_id: int, *, owner: str) -> bool:
    """Free the lead if `owner` has it and made no contact yet; tell whether that happened."""
    freed = work.execute(
        update(leads)
        .where(
            leads.c.id == lead_id,
            leads.c.owner == owner,
            leads.c.stage == Stage.ACCEPTED,
            leads.c.contacted_at.is_(None),
        )
        .values(owner=None, claimed_at=None, stage=Stage.MQL)
    )
    return bool(freed.rowcount)


def some_waiting(work: Work, *, most: int) -> list[int]:
    """Return leads that wait for someone, oldest first."""
    rows = work.execute(
        select(leads.c.id)
        .where(leads.c.stage == Stage.MQL, leads.c.announced_at.is_not(None), ~leads.c.erased)
        .order_by(leads.c.announced_at, leads.c.id)
        .limit(most)
    )
    return list(rows.scalars())
