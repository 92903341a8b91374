"""Which assets fit a lead: its segment and industry, how far the buyer is, and what they wrote."""

from datetime import date

from sqlalchemy import case, or_, select

from bot.content.domain.asset import Asset, State
from bot.content.domain.fitting import best_for, stages_for
from bot.content.store.asset_tables import asset_tags, assets
from bot.content.store.assets import SEGMENT, STAGE, some_assets
from bot.kit.db import Work
from bot.leads.domain.duplicates import fold
from bot.leads.domain.lead import Lead

CANDIDATES = 200
"""Assets of the right segment and stage among which the best are chosen: the newest."""


def fitting_assets(work: Work, lead: Lead, *, today: date, most: int = 3) -> tuple[Asset, ...]:
    """Return what fits a lead, the best first: approved, not expired, for nobody else alone."""
    own = select(asset_tags.c.tag_key).where(asset_tags.c.asset_id == assets.c.id)
    segments = own.where(asset_tags.c.kind == SEGMENT)
    stages = own.where(asset_tags.c.kind == STAGE)
    theirs = segments.where(asset_tags.c.tag_key == fold(lead.segment)).exists()
    found = some_assets(
        work,
        assets.c.state == State.APPROVED,
        or_(assets.c.review_by.is_(None), assets.c.review_by >= today),
        or_(~segments.exists(), theirs),
        or_(~stages.exists(), stages.where(asset_tags.c.tag_key.in_(stages_for(lead))).exists()),
        order=[case((theirs, 0), else_=1), assets.c.id.desc()],
        most=CANDIDATES,
    )
    return best_for(lead, found)[:most]
