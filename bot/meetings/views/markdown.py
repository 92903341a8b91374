"""Markdown documents of what people wrote: nothing they wrote formats, links or makes a heading."""

import re
from collections.abc import Iterable
from urllib.parse import quote

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_BEGINS = re.compile(r"^(\d+)([.)])|^([-+=])")


class Markdown:
    """A document that is written from its title down."""

    def __init__(self, title: str) -> None:
        self._parts = [f"# {_inside(title)}"]

    def heading(self, words: str) -> None:
        """Begin a part."""
        self._parts.append(f"## {_inside(words)}")

    def paragraph(self, words: str) -> None:
        """Say something."""
        self._parts.append(mark(words))

    def bullets(self, lines: Iterable[tuple[str, str]]) -> None:
        """List lines, each (words, address or nothing)."""
        said = [
            f"- [{mark(words)}]({_address(address)})" if address else f"- {mark(words)}"
            for words, address in lines
        ]
        if said:
            self._parts.append("\n".join(said))

    @property
    def text(self) -> str:
        """The document."""
        return "\n\n".join(self._parts) + "\n"


def mark(words: str) -> str:
    """Return text as one line of Markdown that shows it as it is."""
    return _BEGINS.sub(
        lambda found: "\\" + found[0] if found[3] else f"{found[1]}\\{found[2]}", _inside(words)
    )


def _inside(words: str) -> str:
    """The same for text that does not begin its line, where a number begins no list."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def _address(address: str) -> str:
    return quote(address, safe=":/?&=%#@+,;~-._")
