"""The agenda as it stands: every section asked anew, in order, and fitted into the meeting."""

from datetime import datetime, timedelta

from bot.kit.db import Work
from bot.kit.periods import Period
from bot.meetings.domain.agenda import Line, Point, Slot, allot
from bot.meetings.domain.dates import Occurrence
from bot.meetings.queries.asking import Asking, Section
from bot.meetings.queries.lead_sections import changed, disputed, lead_quality, left_behind
from bot.meetings.queries.own_sections import own_items, since_last_time, the_plan
from bot.meetings.queries.score_sections import (
    the_content,
    the_definition,
    the_numbers,
    the_promises,
)
from bot.meetings.room import Room
from bot.meetings.store.dates import first_planned
from bot.meetings.store.items import dropped_keys
from bot.meetings.store.running import last_held

A_MONTH = timedelta(days=31)
"""How far back the first meeting looks."""
A_WEEK = timedelta(days=7)
"""How far back any agenda looks at least."""

SECTIONS: tuple[tuple[Section, tuple[str, ...]], ...] = (
    (since_last_time, ("since-last-time",)),
    (the_numbers, ("numbers",)),
    (lead_quality, ("lead-quality", "campaign")),
    (disputed, ("disputes",)),
    (the_promises, ("promises",)),
    (left_behind, ("left-behind",)),
    (the_content, ("content",)),
    (changed, ("changes",)),
    (the_definition, ("definition", "contradictions")),
    (own_items, ("own",)),
    (the_plan, ("plan",)),
)
"""In the order of the agenda, each with what the keys of its points begin with. A section that has
nothing to say gives no point.
"""


def asking_for(
    room: Room, work: Work, occurrence: Occurrence, *, at: datetime, shared: bool = False
) -> Asking:
    """Return what the sections of a meeting's agenda are asked with."""
    start = last_held(work, occurrence.starts_at) or _before_the_first(work, occurrence, at)
    return Asking(room, work, occurrence, Period(start), at, shared)


def _before_the_first(work: Work, occurrence: Occurrence, at: datetime) -> datetime:
    """Return from when on things are told while no meeting was held.

    A month before the first that was planned: what a skipped one would have told is told by the
    next. An agenda that is asked for long before its meeting does not begin in the future.
    """
    first = first_planned(work) or occurrence.starts_at
    return min(min(first, occurrence.starts_at) - A_MONTH, at - A_WEEK)


def every_point(asking: Asking) -> list[Point]:
    """Return all that could be talked about, what is left off this time included."""
    return [point for section, _ in SECTIONS for point in section(asking)]


def agenda_of(
    room: Room, work: Work, occurrence: Occurrence, *, at: datetime, shared: bool = False
) -> tuple[Slot, ...]:
    """Return the agenda of a meeting as it stands now, each point with its minutes."""
    points = every_point(asking_for(room, work, occurrence, at=at, shared=shared))
    left_off = dropped_keys(work, occurrence.id)
    length = int(occurrence.length.total_seconds() // 60)
    return allot([point for point in points if point.key not in left_off], length)


def lines_of(asking: Asking, key: str) -> tuple[Line, ...]:
    """Return what one point says now, asking its own section alone."""
    kind = key.partition(":")[0]
    points = [point for section, kinds in SECTIONS if kind in kinds for point in section(asking)]
    return next((point.lines for point in points if point.key == key), ())
