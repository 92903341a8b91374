"""The rows behind every number: `export leads` and `export verdicts`."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select

from bot.kit.csv_safe import Sheet
from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.leads.domain.verdicts import Verdict
from bot.leads.store.tables import campaigns, leads, verdicts
from bot.people import queries as people

AT_ONCE = 1000
"""Rows held in memory at a time."""

_LEAD = (
    "name", "email", "company", "title", "phone", "country", "industry", "segment", "employees",
    "score", "source",
)  # fmt: skip
_STORY = (
    "stage", "reason", "amount", "recycle_on", "occurred_at", "received_at", "announced_at",
    "answered_at", "answered_by", "claimed_at", "contact_from", "contacted_at", "contacted_by",
    "sales_qualified_at", "opportunity_at", "ended_at", "definition_version", "came_back",
    "previous_lead", "erased", "message", "url",
)  # fmt: skip


def export_leads(work: Work, period: Period) -> Sheet:
    """Return the leads that arrived, were announced, taken or ended in a period, oldest first.

    The `announced`, `taken` and `rejected` numbers of a campaign in that period are the rows
    whose `announced_at`, `claimed_at` and, in stage `rejected`, `ended_at` lie in it.
    """
    moments = (leads.c.received_at, leads.c.announced_at, leads.c.claimed_at, leads.c.ended_at)
    statement = (
        select(leads, campaigns.c.kind, campaigns.c.name.label("campaign_name"))
        .join(campaigns, campaigns.c.id == leads.c.campaign_id)
        .where(or_(*(within(moment, period) for moment in moments)))
        .order_by(leads.c.id)
    )
    return Sheet(
        ("lead", *_LEAD, "campaign", "owner", "owner_id", *_STORY),
        _in_parts(work, statement, _lead_rows),
    )


def _lead_rows(work: Work, rows: Sequence[Any]) -> Iterator[list[object]]:
    named = people.names(work, {row.owner for row in rows if row.owner})
    for row in rows:
        found = row._mapping  # noqa: SLF001 - public by its documentation
        yield [
            f"L-{row.id}",
            *(found[name] for name in _LEAD),
            row.campaign_name if row.kind == "campaign" else "",
            named.get(row.owner, ""),
            row.owner,
            *(found[name] for name in _STORY),
        ]


def export_verdicts(work: Work, period: Period) -> Sheet:
    """Return the verdicts given in a period that stand, oldest first.

    They are the very rows that `CampaignNumbers` counts: as many, with the same points.
    """
    statement = (
        select(
            verdicts,
            leads.c.name.label("lead_name"),
            leads.c.company,
            leads.c.owner,
            leads.c.source,
            campaigns.c.kind,
            campaigns.c.name.label("campaign_name"),
        )
        .join(leads, leads.c.id == verdicts.c.lead_id)
        .join(campaigns, campaigns.c.id == leads.c.campaign_id)
        .where(verdicts.c.verdict.is_not(None), within(verdicts.c.first_at, period))
        .order_by(verdicts.c.first_at, verdicts.c.lead_id, verdicts.c.rep)
    )
    columns = (
        "lead", "name", "company", "campaign", "source", "rep", "rep_id", "is_owner", "verdict",
        "points", "reason", "comment", "given_at", "changed_at",
    )  # fmt: skip
    return Sheet(columns, _in_parts(work, statement, _verdict_rows))


def _verdict_rows(work: Work, rows: Sequence[Any]) -> Iterator[list[object]]:
    named = people.names(work, {row.rep for row in rows})
    for row in rows:
        yield [
            f"L-{row.lead_id}",
            row.lead_name,
            row.company,
            row.campaign_name if row.kind == "campaign" else "",
            row.source,
            named[row.rep],
            row.rep,
            row.owner == row.rep,
            row.verdict,
            Verdict(row.verdict).points,
            row.reason,
            row.comment,
            row.first_at,
            row.changed_at,
        ]


def _in_parts(work: Work, statement: Any, read: Any) -> Iterator[list[object]]:
    result = work.execute(statement.execution_options(yield_per=AT_ONCE))
    for part in result.partitions():
        yield from read(work, part)
