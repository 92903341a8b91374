"""What other rooms and the rest of this one may ask of the library."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, literal, select

from bot.content.domain.asset import Asset, State, identity_of
from bot.content.domain.library import AssetCounts
from bot.content.store.asset_tables import assets
from bot.content.store.assets import id_by_identity, load_asset, load_assets
from bot.kit.db import Work
from bot.kit.prepared import Prepared

_APPROVED = Prepared(
    select(literal(1)).where(assets.c.state == State.APPROVED).limit(1).select_from(assets),
    aside=True,
)


def has_anything(work: Work) -> bool:
    """Tell whether anything is approved; asked whenever a lead is taken."""
    return work.execute(_APPROVED).first() is not None


def asset_counts(work: Work, *, today: date | None = None) -> AssetCounts:
    """Count the library."""
    rows = work.execute(select(assets.c.state, func.count()).group_by(assets.c.state))
    counts = dict(rows.all())
    expired = 0
    if today:
        which = (assets.c.state == State.APPROVED, assets.c.review_by < today)
        expired = work.execute(select(func.count()).select_from(assets).where(*which)).scalar_one()
    return AssetCounts(
        approved=counts.get(State.APPROVED, 0),
        draft=counts.get(State.DRAFT, 0),
        retired=counts.get(State.RETIRED, 0),
        expired=expired,
    )


def asset_by_id(work: Work, asset_id: int) -> Asset | None:
    """Return an asset, retired ones too; None when there is none."""
    return load_asset(work, asset_id)


def asset_by_link(work: Work, link: str) -> Asset | None:
    """Return the asset with a link, however it is written; None when the library has none."""
    found = id_by_identity(work, identity_of("", link)) if link else None
    return load_asset(work, found) if found else None


def assets_by_id(work: Work, asset_ids: Sequence[int]) -> list[Asset]:
    """Return the assets of these ids in this order; ids of none are left out."""
    return load_assets(work, asset_ids)
