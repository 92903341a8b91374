"""The rows of searches: what was looked for, never who looked."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import String, cast, func, literal, or_, select, update

from bot.content.domain.search import Query, kept_words, topic_of
from bot.content.store.asset_tables import searches
from bot.kit.db import Work


def insert_search(
    work: Work,
    query: Query,
    *,
    found: int,
    person: str,
    day: date,
    at: datetime,
    lead_id: int | None = None,
) -> int:
    """Save a search and return its id. The same person's same search on one day is one row."""
    words = kept_words(query.words)
    topic = topic_of(words)
    tags = {
        "segment": kept_words(query.segment)[:100],
        "stage": query.stage or "",
        "format": query.format or "",
    }
    said = "\n".join([person, day.isoformat(), topic or words, *tags.values(), str(lead_id or "")])
    statement = (
        work.insert(searches)
        .values(
            once=hashlib.sha256(said.encode("utf-8", "replace")).hexdigest(),
            at=at,
            words=words,
            topic=topic,
            found=found,
            lead_id=lead_id,
            **tags,
        )
        .on_conflict_do_update(
            index_elements=["once"], set_={"found": found, "words": words, "at": at}
        )
        .returning(searches.c.id)
    )
    return int(work.execute(statement).scalar_one())


def set_request(work: Work, search_ids: Sequence[int], request_id: int) -> None:
    """Save that a request was filed after these searches."""
    if search_ids:
        work.execute(
            update(searches)
            .where(searches.c.id.in_(list(search_ids)))
            .values(request_id=request_id)
        )


def words_of_search(work: Work, search_id: int) -> str:
    """Return what was typed, as it is kept; "" for no such search."""
    found = work.execute(select(searches.c.words).where(searches.c.id == search_id)).scalar()
    return found or ""


def searches_for(work: Work, lead_ids: Sequence[int]) -> list[int]:
    """Return the searches that were made for these leads."""
    which = searches.c.lead_id.in_(list(lead_ids))
    return list(work.execute(select(searches.c.id).where(which)).scalars()) if lead_ids else []


def searches_with(work: Work, word: str) -> list[tuple[int, str]]:
    """Return (search, what was typed) of those whose words hold a folded word."""
    # A topic is made of folded stems, and a stem begins as its word does.
    begins = word[:4]
    statement = select(searches.c.id, searches.c.words).where(
        or_(
            searches.c.topic.contains(begins, autoescape=True),
            func.lower(searches.c.words).contains(begins, autoescape=True),
        )
    )
    return [(row.id, row.words) for row in work.execute(statement)]


def blank_searches(work: Work, search_ids: Sequence[int]) -> int:
    """Forget what was typed; tell of how many searches."""
    if not search_ids:
        return 0
    statement = (
        update(searches)
        .where(searches.c.id.in_(list(search_ids)), searches.c.words != "")
        .values(words="", topic="", once=literal("forgotten ") + cast(searches.c.id, String))
    )
    return int(work.execute(statement).rowcount)
