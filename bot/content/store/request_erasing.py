"""Blanking what requests say of a person: texts go, what is counted stays."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Column, ColumnElement, Table, func, select, update

from bot.content.store.request_tables import (
    askers,
    deliveries,
    opinions,
    questions,
    requests,
    story,
)
from bot.kit.db import Work

_OF_REQUEST: Sequence[tuple[Table, Column[str]]] = (
    (requests, requests.c.belief),
    (requests, requests.c.reason),
    (questions, questions.c.question),
    (questions, questions.c.answer),
    (deliveries, deliveries.c.note),
    (story, story.c.words),
)
"""What people write about a request, but for its topic and the opinions."""


def requests_for(work: Work, lead_ids: Collection[int]) -> list[int]:
    """Return the requests that somebody asked for one of these leads."""
    if not lead_ids:
        return []
    rows = work.execute(
        select(requests.c.id)
        .where(requests.c.lead_id.in_(lead_ids))
        .union(select(askers.c.request_id).where(askers.c.lead_id.in_(lead_ids)))
    )
    return sorted(rows.scalars())


def blank_words(work: Work, request_ids: Collection[int]) -> int:
    """Blank what was written about these requests, but for their topics; tell how many texts."""
    if not request_ids:
        return 0
    blanked = sum(
        _blank(work, table, text, _request_of(table).in_(request_ids))
        for table, text in _OF_REQUEST
    )
    theirs = select(deliveries.c.id).where(deliveries.c.request_id.in_(request_ids))
    return blanked + _blank(work, opinions, opinions.c.why, opinions.c.delivery_id.in_(theirs))


def blank_topic(work: Work, request_id: int) -> int:
    """Blank what a request is about."""
    return _blank(work, requests, requests.c.topic, requests.c.id == request_id)


def blank_texts_with(work: Work, address: str) -> tuple[int, list[int]]:
    """Blank every text that holds an address; tell how many, and of which requests."""
    touched: set[int] = set()
    blanked = 0
    for table, text in _every_text():
        holds = func.lower(text).contains(address, autoescape=True)
        if table is opinions:
            found = (
                select(deliveries.c.request_id)
                .join(opinions, opinions.c.delivery_id == deliveries.c.id)
                .where(holds)
            )
        else:
            found = select(_request_of(table)).where(holds)
        ids = set(work.execute(found).scalars())
        if ids:
            touched |= ids
            blanked += _blank(work, table, text, holds)
    return blanked, sorted(touched)


def _every_text() -> Iterator[tuple[Table, Column[str]]]:
    yield requests, requests.c.topic
    yield from _OF_REQUEST
    yield opinions, opinions.c.why


def _request_of(table: Table) -> Column[int]:
    return table.c.id if table is requests else table.c.request_id


def _blank(work: Work, table: Table, text: Column[str], which: ColumnElement[bool]) -> int:
    done = work.execute(update(table).where(which, text != "").values({text.name: ""}))
    return int(done.rowcount)
