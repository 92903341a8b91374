"""JSON as Slack takes it: no NaN, no infinities, not nested without end."""

import json
import math
from typing import Any

DEPTH = 60


def read(text: str | bytes) -> Any:
    """Raises ValueError for whatever is not plain JSON of a reasonable depth."""
    try:
        found = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault
    check_depth(found)
    return found


def write(value: Any) -> bytes:
    """ASCII, so that a lone surrogate from outside cannot break an answer."""
    return json.dumps(value, separators=(",", ":")).encode()


def check_depth(value: Any) -> None:
    level: list[Any] = [value]
    for _ in range(DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise ValueError("nested too deeply")


def _inside(value: Any) -> list[Any]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [part for part in parts if isinstance(part, (dict, list))]


def _refuse(text: str) -> float:
    raise ValueError(f"{text} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number
