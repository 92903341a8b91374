"""What a message shows: views registered by the rooms, rendered when the message is sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.kit.db import Work

FROZEN = "frozen"
"""The view of a message that never changes: its args are the payload, {"text", "blocks"}."""
PURGED = {"purged": True}
"""What is left of such a payload when its time is over; what Slack shows stays as it is."""


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is given: `text` for notifications and screen readers, `blocks` for the eye."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


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
        """Render the view `name` from the current state."""
        return self._renders[name](work, args)


def is_purged(view: str, args: dict[str, Any]) -> bool:
    """Tell whether the payload of a frozen message was purged."""
    return view == FROZEN and args == PURGED


def _frozen(_work: Work, args: dict[str, Any]) -> Message | None:
    return Message(args["text"], args.get("blocks", [])) if "text" in args else None
