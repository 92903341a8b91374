"""Slack's pace, when it is switched on: how often each method may be called."""

import math
import time
from collections import defaultdict, deque

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute: https://docs.slack.dev/apis/web-api/rate-limits."""
POSTS_A_MINUTE = 300
"""`chat.postMessage`: one a second a channel and "several hundred messages per minute"."""
SPECIAL = 0


def _now() -> float:
    return time.monotonic()


class Pacing:
    """Counts calls by method in a sliding minute, and posts by channel."""

    def __init__(self) -> None:
        self.on = False
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._posted: dict[str, float] = {}

    def switch(self, *, on: bool) -> None:
        self.on = on
        self._calls.clear()
        self._posted.clear()

    def wait_for(self, method: str, tier: int, channel: str) -> int:
        """Seconds to wait before this call would be taken; 0 takes it now."""
        if not self.on:
            return 0
        now = _now()
        recent = self._calls[method]
        while recent and now - recent[0] >= 60:
            recent.popleft()
        allowed = TIERS.get(tier, POSTS_A_MINUTE)
        if len(recent) >= allowed:
            return max(1, math.ceil(60 - (now - recent[0])))
        if method == "chat.postMessage":
            since = now - self._posted.get(channel, -60.0)
            if since < 1:
                return 1
            self._posted[channel] = now
        recent.append(now)
        return 0
