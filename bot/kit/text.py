"""Text from outside as it is kept: without what nobody sees and what turns text around."""

import re

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Control characters but for those that are spaces, those by which a text turns its surroundings
around, and halves of characters, which no database takes. The joiners of emoji and of scripts that
need them are none of these.
"""


def one_line(text: str) -> str:
    """Return text trimmed, without line breaks and unseen characters."""
    if not (text.isascii() and text.isprintable()):
        text = UNSEEN.sub("", text)
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Return text trimmed, with its line breaks but without unseen characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", text).strip()


def cut(text: str, most: int) -> str:
    """Return `text` in at most `most` characters, with … where it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip(" \n,;:·") + "…"


def cut_word(word: str) -> str:
    """Shorten a mistyped word so that a refusal stays a sentence."""
    return cut(word, 30)
