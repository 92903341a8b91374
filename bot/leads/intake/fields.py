"""The fields of a lead as they arrive: cleaned, or named with what is wrong and how to mend it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from bot.kit.text import one_line, paragraphs
from bot.leads.domain.countries import country_code

LENGTHS = {
    "id": 200,
    "source": 200,
    "email": 254,
    "name": 200,
    "first_name": 100,
    "last_name": 99,
    "company": 200,
    "title": 200,
    "phone": 60,
    "country": 60,
    "industry": 200,
    "segment": 200,
    "campaign": 200,
    "message": 20_000,
    "url": 2000,
}
"""The most characters of each text."""
EMPLOYEES = (0, 10_000_000)
SCORE = (-1_000_000, 1_000_000)
YEARS = (1970, 2200)
EXTRA_KEYS = 200
EXTRA_KEY_LENGTH = 200

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A bad field, and what is wrong with it in a sentence that says the cure."""

    field: str
    detail: str


class BadArrival(Exception):  # noqa: N818 - an answer to the sender
    """What arrived cannot be read as a lead; `faults` names every bad field."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.detail}" for fault in faults))
        self.faults = faults


class BadField(ValueError):  # noqa: N818 - an answer to the sender
    """One value is bad; its message is the sentence for the sender."""


def is_text(value: str) -> bool:
    """Whether every database can keep it: no NUL, no half of a surrogate pair."""
    return _NOT_TEXT.search(value) is None


def text(name: str, value: str) -> str:
    """Return a text field cleaned; BadField when it is too long."""
    cleaned = paragraphs(value) if name == "message" else one_line(value)
    most = LENGTHS[name]
    if len(cleaned) > most:
        raise BadField(
            f"At most {most} characters; this has {len(cleaned)}. Shorten it, or put it in extra."
        )
    return cleaned


def email(value: str) -> str:
    """Return an address in lower case; BadField when it cannot be one."""
    cleaned = text("email", value).removeprefix("mailto:")
    if not cleaned or _is_plain_address(cleaned):
        return cleaned.lower()
    rules = _mail_rules()
    try:
        found = rules.validate_email(cleaned, check_deliverability=False)
    except rules.EmailNotValidError as fault:
        raise BadField(f"Not an e-mail address: {fault}") from fault
    return str(found.normalized.lower())


@cache
def _mail_rules() -> ModuleType:
    """Return the library; it is imported with the first address, so that a start need not wait."""
    import email_validator

    return email_validator


_PLAIN_ADDRESS = re.compile(
    r"(?=.{6,200}\Z)[a-z0-9_+]{1,20}(?:[.-][a-z0-9_+]{1,20}){0,2}"
    r"@(?:[a-z0-9]{1,30}(?:-[a-z0-9]{1,30}){0,2}\.){1,3}([a-z]{2,30})",
    re.ASCII | re.IGNORECASE,
)


def _is_plain_address(address: str) -> bool:
    """Whether an address is so ordinary that the library would only put it in lower case.

    It takes 30 µs an address, a fifth of what a row of an import costs.
    """
    found = _PLAIN_ADDRESS.fullmatch(address)
    return (
        found is not None and found.group(1).lower() not in _mail_rules().SPECIAL_USE_DOMAIN_NAMES
    )


def country(value: str) -> str:
    """Return the code of a known country, else what was written."""
    return country_code(text("country", value))


def url(value: str) -> str:
    """Return an http(s) address; BadField for anything else."""
    cleaned = text("url", value)
    if not cleaned:
        return ""
    try:
        parts = urlsplit(cleaned)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or " " in cleaned:
        raise BadField("An address that begins with https:// or http:// is needed.")
    return cleaned


def whole_number(value: float, least: int, most: int) -> int:
    """Return a whole number within bounds; BadField when it is not one."""
    if value != value or value in {float("inf"), float("-inf")} or value != int(value):  # noqa: PLR0124
        raise BadField("A whole number is needed, such as 82.")
    if not least <= value <= most:
        raise BadField(f"A number from {least} to {most} is needed.")
    return int(value)


def moment(value: str) -> datetime:
    """Return a time in UTC; BadField when it is not ISO 8601 with a zone."""
    try:
        at = datetime.fromisoformat(value.strip())
        if at.tzinfo is None:
            raise BadField("The time zone is missing: end it with Z or an offset such as +01:00.")
        at = at.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        if isinstance(fault, BadField):
            raise
        raise BadField("A time such as 2026-11-23T09:30:00Z is needed.") from fault
    if not YEARS[0] <= at.year < YEARS[1]:
        raise BadField(f"A time from {YEARS[0]} to {YEARS[1]} is needed.")
    return at


def extra(value: dict[str, Any]) -> dict[str, Any]:
    """Return further facts as they are; BadField when a database could not keep them."""
    if len(value) > EXTRA_KEYS:
        raise BadField(f"At most {EXTRA_KEYS} keys; this has {len(value)}.")
    for one in _texts_in(value):
        if not is_text(one):
            raise BadField("Contains a NUL or half of a surrogate pair; send plain text.")
    if any(len(key) > EXTRA_KEY_LENGTH for key in value):
        raise BadField(f"A key has at most {EXTRA_KEY_LENGTH} characters.")
    return value


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)
