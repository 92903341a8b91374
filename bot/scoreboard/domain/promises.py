"""The promises the two teams gave each other, and how they were kept in a period."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.people.domain import Team
from bot.scoreboard.domain.metrics import middle, share


class Promise(StrEnum):
    """What is promised; each has a setting."""

    ACCEPT = "accept"
    CONTACT = "contact"
    ANSWER = "answer"

    @property
    def team(self) -> Team:
        """Who promised it."""
        return Team.MARKETING if self is Promise.ANSWER else Team.SALES

    @property
    def words(self) -> str:
        """What is promised, as a heading."""
        return {
            Promise.ACCEPT: "Answer a qualified lead",
            Promise.CONTACT: "Make the first contact",
            Promise.ANSWER: "Answer a content request",
        }[self]


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """How a promise was kept for what began in a period.

    `kept` came within the limit; `missed` came later, or did not come though the limit has
    passed; `waiting` has time left. The median is of what came, in working minutes.
    """

    promise: Promise
    kept: int
    missed: int
    median_minutes: float | None
    limit_minutes: float
    team: Team
    waiting: int = 0

    @property
    def rate(self) -> float | None:
        """The share that was kept, of what is decided; None when nothing is."""
        return share(self.kept, self.kept + self.missed)


Waited = tuple[float, float | None, str | None]
"""Since when, until when (None: still), and by whom; in seconds since 1970."""


def keeping(
    promise: Promise,
    rows: Iterable[Waited],
    *,
    limit_minutes: float,
    minutes: Callable[[str | None, float, float], float],
    at: float,
) -> PromiseKept:
    """Count how a promise was kept; `minutes` gives somebody's working minutes of a span."""
    kept = missed = waiting = 0
    took = []
    for since, until, by in rows:
        passed = minutes(by, since, at if until is None else until)
        if until is not None:
            took.append(passed)
        if passed > limit_minutes:
            missed += 1
        elif until is not None:
            kept += 1
        else:
            waiting += 1
    return PromiseKept(promise, kept, missed, middle(took), limit_minutes, promise.team, waiting)
