"""The addresses Slack hands out with a gesture, to answer it later."""

import secrets
import time
from dataclasses import dataclass

from fakeslack.errors import SlackError

USES = 5
LIFE = 1800.0
"""https://docs.slack.dev/interactivity/handling-user-interaction#message_responses:
"up to 5 times within 30 minutes"."""


def _now() -> float:
    return time.monotonic()


@dataclass
class Reach:
    """What an address reaches: a person in a channel, and perhaps the message they pressed."""

    person: str
    channel: str
    message_ts: str
    made: float
    left: int = USES


class ResponseUrls:
    """Makes the tokens of `/response/<token>` and counts their use."""

    def __init__(self) -> None:
        self._made: dict[str, Reach] = {}

    def make(self, person: str, channel: str, message_ts: str = "") -> str:
        now = _now()
        for old in list(self._made):
            if now - self._made[old].made < 2 * LIFE:
                break
            del self._made[old]
        token = secrets.token_urlsafe(18)
        self._made[token] = Reach(person, channel, message_ts, now)
        return token

    def use(self, token: str) -> Reach:
        """Raises `used_url` after five uses, `expired_url` after half an hour."""
        reach = self._made.get(token)
        if reach is None or _now() - reach.made > LIFE:
            raise SlackError("expired_url")
        if reach.left <= 0:
            raise SlackError("used_url")
        reach.left -= 1
        return reach
