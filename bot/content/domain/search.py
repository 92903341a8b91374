"""How words are compared: the same rules for what stands in the library and for what is typed.

Both databases keep the same stems and add up the same whole numbers, so that both answer alike.
"""

import math
import re
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.content.domain.asset import TAG, Details, also_called, read_format, read_stage
from bot.content.domain.tags import BuyerStage, Format
from bot.kit.quotes import unquoted
from bot.kit.text import one_line
from bot.leads.domain.duplicates import fold

WORD = 40
"""Characters of a word that are compared."""
MOST_WORDS = 12
"""Different words of a search that are used."""
READ = 600
"""Characters of a search that are read."""
MOST_TERMS = 400
"""Different terms of one asset that are kept."""

_LITTLE = (
    "a about all an and any anything are as asset assets at be by can content do does for from "
    "get give good got has have how i in is it latest looking me my need needs new of on one or "
    "our please show some something than that the their them there they this to us use want we "
    "what when where which who why will with would you your"
)
_STOP = frozenset(_LITTLE.split())
_APOSTROPHE = re.compile("['’ʼ]")
_HYPHENED = re.compile(r"[^\W_]+(?:[-‐‑–][^\W_]+)+")
_THREAD = threading.local()


_NO_KIN = {"customer": "customer", "customers": "customer", "news": "news"}
"""Words that the stemmer takes for forms of another: a customer is no customs."""


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return what a folded word has in common with its other forms: "pricing" and "prices"."""
    if word in _NO_KIN:
        return _NO_KIN[word]
    stemmer = getattr(_THREAD, "stemmer", None)
    if stemmer is None:
        # Imported with the first search, so that a start need not wait.
        import snowballstemmer

        # It keeps the word it works on to itself: one a thread.
        stemmer = _THREAD.stemmer = snowballstemmer.stemmer("english")
    return str(stemmer.stemWord(word))[:WORD]


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: folded, at most WORD characters each."""
    return [word[:WORD] for word in fold(_APOSTROPHE.sub("", text)).split()]


def _joined(text: str) -> list[str]:
    """Return what is written with a hyphen as one word: "one-pager" is "onepager" too."""
    return ["".join(words_of(found)) for found in _HYPHENED.findall(text)]


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is kept of an asset to be found by: how heavy each stem is, and the words as written."""

    weights: Mapping[str, int]
    words: Mapping[str, str]
    """Each word and its stem."""


_TITLE, _TAGS, _ALSO, _TEXT = 8, 4, 2, 1


def index_of(details: Details) -> Indexed:
    """Return what an asset is found by: its title above all, its tags, and what it says."""
    tags = [details.format, *details.segments, *details.stages, details.industry]
    parts = [
        (details.title, _TITLE),
        (" ".join(tags), _TAGS),
        (also_called(details.format), _ALSO),
        (details.about, _ALSO),
        (details.social, _TEXT),
    ]
    weights: dict[str, int] = {}
    words: dict[str, str] = {}
    for text, weight in parts:
        for word in dict.fromkeys([*words_of(text), *(one[:WORD] for one in _joined(text))]):
            term = stem(word)
            if len(weights) >= MOST_TERMS and term not in weights:
                break
            words[word] = term
            weights[term] = weights.get(term, 0) + weight
    return Indexed(weights, words)


def words_asked(text: str) -> list[str]:
    """Return the words of a search that say something, each meaning once, in order.

    A search of nothing but little words is taken at its word.
    """
    asked = words_of(text[:READ])
    telling = [word for word in asked if word not in _STOP]
    by_meaning: dict[str, str] = {}
    for word in telling or asked:
        by_meaning.setdefault(stem(word), word)
    return list(by_meaning.values())[:MOST_WORDS]


def topic_of(text: str) -> str:
    """Return what a search or a request is about, so that the same wish is counted as one."""
    return " ".join(sorted({stem(word) for word in words_asked(text)}))[:READ]


_PRIVATE = re.compile(r"\S*@\S*|\+?\d[\d\s().-]{5,}\d")


def kept_words(text: str) -> str:
    """Return what is kept of what a rep typed: no e-mail address, no telephone number."""
    return _whole(_PRIVATE.sub(" ", text[:READ]))[:200]


def _whole(text: str) -> str:
    """Return text on one line that any database keeps: without halves of surrogate pairs."""
    return one_line(text.encode("utf-8", "ignore").decode())


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words and what to narrow it down to."""

    words: str = ""
    segment: str = ""
    stage: BuyerStage | None = None
    format: Format | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not (words_of(self.words[:READ]) or self.segment or self.stage or self.format)


_FILTER = re.compile(
    r"""(?<![\w-])(segment|stage|format)s?\s?:\s?("[^"]*"|'[^']*'|[^\s"']+)""", re.IGNORECASE
)


def read_query(text: str) -> Query:
    """Read `customs segment:SaaS stage:decision format:"case study"`.

    A stage or format that is none is looked for as a word.
    """
    segment, stage, kind = "", None, None
    rest = []
    end = 0
    text = text[:READ]
    for found in _FILTER.finditer(text):
        rest.append(text[end : found.start()])
        end = found.end()
        name, value = found[1].lower(), unquoted(found[2])
        if name == "segment":
            segment = _whole(value)[:TAG]
        elif name == "stage" and (named := read_stage(value)):
            stage = named
        elif name == "format" and (called := read_format(value)):
            kind = called
        else:
            rest.append(f" {value} ")
    return Query(unquoted(_whole("".join([*rest, text[end:]]))), segment, stage, kind)


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a search and the stems that count as it, each in hundredths of a full hit."""

    word: str
    terms: Mapping[str, int]
    read_as: str = ""
    """What it was taken for, when nothing in the library is written so."""


FULL, BEGINNING, LIKE = 100, 70, 50
_SHORTEST_BEGINNING, _SHORTEST_TYPO, _LONG = 3, 5, 9
_BEGINNINGS, _LIKES = 8, 4


def joined_neighbours(asked: Sequence[str], known: Collection[str]) -> list[str]:
    """Join words that are known only as one: "white paper" where the library says "whitepaper"."""
    read: list[str] = []
    left = list(asked)
    while left:
        word = left.pop(0)
        both = word + left[0] if left else ""
        apart = both and stem(word) in known and stem(left[0]) in known
        if both and not apart and stem(both[:WORD]) in known:
            left.pop(0)
            word = both[:WORD]
        read.append(word)
    return read


def slots_for(word: str, vocabulary: Mapping[str, str]) -> list[Slot]:
    """Return what a word may mean that stands nowhere as it is written.

    `vocabulary` holds every word of the library and its stem. In this order: the beginning of
    longer words, two words written as one, a slip of the hand; else itself, which finds nothing.
    """
    if len(word) >= _SHORTEST_BEGINNING:
        longer = sorted(
            (one for one in vocabulary if one.startswith(word)), key=lambda one: (len(one), one)
        )
        if longer:
            terms = {vocabulary[one]: BEGINNING for one in longer[:_BEGINNINGS]}
            return [Slot(word, terms, f"{word}…")]
    for at in range(3, len(word) - 2):
        first, second = word[:at], word[at:]
        if first in vocabulary and second in vocabulary:
            parts = (first, second)
            return [Slot(part, {vocabulary[part]: FULL}, f"{first} {second}") for part in parts]
    meant = _slips(word, vocabulary)
    if meant:
        return [Slot(word, {vocabulary[one]: LIKE for one in meant}, " or ".join(meant[:2]))]
    return [Slot(word, {stem(word): FULL})]


def _slips(word: str, vocabulary: Iterable[str]) -> list[str]:
    """Return the known words nearest to a mistyped one; figures are never mistyped."""
    if len(word) < _SHORTEST_TYPO or any(letter.isdigit() for letter in word):
        return []
    # Imported with the first slip, so that a start need not wait.
    from rapidfuzz.distance import OSA

    most = 1 if len(word) < _LONG else 2
    near = []
    for one in vocabulary:
        if abs(len(one) - len(word)) <= most and not any(letter.isdigit() for letter in one):
            steps = OSA.distance(word, one, score_cutoff=most)
            if steps <= most:
                near.append((steps, one[0] != word[0], one))
    near.sort()
    return [one for steps, _, one in near if steps == near[0][0]][:_LIKES]


def telling(holding: int, of: int) -> int:
    """Return how much a stem tells that `holding` of `of` assets hold: the rarer, the more."""
    return round(100 * math.log(1 + of / max(1, holding)))


def needed(slots: int) -> int:
    """Return how many words of a search an asset must hold: all, or of many four in five."""
    return slots - slots // 5
