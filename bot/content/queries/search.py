"""The one search of the library: the same answer on SQLite and on PostgreSQL.

The database keeps each asset's stems and how heavy they are, and adds up whole numbers; what a
word means, and the last word on the order, is said in Python, for both alike (docs/decisions/).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, case, func, literal, or_, select

from bot.content.domain.asset import Asset, State
from bot.content.domain.library import Found
from bot.content.domain.search import (
    FULL,
    WORD,
    Query,
    Slot,
    joined_neighbours,
    needed,
    slots_for,
    stem,
    telling,
    words_asked,
)
from bot.content.store.asset_tables import asset_tags, asset_terms, asset_words, assets
from bot.content.store.assets import SEGMENT, STAGE, load_assets
from bot.kit.db import Work
from bot.leads.domain.duplicates import fold

CANDIDATES = 30
"""Assets whose uses and ratings have a say in their order."""
CLOSEST = 3
"""Assets shown where nothing holds all that was asked for."""


def search_library(
    work: Work,
    query: Query,
    *,
    most: int,
    today: date | None = None,
    drafts: bool = False,
    closest: bool = True,
) -> Found:
    """Answer a search; with `drafts`, what marketing does not stand behind yet is found too.

    Given `today`, what is expired comes after what is not. Without `closest`, what holds some of
    the words only is not looked for.
    """
    which = _narrowed(query, drafts=drafts)
    asked = words_asked(query.words)
    if not asked:
        return Found(query) if query.is_empty else _all_with_tags(work, query, which, most, today)
    slots, held = _slots(work, asked)
    read_as = {slot.word: slot.read_as for slot in slots if slot.read_as}
    scored = _scored(slots, held, which)
    best = _candidates(work, scored, least=needed(len(slots)))
    near = not best
    if near:
        best = _candidates(work, scored, least=1) if closest else []
        most = min(most, CLOSEST)
    total = best[0].total if best else 0
    ordered = _ordered(work, query, best, today)
    return Found(query, tuple(ordered[:most]), total, near, tuple(read_as.items()))


def _narrowed(query: Query, *, drafts: bool) -> list[Any]:
    states = [State.APPROVED, *([State.DRAFT] if drafts else [])]
    which: list[Any] = [assets.c.state.in_(states)]
    if query.format:
        which.append(assets.c.format == query.format)
    if query.segment:
        which.append(_fits(SEGMENT, fold(query.segment)))
    if query.stage:
        which.append(_fits(STAGE, query.stage))
    return which


def _fits(kind: str, key: str) -> Any:
    """Say that an asset has a tag, or none of its kind, which fits everybody."""
    own = select(asset_tags.c.tag_key).where(
        asset_tags.c.asset_id == assets.c.id, asset_tags.c.kind == kind
    )
    return or_(own.where(asset_tags.c.tag_key == key).exists(), ~own.exists())


@dataclass(slots=True)
class _Held:
    """How many assets hold each stem, of how many there are."""

    by: dict[str, int]
    of: int = 0


_TERMS = bindparam("terms", expanding=True, type_=String())
_HELD = (
    select(
        asset_terms.c.term,
        func.count(),
        select(func.count()).select_from(assets).where(assets.c.state != State.RETIRED)
        .scalar_subquery(),
    )
    .where(asset_terms.c.term.in_(_TERMS))
    .group_by(asset_terms.c.term)
)  # fmt: skip
_VOCABULARY = select(asset_words.c.word, asset_words.c.term)


def _look_up(work: Work, held: _Held, terms: Iterable[str]) -> None:
    for term, number, of in work.execute(_HELD, {"terms": sorted(terms)}):
        held.by[term] = number
        held.of = of


def _slots(work: Work, asked: Sequence[str]) -> tuple[list[Slot], _Held]:
    """Return what each word may mean; the vocabulary is read only for words that stand nowhere."""
    pairs = [(one + other)[:WORD] for one, other in pairwise(asked)]
    held = _Held({})
    _look_up(work, held, {stem(word) for word in [*asked, *pairs]})
    slots: list[Slot] = []
    meant: set[str] = set()
    for word in joined_neighbours(asked, held.by):
        if stem(word) in held.by:
            slots.append(Slot(word, {stem(word): FULL}))
        else:
            others = slots_for(word, _vocabulary(work))
            meant.update(term for slot in others for term in slot.terms)
            slots += others
    if meant - held.by.keys():
        _look_up(work, held, meant - held.by.keys())
    return slots, held


def _vocabulary(work: Work) -> dict[str, str]:
    """Return every word of the library and its stem, read once in a unit of work."""
    found: dict[str, str] | None = work.kept.get(_VOCABULARY)
    if found is None:
        found = work.kept[_VOCABULARY] = dict(work.execute(_VOCABULARY).all())
    return found


def _scored(slots: Sequence[Slot], held: _Held, which: Sequence[Any]) -> Any:
    """Return a subquery of (asset, how many words it holds, how well it holds them)."""
    slot_of: dict[str, int] = {}
    worth: dict[str, int] = {}
    for place, slot in enumerate(slots):
        for term, part in slot.terms.items():
            slot_of.setdefault(term, place)
            worth.setdefault(term, telling(held.by.get(term, 0), held.of) * part // 100)
    return (
        select(
            asset_terms.c.asset_id,
            func.count(case(slot_of, value=asset_terms.c.term).distinct()).label("words"),
            func.sum(asset_terms.c.weight * case(worth, value=asset_terms.c.term)).label("score"),
        )
        .join(assets, assets.c.id == asset_terms.c.asset_id)
        .where(asset_terms.c.term.in_(sorted(slot_of)), *which)
        .group_by(asset_terms.c.asset_id)
        .subquery()
    )


def _candidates(work: Work, scored: Any, *, least: int) -> list[Any]:
    statement: Select[Any] = (
        select(scored, func.count().over().label("total"))
        .where(scored.c.words >= least)
        .order_by(scored.c.words.desc(), scored.c.score.desc(), scored.c.asset_id.desc())
        .limit(CANDIDATES)
    )
    return list(work.execute(statement))


def _ordered(work: Work, query: Query, rows: Sequence[Any], today: date | None) -> list[Asset]:
    """Put the best matches in their last order: what reps use and find helpful moves up a little.

    A tenth at most for uses, a tenth for ratings; what is expired goes behind what holds as many
    words; of equals the newer comes first.
    """
    scores = {row.asset_id: (int(row.words), int(row.score)) for row in rows}

    def rank(asset: Asset) -> tuple[int, bool, int, int]:
        words, score = scores[asset.id]
        liked = min(10, asset.uses) + max(-10, min(10, 2 * (asset.helped - asset.not_helped)))
        meant = 10 * len(_tags_met(query, asset))
        expired = today is not None and asset.is_expired(today)
        return -words, expired, -score * (100 + liked + meant) // 100, -asset.id

    return sorted(load_assets(work, list(scores)), key=rank)


def _tags_met(query: Query, asset: Asset) -> list[str]:
    """Return the tags asked for that an asset has itself, and not for want of any."""
    segment = fold(query.segment)
    met = [one for one in asset.segments if segment and fold(one) == segment]
    return [*met, *(one for one in asset.stages if one == query.stage)]


def _all_with_tags(
    work: Work, query: Query, which: Sequence[Any], most: int, today: date | None
) -> Found:
    """Answer a search of tags alone: what has them itself before what fits everybody."""
    own = [
        select(asset_tags.c.asset_id)
        .where(
            asset_tags.c.asset_id == assets.c.id,
            asset_tags.c.kind == kind,
            asset_tags.c.tag_key == key,
        )
        .exists()
        for kind, key in ((SEGMENT, fold(query.segment)), (STAGE, query.stage or ""))
        if key
    ]
    words: Any = literal(0)
    for has in own:
        words = words + case((has, 1), else_=0)
    statement = (
        select(
            assets.c.id.label("asset_id"),
            words.label("words"),
            literal(100).label("score"),
            func.count().over().label("total"),
        )
        .where(and_(*which))
        .order_by(words.desc(), assets.c.id.desc())
        .limit(CANDIDATES)
    )
    rows = list(work.execute(statement))
    ordered = _ordered(work, query, rows, today)
    return Found(query, tuple(ordered[:most]), rows[0].total if rows else 0)
