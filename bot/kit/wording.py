"""Small pieces of text that several messages of this room share."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from bot.kit.blocks import SECTION_TEXT, escape
from bot.kit.text import cut

NAME = 80
"""Characters of a name, title or company that a card shows."""
LABEL = 40
"""Characters of a segment, country or source that a card shows."""
QUOTE = 300
"""Characters of what the person wrote that a card shows; Contact details has it whole."""


def field(text: str, most: int = NAME) -> str:
    """Return outside text as one escaped line of at most `most` characters."""
    return escape(cut(" ".join(text.split()), most))


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago something was, in the largest unit that says it: "8 seconds ago"."""
    seconds = max(0, int((now - then).total_seconds()))
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        if seconds >= length:
            return f"{counted(seconds // length, unit)} ago"
    return "just now"


_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(number: int, thing: str) -> str:
    """Return "eight seconds", "one lead", "12 leads"."""
    spoken = _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"
    return f"{spoken} {thing}{'' if number == 1 else 's'}"


def times(number: int) -> str:
    """Return "once", "twice" or "12 times"."""
    return {1: "once", 2: "twice"}.get(number) or counted(number, "time")


def spoken(lines: Iterable[str]) -> str:
    """Return lines of mrkdwn as the text of a message, which is read aloud: without bold marks."""
    return cut("\n".join(lines).replace("*", ""), SECTION_TEXT)


def money(amount: Decimal, currency: str) -> str:
    """Return an amount as people write it: "12,500 EUR", with cents only when there are any."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f} {currency}" if whole else f"{amount:,.2f} {currency}"


def listed(words: list[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
