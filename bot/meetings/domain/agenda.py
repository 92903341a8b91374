"""The agenda: its points, who presents, what is wanted of the room, and the minutes each gets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Wanted(StrEnum):
    """What a point wants of those who came."""

    INFORM = "inform"
    DISCUSS = "discuss"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Line:
    """One fact under a point: plain text as people wrote it, escaped where it is shown.

    `address` is where its rows can be read, if they stand somewhere.
    """

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to talk about.

    `key` is the same for the same thing at every rendering ("numbers", "campaign:7", "own:12").
    `floor` are the minutes without which it is not worth beginning, `enough` those that suffice;
    `weight` says what stays when not all fits, and has no part in the order. `item` is the row of
    what a person put there, and `votes` how many want it. The title never holds a lead's data,
    since it is kept.
    """

    key: str
    title: str
    wanted: Wanted
    presents: str
    floor: int = 3
    enough: int = 8
    weight: int = 50
    lines: tuple[Line, ...] = ()
    item: int | None = None
    votes: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """A point and its minutes; none means "if time allows"."""

    point: Point
    minutes: int = 0

    @property
    def fits(self) -> bool:
        """Whether there is time for it."""
        return self.minutes > 0


def allot(points: Sequence[Point], length: int) -> tuple[Slot, ...]:
    """Give each point its minutes so that all of them together fit into `length` minutes.

    The order stays. The weightiest points get their floor first; what is left is handed out a
    minute at a time, weightiest first, until everybody has enough. A point whose floor does not
    fit any more gets none.
    """
    by_weight = sorted(range(len(points)), key=lambda place: (-points[place].weight, place))
    minutes = [0] * len(points)
    left = length
    for place in by_weight:
        floor = max(1, points[place].floor)
        if floor <= left:
            minutes[place] = floor
            left -= floor
    while left:
        hungry = [
            place for place in by_weight if minutes[place] and minutes[place] < points[place].enough
        ]
        if not hungry:
            break
        for place in hungry[:left]:
            minutes[place] += 1
        left -= min(left, len(hungry))
    return tuple(Slot(point, given) for point, given in zip(points, minutes, strict=True))


def told_apart(slots: Iterable[Slot]) -> list[Slot]:
    """Return the points with titles of their own: of two "Pricing" the second is "Pricing (2)".

    What is said in a meeting is kept under the title of its point.
    """
    apart: dict[str, Slot] = {}
    for slot in slots:
        title = slot.point.title
        number = 1
        while title in apart:
            number += 1
            title = f"{slot.point.title} ({number})"
        apart[title] = replace(slot, point=replace(slot.point, title=title))
    return list(apart.values())


def fitting(slots: Iterable[Slot]) -> list[Slot]:
    """Return the points there is time for."""
    return [slot for slot in slots if slot.fits]


def if_time_allows(slots: Iterable[Slot]) -> list[Slot]:
    """Return the points there is no time for."""
    return [slot for slot in slots if not slot.fits]


def ends_of(minutes: Iterable[int], begins: datetime) -> list[datetime]:
    """Return when each of several points should end, one after the other from `begins` on."""
    ends = []
    for each in minutes:
        begins += timedelta(minutes=each)
        ends.append(begins)
    return ends
