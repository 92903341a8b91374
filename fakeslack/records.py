"""What was called and what was sent, for tests to count and the page to show."""

import time
from collections import deque
from typing import Any

KEPT = 50_000
CUT = 4_000


class Calls:
    """Every call the app made to the Web API, a response_url or an upload, with its outcome."""

    def __init__(self) -> None:
        self._rows: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._seq = 0

    def add(
        self,
        method: str,
        args: dict[str, Any],
        *,
        status: int,
        answer: dict[str, Any],
        fault: str = "",
        stored_ts: str = "",
    ) -> dict[str, Any]:
        self._seq += 1
        row: dict[str, Any] = {
            "seq": self._seq,
            "at": time.time(),
            "method": method,
            "args": {name: _cut(value) for name, value in args.items() if name != "token"},
            "ok": bool(answer.get("ok")),
            "error": answer.get("error", ""),
            "status": status,
            "fault": fault,
            "stored_ts": stored_ts,
        }
        self._rows.append(row)
        return row

    def listed(self, method: str = "", since: int = 0) -> list[dict[str, Any]]:
        return [
            row
            for row in self._rows
            if row["seq"] > since and (not method or row["method"] == method)
        ]


class Traffic:
    """Everything Slack sent to the app, and what came back."""

    def __init__(self) -> None:
        self._rows: deque[dict[str, Any]] = deque(maxlen=5_000)
        self._seq = 0

    def add(self, direction: str, kind: str, payload: Any) -> dict[str, Any]:
        self._seq += 1
        row: dict[str, Any] = {
            "seq": self._seq,
            "at": time.time(),
            "direction": direction,
            "kind": kind,
            "payload": payload,
        }
        self._rows.append(row)
        return row

    def listed(self, since: int = 0) -> list[dict[str, Any]]:
        return [row for row in self._rows if row["seq"] > since]


def _cut(value: Any) -> Any:
    if isinstance(value, str) and len(value) > CUT:
        return value[:CUT] + "…"
    return value
