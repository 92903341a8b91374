"""Slack's two kinds of names for things: a message's `ts`, and ids."""

import re
import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_TS = re.compile(r"\d{1,12}(\.\d{1,9})?", re.ASCII)


class Stamps:
    """Hands out `ts` values that only rise, as Slack's do within a channel.

    They have a fixed width, so that comparing them as text compares them in time.
    """

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        self._last = max(time.time_ns() // 1000, self._last + 1)
        return spell(self._last)

    def not_before(self, ts: str) -> None:
        """Keeps rising when messages are loaded from a file or seeded in the future."""
        self._last = max(self._last, micros(ts))


def spell(microseconds: int) -> str:
    return f"{microseconds // 1_000_000:010d}.{microseconds % 1_000_000:06d}"


def micros(ts: str) -> int:
    seconds, _, rest = ts.partition(".")
    return int(seconds) * 1_000_000 + int((rest + "000000")[:6])


def normal(ts: str) -> str | None:
    """`"1700000000"` or `"1700000000.1"` in the width of a `ts`; None when it is no time."""
    return spell(micros(ts)) if _TS.fullmatch(ts) else None


def new_id(letter: str) -> str:
    """An id in Slack's manner: its kind's letters, then eleven of chance."""
    return letter + "".join(secrets.choice(_ALPHABET) for _ in range(11 - len(letter) + 1))


def short_id() -> str:
    """What Slack gives a block that was sent without a `block_id`."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(5))
