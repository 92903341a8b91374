"""How the letters of a CSV file are written: what it says itself, else what reads best.

A file that is not UTF-8 names its encoding nowhere. Of those that spreadsheets write the one counts
in which the fewest words look strange; when all of them do, nothing is guessed: names that are
garbage in front of everybody are worse than a file that has to be saved again.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

GUESSES = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp850": "MS-DOS (cp850)",
}
"""What is tried, and what people call it; of those that read equally well the first."""
STRAY = "\udcff"
"""Stands for bytes that the encoding does not know. No file can hold it."""
ON_STRAY = "csv.stray"
SHOWN = 3
"""Words that show how a file was read."""
_WORDS = 5000
_STRANGE = 0.25
"""The part of the words with foreign letters that may look strange."""
_BLOCK = 1 << 20
_FOREIGN = re.compile(rb"[A-Za-z]{0,60}[\x80-\xff][A-Za-z\x80-\xff]{0,60}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS = frozenset("‘’‚“”„«»‹›–—…•·´¡¿§°®©™€\xa0\xad")
"""What stands beside a word in any text; everything else that is no letter is strange there."""
_JOINS = frozenset("‘’´·–—…•®\xa0\xad")


def _stray(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    return STRAY, fault.end


codecs.register_error(ON_STRAY, _stray)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is read. `words` show it, unless the file said it itself.

    `clean`: all of it is well written, no byte is astray. `sound`: the words look like words.
    """

    codec: str
    words: tuple[str, ...] = ()
    clean: bool = False
    sound: bool = True

    @property
    def name(self) -> str:
        """What people call it."""
        return GUESSES.get(self.codec, self.codec)

    @property
    def examples(self) -> str:
        """The words that show it: “Müller”, “Größe”."""
        return ", ".join(f"“{word}”" for word in self.words)

    def sentence(self) -> str:
        """Return how the file was read, where somebody should look; else ""."""
        return f"Read as {self.name}, such as {self.examples}." if self.words else ""


def encoding_of(path: Path, given: str = "") -> Encoding:
    """Return how a file is read; what is `given` counts. LookupError when nothing is called that.

    UTF-8 with a few bytes astray stays UTF-8: hardly two foreign letters of another encoding look
    like one of it.
    """
    if given:
        codec = "utf-8-sig" if codecs.lookup(given).name == "utf-8" else given
        b"".decode(codec)
        return Encoding(codec, _shown(codec, list(islice(_foreign_words(path), _WORDS))))
    with path.open("rb") as file:
        start = file.read(1 << 16)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16")
    if start[1:4:2] == b"\0\0":
        return Encoding("utf-16-le")
    well, astray = _as_utf8(path)
    if well >= astray:
        return Encoding("utf-8-sig", clean=not astray)
    return _guess(path, from_a_mac=b"\r" in start and b"\n" not in start)


def _as_utf8(path: Path) -> tuple[int, int]:
    """Return how many letters beyond ASCII are well written as UTF-8, and how many bytes astray."""
    well = astray = 0
    decoder = codecs.getincrementaldecoder("utf-8")(ON_STRAY)
    for block in _blocks(path):
        text = decoder.decode(block)
        if not text.isascii():
            odd = text.count(STRAY)
            astray += odd
            well += len(_NOT_ASCII.findall(text)) - odd
    return well, astray + decoder.decode(b"", final=True).count(STRAY)


def _guess(path: Path, *, from_a_mac: bool) -> Encoding:
    """Return what reads best; only Macs of old ended lines by a carriage return alone."""
    raw = list(islice(_foreign_words(path), _WORDS))
    tried = sorted(GUESSES, key=lambda codec: codec != "mac_roman") if from_a_mac else GUESSES

    def strange(codec: str) -> int:
        return sum(_is_strange(word.decode(codec, "replace")) for word in raw)

    best = min(tried, key=strange)
    return Encoding(best, _shown(best, raw), sound=strange(best) <= _STRANGE * len(raw))


def _shown(codec: str, raw: list[bytes]) -> tuple[str, ...]:
    if codec.lower().replace("_", "-").startswith(("utf", "u8", "u16")):
        return ()
    words = (word.decode(codec, "replace") for word in raw)
    return tuple(islice(dict.fromkeys(word[:40] for word in words if word.isprintable()), SHOWN))


def _foreign_words(path: Path) -> Iterator[bytes]:
    for block in _blocks(path):
        yield from _FOREIGN.findall(block)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _is_strange(word: str) -> bool:
    """Whether nobody writes so: "MŸller", "£ukasz", "Èâàí".

    Three foreign letters in a row, a capital one within a word, a sign that belongs to no word.
    """
    row = 0
    for before, letter, after in zip(" " + word, word, word[1:] + " ", strict=False):
        if letter.isascii():
            row = 0
        elif letter.isalpha():
            row += 1
            within = letter.isupper() and before.isalpha()
            if row == 3 or (within and (before.islower() or after.islower())):
                return True
        else:
            row = 0
            if _is_misplaced(before, letter, after):
                return True
    return False


def _is_misplaced(before: str, sign: str, after: str) -> bool:
    if sign in _MARKS:
        return before.isalpha() and after.isalpha() and sign not in _JOINS
    a_measure = sign in "²³" and before in "mM"
    return not a_measure and (before.isalpha() or after.isalpha() or not sign.isprintable())
