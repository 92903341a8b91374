"""The rows behind the numbers of content requests: `export content`."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from bot.content.domain.request import REQUESTS
from bot.content.store.request_tables import askers, deliveries, opinions, requests
from bot.kit.csv_safe import Sheet
from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.people import queries as people

AT_ONCE = 1000
"""Rows held in memory at a time."""

_COLUMNS = (
    "request", "topic", "believe", "format", "segment", "stage", "needed_by", "lead", "asker",
    "asker_id", "also_asked_by", "asked_at", "state", "closing", "merged_into", "owner",
    "owner_id", "claimed_at", "first_delivered_at", "answered_at", "delivered_at", "closed_at",
    "reason", "link", "note", "in_library", "helped", "not_helped",
)  # fmt: skip


def first_delivered_at() -> Any:
    """Return the moment of a request's first delivery, as a subquery of its row."""
    return (
        select(func.min(deliveries.c.at))
        .where(deliveries.c.request_id == requests.c.id)
        .scalar_subquery()
    )


def export_content(work: Work, period: Period) -> Sheet:
    """Return the requests that were asked, answered, closed or judged in a period, oldest first.

    `ContentNumbers` of that period: `asked` are the rows whose `asked_at` lies in it, `answered`
    those whose `first_delivered_at` does, `declined` those in state `declined` whose `closed_at`
    does; `helped` and `not_helped` are the sums of these columns, counted in that period.
    """
    told = _told(period)
    statement = (
        select(
            requests,
            first_delivered_at().label("first_delivered_at"),
            func.coalesce(told.c.helped, 0).label("helped"),
            func.coalesce(told.c.not_helped, 0).label("not_helped"),
        )
        .outerjoin(told, told.c.request_id == requests.c.id)
        .where(_in(period, told))
        .order_by(requests.c.id)
    )
    return Sheet(_COLUMNS, _rows(work, statement))


def _told(period: Period) -> Any:
    """Return how often each request's deliveries were said to have helped in a period."""
    return (
        select(
            deliveries.c.request_id,
            func.sum(case((opinions.c.helped, 1), else_=0)).label("helped"),
            func.sum(case((opinions.c.helped, 0), else_=1)).label("not_helped"),
        )
        .join(opinions, opinions.c.delivery_id == deliveries.c.id)
        .where(within(opinions.c.at, period))
        .group_by(deliveries.c.request_id)
        .subquery()
    )


def _in(period: Period, told: Any) -> ColumnElement[bool]:
    moments = (
        requests.c.asked_at,
        requests.c.answered_at,
        requests.c.delivered_at,
        requests.c.closed_at,
    )
    delivered = select(deliveries.c.request_id).where(within(deliveries.c.at, period))
    return or_(
        *(within(moment, period) for moment in moments),
        requests.c.id.in_(delivered),
        told.c.request_id.is_not(None),
    )


def _rows(work: Work, statement: Select[Any]) -> Iterator[list[object]]:
    result = work.execute(statement.execution_options(yield_per=AT_ONCE))
    for part in result.partitions():
        yield from _part(work, part)


def _part(work: Work, part: Sequence[Any]) -> Iterator[list[object]]:
    ids = [row.id for row in part]
    last = _last_deliveries(work, ids)
    asking: dict[int, list[str]] = {}
    found = select(askers.c.request_id, askers.c.person).where(askers.c.request_id.in_(ids))
    for row in work.execute(found.order_by(askers.c.asked_at, askers.c.person)):
        asking.setdefault(row.request_id, []).append(row.person)
    everybody = {row.asker for row in part} | {row.owner for row in part if row.owner}
    named = people.names(work, everybody | {one for some in asking.values() for one in some})
    for row in part:
        delivery = last.get(row.id)
        others = [named[one] for one in asking.get(row.id, []) if one != row.asker]
        yield [
            REQUESTS.name(row.id),
            row.topic,
            row.belief,
            row.format,
            row.segment,
            row.stage,
            row.needed_by,
            f"L-{row.lead_id}" if row.lead_id else "",
            named[row.asker],
            row.asker,
            ", ".join(others),
            row.asked_at,
            row.state,
            row.closing,
            REQUESTS.name(row.merged_into) if row.merged_into else "",
            named.get(row.owner, ""),
            row.owner,
            row.claimed_at,
            row.first_delivered_at,
            row.answered_at,
            row.delivered_at,
            row.closed_at,
            row.reason,
            delivery.link if delivery else "",
            delivery.note if delivery else "",
            f"A-{delivery.asset_id}" if delivery and delivery.asset_id else "",
            row.helped,
            row.not_helped,
        ]


def _last_deliveries(work: Work, ids: Sequence[int]) -> dict[int, Any]:
    newest = (
        select(deliveries.c.request_id, func.max(deliveries.c.id).label("id"))
        .where(deliveries.c.request_id.in_(ids))
        .group_by(deliveries.c.request_id)
        .subquery()
    )
    rows = work.execute(
        select(deliveries).join(
            newest,
            and_(newest.c.id == deliveries.c.id, newest.c.request_id == deliveries.c.request_id),
        )
    )
    return {row.request_id: row for row in rows}
