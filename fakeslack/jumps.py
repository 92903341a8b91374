"""When the app's business time was moved, so that a page shows each message's time as it was."""

from dataclasses import dataclass
from datetime import datetime

SAME = 2.0
"""Seconds by which two readings of one clock may differ."""


@dataclass(frozen=True, slots=True)
class Jump:
    """From the real moment `at` on, business time was `ahead` of it; both in seconds."""

    at: float
    ahead: float


def learn(jumps: list[Jump], now: datetime, *, asked: float, answered: float) -> bool:
    """Adds a jump if business time, which is `now`, was moved; False when it only went on.

    What the app sent while it was being moved belongs to the new time, so the jump stands at the
    moment of asking. Before the first reading nothing is known, so that one holds for all before.
    """
    ahead = now.timestamp() - answered
    if abs(ahead) < SAME:
        ahead = 0.0
    if jumps and abs(jumps[-1].ahead - ahead) < SAME:
        return False
    jumps.append(Jump(asked if jumps else 0.0, ahead))
    return True
