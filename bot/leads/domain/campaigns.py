"""What a campaign is, and what is counted of it in a period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.leads.domain.verdicts import Reason, Verdict

Ratings = Mapping[Verdict, int]
Reasons = tuple[tuple[Reason | None, int], ...]
_NONE: Mapping[Verdict, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Campaign:
    """Where leads came from: a campaign, or a source for those that came without one."""

    id: int
    kind: str
    name: str
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class CampaignNumbers:
    """What happened with a campaign's leads in a period.

    Each number counts what happened in the period itself: leads announced in it, leads taken in
    it (and not released since), leads rejected in it, verdicts first given in it as they read now
    (a verdict taken back counts nowhere). `ratings` holds how often each verdict was given;
    `reasons` those of the poor and bad ones, most frequent first, None for "not said yet".
    `rejected_for` and `disqualified_for` are the reasons of the leads that were, but for those
    that the low verdict of whoever turned the lead down gives already: none is told twice.
    """

    announced: int = 0
    taken: int = 0
    rejected: int = 0
    ratings: Ratings = field(default_factory=lambda: _NONE)
    reasons: Reasons = ()
    rejected_for: Reasons = ()
    disqualified_for: Reasons = ()

    @property
    def verdicts(self) -> int:
        """How many verdicts were given."""
        return sum(self.ratings.values())

    @property
    def points(self) -> int:
        """Their points on the shared 1-5 scale, added up."""
        return sum(verdict.points * count for verdict, count in self.ratings.items())

    @property
    def average(self) -> str | None:
        """Their average as it is shown, "3.4", halves rounded up; None without verdicts."""
        if not self.verdicts:
            return None
        tenths = (20 * self.points + self.verdicts) // (2 * self.verdicts)
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def nothing_happened(self) -> bool:
        """Whether there is nothing to tell."""
        happened = self.announced or self.taken or self.rejected or self.verdicts
        return not (happened or self.disqualified_for)

    @property
    def is_alive(self) -> bool:
        """Whether the week after begins with a message that tells these numbers."""
        return bool(self.announced or self.verdicts)


def by_frequency(counts: Mapping[Reason | None, int]) -> Reasons:
    """Order reasons by how often they were given, then as they are listed; "not said" is last."""
    order = list(Reason)
    return tuple(
        sorted(
            counts.items(),
            key=lambda one: (
                one[0] is None,
                -one[1],
                order.index(one[0]) if one[0] else len(order),
            ),
        )
    )


def campaign_key(campaign_id: int, week: str) -> str:
    """Return the outbox key of a campaign's message of one week: "campaign:7:2026-W47"."""
    return f"campaign:{campaign_id}:{week}"


def verdict_key(lead_id: int, rep: str) -> str:
    """Return the outbox key of a verdict's line: "verdict:42:U0TOM"."""
    return f"verdict:{lead_id}:{rep}"


def news_key(campaign_id: int, week: str, owner: str) -> str:
    """Return the outbox key of what an owner is told who was away when a thread began."""
    return f"campaign-news:{campaign_id}:{week}:{owner}"
