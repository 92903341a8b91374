"""Who owns a lead: one statement each, so that of many at once exactly one wins."""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, String, bindparam, case, func, literal, select, update

from bot.kit.db import UtcDateTime, Work
from bot.kit.prepared import Prepared
from bot.leads.domain.lead import Lead, Stage
from bot.leads.store.leads import campaign_of_lead, lead_from
from bot.leads.store.tables import leads


def take(work: Work, lead_id: int, *, owner: str, at: datetime) -> Lead | None:
    """Make `owner` the only owner if nobody is and the lead waits; return it if that happened."""
    taken = work.execute(_TAKE, {"lead": lead_id, "by": owner, "at": at}).first()
    return lead_from(taken) if taken else None


def answered(by: Any, at: Any) -> dict[str, Any]:
    """Return the columns that keep when sales first answered, and who: only the first counts."""
    return {
        "answered_at": func.coalesce(leads.c.answered_at, literal(at, UtcDateTime())),
        "answered_by": func.coalesce(leads.c.answered_by, literal(by, String())),
    }


_BY: BindParameter[str] = bindparam("by", type_=String())
_AT: BindParameter[datetime] = bindparam("at", type_=UtcDateTime())
_TAKE = Prepared(
    update(leads)
    .where(
        leads.c.id == bindparam("lead"),
        leads.c.owner.is_(None),
        leads.c.stage == Stage.MQL,
        ~leads.c.erased,
    )
    .values(
        owner=_BY,
        claimed_at=_AT,
        stage=Stage.ACCEPTED,
        answered_at=func.coalesce(leads.c.answered_at, _AT),
        answered_by=func.coalesce(leads.c.answered_by, _BY),
    )
    .returning(leads, campaign_of_lead())
)
_TAKEN_BACK = leads.c.answered_at == leads.c.claimed_at
"""Whether the taking that is let go was the first answer: then nobody has answered yet."""


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
        .values(
            owner=None,
            claimed_at=None,
            stage=Stage.MQL,
            answered_at=case((_TAKEN_BACK, None), else_=leads.c.answered_at),
            answered_by=case((_TAKEN_BACK, None), else_=leads.c.answered_by),
        )
    )
    return bool(freed.rowcount)


def two_waiting(work: Work) -> list[int]:
    """Return two leads that wait for someone, the oldest."""
    return list(work.execute(_TWO_WAITING).scalars())


_TWO_WAITING = Prepared(
    select(leads.c.id)
    .where(leads.c.stage == Stage.MQL, leads.c.announced_at.is_not(None), ~leads.c.erased)
    .order_by(leads.c.announced_at, leads.c.id)
    .limit(2)
)
