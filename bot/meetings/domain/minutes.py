"""What a meeting leaves behind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoteKind(StrEnum):
    """What was noted under a point."""

    DECISION = "decision"
    TARGET = "target"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Note:
    """A decision, a target that was set, or what was put off, and the point it was said under."""

    id: int
    occurrence_id: int
    point: str
    kind: NoteKind
    text: str
    by: str
    at: datetime
