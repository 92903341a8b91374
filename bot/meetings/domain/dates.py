"""A series of meetings and its occurrences, as the room keeps them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kit.numbering import Numbering

MEETINGS = Numbering("M")
"""Meetings are named "M-12" in buttons and values; people say "December's meeting"."""


class State(StrEnum):
    """What has become of one meeting."""

    PLANNED = "planned"
    MOVED = "moved"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    RUNNING = "running"
    HELD = "held"

    @property
    def is_coming(self) -> bool:
        """Whether it is to take place."""
        return self in {State.PLANNED, State.MOVED}

    @property
    def takes_place(self) -> bool:
        """Whether it is to take place, does, or did."""
        return self not in {State.SKIPPED, State.CANCELLED}


@dataclass(frozen=True, slots=True)
class Consulted:
    """Somebody invited only when `topic` is on the agenda."""

    person: str
    topic: str


@dataclass(frozen=True, slots=True)
class Series:
    """What was agreed: the rule as people write it, the time on the wall, who comes, who chairs.

    `countries` are those whose public holidays are avoided ("DE, US"); empty means the company's,
    "none" means none. `chair` is a person's Slack id; empty means the two teams in turn.
    """

    id: int
    rule: str
    zone: ZoneInfo
    at: str  # "10:00"
    minutes: int
    countries: str = ""
    place: str = ""
    everyone: bool = True
    people: tuple[str, ...] = ()
    consulted: tuple[Consulted, ...] = ()
    chair: str = ""
    begins_on: date = date.min
    version: int = 1
    ended_at: datetime | None = None

    @property
    def length(self) -> timedelta:
        """How long a meeting is."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting: the one of its `period`, such as "2026-12". Times are aware and in UTC.

    `sequence` counts what invitations have to follow: another time, place, or its end.
    """

    id: int
    series: int
    period: str
    starts_at: datetime
    ends_at: datetime
    state: State
    sequence: int = 0
    chair: str = ""
    place: str = ""
    reason: str = ""
    ruled_for: date = date.min
    uid: str = ""
    invited_at: datetime | None = None
    changed_at: datetime | None = None
    by: str = ""
    """Who moved, skipped or cancelled it."""

    @property
    def subject(self) -> str:
        """What the outbox calls everything about it."""
        return f"meeting:{self.id}"

    @property
    def number(self) -> str:
        """Its name in values: "M-12"."""
        return MEETINGS.name(self.id)

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.ends_at - self.starts_at


def is_address(place: str) -> bool:
    """Tell whether a place is an address on the web and nothing besides."""
    return place.startswith(("http://", "https://")) and len(place.split()) == 1
