"""The weather: what goes wrong, for which calls, and how often."""

import random
from dataclasses import asdict, dataclass
from typing import Any

CALL_FAULTS = frozenset(
    {
        "ratelimited",
        "http_500",
        "http_502",
        "http_503",
        "internal_error",
        "fatal_error",
        "delay",
        "lost_reply",
        "half_reply",
        "reset",
        "lagging_history",
        "token_revoked",
        "missing_scope",
        "is_archived",
        "not_in_channel",
        "error",
    }
)
EVENT_FAULTS = frozenset({"drop", "double", "delay", "shuffle", "deaf"})
EVENTS = "events"


class FaultError(ValueError):
    """The request for weather is not understood; the message says what is."""


@dataclass
class Fault:
    """One kind of trouble. `times` counts down; `share` (0 to 1) goes on until it is cleared."""

    id: int
    method: str
    fault: str
    times: int | None
    share: float | None
    channel: str = ""
    seconds: float = 1.0
    retry_after: int = 1
    stored: bool = False
    error: str = "internal_error"
    met: int = 0


class Faults:
    """The faults in force, oldest first; the first that fits a call is the one it meets."""

    def __init__(self) -> None:
        self._in_force: list[Fault] = []
        self._number = 0
        self._chance = random.Random(3)  # noqa: S311 - chosen, so that a run can be repeated

    def add(self, wish: dict[str, Any]) -> Fault:
        fault = _read(wish, self._number + 1)
        self._number += 1
        self._in_force.append(fault)
        return fault

    def clear(self) -> None:
        self._in_force.clear()

    def listed(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._in_force]

    def meet(self, method: str, channel: str = "") -> Fault | None:
        """The trouble this call or event runs into, which counts as one of its times."""
        if not self._in_force:
            return None
        for fault in self._in_force:
            if self._fits(fault, method, channel):
                fault.met += 1
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._in_force.remove(fault)
                return fault
        return None

    def _fits(self, fault: Fault, method: str, channel: str) -> bool:
        if fault.method != method and not (fault.method == "*" and method != EVENTS):
            return False
        if fault.channel and fault.channel != channel:
            return False
        return fault.share is None or self._chance.random() < fault.share


def _read(wish: dict[str, Any], number: int) -> Fault:
    method, kind = wish.get("method", "*"), wish.get("fault")
    if not isinstance(method, str) or not isinstance(kind, str):
        raise FaultError('a fault is {"method": …, "fault": …} with "times" or "share"')
    known = EVENT_FAULTS if method == EVENTS else CALL_FAULTS
    if kind not in known:
        raise FaultError(f"no fault {kind!r} for {method!r}; there are {sorted(known)}")
    times, share = wish.get("times"), wish.get("share")
    if times is not None and (type(times) is not int or not 0 < times <= 1_000_000):
        raise FaultError('"times" is a whole number from 1')
    if share is not None and (type(share) not in (int, float) or not 0 < share <= 1):
        raise FaultError('"share" is a number over 0 and up to 1')
    seconds, retry_after = wish.get("seconds", 1.0), wish.get("retry_after", 1)
    if type(seconds) not in (int, float) or not 0 <= seconds <= 3600:
        raise FaultError('"seconds" is a number from 0 to 3600')
    if type(retry_after) is not int or not 0 <= retry_after <= 86_400:
        raise FaultError('"retry_after" is a whole number of seconds')
    return Fault(
        id=number,
        method=method,
        fault=kind,
        times=None if share is not None else (times or 1),
        share=share,
        channel=str(wish.get("channel") or ""),
        seconds=float(seconds),
        retry_after=retry_after,
        stored=bool(wish.get("stored")),
        error=str(wish.get("error") or "internal_error"),
    )
