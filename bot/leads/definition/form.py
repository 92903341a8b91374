"""The form of a proposal: every rule as people type it, and every fault beside its field."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.kit.quotes import unquoted
from bot.kit.text import one_line, paragraphs
from bot.leads.definition.domain import FIELD_NAMES, Definition
from bot.leads.definition.wording import group_in_words
from bot.leads.domain.countries import known_country

LONGEST = 2700
"""Characters of a field: what is written back with spaces still fits Slack's 3,000."""
MOST = 200
"""Segments, countries or competitors that a definition names, and characters of each."""
GROUPS = 20
"""Fields or choices of fields that must be given."""
SCORES = (-1_000_000, 1_000_000)
PEOPLE = (0, 10_000_000)
NO_FREE_MAIL = "no_free_mail"


class WrongForm(Exception):  # noqa: N818 - an answer to whoever filled it in
    """What was typed is no definition; `faults` has a sentence for each wrong field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


class _Wrong(ValueError):  # noqa: N818 - an answer to whoever filled it in
    """One field is wrong; its message is the sentence beside it."""


def as_typed(definition: Definition) -> dict[str, str]:
    """Return what the form's text fields begin with; `read_form` reads it back."""
    numbers = {
        "minimum_score": definition.minimum_score,
        "employees_from": definition.employees_from,
        "employees_to": definition.employees_to,
    }
    return {
        "required": "\n".join(group_in_words(group) for group in definition.required),
        "segments": _as_list(definition.segments),
        "countries": _as_list(definition.countries),
        "competitors": _as_list(definition.competitors),
        **{name: "" if number is None else str(number) for name, number in numbers.items()},
    }


def _as_list(values: tuple[str, ...]) -> str:
    """One a line where one holds a comma; alone it is quoted, so that it stays one."""
    if not any(_SEPARATORS.search(value) for value in values):
        return ", ".join(values)
    return "\n".join(values) if len(values) > 1 else f'"{values[0]}"'


def read_form(fields: Mapping[str, Any]) -> Definition:
    """Return the definition that was typed, without a number of its own.

    Raises WrongForm with a sentence for every field that is wrong.
    """
    faults: dict[str, str] = {}

    def read(name: str, how: Callable[[str], Any]) -> Any:
        try:
            return how(_typed(fields, name))
        except _Wrong as wrong:
            faults[name] = str(wrong)
            return None

    required = read("required", _groups)
    score = read("minimum_score", lambda text: _number(text, *SCORES))
    segments = read("segments", _segments)
    countries = read("countries", _countries)
    least = read("employees_from", lambda text: _number(text, *PEOPLE))
    most = read("employees_to", lambda text: _number(text, *PEOPLE))
    competitors = read("competitors", _domains)
    if least is not None and most is not None and least > most:
        faults["employees_to"] = f"This is less than the {least:,} it begins with."
    if faults:
        raise WrongForm(faults)
    return Definition(
        version=0,
        required=required,
        minimum_score=score,
        segments=segments,
        countries=countries,
        employees_from=least,
        employees_to=most,
        no_free_mail=NO_FREE_MAIL in (fields.get(NO_FREE_MAIL) or []),
        competitors=competitors,
    )


def _typed(fields: Mapping[str, Any], name: str) -> str:
    text = paragraphs(str(fields.get(name) or ""))
    if len(text) > LONGEST:
        raise _Wrong(f"At most {LONGEST:,} characters; these are {len(text):,}.")
    return text


_BY_NAME = {
    **{name: name for name in FIELD_NAMES},
    **{said: name for name, said in FIELD_NAMES.items()},
    "mail": "email",
    "telephone": "phone",
    "size": "employees",
    "people": "employees",
}
_OR = re.compile(r"\s+or\s+|\s*/\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;]")


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    groups = (
        tuple(dict.fromkeys(_field(word) for word in _OR.split(line)))
        for line in _lines(_SEPARATORS.sub("\n", text))
    )
    distinct = tuple(dict.fromkeys(groups))
    if len(distinct) > GROUPS:
        raise _Wrong(f"At most {GROUPS} lines; these are {len(distinct)}.")
    return distinct


def _field(word: str) -> str:
    name = _BY_NAME.get(one_line(word).lower().rstrip("."))
    if name is None:
        known = ", ".join(FIELD_NAMES.values())
        raise _Wrong(f"“{_short(word)}” is no field of a lead. There are: {known}.")
    return name


_NUMBER = re.compile(r"-?[0-9]{1,10}")


def _number(text: str, least: int, most: int) -> int | None:
    if not text:
        return None
    digits = re.sub(r"[ ,.’'\u00a0\u202f](?=\d{3}(?!\d))", "", text)
    if not _NUMBER.fullmatch(digits) or not least <= int(digits) <= most:
        raise _Wrong(f"Write a whole number from {least:,} to {most:,}, or leave it empty.")
    return int(digits)


def _segments(text: str) -> tuple[str, ...]:
    return _distinct(_items(text))


def _countries(text: str) -> tuple[str, ...]:
    codes = []
    for name in _items(text):
        code = known_country(name)
        if code is None:
            raise _Wrong(f"“{_short(name)}” is no country I know. Write it like DE or Germany.")
        codes.append(code)
    return _distinct(codes)


_DOMAIN = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}"
)


def _domains(text: str) -> tuple[str, ...]:
    return _distinct(_domain(one) for one in _items(text))


def _domain(text: str) -> str:
    """Read a competitor's domain as people write it: with their site's address or an @ before."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", text.strip().lower())
    bare = bare.split("/")[0].rpartition("@")[2].rstrip(".")
    try:
        found = bare if bare.isascii() else bare.encode("idna").decode()
    except UnicodeError:
        found = ""
    if not _DOMAIN.fullmatch(found):
        raise _Wrong(f"“{_short(text)}” is no mail domain. Write it like rival.example.")
    return found


def _items(text: str) -> list[str]:
    """Read a list: one a line; on a single line commas or semicolons part it, unless quoted."""
    lines = _lines(text)
    if len(lines) == 1 and unquoted(lines[0]) == lines[0]:
        lines = _lines(_SEPARATORS.sub("\n", lines[0]))
    items = [unquoted(line) for line in lines]
    if len(items) > MOST:
        raise _Wrong(f"At most {MOST}; these are {len(items)}.")
    for item in items:
        if len(item) > MOST:
            raise _Wrong(f"“{_short(item)}” is longer than {MOST} characters.")
    return items


def _lines(text: str) -> list[str]:
    found = (one_line(line).strip(",; ") for line in text.splitlines())
    return [line for line in found if line]


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Keep the first of those that differ in nothing but case."""
    kept: dict[str, str] = {}
    for value in values:
        kept.setdefault(value.casefold(), value)
    return tuple(kept.values())


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 30 else line[:29] + "…"
