"""A lead as JSON, as the webhook takes it."""

import codecs
import json
import math
from collections.abc import Callable
from typing import Any, NoReturn

from bot.leads.domain.lead import Arrival
from bot.leads.intake import fields
from bot.leads.intake.fields import BadArrival, BadField, Fault

DEPTH = 8
"""How deep arrays and objects may nest, the document itself being the first level."""

TEXTS = (
    "id",
    "source",
    "email",
    "name",
    "first_name",
    "last_name",
    "company",
    "title",
    "phone",
    "country",
    "industry",
    "segment",
    "campaign",
    "message",
    "url",
)
KNOWN = frozenset({*TEXTS, "employees", "score", "occurred_at", "extra"})


class NotADocument(Exception):  # noqa: N818 - an answer to the sender
    """The body is not one JSON object we can read; the message says why."""


def parse_document(body: bytes) -> dict[str, Any]:
    """Return the JSON object in `body`; NotADocument when there is none, or it is ambiguous.

    What JSON leaves open is refused: repeated names, NaN and infinite numbers, and depth that
    only an attack needs.
    """
    try:
        document = _READER.decode(body.removeprefix(codecs.BOM_UTF8).decode())
    except RecursionError as fault:
        raise NotADocument(f"It nests deeper than {DEPTH} levels.") from fault
    except UnicodeDecodeError as fault:
        raise NotADocument("It is not UTF-8.") from fault
    except json.JSONDecodeError as fault:
        raise NotADocument(f"{fault.msg} at line {fault.lineno}, column {fault.colno}.") from fault
    except ValueError as fault:
        # Our own hooks say it in a sentence; Python's limit on digits speaks of Python.
        said = str(fault) if str(fault) in _SENTENCES else "A number is too large."
        raise NotADocument(said) from fault
    if not isinstance(document, dict):
        raise NotADocument("A JSON object is needed: {…}.")
    if not _is_shallow(document):
        raise NotADocument(f"It nests deeper than {DEPTH} levels.")
    return document


def read_document(document: dict[str, Any]) -> Arrival:
    """Return the lead a document describes; BadArrival names every bad field."""
    if type(document.get("id")) is int:
        document = {**document, "id": str(document["id"])}
    reading = _Reading(document)
    texts = {name: reading.text(name) for name in TEXTS}
    employees = reading.number("employees", *fields.EMPLOYEES)
    score = reading.number("score", *fields.SCORE)
    occurred_at = reading.of_kind("occurred_at", str, "a time in quotes", fields.moment)
    extra = reading.of_kind("extra", dict, "an object", fields.extra)
    reading.check_names()
    first_last = " ".join(filter(None, [texts["first_name"], texts["last_name"]]))
    arrival = Arrival(
        source=texts["source"],
        external_id=texts["id"],
        email=texts["email"],
        name=texts["name"] or first_last,
        company=texts["company"],
        title=texts["title"],
        phone=texts["phone"],
        country=texts["country"],
        industry=texts["industry"],
        segment=texts["segment"],
        employees=employees,
        score=score,
        campaign=texts["campaign"],
        message=texts["message"],
        url=texts["url"],
        occurred_at=occurred_at,
        extra=extra or {},
    )
    reading.check_that_it_is_somebody(arrival)
    if reading.faults:
        raise BadArrival(list(reading.faults.values()))
    return arrival


_CLEAN: dict[str, Callable[[str], str]] = {
    "email": fields.email,
    "country": fields.country,
    "url": fields.url,
}


class _Reading:
    """Reads one document and gathers what is wrong, one fault a field."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.faults: dict[str, Fault] = {}

    def text(self, name: str) -> str:
        def clean(value: str) -> str:
            if not fields.is_text(value):
                raise BadField("Contains a NUL or half of a surrogate pair; send plain text.")
            return _CLEAN[name](value) if name in _CLEAN else fields.text(name, value)

        return self.of_kind(name, str, "text in quotes", clean) or ""

    def number(self, name: str, least: int, most: int) -> int | None:
        value = self.document.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(name, "A whole number without quotes is needed, such as 82.")
            return None
        try:
            return fields.whole_number(value, least, most)
        except BadField as fault:
            self.fault(name, str(fault))
            return None

    def of_kind(self, name: str, kind: type, wanted: str, clean: Callable[[Any], Any]) -> Any:
        value = self.document.get(name)
        if value is None:
            return None
        if not isinstance(value, kind):
            self.fault(name, f"Here {wanted} is needed.")
            return None
        try:
            return clean(value)
        except BadField as fault:
            self.fault(name, str(fault))
            return None

    def check_names(self) -> None:
        for name in self.document:
            if name not in KNOWN:
                shown = name.encode("utf-8", "replace").decode()[:60]
                self.fault(shown, "Not a field of a lead. Put what else you know in extra.")

    def check_that_it_is_somebody(self, arrival: Arrival) -> None:
        if not arrival.external_id and "id" not in self.faults:
            self.fault("id", "Missing. Give each lead an id of its own, the same when sent again.")
        if not arrival.source and "source" not in self.faults:
            self.fault("source", "Missing. Say where leads of this kind come from, such as form.")
        bad = self.faults.keys() & {"email", "name", "first_name", "last_name", "company", "phone"}
        if not is_somebody(arrival) and not bad:
            self.fault("email", WHO)

    def fault(self, name: str, detail: str) -> None:
        self.faults.setdefault(name, Fault(name, detail))


WHO = "Who is it? An e-mail address is needed, or a name with a company or a phone number."


def is_somebody(arrival: Arrival) -> bool:
    """Whether it says enough for a colleague to know whom it is about."""
    return bool(arrival.email or (arrival.name and (arrival.company or arrival.phone)))


_REPEATED = "A name stands twice in one object."
_NO_NUMBER = "NaN and Infinity are not JSON."
_SENTENCES = {_REPEATED, _NO_NUMBER}


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_REPEATED)
    return found


def _no_such_number(_name: str) -> NoReturn:
    raise ValueError(_NO_NUMBER)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("A number is too large.")
    return number


_READER = json.JSONDecoder(
    object_pairs_hook=_without_repeats, parse_constant=_no_such_number, parse_float=_finite
)


def _is_shallow(document: Any) -> bool:
    level = [document]
    for _ in range(DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False
