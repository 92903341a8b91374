"""Trigger ids: the short-lived right to open a modal for the person who asked for it."""

import secrets
import time
from dataclasses import dataclass

from fakeslack.errors import SlackError

LIFE = 3.0
"""https://docs.slack.dev/interactivity/handling-user-interaction: they expire in 3 seconds."""
REMEMBERED = 600.0


def _now() -> float:
    return time.monotonic()


@dataclass
class _Trigger:
    person: str
    view: str
    at: float
    spent: bool = False


class Triggers:
    """Makes trigger ids and takes them back, each once."""

    def __init__(self) -> None:
        self._made: dict[str, _Trigger] = {}

    def make(self, person: str, view: str = "") -> str:
        """`view` is the modal the person was in, if any: only then may another be pushed on it."""
        now = _now()
        for old in list(self._made):
            if now - self._made[old].at < REMEMBERED:
                break
            del self._made[old]
        digits = secrets.randbelow(10**10)
        trigger = f"{time.time_ns() // 1000}.{digits}.{secrets.token_hex(16)}"
        self._made[trigger] = _Trigger(person, view, now)
        return trigger

    def spend(self, trigger_id: str) -> tuple[str, str]:
        """Whose it was, and the modal it came from.

        Raises `invalid_trigger_id`, `expired_trigger_id` or `exchanged_trigger_id`.
        """
        known = self._made.get(trigger_id)
        if known is None:
            raise SlackError("invalid_trigger_id")
        if known.spent:
            raise SlackError("exchanged_trigger_id")
        if _now() - known.at > LIFE:
            raise SlackError("expired_trigger_id")
        known.spent = True
        return known.person, known.view
