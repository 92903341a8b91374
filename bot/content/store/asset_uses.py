"""What reps do with assets, as rows: they use them, and say whether they helped."""

from datetime import date, datetime

from sqlalchemy import delete, func, select

from bot.content.domain.asset import State
from bot.content.store.asset_tables import asset_ratings, asset_uses, assets
from bot.kit.db import Work

NO_LEAD = 0


def insert_use(
    work: Work, asset_id: int, *, person: str, lead_id: int, day: date, at: datetime
) -> bool:
    """Save that somebody used an asset; the same again on one day changes nothing. Tell if new."""
    statement = (
        work.insert(asset_uses)
        .values(asset_id=asset_id, person=person, lead_id=lead_id, day=day, at=at)
        .on_conflict_do_nothing(index_elements=["asset_id", "person", "day", "lead_id"])
        .returning(asset_uses.c.id)
    )
    return work.execute(statement).first() is not None


def forget_use_without_lead(work: Work, asset_id: int, *, person: str, day: date) -> None:
    """Take back a use that was for no lead yet: it is one for a lead now."""
    work.execute(
        delete(asset_uses).where(
            asset_uses.c.asset_id == asset_id,
            asset_uses.c.person == person,
            asset_uses.c.day == day,
            asset_uses.c.lead_id == NO_LEAD,
        )
    )


def has_used(work: Work, asset_id: int, *, person: str, day: date) -> bool:
    """Whether somebody used an asset on a day, for whomever."""
    return (
        work.execute(
            select(asset_uses.c.id).where(
                asset_uses.c.asset_id == asset_id,
                asset_uses.c.person == person,
                asset_uses.c.day == day,
            )
        ).first()
        is not None
    )


def used_unrated(work: Work, person: str, *, since: datetime, most: int) -> list[int]:
    """Return the assets somebody used lately and has not rated, the last used first."""
    rated = select(asset_ratings.c.asset_id).where(asset_ratings.c.person == person)
    statement = (
        select(asset_uses.c.asset_id, func.max(asset_uses.c.at).label("last"))
        .join(assets, assets.c.id == asset_uses.c.asset_id)
        .where(
            asset_uses.c.person == person,
            asset_uses.c.at >= since,
            asset_uses.c.asset_id.not_in(rated),
            assets.c.state != State.RETIRED,
        )
        .group_by(asset_uses.c.asset_id)
        .order_by(func.max(asset_uses.c.at).desc(), asset_uses.c.asset_id)
        .limit(most)
    )
    return [row.asset_id for row in work.execute(statement)]


def save_rating(
    work: Work, asset_id: int, *, person: str, helped: bool, why: str, at: datetime
) -> None:
    """Save what a rep thinks of an asset; the newest word counts."""
    values = {"helped": helped, "why": why, "at": at}
    work.execute(
        work.insert(asset_ratings)
        .values(asset_id=asset_id, person=person, **values)
        .on_conflict_do_update(index_elements=["asset_id", "person"], set_=values)
    )


def rating_by(work: Work, asset_id: int, *, person: str) -> bool | None:
    """Return whether an asset helped somebody, or None when they did not say."""
    statement = select(asset_ratings.c.helped).where(
        asset_ratings.c.asset_id == asset_id, asset_ratings.c.person == person
    )
    found = work.execute(statement).scalar()
    return None if found is None else bool(found)
