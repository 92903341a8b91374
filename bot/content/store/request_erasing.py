"""Blanking what requests say of a person: texts go, what is counted stays."""

from collections.abc import Callable, Collection, Iterator, Sequence

from sqlalchemy import Column, ColumnElement, Select, Table, and_, delete, select, update

from bot.content.store.asset_tables import asset_ratings, asset_terms, asset_words, assets
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


def blank_texts_that(work: Work, names_them: Callable[[str], bool]) -> tuple[int, list[int]]:
    """Blank every text for which `names_them` holds; tell how many, and of which requests."""
    touched: set[int] = set()
    blanked = 0
    for table, text in _every_text():
        written = work.execute(select(text).where(text != "").distinct()).scalars().all()
        for said in filter(names_them, written):
            touched.update(work.execute(_requests_saying(table, text == said)).scalars())
            blanked += _blank(work, table, text, text == said)
    return blanked, sorted(touched)


def _requests_saying(table: Table, says: ColumnElement[bool]) -> Select[int]:
    if table is not opinions:
        return select(_request_of(table)).where(says)
    deliveries_of = opinions.c.delivery_id == deliveries.c.id
    return select(deliveries.c.request_id).join(opinions, deliveries_of).where(says)


def blank_ratings(work: Work, request_ids: Collection[int]) -> int:
    """Blank why those who asked for these requests rated what they got; tell how many texts."""
    given = select(deliveries.c.asset_id).where(
        deliveries.c.request_id.in_(request_ids), deliveries.c.asset_id.is_not(None)
    )
    who = select(askers.c.person).where(askers.c.request_id.in_(request_ids))
    which = and_(asset_ratings.c.asset_id.in_(given), asset_ratings.c.person.in_(who))
    return _blank(work, asset_ratings, asset_ratings.c.why, which)


def blank_ratings_that(work: Work, names_them: Callable[[str], bool]) -> int:
    """Blank every word on an asset for which `names_them` holds; tell how many."""
    why = asset_ratings.c.why
    written = work.execute(select(why).where(why != "").distinct()).scalars().all()
    return sum(
        _blank(work, asset_ratings, why, why == said) for said in filter(names_them, written)
    )


def assets_made_for(work: Work, request_ids: Collection[int]) -> list[int]:
    """Return the assets that came into the library as answers to these requests."""
    rows = work.execute(select(assets.c.id).where(assets.c.request_id.in_(request_ids)))
    return sorted(rows.scalars())


def forget_words(work: Work, words: Collection[str]) -> None:
    """Take words out of the library's vocabulary that no piece in it holds any more."""
    still = select(asset_terms.c.term)
    gone = and_(asset_words.c.word.in_(words), asset_words.c.term.not_in(still))
    work.execute(delete(asset_words).where(gone))


def _every_text() -> Iterator[tuple[Table, Column[str]]]:
    yield requests, requests.c.topic
    yield from _OF_REQUEST
    yield opinions, opinions.c.why


def _request_of(table: Table) -> Column[int]:
    return table.c.id if table is requests else table.c.request_id


def _blank(work: Work, table: Table, text: Column[str], which: ColumnElement[bool]) -> int:
    done = work.execute(update(table).where(which, text != "").values({text.name: ""}))
    return int(done.rowcount)
