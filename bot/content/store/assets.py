"""The rows of the library."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.content.domain.asset import Asset, Details, State, identity_of
from bot.content.domain.search import index_of
from bot.content.domain.tags import BuyerStage, Format
from bot.content.store.asset_tables import (
    Id,
    asset_ratings,
    asset_tags,
    asset_terms,
    asset_uses,
    asset_words,
    assets,
)
from bot.kit.db import Work
from bot.leads.domain.duplicates import fold

SEGMENT, STAGE = "segment", "stage"
AT_ONCE = 1000
"""Assets that one list holds at most."""


def insert_asset(
    work: Work,
    details: Details,
    *,
    by: str,
    at: datetime,
    request_id: int | None = None,
) -> int | None:
    """Save a new asset; None when the library has it already, by its link or title."""
    return insert_assets(work, [details], by=by, at=at, request_id=request_id)[0]


def insert_assets(
    work: Work,
    some: Sequence[Details],
    *,
    by: str,
    at: datetime,
    request_id: int | None = None,
) -> list[int | None]:
    """Save new assets; give the id of each, None for what is there already or stands twice."""
    rows = [
        {
            **_columns(details),
            "state": State.APPROVED if details.approved else State.DRAFT,
            "approved_at": at if details.approved else None,
            "added_by": by,
            "added_at": at,
            "request_id": request_id,
        }
        for details in some
    ]
    saved = work.execute(
        work.insert(assets)
        .on_conflict_do_nothing(index_elements=["identity"])
        .returning(assets.c.id, assets.c.identity),
        rows,
    )
    new = {row.identity: int(row.id) for row in saved}
    ids = [new.pop(row["identity"], None) for row in rows]
    added = [(one, details) for one, details in zip(ids, some, strict=True) if one is not None]
    _save_tags(work, added)
    _save_terms(work, added)
    return ids


def update_asset(work: Work, asset_id: int, details: Details, **more: Any) -> None:
    """Save what people now say of an asset, and how it is found."""
    work.execute(update(assets).where(assets.c.id == asset_id).values(**_columns(details), **more))
    work.execute(delete(asset_tags).where(asset_tags.c.asset_id == asset_id))
    _save_tags(work, [(asset_id, details)])
    work.execute(delete(asset_terms).where(asset_terms.c.asset_id == asset_id))
    _save_terms(work, [(asset_id, details)])


def set_columns(work: Work, asset_ids: Iterable[int], **columns: Any) -> None:
    """Change columns that say nothing an asset is found by."""
    work.execute(update(assets).where(assets.c.id.in_(list(asset_ids))).values(**columns))


def retire(work: Work, asset_id: int, *, at: datetime) -> None:
    """Take an asset out of what is found; its row and its counts stay."""
    set_columns(work, [asset_id], state=State.RETIRED, retired_at=at)
    work.execute(delete(asset_terms).where(asset_terms.c.asset_id == asset_id))


def _columns(details: Details) -> dict[str, Any]:
    return {
        "title": details.title,
        "link": details.link,
        "identity": identity_of(details.title, details.link),
        "format": details.format,
        "industry": details.industry,
        "about": details.about,
        "social": details.social,
        "owner": details.owner,
        "review_by": details.review_by,
        "must_know": details.must_know,
    }


def _save_tags(work: Work, some: Sequence[tuple[int, Details]]) -> None:
    rows = [
        {"asset_id": asset_id, "kind": kind, "tag_key": fold(tag), "tag": tag, "place": place}
        for asset_id, details in some
        for kind, tags in ((SEGMENT, details.segments), (STAGE, details.stages))
        for place, tag in enumerate(tags)
    ]
    if rows:
        work.execute(asset_tags.insert(), rows)


def _save_terms(work: Work, some: Sequence[tuple[int, Details]]) -> None:
    indexes = [(asset_id, index_of(details)) for asset_id, details in some]
    terms = [
        {"asset_id": asset_id, "term": term, "weight": weight}
        for asset_id, index in indexes
        for term, weight in index.weights.items()
    ]
    if terms:
        work.execute(asset_terms.insert(), terms)
    words = {word: term for _, index in indexes for word, term in index.words.items()}
    if words:
        # In order, so that two who save at once wait for each other in one direction only.
        work.execute(
            work.insert(asset_words).on_conflict_do_nothing(index_elements=["word"]),
            [{"word": word, "term": term} for word, term in sorted(words.items())],
        )


def load_assets(work: Work, asset_ids: Sequence[int]) -> list[Asset]:
    """Return the assets of these ids, in this order; ids of none are left out."""
    if not asset_ids:
        return []
    rows = work.execute(select(assets).where(assets.c.id.in_(list(asset_ids)))).all()
    found = {one.id: one for one in _assets_from(work, rows)}
    return [found[asset_id] for asset_id in asset_ids if asset_id in found]


def load_asset(work: Work, asset_id: int) -> Asset | None:
    """Return an asset, or None when there is none."""
    return next(iter(load_assets(work, [asset_id])), None)


def load_asset_for_update(work: Work, asset_id: int) -> Asset | None:
    """Return an asset that nobody else changes until the commit, or None."""
    locked = select(assets.c.id).where(assets.c.id == asset_id).with_for_update()
    work.execute(locked)
    return load_asset(work, asset_id)


def id_by_identity(work: Work, identity: str) -> int | None:
    """Return the id of the asset that is recognised by `identity`, or None."""
    found = work.execute(select(assets.c.id).where(assets.c.identity == identity)).scalar()
    return None if found is None else int(found)


def some_assets(
    work: Work, *which: Any, order: Sequence[Any], most: int, skip: int = 0
) -> list[Asset]:
    """Return assets that meet every condition."""
    rows = work.execute(
        select(assets).where(*which).order_by(*order).limit(most).offset(skip)
    ).all()
    return _assets_from(work, rows)


def count_assets(work: Work, *which: Any) -> int:
    """Return how many assets meet every condition."""
    return int(work.execute(select(func.count()).select_from(assets).where(*which)).scalar_one())


def _assets_from(work: Work, rows: Sequence[Any]) -> list[Asset]:
    ids = [row.id for row in rows]
    tags = _tags_of(work, ids)
    uses = _uses_of(work, ids)
    ratings = _ratings_of(work, ids)
    return [
        Asset(
            id=row.id,
            title=row.title,
            link=row.link,
            format=Format(row.format),
            segments=tuple(tags.get((row.id, SEGMENT), ())),
            stages=tuple(BuyerStage(stage) for stage in tags.get((row.id, STAGE), ())),
            industry=row.industry,
            about=row.about,
            social=row.social,
            owner=row.owner,
            state=State(row.state),
            review_by=row.review_by,
            must_know=row.must_know,
            added_at=row.added_at,
            approved_at=row.approved_at,
            retired_at=row.retired_at,
            announced_on=row.announced_on,
            request_id=row.request_id,
            uses=uses.get(row.id, 0),
            helped=ratings.get((row.id, True), 0),
            not_helped=ratings.get((row.id, False), 0),
        )
        for row in rows
    ]


_IDS = bindparam("ids", expanding=True, type_=Id)
_TAGS = (
    select(asset_tags.c.asset_id, asset_tags.c.kind, asset_tags.c.tag)
    .where(asset_tags.c.asset_id.in_(_IDS))
    .order_by(asset_tags.c.place)
)
_USES = (
    select(asset_uses.c.asset_id, func.count())
    .where(asset_uses.c.asset_id.in_(_IDS))
    .group_by(asset_uses.c.asset_id)
)
_RATINGS = (
    select(asset_ratings.c.asset_id, asset_ratings.c.helped, func.count())
    .where(asset_ratings.c.asset_id.in_(_IDS))
    .group_by(asset_ratings.c.asset_id, asset_ratings.c.helped)
)


def _tags_of(work: Work, ids: list[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    for asset_id, kind, tag in work.execute(_TAGS, {"ids": ids}) if ids else ():
        found.setdefault((asset_id, kind), []).append(tag)
    return found


def _uses_of(work: Work, ids: list[int]) -> dict[int, int]:
    return dict(work.execute(_USES, {"ids": ids}).all()) if ids else {}


def _ratings_of(work: Work, ids: list[int]) -> dict[tuple[int, bool], int]:
    rows = work.execute(_RATINGS, {"ids": ids}) if ids else ()
    return {(asset_id, bool(helped)): number for asset_id, helped, number in rows}


def segments_in_use(work: Work, *, most: int) -> list[str]:
    """Return the segments that the most assets are tagged with."""
    number = func.count()
    statement = (
        select(func.min(asset_tags.c.tag).label("tag"), number)
        .where(asset_tags.c.kind == SEGMENT)
        .group_by(asset_tags.c.tag_key)
        .order_by(number.desc(), asset_tags.c.tag_key)
        .limit(most)
    )
    return [row.tag for row in work.execute(statement)]


def page_of(work: Work, *, drafts: bool, most: int, skip: int) -> tuple[list[Asset], int]:
    """Return a page of what stands in the library, the newest first, and how many there are."""
    states = [State.APPROVED, *([State.DRAFT] if drafts else [])]
    which = assets.c.state.in_(states)
    total = count_assets(work, which)
    order = [assets.c.id.desc()]
    return some_assets(work, which, order=order, most=most, skip=skip), total
