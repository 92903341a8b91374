"""How leads are named in words, buttons and modals: "L-42", read in one place."""

import re

from bot.leads.domain.quotes import QUOTES, unquoted

LONGEST = 15
"""Digits of the longest number that is looked up; anything longer is no lead of ours."""

_NUMBER = re.compile(
    rf"[#(]?(?:l[\s\-–—−]{{0,3}})?0*([1-9][0-9]{{0,{LONGEST - 1}}})[.,;:)]?", re.IGNORECASE
)
_LONGER = re.compile(rf"[#(]?(?:l[\-–—−]?)?0*[1-9][0-9]{{{LONGEST},}}[.,;:)]?", re.IGNORECASE)
NO_SUCH_LEAD = 0
"""A number that no lead will ever have."""


def read_number(text: object) -> int | None:
    """Return the lead that "L-42", "l42", "42" or "L–42" names, or None when it names none."""
    found = _NUMBER.fullmatch(text.strip()) if isinstance(text, str) else None
    return int(found.group(1)) if found else None


def split_number(words: str) -> tuple[int | None, str]:
    """Return the lead named at the start of `words`, and the words after it: "L 42 great".

    Quotation marks around either mean nothing. A number too long for any lead is NO_SUCH_LEAD.
    """
    parts = unquoted(words).split(maxsplit=2)
    if len(parts) > 1 and parts[0].lower().lstrip(QUOTES) in {"l", "l-"} and parts[1][0].isdigit():
        return _named(parts[1]), unquoted(parts[2]) if len(parts) > 2 else ""
    first, _, rest = unquoted(words).partition(" ")
    return _named(first), unquoted(rest)


def _named(word: str) -> int | None:
    bare = word.strip(QUOTES)
    return NO_SUCH_LEAD if _LONGER.fullmatch(bare) else read_number(bare)


def value_for(lead_id: int, verb: str = "") -> str:
    """Return what a button or option about a lead carries: "L42", or "trail L42"."""
    return f"{verb} L{lead_id}".strip()


def read_value(value: object) -> tuple[str, int | None]:
    """Return the (verb, lead) that a button or option carries; None for what is not ours."""
    verb, _, number = str(value).rpartition(" ")
    return verb, read_number(number)
