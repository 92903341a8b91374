"""How many people a company has, when all that is said is a range: "11-50", "250+"."""

import re

_EDGE = r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+|\d{1,9}"
_RANGE = re.compile(rf"({_EDGE})\s*(?:(\+)|(?:[-–—]|to)\s*({_EDGE}))", re.IGNORECASE | re.ASCII)


def read_range(text: str) -> tuple[int, int | None] | None:
    """Return (least, most) of a range, `most` None where it is open; None for what is no range."""
    found = _RANGE.fullmatch(text.strip())
    if not found:
        return None
    return _number(found.group(1)), None if found.group(2) else _number(found.group(3))


def size_in_words(employees: int | None, said: object) -> str:
    """Return "240", or of what was `said` as a range "11–50" or "250+"; "" when nothing is known.

    The least number of a range is what is kept and what the rules are held against. A range that
    does not begin with it belongs to an older word on the company.
    """
    if employees is None:
        return ""
    known = read_range(said) if isinstance(said, str) else None
    if known is None or known[0] != employees:
        return f"{employees:,}"
    return f"{employees:,}+" if known[1] is None else f"{employees:,}–{known[1]:,}"


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))
