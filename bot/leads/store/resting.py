"""Leads that rest with marketing, and the leads that continue their stories."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from bot.kit.db import Work
from bot.leads.domain.lead import Lead, Stage
from bot.leads.store.leads import insert_lead, lead_from, select_leads
from bot.leads.store.tables import leads

LOOK_BACK = timedelta(days=60)
"""A bot that was down on the day asks this much later at most."""
_FRESH = {
    "announced_at": None,
    "card_at": None,
    "rollup": None,
    "owner": None,
    "claimed_at": None,
    "contacted_at": None,
    "answered_at": None,
    "answered_by": None,
    "contact_from": None,
    "contacted_by": None,
    "sales_qualified_at": None,
    "opportunity_at": None,
    "ended_at": None,
    "recycle_on": None,
    "amount": None,
    "reason": None,
    "came_back": 0,
}


def resting_until(work: Work, day: date) -> list[Lead]:
    """Return the recycled leads whose day is `day` or shortly before, and who did not come back."""
    later = leads.alias("later")
    rows = work.execute(
        select_leads()
        .where(
            leads.c.stage == Stage.RECYCLED,
            leads.c.recycle_on <= day,
            leads.c.recycle_on > day - LOOK_BACK,
            ~leads.c.erased,
            ~exists().where(later.c.previous_lead == leads.c.id),
        )
        .order_by(leads.c.recycle_on, leads.c.id)
    )
    return [lead_from(row) for row in rows]


def continued_by(work: Work, lead_id: int) -> int | None:
    """Return the lead that continues the story of this one, if there is one."""
    found = work.execute(select(leads.c.id).where(leads.c.previous_lead == lead_id).limit(1))
    number = found.scalar_one_or_none()
    return int(number) if number else None


def continue_as(work: Work, lead: Lead, *, stage: Stage, at: datetime, **columns: Any) -> int:
    """Save a new lead for the same person, whose story continues `lead`'s; return its number."""
    row = work.execute(select(leads).where(leads.c.id == lead.id)).one()
    kept = {name: value for name, value in row._mapping.items() if name != "id"}  # noqa: SLF001
    changed = {"stage": stage, "received_at": at, "previous_lead": lead.id}
    return insert_lead(work, **{**kept, **_FRESH, **changed, **columns})
