"""A rep's judgement of a lead's quality, its reasons, and which of several opinions counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """The four words; on the shared 1-5 scale great = 5, good = 4, poor = 2, bad = 1."""

    GREAT = "great"
    GOOD = "good"
    POOR = "poor"
    BAD = "bad"

    @property
    def points(self) -> int:
        """Its place on the shared 1-5 scale."""
        return _POINTS[self]

    @property
    def sentence(self) -> str:
        """The one sentence shown wherever the verdict is asked."""
        return _SENTENCES[self]

    @property
    def wants_reason(self) -> bool:
        """Whether the rep is asked why."""
        return self in {Verdict.POOR, Verdict.BAD}


_POINTS = {Verdict.GREAT: 5, Verdict.GOOD: 4, Verdict.POOR: 2, Verdict.BAD: 1}
_SENTENCES = {
    Verdict.GREAT: "Right person, right company, wants to talk now.",
    Verdict.GOOD: "Worth working; something is still open.",
    Verdict.POOR: "Could be worked, but not what we agreed on.",
    Verdict.BAD: "Should not have been sent.",
}


class Reason(StrEnum):
    """Why a lead was rated low, rejected or disqualified; the likeliest five come first."""

    WRONG_SEGMENT = "wrong_segment"
    BAD_TIMING = "bad_timing"
    NO_BUDGET = "no_budget"
    WRONG_CONTACT_DATA = "wrong_contact_data"
    NO_NEED = "no_need"
    WRONG_SIZE = "wrong_size"
    NO_AUTHORITY = "no_authority"
    DUPLICATE = "duplicate"
    COMPETITOR = "competitor"
    STUDENT_OR_JOB_SEEKER = "student_or_job_seeker"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As people read it: "Wrong segment"."""
        return self.value.replace("_", " ").capitalize()


LIKELIEST = tuple(Reason)[:5]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One thing by which a rep said what they think: a reaction, or what they stated in words.

    `origin` is "stated", "reaction:fire" or "reaction:+1::skin-tone-3"; `at` is Slack's time of it
    (real, aware).
    """

    origin: str
    verdict: Verdict
    at: datetime
    present: bool = True


def current_verdict(opinions: Iterable[Opinion]) -> Verdict | None:
    """Of several opinions of one rep the latest still present counts; none present, no verdict."""
    standing = [opinion for opinion in opinions if opinion.present]
    return max(standing, key=lambda opinion: opinion.at).verdict if standing else None


def stated_in(opinions: Iterable[Opinion]) -> Verdict | None:
    """Return the verdict that a rep put into words and did not take back."""
    words = (one.verdict for one in opinions if one.present and one.origin == "stated")
    return next(words, None)


def having_said(said: Collection[Opinion], new: Opinion) -> list[Opinion] | None:
    """Return a rep's opinions with a new word among them; None when a newer one on it is known.

    Words come late, twice and out of order, and the newest is right.
    """
    others = [one for one in said if one.origin != new.origin]
    before = next((one for one in said if one.origin == new.origin), None)
    return None if before and before.at >= new.at else [*others, new]


@dataclass(frozen=True, slots=True)
class StandingVerdict:
    """One rep's verdict on one lead as it stands; `verdict` is None once taken back."""

    lead_id: int
    rep: str
    verdict: Verdict | None
    reason: Reason | None
    comment: str
    changed_at: datetime

    @property
    def wants_reason(self) -> bool:
        """Whether the rep still owes a word on why."""
        return bool(self.verdict and self.verdict.wants_reason and not self.reason)


def why_key(lead_id: int, rep: str) -> str:
    """Return the outbox key of the message that asks a rep why."""
    return f"lead:{lead_id}:why:{rep}"
