"""What people put on the agenda themselves."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.kit.errors import Refusal
from bot.kit.numbering import Numbering
from bot.kit.text import one_line

ITEMS = Numbering("I")
"""Items are named I-12."""
LONGEST_ITEM = 300
"""Characters of an item: a sentence, not an essay."""


class ItemState(StrEnum):
    """What became of an item."""

    OPEN = "open"
    COVERED = "covered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: open until a meeting covered it. `parked_in` is the meeting that put it off last.

    `address` leads to the message it was made from.
    """

    id: int
    text: str
    by: str
    at: datetime
    address: str = ""
    state: ItemState = ItemState.OPEN
    parked_in: int | None = None
    voters: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Its point's key on every agenda."""
        return own_key(self.id)

    @property
    def votes(self) -> int:
        """How many people want it."""
        return len(self.voters)


def own_key(item_id: int) -> str:
    """Return the key of the point that an item is."""
    return f"own:{item_id}"


def item_of(key: str) -> int | None:
    """Return the item that a point's key names, or None for a point that wrote itself."""
    kind, _, number = key.partition(":")
    return int(number) if kind == "own" and number.isdigit() else None


def item_text(text: str) -> str:
    """Return what somebody wrote as an item's text; Refusal when it says nothing."""
    said = one_line(text)
    if not said:
        raise Refusal("What should be talked about? A few words are enough.")
    if len(said) > LONGEST_ITEM:
        raise Refusal(f"Say it in at most {LONGEST_ITEM} characters; the meeting has the rest.")
    return said
