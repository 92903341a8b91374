"""The rows of leads."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Label, Select, bindparam, case, func, literal, or_, select, update

from bot.kit.db import UtcDateTime, Work
from bot.kit.prepared import Prepared, Rows
from bot.kit.texts_in import TextsIn
from bot.leads.domain.duplicates import Known
from bot.leads.domain.lead import Lead, RuleOutcome, Stage
from bot.leads.store.bulk import insert_rows_for_ids
from bot.leads.store.tables import arrivals, campaigns, leads

CAMPAIGN = case((campaigns.c.kind == "campaign", campaigns.c.name), else_=literal(""))
"""The campaign's name, empty for a source that stands in for one."""
_HEARD_AT = (
    select(func.max(arrivals.c.received_at))
    .where(arrivals.c.lead_id == leads.c.id)
    .scalar_subquery()
    .label("heard_at")
)


def select_leads() -> Select[Any]:
    """Return the SELECT whose rows `lead_from` reads."""
    return select(leads, CAMPAIGN.label("campaign")).join(
        campaigns, campaigns.c.id == leads.c.campaign_id
    )


def campaign_of_lead() -> Label[str]:
    """Return what `select_leads` joins as `campaign`, for a statement that can join nothing."""
    return (
        select(CAMPAIGN)
        .where(campaigns.c.id == leads.c.campaign_id)
        .scalar_subquery()
        .label("campaign")
    )


def lead_from(row: Any) -> Lead:
    """Read a row of `select_leads`."""
    return Lead(
        id=row.id,
        source=row.source,
        email=row.email,
        name=row.name,
        company=row.company,
        title=row.title,
        phone=row.phone,
        country=row.country,
        industry=row.industry,
        segment=row.segment,
        employees=row.employees,
        score=row.score,
        campaign_id=row.campaign_id,
        campaign=row.campaign,
        message=row.message,
        url=row.url,
        extra=row.extra,
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        stage=Stage(row.stage),
        definition_version=row.definition_version,
        judgement=tuple(RuleOutcome(**outcome) for outcome in row.judgement),
        announced_at=row.announced_at,
        card_at=row.card_at,
        rollup=row.rollup,
        owner=row.owner,
        claimed_at=row.claimed_at,
        contacted_at=row.contacted_at,
        ended_at=row.ended_at,
        recycle_on=row.recycle_on,
        amount=row.amount,
        reason=row.reason,
        previous_lead=row.previous_lead,
        came_back=row.came_back,
        erased=row.erased,
    )


def judgement_rows(outcomes: Iterable[RuleOutcome]) -> list[dict[str, Any]]:
    """Return a judgement as its column keeps it."""
    return [
        {
            "rule": outcome.rule,
            "met": outcome.met,
            "wanted": outcome.wanted,
            "value": outcome.value,
        }
        for outcome in outcomes
    ]


_ONE = select_leads().where(leads.c.id == bindparam("number"))
_BY_NUMBER = Prepared(_ONE)
# `key_share`: what only names a lead, as a line or an answer does, is saved meanwhile.
_TO_CHANGE = Prepared(_ONE.with_for_update(of=leads, key_share=True))


def load_lead(work: Work, lead_id: int) -> Lead | None:
    """Return a lead by its number; None when there is none."""
    row = work.execute(_BY_NUMBER, {"number": lead_id}).first()
    return lead_from(row) if row else None


def load_lead_for_update(work: Work, lead_id: int) -> Lead | None:
    """Return a lead that nobody else can change until this unit of work ends."""
    row = work.execute(_TO_CHANGE, {"number": lead_id}).first()
    return lead_from(row) if row else None


def expect_lead(work: Work, lead_id: int) -> None:
    """Have `load_lead` asked along with the next question."""
    work.expect(_BY_NUMBER, {"number": lead_id})


def expect_lead_to_change(work: Work, lead_id: int) -> None:
    """Have `load_lead_for_update` asked along with the next question."""
    work.expect(_TO_CHANGE, {"number": lead_id})


def remember_lead_to_change(work: Work, lead_id: int, rows: Rows) -> None:
    """Have `load_lead_for_update` answered by the row that another question locked already."""
    work.remember(_TO_CHANGE, {"number": lead_id}, rows)


def insert_lead(work: Work, **columns: Any) -> int:
    """Save a new lead; return its number."""
    return int(work.execute(leads.insert().returning(leads.c.id), columns).scalar_one())


def insert_leads(work: Work, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Save new leads; return their numbers in the order given."""
    return insert_rows_for_ids(work, leads, rows)


def update_lead(work: Work, lead_id: int, **columns: Any) -> None:
    """Change columns of a lead."""
    work.execute(update(leads).where(leads.c.id == lead_id).values(columns))


def note_return(work: Work, lead_id: int, **columns: Any) -> None:
    """Count that the person came back, and change columns of their lead."""
    work.save(_NOTE_RETURN, {"number": lead_id, **columns})


_NOTE_RETURN = Prepared(
    update(leads).where(leads.c.id == bindparam("number")).values(came_back=leads.c.came_back + 1)
)


_KNOWN = select_leads().add_columns(_HEARD_AT).with_for_update(of=leads, key_share=True)
_FIND_KNOWN = TextsIn(
    lambda among: _KNOWN.where(or_(among(leads.c.email), among(leads.c.person_key)))
)


def find_known(work: Work, keys: Collection[str]) -> list[Known]:
    """Return the leads that are known by these addresses or names, held for this unit of work.

    With each comes when its person was last heard of.
    """
    if not keys:
        return []
    rows = _FIND_KNOWN.execute(work, keys)
    return [Known(lead_from(row), row.person_key, row.heard_at or row.received_at) for row in rows]


_RECENT = (
    select(literal(1))
    # A card with a roll-up beside it was opened from there: somebody asked for it.
    .where(leads.c.card_at > bindparam("moment", type_=UtcDateTime()), leads.c.rollup.is_(None))
    .limit(bindparam("most", type_=Integer()))
    .subquery()
)
_COUNT_RECENT = Prepared(select(func.count()).select_from(_RECENT))


def expect_cards_since(work: Work, moment: datetime, *, at_most: int) -> None:
    """Have `cards_since` asked along with the next question."""
    work.expect(_COUNT_RECENT, {"moment": moment, "most": at_most})


def cards_since(work: Work, moment: datetime, *, at_most: int) -> int:
    """Count the cards that came by themselves since `moment` (real time), up to `at_most`."""
    counted = work.execute(_COUNT_RECENT, {"moment": moment, "most": at_most})
    return int(counted.scalar_one())
