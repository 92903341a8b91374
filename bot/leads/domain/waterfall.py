"""The waterfall's steps, and what happened at each of them in a period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from bot.leads.domain.campaigns import Ratings
from bot.leads.domain.verdicts import Reason, Verdict


class Milestone(StrEnum):
    """The steps of the line both teams share, in their order."""

    INQUIRY = "inquiry"
    MQL = "mql"
    ACCEPTED = "accepted"
    SALES_QUALIFIED = "sales_qualified"
    OPPORTUNITY = "opportunity"
    WON = "won"

    @property
    def next(self) -> "Milestone | None":
        """The step that follows; None after the last."""
        order = list(Milestone)
        place = order.index(self) + 1
        return order[place] if place < len(order) else None


class By(StrEnum):
    """What leads can be grouped by. A lead's rep is its owner now."""

    CAMPAIGN = "campaign"
    SOURCE = "source"
    SEGMENT = "segment"
    REP = "rep"


Key = int | str | None
"""A campaign's id, a source, a segment or an owner; None for all leads, and for no owner."""

_NOTHING: Mapping[Milestone, int] = MappingProxyType({})
_NO_RATINGS: Mapping[Verdict, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Flow:
    """What happened with some leads in a period, each step where it itself happened.

    `reached` counts the leads that made each step in the period and have not been taken back from
    it since; `went_on` those of them that have made the next step so far, whenever. `decided` are
    the leads that sales took or rejected in the period, each once, and `stood` those of them that
    are not rejected now. `pipeline` adds up the amounts of the opportunities, `revenue` those of
    the deals won. `ratings` and `reasons` are of the verdicts first given in the period.
    """

    reached: Mapping[Milestone, int] = field(default_factory=lambda: _NOTHING)
    went_on: Mapping[Milestone, int] = field(default_factory=lambda: _NOTHING)
    rejected: int = 0
    disqualified: int = 0
    recycled: int = 0
    lost: int = 0
    decided: int = 0
    stood: int = 0
    pipeline: Decimal = Decimal(0)
    revenue: Decimal = Decimal(0)
    ratings: Ratings = field(default_factory=lambda: _NO_RATINGS)
    reasons: tuple[tuple[Reason | None, int], ...] = ()

    @property
    def verdicts(self) -> int:
        """How many verdicts were given."""
        return sum(self.ratings.values())

    @property
    def points(self) -> int:
        """Their points on the shared 1-5 scale, added up."""
        return sum(verdict.points * count for verdict, count in self.ratings.items())


@dataclass(frozen=True, slots=True)
class Cohort:
    """What has become so far of the leads that qualified in a period."""

    reached: Mapping[Milestone, int] = field(default_factory=lambda: _NOTHING)
    rejected: int = 0
    disqualified: int = 0
    recycled: int = 0
    lost: int = 0
    pipeline: Decimal = Decimal(0)
    revenue: Decimal = Decimal(0)

    @property
    def open(self) -> int:
        """How many of them are still with sales."""
        ended = self.rejected + self.disqualified + self.recycled + self.lost
        return self.reached.get(Milestone.MQL, 0) - ended - self.reached.get(Milestone.WON, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """How long somebody waited for sales: for its first answer, or for the first contact.

    `at` is when it came and `by` who gave it; both None while it is waited for. Times are seconds
    since 1970, as there may be hundreds of thousands of them. `key` is the group of the lead.
    """

    key: Key
    since: float
    at: float | None
    by: str | None
