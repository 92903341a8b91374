"""How things are named in words, buttons and modals: "L-42", "CR-12", each read in one place."""

import re
from dataclasses import dataclass, field

from bot.kit.quotes import QUOTES, unquoted

LONGEST = 15
"""Digits of the longest number that is looked up; anything longer is nothing of ours."""
NO_SUCH = 0
"""A number that no row will ever have."""


@dataclass(frozen=True)
class Numbering:
    """The names of one kind of thing: its `letters`, a dash and the row's number."""

    letters: str
    _number: re.Pattern[str] = field(init=False, repr=False)
    _longer: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the patterns once."""
        begin = rf"[#(]?(?:{self.letters}[\s\-–—−]{{0,3}})?0*"
        end = r"[.,;:)]?"
        number = rf"{begin}([1-9][0-9]{{0,{LONGEST - 1}}}){end}"
        object.__setattr__(self, "_number", re.compile(number, re.IGNORECASE))
        longer = rf"{begin}[1-9][0-9]{{{LONGEST},}}{end}"
        object.__setattr__(self, "_longer", re.compile(longer, re.IGNORECASE))

    def name(self, number: int) -> str:
        """Return what colleagues call it: "L-42"."""
        return f"{self.letters}-{number}"

    def read(self, text: object) -> int | None:
        """Return the number that "L-42", "l42", "42" or "L–42" names, or None for no such name."""
        found = self._number.fullmatch(text.strip()) if isinstance(text, str) else None
        return int(found.group(1)) if found else None

    def split(self, words: str) -> tuple[int | None, str]:
        """Return the number named at the start of `words`, and the words after it: "L 42 great".

        Quotation marks around either mean nothing. A number too long for any row is NO_SUCH.
        """
        letters = self.letters.lower()
        parts = unquoted(words).split(maxsplit=2)
        if (
            len(parts) > 1
            and parts[0].lower().lstrip(QUOTES) in {letters, f"{letters}-"}
            and parts[1][0].isdigit()
        ):
            return self._named(parts[1]), unquoted(parts[2]) if len(parts) > 2 else ""
        first, _, rest = unquoted(words).partition(" ")
        return self._named(first), unquoted(rest)

    def _named(self, word: str) -> int | None:
        bare = word.strip(QUOTES)
        return NO_SUCH if self._longer.fullmatch(bare) else self.read(bare)

    def value_for(self, number: int, verb: str = "") -> str:
        """Return what a button or option about it carries: "L42", or "trail L42"."""
        return f"{verb} {self.letters}{number}".strip()

    def read_value(self, value: object) -> tuple[str, int | None]:
        """Return the (verb, number) that a button or option carries; None for what is not ours."""
        verb, _, number = str(value).rpartition(" ")
        return verb, self.read(number)
