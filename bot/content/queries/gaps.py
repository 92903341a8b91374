"""What is missing: looked for and not found, asked for most, and where no asset stands at all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func, or_, select

from bot.content.domain.asset import State
from bot.content.domain.gaps import ANY, Gaps, Wanted
from bot.content.domain.request import Closing
from bot.content.domain.request import State as Standing
from bot.content.domain.search import Query, topic_of
from bot.content.domain.tags import BuyerStage, Format
from bot.content.queries.search import search_library
from bot.content.store.asset_tables import asset_tags, assets, searches
from bot.content.store.assets import SEGMENT
from bot.content.store.request_tables import askers, requests
from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.leads.domain.duplicates import fold
from bot.leads.queries.leads import segments_of_leads

__all__ = ["ANY", "Gaps", "Wanted", "gaps", "most_wanted"]

SHOWN = 10
"""Wishes that a list holds."""
LOOKED_UP = 40
"""Wishes of which it is asked whether the library has them by now."""


@dataclass(slots=True)
class _Wish:
    """What is known of one wish while it is put together."""

    query: Query
    words: Counter[str] = field(default_factory=Counter)
    vain: int = 0
    requests: set[int] = field(default_factory=set)
    topic: str = ""
    asked: int = 0
    alone: int = 0
    """Searches that no request followed."""
    undelivered: int = 0

    @property
    def searched(self) -> int:
        return self.words.total()

    @property
    def said(self) -> tuple[str, ...]:
        """What sets it apart from wishes that are as frequent, so that their order is settled."""
        query = self.query
        tags = (query.segment, query.stage or "", query.format or "")
        return query.words.casefold(), query.words, *tags

    @property
    def named(self) -> str:
        """How it is shown: what was asked for, else as it was mostly typed, with its tags."""
        if self.topic:
            return self.topic
        typed = min(self.words, key=lambda one: (-self.words[one], one))
        tags = [self.query.segment, self.query.stage or "", self.query.format or ""]
        return " · ".join(filter(None, [typed, *tags]))

    @property
    def wanted(self) -> Wanted:
        """The wish as it is told."""
        if not self.asked:
            return Wanted(self.named, searched=self.searched)
        return Wanted(self.named, self.asked, self.alone, delivered=not self.undelivered)


def most_wanted(work: Work, period: Period, most: int = 5) -> list[Wanted]:
    """Return what reps wanted most in a period: asked for, or looked for in vain and still missing.

    A search that a request followed counts as that request's wish. What was asked for more often
    comes first.
    """
    return _most_wanted(work, period, _wishes(work, period), most)


def _most_wanted(work: Work, period: Period, wishes: list[_Wish], most: int) -> list[Wanted]:
    for request_id, topic, delivered, asked in _asked(work, period):
        wish = _wish_of(wishes, request_id, topic)
        wish.topic = wish.topic or topic
        wish.asked += asked
        wish.undelivered += not delivered
    order = sorted(wishes, key=lambda one: (-one.asked, -one.searched, *one.said))
    found: list[Wanted] = []
    for wish in order[: most + LOOKED_UP]:
        if len(found) < most and (wish.asked or not _is_there(work, wish.query)):
            found.append(wish.wanted)
    return found


def gaps(work: Work, period: Period, *, most: int = SHOWN) -> Gaps:
    """Return everything that is missing, as of a period."""
    wishes = _wishes(work, period)
    in_vain = sorted(wishes, key=lambda one: (-one.vain, *one.said))
    missing = [
        (wish.named, wish.vain)
        for wish in in_vain[:LOOKED_UP]
        if wish.vain and not _is_there(work, wish.query)
    ]
    searched = work.execute(
        select(func.count(), func.count().filter(searches.c.found == 0)).where(
            within(searches.c.at, period)
        )
    ).one()
    of_leads = segments_of_leads(work, period)
    grid, names = _grid(work, of_leads)
    leads: Counter[str] = Counter()
    for segment, count in of_leads:
        leads[names[fold(segment)]] += count
    rows = sorted(
        {name for key, name in names.items() if key}, key=lambda one: (-leads[one], one.casefold())
    )
    return Gaps(
        not_found=tuple(missing[:most]),
        wanted=tuple(_most_wanted(work, period, wishes, most)),
        grid=grid,
        segments=(*rows, ANY),
        leads=dict(leads),
        searches=searched[0],
        in_vain=searched[1],
    )


def _wishes(work: Work, period: Period) -> list[_Wish]:
    """Return the searches that found nothing, or that a request followed, each wish once."""
    vain = case((searches.c.found == 0, 1), else_=0).label("vain")
    columns = (
        searches.c.topic,
        searches.c.segment,
        searches.c.stage,
        searches.c.format,
        searches.c.words,
        searches.c.request_id,
    )
    rows = work.execute(
        select(*columns, vain, func.count().label("number"))
        .where(
            within(searches.c.at, period),
            or_(searches.c.found == 0, searches.c.request_id.is_not(None)),
            searches.c.topic != "",
        )
        .group_by(*columns, vain)
    )
    wishes: dict[tuple[str, ...], _Wish] = {}
    for topic, segment, stage, kind, words, request_id, is_vain, number in rows:
        key = (topic, fold(segment) if segment else "", stage, kind)
        wish = wishes.get(key)
        if wish is None:
            wish = wishes[key] = _Wish(_query(words, segment, stage, kind))
        elif (words, segment) < (wish.query.words, wish.query.segment):
            # The rows come in no order; which of two spellings stands for both is settled.
            wish.query = _query(words, segment, stage, kind)
        wish.words[words] += number
        wish.vain += number * is_vain
        if request_id:
            wish.requests.add(request_id)
        else:
            wish.alone += number
    return list(wishes.values())


def _query(words: str, segment: str, stage: str, kind: str) -> Query:
    return Query(
        words=words,
        segment=segment,
        stage=BuyerStage(stage) if stage else None,
        format=Format(kind) if kind else None,
    )


def _asked(work: Work, period: Period) -> Sequence[Any]:
    """Return (request, topic, whether delivered, reps who asked in the period), oldest first."""
    given = (requests.c.state == Standing.DELIVERED) | (requests.c.closing == Closing.HELPED)
    delivered = case((given, 1), else_=0).label("delivered")
    return work.execute(  # type: ignore[no-any-return]
        select(requests.c.id, requests.c.topic, delivered, func.count())
        .join(askers, askers.c.request_id == requests.c.id)
        .where(
            within(askers.c.asked_at, period),
            requests.c.topic != "",
            requests.c.merged_into.is_(None),
        )
        .group_by(requests.c.id, requests.c.topic, delivered)
        .order_by(requests.c.id)
    ).all()


def _wish_of(wishes: list[_Wish], request_id: int, topic: str) -> _Wish:
    """Return the wish a request belongs to: of the searches before it, else of the same topic."""
    before = [wish for wish in wishes if request_id in wish.requests]
    for other in before[1:]:
        before[0].words += other.words
        before[0].vain += other.vain
        before[0].alone += other.alone
        wishes.remove(other)
    meaning = topic_of(topic)
    alike = (one for one in wishes if meaning == topic_of(one.topic or one.query.words))
    wish = before[0] if before else next(alike, None)
    if wish is None:
        wish = _Wish(Query(words=topic))
        wishes.append(wish)
    return wish


def _is_there(work: Work, query: Query) -> bool:
    """Whether the library has by now what was looked for; asked once in a unit of work."""
    known: dict[Query, bool] = work.kept.setdefault(_is_there, {})
    if query not in known:
        known[query] = search_library(work, query, most=1, closest=False).count > 0
    return known[query]


def _grid(
    work: Work, of_leads: Iterable[tuple[str, int]]
) -> tuple[dict[tuple[str, str], int], dict[str, str]]:
    """Return the grid, and how each folded segment is written."""
    tags = work.execute(
        select(assets.c.id, asset_tags.c.kind, asset_tags.c.tag_key, asset_tags.c.tag)
        .outerjoin(asset_tags, asset_tags.c.asset_id == assets.c.id)
        .where(assets.c.state == State.APPROVED)
        .order_by(assets.c.id)
    )
    names: dict[str, str] = {"": ANY}
    segments: dict[int, set[str]] = {}
    stages: dict[int, set[str]] = {}
    for row in tags:
        segments.setdefault(row.id, set())
        if row.kind == SEGMENT:
            segments[row.id].add(row.tag_key)
            names.setdefault(row.tag_key, row.tag)
        elif row.kind:
            stages.setdefault(row.id, set()).add(row.tag)
    for segment, _ in of_leads:
        names.setdefault(fold(segment), segment)
    grid: Counter[tuple[str, str]] = Counter()
    for asset_id, own in segments.items():
        for key in own or {""}:
            for stage in stages.get(asset_id) or set(BuyerStage):
                grid[names[key], stage] += 1
    return dict(grid), names
