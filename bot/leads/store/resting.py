"""Leads that are over: those that rest with marketing, those that go on, those that continue."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, exists, select, update

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


def take_back_the_end(work: Work, lead_id: int) -> None:
    """Put an ended lead back into the stage it was in; an end that was an answer is none."""
    was_the_answer = leads.c.answered_at == leads.c.ended_at
    stage = case(
        (leads.c.opportunity_at.is_not(None), Stage.OPPORTUNITY.value),
        (leads.c.sales_qualified_at.is_not(None), Stage.SALES_QUALIFIED.value),
        (leads.c.owner.is_not(None), Stage.ACCEPTED.value),
        else_=Stage.MQL.value,
    )
    work.execute(
        update(leads)
        .where(leads.c.id == lead_id)
        .values(
            stage=stage,
            ended_at=None,
            reason=None,
            recycle_on=None,
            answered_at=case((was_the_answer, None), else_=leads.c.answered_at),
            answered_by=case((was_the_answer, None), else_=leads.c.answered_by),
        )
    )


def continue_as(work: Work, lead: Lead, *, stage: Stage, at: datetime, **columns: Any) -> int:
    """Save a new lead for the same person, whose story continues `lead`'s; return its number."""
    row = work.execute(select(leads).where(leads.c.id == lead.id)).one()
    kept = {name: value for name, value in row._mapping.items() if name != "id"}  # noqa: SLF001
    changed = {"stage": stage, "received_at": at, "previous_lead": lead.id}
    return insert_lead(work, **{**kept, **_FRESH, **changed, **columns})
