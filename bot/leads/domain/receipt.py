"""What the sender of a lead is answered."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from bot.leads.domain.lead import Arrival, Stage


class Outcome(StrEnum):
    """What became of an arrival."""

    ANNOUNCED = "announced"
    ROLLED_UP = "rolled_up"
    JOINED = "joined"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Received:
    """The lead an arrival became or joined. `new` is False when the very same came in before."""

    lead_id: int
    stage: Stage
    outcome: Outcome
    new: bool = True

    @property
    def number(self) -> str:
        """The lead's name among colleagues: "L-42"."""
        return f"L-{self.lead_id}"


@dataclass(frozen=True, slots=True)
class OtherBody:
    """The same source and id came in before with other contents, as lead `lead_id`."""

    source: str
    external_id: str
    lead_id: int

    @property
    def number(self) -> str:
        """The lead's name among colleagues: "L-42"."""
        return f"L-{self.lead_id}"


class ArrivalConflict(Exception):  # noqa: N818 - it is an answer, not a fault
    """An arrival's source and id are taken by other contents; nothing was saved."""

    def __init__(self, other: OtherBody) -> None:
        super().__init__(f"{other.source} {other.external_id} came in before as {other.number}")
        self.other = other


_WRITE = json.JSONEncoder(sort_keys=True).encode


def contents_of(arrival: Arrival) -> str:
    """Return the SHA-256 of what an arrival says, by which the same again is recognised."""
    said = [
        arrival.email,
        arrival.name,
        arrival.company,
        arrival.title,
        arrival.phone,
        arrival.country,
        arrival.industry,
        arrival.segment,
        arrival.employees,
        arrival.score,
        arrival.campaign,
        arrival.message,
        arrival.url,
        arrival.occurred_at.isoformat() if arrival.occurred_at else None,
        arrival.extra,
    ]
    return hashlib.sha256(_WRITE(said).encode()).hexdigest()
