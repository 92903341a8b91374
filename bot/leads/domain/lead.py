"""A lead, its stages, and what arrives before it is one."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """The demand waterfall, one line both teams share; the last three stand beside it."""

    INQUIRY = "inquiry"
    MQL = "mql"
    ACCEPTED = "accepted"
    SALES_QUALIFIED = "sales_qualified"
    OPPORTUNITY = "opportunity"
    WON = "won"
    LOST = "lost"
    REJECTED = "rejected"
    DISQUALIFIED = "disqualified"
    RECYCLED = "recycled"


WITH_SALES = frozenset({Stage.MQL, Stage.ACCEPTED, Stage.SALES_QUALIFIED, Stage.OPPORTUNITY})
"""The stages in which a lead is announced or owned and not yet decided."""
ENDED = frozenset({Stage.WON, Stage.LOST, Stage.REJECTED, Stage.DISQUALIFIED, Stage.RECYCLED})
"""The stages in which a lead's story is over, for now."""
TURNED_DOWN = frozenset({Stage.REJECTED, Stage.DISQUALIFIED})
"""The stages that sales gives a reason for; the trail names the steps to them alike."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One lead as it came in by any door, cleaned but not yet judged or matched.

    `source` and `external_id` name it for ever: the same pair again is the same arrival.
    `email` is normalised (lower case, no spaces); the other texts are trimmed, one line, and may
    be empty. `employees` and `score` are None when unknown. `occurred_at` is aware.
    """

    source: str
    external_id: str
    email: str = ""
    name: str = ""
    company: str = ""
    title: str = ""
    phone: str = ""
    country: str = ""
    industry: str = ""
    segment: str = ""
    employees: int | None = None
    score: int | None = None
    campaign: str = ""
    message: str = ""
    url: str = ""
    occurred_at: datetime | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule of the definition, the lead's value, and whether it met it.

    `rule` is the rule's code ("minimum_score"), `wanted` and `value` are written for people
    ("≥ 60", "82"); `value` is empty when the lead does not say.
    """

    rule: str
    met: bool
    wanted: str
    value: str


@dataclass(frozen=True, slots=True)
class Lead:
    """A person at a company who showed interest, and where their story stands. Times are UTC."""

    id: int
    source: str
    email: str
    name: str
    company: str
    title: str
    phone: str
    country: str
    industry: str
    segment: str
    employees: int | None
    score: int | None
    campaign_id: int
    campaign: str
    message: str
    url: str
    extra: dict[str, Any]
    occurred_at: datetime
    received_at: datetime
    stage: Stage
    definition_version: int
    judgement: tuple[RuleOutcome, ...]
    announced_at: datetime | None = None
    card_at: datetime | None = None
    """Real time at which its own card was asked for; None while it only stands in a roll-up."""
    rollup: str | None = None
    owner: str | None = None
    claimed_at: datetime | None = None
    contacted_at: datetime | None = None
    ended_at: datetime | None = None
    recycle_on: date | None = None
    amount: Decimal | None = None
    reason: str | None = None
    previous_lead: int | None = None
    came_back: int = 0
    erased: bool = False

    @property
    def number(self) -> str:
        """The lead's name among colleagues: "L-42"."""
        return f"L-{self.id}"

    @property
    def card(self) -> str:
        """The outbox key of its card."""
        return card_key(self.id)

    @property
    def subject(self) -> str:
        """What every message about it is filed under in the outbox."""
        return f"lead:{self.id}"


def card_key(lead_id: int) -> str:
    """Return the outbox key of a lead's card."""
    return f"lead:{lead_id}:card"
