"""Slash commands: each room registers its words; help and near misses are answered for all."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.kit.blocks import escape
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.numbering import NO_SUCH, Numbering
from bot.kit.text import cut_word, one_line


@dataclass(frozen=True, slots=True)
class Reply:
    """What is shown to the asking person alone: mrkdwn `text`, and `blocks` where they say more.

    `fallback_blocks` are shown instead when Slack refuses a chart among the blocks; it can only be
    told so by `Answers`, not in an ack.
    """

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    fallback_blocks: list[dict[str, Any]] = field(default_factory=list)


Answer = Callable[[Gesture, str], Reply | None]
"""Takes the gesture and the words after the subcommand; None when it opened a modal instead."""


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One word of a command: how to write it, what it does in a line, and who answers it.

    One that is not `listed` is in no help: it only says which way leads there.
    """

    word: str
    usage: str
    about: str
    answer: Answer
    listed: bool = True


class Commands:
    """Every command of the bot under its prefix ("" or "acme-")."""

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self._tables: dict[str, dict[str, Subcommand]] = {}
        self._by_number: dict[str, tuple[str, tuple[Numbering, ...]]] = {}

    def name(self, command: str) -> str:
        """Return the command as people type it: "lead" becomes "/acme-lead"."""
        return f"/{self.prefix}{command}"

    def as_typed(self, sentence: str) -> str:
        """Put the prefix into a sentence that names commands bare: "/lead" as "/acme-lead".

        Rules deep in a room write their refusals so, without knowing of any prefix.
        """
        bare = "|".join(re.escape(command) for command in self._tables)
        return (
            re.sub(rf"(?<![\w/-])/({bare})\b", rf"/{self.prefix}\1", sentence) if bare else sentence
        )

    def register(
        self,
        command: str,
        word: str,
        *,
        usage: str = "",
        about: str,
        answer: Answer,
        listed: bool = True,
    ) -> None:
        """Add a word to a command, as in `/lead find`."""
        table = self._tables.setdefault(command, {})
        if word in table:
            raise ValueError(f"/{command} {word} is registered twice")
        table[word] = Subcommand(word, f"{word} {usage}".strip(), about, answer, listed)

    def open_by_number(self, command: str, *numbers: Numbering, with_word: str) -> None:
        """Have a number by itself, as in `/lead L-42`, mean what it means after a known word."""
        self._by_number[command] = (with_word, numbers)

    def known(self) -> list[str]:
        """Return the commands that have words, in order of registration."""
        return list(self._tables)

    def run(self, command: str, gesture: Gesture) -> Reply | None:
        """Answer a typed command; unknown words get the nearest one and the help."""
        words = straighten(gesture.text)
        word, _, rest = words.partition(" ")
        table = self._tables[command]
        asked = "help" if word in {"", "?"} else word.lower()
        if known := table.get(asked):
            return known.answer(gesture, rest.strip())
        if asked == "help":
            return Reply(self.help_for(command))
        if answer := self._of_number(command, words):
            return answer(gesture, words)
        name = self.name(command)
        if near := self._nearest(command, word):
            meant = " ".join(filter(None, [near, rest.strip()]))
            raise Refusal(f"{name} has no “{cut_word(word)}”. Did you mean {name} {meant}?")
        raise Refusal(f"{name} has no “{cut_word(word)}”. {name} help lists what it knows.")

    def _of_number(self, command: str, words: str) -> Answer | None:
        """Return who answers a number by itself, None for no number; refuse a word after one."""
        opens, numbers = self._by_number.get(command, ("", ()))
        for kind in numbers:
            number, rest = kind.split(words)
            if number is None:
                continue
            if rest and number != NO_SUCH:
                meant = self._word_first(command, rest, kind.name(number))
                raise Refusal(f"{self.name(command)} takes the word first. Did you mean {meant}?")
            return self._tables[command][opens].answer
        return None

    def _word_first(self, command: str, rest: str, number: str) -> str:
        word, _, more = rest.partition(" ")
        is_known = word.lower() in self._tables[command]
        meant = word.lower() if is_known else self._nearest(command, word, cutoff=0.7)
        if meant is None:
            meant, more = self._by_number[command][0], ""
        return " ".join(filter(None, [self.name(command), meant, number, more]))

    def _nearest(self, command: str, word: str, *, cutoff: float = 0.5) -> str | None:
        listed = [known.word for known in self._tables[command].values() if known.listed]
        return next(iter(difflib.get_close_matches(word.lower(), listed, n=1, cutoff=cutoff)), None)

    def help_for(self, command: str) -> str:
        """Return mrkdwn with a line for each word of `command`."""
        lines = [f"*{self.name(command)}*"]
        lines += [
            f"`{self.name(command)} {escape(known.usage)}` {escape(known.about)}"
            for known in self._tables[command].values()
            if known.listed
        ]
        return "\n".join(lines)

    def help(self) -> str:
        """Return mrkdwn that lists every command."""
        return "\n\n".join(self.help_for(command) for command in self._tables)


_CURLY = str.maketrans("“”„‟‘’‚‛–—−\u00a0", "\"\"\"\"''''--- ")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<((?:https?|mailto):[^|>\s]+)(?:\|([^>]*))?>")


def straighten(text: str) -> str:
    """Undo what phones and Slack do to typed text: curly quotes, long dashes, escapes, spaces.

    What nobody sees, as comes along when something is pasted, goes. Mentions stay as `<@U…>`,
    channels as `<#C…>`; a link becomes its label when that is what was typed (Slack links
    `example.com` by itself) or its address.
    """
    text = text.translate(_CURLY)
    text = _MENTION.sub(r"<@\1>", text)
    text = _CHANNEL.sub(r"<#\1>", text)
    text = _LINK.sub(_typed_link, text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return one_line(text)


def _typed_link(found: re.Match[str]) -> str:
    address, label = found.group(1), found.group(2)
    if address.startswith("mailto:"):
        return label or address.removeprefix("mailto:")
    return label if label and address.endswith(label.rstrip("/")) else address


def mentioned(text: str) -> str | None:
    """Return the Slack id in `<@U…>`, or None."""
    found = _MENTION.search(text)
    return found.group(1) if found else None
