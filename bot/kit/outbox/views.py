"""What a message shows: views registered by the rooms, rendered when the message is sent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.kit.blocks import MESSAGE_TEXT
from bot.kit.db import Work
from bot.kit.text import cut

FROZEN = "frozen"
"""The view of a message that never changes: its args are the payload, {"text", "blocks"}."""
PURGED = {"purged": True}
"""What is left of such a payload when its time is over; what Slack shows stays as it is."""
PLAINEST = 2
"""Refusals after which a message that has fallback blocks is its text alone."""


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is given: `text` for notifications and screen readers, `blocks` for the eye."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    fallback_blocks: list[dict[str, Any]] = field(default_factory=list)
    """What is sent once more when Slack refuses `blocks`, as it may refuse a chart."""

    def plainer(self, refusals: int) -> "Message":
        """Return what is sent after so many refusals: the fallback, then the text alone."""
        if not refusals or not self.fallback_blocks:
            return self
        return Message(self.text, self.fallback_blocks if refusals == 1 else [])

    def can_be_plainer(self, refusals: int) -> bool:
        """Tell whether something plainer is left after so many refusals."""
        return bool(self.fallback_blocks) and refusals < PLAINEST


Render = Callable[[Work, dict[str, Any]], Message | None]
"""Reads the current state and gives the message, or None when there is nothing left to show."""


class Views:
    """The views of all rooms by name; each room registers its own in `feature.py`."""

    def __init__(self) -> None:
        self._renders: dict[str, Render] = {FROZEN: _frozen}

    def register(self, name: str, render: Render) -> None:
        """Add a view; a name is given once."""
        if name in self._renders:
            raise ValueError(f"two views are named {name!r}")
        self._renders[name] = render

    def render(self, work: Work, name: str, args: dict[str, Any]) -> Message | None:
        """Render the view `name` from the current state, its text as long as an edit may be."""
        message = self._renders[name](work, args)
        if message is None or len(message.text) <= MESSAGE_TEXT:
            return message
        return replace(message, text=cut(message.text, MESSAGE_TEXT))


def is_purged(view: str, args: dict[str, Any]) -> bool:
    """Tell whether the payload of a frozen message was purged."""
    return view == FROZEN and args == PURGED


def _frozen(_work: Work, args: dict[str, Any]) -> Message | None:
    return Message(args["text"], args.get("blocks", [])) if "text" in args else None
