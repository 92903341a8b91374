"""What people are told and asked about assets, as rows: the news, who read it, "still right?"."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select, update

from bot.content.domain.asset import Asset, State
from bot.content.store.asset_tables import asset_receipts, asset_reviews, assets
from bot.content.store.assets import AT_ONCE, count_assets, some_assets
from bot.kit.db import Work


def save_receipt(work: Work, asset_id: int, *, person: str, at: datetime) -> bool:
    """Save that somebody read of an asset; tell whether it is new."""
    statement = (
        work.insert(asset_receipts)
        .values(asset_id=asset_id, person=person, at=at)
        .on_conflict_do_nothing(index_elements=["asset_id", "person"])
        .returning(asset_receipts.c.person)
    )
    return work.execute(statement).first() is not None


def receipts_of(work: Work, asset_ids: Sequence[int]) -> dict[int, dict[str, datetime]]:
    """Return who read of each asset, and when, first to last."""
    statement = (
        select(asset_receipts)
        .where(asset_receipts.c.asset_id.in_(list(asset_ids)))
        .order_by(asset_receipts.c.at, asset_receipts.c.person)
    )
    found: dict[int, dict[str, datetime]] = {asset_id: {} for asset_id in asset_ids}
    for row in work.execute(statement) if asset_ids else ():
        found[row.asset_id][row.person] = row.at
    return found


def note_asked(work: Work, asset_id: int, *, review_by: date, person: str, day: date) -> bool:
    """Save that somebody is asked whether an asset is still right; tell whether it is new."""
    statement = (
        work.insert(asset_reviews)
        .values(asset_id=asset_id, review_by=review_by, person=person, asked_on=day)
        .on_conflict_do_nothing(index_elements=["asset_id", "review_by", "person"])
        .returning(asset_reviews.c.asset_id)
    )
    return work.execute(statement).first() is not None


def asked_of(work: Work, person: str, day: date) -> list[tuple[int, date]]:
    """Return (asset, the day it was to be looked at by) somebody was asked about on a day."""
    statement = (
        select(asset_reviews.c.asset_id, asset_reviews.c.review_by)
        .where(asset_reviews.c.person == person, asset_reviews.c.asked_on == day)
        .order_by(asset_reviews.c.review_by, asset_reviews.c.asset_id)
    )
    return [(row.asset_id, row.review_by) for row in work.execute(statement)]


def asked_about(work: Work, asset_id: int) -> list[tuple[str, date]]:
    """Return (who, when) was asked whether an asset is still right."""
    statement = (
        select(asset_reviews.c.person, asset_reviews.c.asked_on)
        .where(asset_reviews.c.asset_id == asset_id)
        .distinct()
    )
    return [(row.person, row.asked_on) for row in work.execute(statement)]


def to_review(work: Work, *, until: date, each: int) -> list[Asset]:
    """Return approved assets to be looked at by `until` that nobody was asked about, in order.

    `each` is how many of one owner are given at most.
    """
    asked = select(asset_reviews.c.asset_id).where(
        asset_reviews.c.asset_id == assets.c.id, asset_reviews.c.review_by == assets.c.review_by
    )
    place = func.row_number().over(
        partition_by=assets.c.owner, order_by=(assets.c.review_by, assets.c.id)
    )
    numbered = (
        select(assets.c.id, place.label("place"))
        .where(assets.c.state == State.APPROVED, assets.c.review_by <= until, ~asked.exists())
        .subquery()
    )
    return some_assets(
        work,
        assets.c.id.in_(select(numbered.c.id).where(numbered.c.place <= each)),
        order=[assets.c.review_by, assets.c.id],
        most=AT_ONCE,
    )


def mark_told(work: Work, day: date) -> int:
    """Put every approved asset that sales was not told of on the news of a day; tell how many."""
    statement = (
        update(assets)
        .where(assets.c.state == State.APPROVED, assets.c.announced_on.is_(None))
        .values(announced_on=day)
    )
    return int(work.execute(statement).rowcount)


def told_on(work: Work, day: date, *, most: int) -> list[Asset]:
    """Return what sales was told of on a day: must-knows first, then the newest."""
    return some_assets(
        work,
        assets.c.announced_on == day,
        assets.c.state == State.APPROVED,
        order=[assets.c.must_know.desc(), assets.c.approved_at.desc(), assets.c.id.desc()],
        most=most,
    )


def count_told_on(work: Work, day: date) -> int:
    """Return how many assets the news of a day are about."""
    return count_assets(work, assets.c.announced_on == day, assets.c.state == State.APPROVED)


def must_knows_of(work: Work, day: date) -> list[int]:
    """Return the assets of a day's news that sales must know."""
    statement = (
        select(assets.c.id)
        .where(assets.c.announced_on == day, assets.c.state == State.APPROVED, assets.c.must_know)
        .order_by(assets.c.id)
    )
    return list(work.execute(statement).scalars())


def all_must_knows(work: Work, *, most: int) -> list[Asset]:
    """Return the approved assets that sales must know, the newest first."""
    return some_assets(
        work,
        assets.c.state == State.APPROVED,
        assets.c.must_know,
        order=[assets.c.approved_at.desc(), assets.c.id.desc()],
        most=most,
    )
