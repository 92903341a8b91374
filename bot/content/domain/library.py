"""What the library answers, and the keys of what it tells people of its own accord."""

from dataclasses import dataclass
from datetime import date

from bot.content.domain.asset import Asset
from bot.content.domain.search import Query

NEWS_LISTED = 5
"""Pieces that a morning's message names; the others stand in the library."""
REVIEWS_LISTED = 6
"""Pieces somebody is asked about in one message; the others follow on another morning."""


def news_key(day: date) -> str:
    """Return the outbox key of what sales was told on a morning."""
    return f"library:news:{day.isoformat()}"


def review_key(person: str, day: date) -> str:
    """Return the outbox key of what an owner was asked on a day."""
    return f"library:review:{day.isoformat()}:{person}"


def fitting_key(lead_id: int) -> str:
    """Return the outbox key of what fits a lead, in its thread."""
    return f"lead:{lead_id}:content"


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. `near`: nothing holds all its words; these come closest."""

    query: Query
    assets: tuple[Asset, ...] = ()
    total: int = 0
    near: bool = False
    read_as: tuple[tuple[str, str], ...] = ()
    """Words that stand nowhere, and what they were taken for."""

    @property
    def exact(self) -> tuple[Asset, ...]:
        """The assets that are what was asked for."""
        return () if self.near else self.assets

    @property
    def count(self) -> int:
        """How many assets are what was asked for."""
        return 0 if self.near else self.total


@dataclass(frozen=True, slots=True)
class AssetCounts:
    """How many assets there are in each state; `expired` are approved ones past their day."""

    approved: int = 0
    draft: int = 0
    retired: int = 0
    expired: int = 0
