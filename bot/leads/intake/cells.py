"""A lead as text in cells or in the fields of a form: what people and spreadsheets write."""

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from bot.kit.text import one_line, paragraphs
from bot.leads.domain.lead import Arrival
from bot.leads.domain.sizes import read_range
from bot.leads.intake import fields
from bot.leads.intake.document import WHO, is_somebody
from bot.leads.intake.fields import BadArrival, BadField, Fault

_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[.,'’ \u00a0\u202f]\d{3})+")
_BETWEEN = re.compile(r"[.,'’\s]")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,12})?")
_PEOPLE = re.compile(r"\s*(employees|people|mitarbeiter)$", re.IGNORECASE)


def read_cells(
    cells: Mapping[str, str], extra: Mapping[str, str], *, source: str, external_id: str = ""
) -> Arrival:
    """Return the lead that cells by field describe; BadArrival names every bad one.

    `source` counts where the cells name none. Without an `external_id` the lead is named by what
    its cells say, so that the same row again is the same arrival; what is extra does not count,
    since exports carry columns that change every day. A company's size that is given as a range
    counts by its lower end; the range itself is kept in `extra`, so that it can be shown. Of
    several associated companies the first counts where there is no other, and all are kept so.
    """
    cells, joined = _one_company(cells)
    faults: list[Fault] = []
    read: dict[str, Any] = {}
    further = {
        one_line(name)[: fields.EXTRA_KEY_LENGTH]: paragraphs(value)
        for name, value in list(extra.items())[: fields.EXTRA_KEYS]
    }
    if joined:
        further["companies"] = one_line(joined)
    for name, value in cells.items():
        try:
            read[name] = _CLEAN[name](value)
        except BadField as fault:
            faults.append(Fault(name, str(fault)))
    if read.get("url") == "" and cells.get("url"):
        further["url"] = one_line(cells["url"])
    if "employees" in read and (given_range := _range_in(cells["employees"])):
        further["employees"] = given_range
    if "id" in read:
        further["id"] = read["id"]
    first_last = " ".join(filter(None, [read.get("first_name"), read.get("last_name")]))
    arrival = Arrival(
        source=read.get("source") or source,
        external_id=external_id or _named_by(read),
        email=read.get("email", ""),
        name=read.get("name") or first_last,
        company=read.get("company", ""),
        title=read.get("title", ""),
        phone=read.get("phone", ""),
        country=read.get("country", ""),
        industry=read.get("industry", ""),
        segment=read.get("segment", ""),
        employees=read.get("employees"),
        score=read.get("score"),
        campaign=read.get("campaign", ""),
        message=read.get("message", ""),
        url=read.get("url", ""),
        occurred_at=read.get("occurred_at"),
        extra=further,
    )
    if not faults and not is_somebody(arrival):
        faults.append(Fault("email", WHO))
    if faults:
        raise BadArrival(faults)
    return arrival


def _one_company(cells: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
    """Return the cells with one company, and all the companies where that leaves some out."""
    if "companies" not in cells:
        return cells, ""
    rest = {name: value for name, value in cells.items() if name != "companies"}
    joined = cells["companies"]
    if "company" in rest:
        return rest, joined
    first = next(filter(None, map(str.strip, joined.split(";"))), "")
    return rest | {"company": first}, joined if first != joined.strip() else ""


def _named_by(read: dict[str, Any]) -> str:
    return f"row-{hashlib.sha256(_WRITE(read).encode()).hexdigest()[:40]}"


_WRITE = json.JSONEncoder(sort_keys=True, default=str).encode


def _text(name: str) -> Callable[[str], str]:
    return lambda value: fields.text(name, value)


_often = lru_cache(maxsize=1000)
"""For columns that say the same few things again and again."""


@_often
def _employees(value: str) -> int:
    """Read "1,200", "250+", "51-200 employees": of a range its lower end."""
    cleaned = _bare_size(value)
    if found := read_range(cleaned):
        return fields.whole_number(found[0], *fields.EMPLOYEES)
    return fields.whole_number(math.floor(_number(cleaned, "240")), *fields.EMPLOYEES)


@_often
def _range_in(value: str) -> str:
    size = _bare_size(value)
    return size if read_range(size) else ""


def _bare_size(value: str) -> str:
    return _PEOPLE.sub("", one_line(value))


@_often
def _score(value: str) -> int:
    """Read a score: "82", "82.5", "1,234"; a fraction does not lift it over a limit."""
    return fields.whole_number(math.floor(_number(one_line(value), "82")), *fields.SCORE)


def _number(text: str, such_as: str) -> float:
    """Read a number; three digits after a point or comma are thousands, as nobody counts so fine.

    But for "0.750": no number of thousands begins with 0.
    """
    if _THOUSANDS.fullmatch(text):
        text = _BETWEEN.sub("", text)
    if not _NUMBER.fullmatch(text):
        raise BadField(f"A number is needed, such as {such_as}.")
    return float(text.replace(",", "."))


def _url(value: str) -> str:
    """Return an address; "" for what is none, which is no reason to turn a lead away."""
    cleaned = one_line(value)
    if "://" not in cleaned and "." in cleaned:
        cleaned = f"https://{cleaned}"
    try:
        return fields.url(cleaned)
    except BadField:
        return ""


def _moment(value: str) -> datetime:
    """Read a time; without a zone it is UTC."""
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError as fault:
        raise BadField("A time such as 2026-11-23 09:30 is needed.") from fault
    return fields.moment((at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat())


_CLEAN: dict[str, Callable[[str], Any]] = {
    **{
        name: _text(name)
        for name in (
            "id",
            "source",
            "name",
            "first_name",
            "last_name",
            "company",
            "title",
            "phone",
            "industry",
            "segment",
            "campaign",
            "message",
        )
    },
    "email": fields.email,
    "country": _often(fields.country),
    "url": _url,
    "employees": _employees,
    "score": _score,
    "occurred_at": _moment,
}
