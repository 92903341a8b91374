"""What sales said of a lead, and what marketing answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.leads.domain.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """One rep's verdict on one lead, with what is needed to speak of it.

    `verdict` is None once taken back; `about` is the lead's company or name, empty once the lead
    was `erased`. `turned_down_at` is when somebody rejected or disqualified the lead, while it is.
    """

    lead_id: int
    rep: str
    campaign_id: int
    about: str
    verdict: Verdict | None
    reason: Reason | None
    comment: str
    first_at: datetime
    erased: bool = False
    turned_down_at: datetime | None = None

    @property
    def number(self) -> str:
        """The lead's name among colleagues: "L-42"."""
        return f"L-{self.lead_id}"

    @property
    def is_low(self) -> bool:
        """Whether it is a verdict that marketing hears as a line, and may answer."""
        return self.verdict is not None and self.verdict.wants_reason


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """How a rep turned a lead down: `kind` is "rejected" or "disqualified"."""

    kind: str
    reason: Reason
    comment: str


@dataclass(frozen=True, slots=True)
class Line:
    """Where what a rep has against a lead stands as a line: a low verdict, or that they turned it
    down. `mentions` is whom it mentions because it opened the thread; `stands` says that it was
    sent.
    """

    lead_id: int
    rep: str
    campaign_id: int
    week: str
    mentions: str | None = None
    stands: bool = False


class AnswerKind(StrEnum):
    """How marketing answers a low verdict."""

    THANKS = "thanks"
    DISPUTE = "dispute"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of marketing; `sentence` is empty for thanks. `at` is business time."""

    id: int
    campaign_id: int
    kind: AnswerKind
    sentence: str
    marketer: str
    at: datetime
