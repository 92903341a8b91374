"""Amounts as people type them: "12.500,00", "12,500", "12k", "1.2m €"."""

import re
from decimal import Decimal

LARGEST = Decimal("999999999999.99")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_SHAPE = re.compile(r"([0-9][0-9.,\s'\u2019]*)\s*([km]?)", re.IGNORECASE)
_CURRENCY = re.compile(r"[A-Za-z]{3}(?![A-Za-z])|[€$£¥]")
_SIGNS = {"€": "EUR", "£": "GBP"}
"""The signs that stand for one currency alone; a dollar may be any country's."""


class NotAnAmount(ValueError):  # noqa: N818 - it is an answer for a form's field
    """The text cannot be read as one amount; the message says how to write it."""


def read_amount(text: str, *, currency: str = "") -> Decimal:
    """Return the amount in `text`, to the cent. Raises NotAnAmount with a sentence.

    The last separator is decimal when one or two digits follow it, or when both kinds are used;
    one kind with three digits after it separates thousands. With a `currency`, such as "EUR", an
    amount in another one is refused.
    """
    written = {_SIGNS.get(one, one).upper() for one in _CURRENCY.findall(text)} - {"$", "¥"}
    if currency and written - {currency.upper()}:
        raise NotAnAmount(f"Amounts here are in {currency}; write it like 12,500.")
    found = _SHAPE.fullmatch(_CURRENCY.sub(" ", text).strip())
    if not found:
        raise NotAnAmount("Write an amount like 12,500 or 12k.")
    digits = re.sub(r"[\s'\u2019]", "", found.group(1)).rstrip(".,")
    unit = _UNITS[found.group(2).lower()]
    number = _number(digits, shortened=unit > 1)
    if number is None:
        raise NotAnAmount("That can be read in two ways; write it like 12500 or 12500.00.")
    if number * unit > LARGEST:
        raise NotAnAmount("That is more than can be kept; is there a digit too many?")
    return (number * unit).quantize(Decimal("0.01"))


def _number(digits: str, *, shortened: bool) -> Decimal | None:
    whole, mark, rest = _apart(digits)
    if not mark:
        return Decimal(digits)
    if {".", ","} <= set(digits):
        if len(rest) > 2 and not shortened:
            return None
        return Decimal(f"{bare}.{rest}") if (bare := _grouped(whole)) else None
    if digits.count(mark) > 1:
        return Decimal(bare) if (bare := _grouped(digits)) else None
    if len(rest) <= 2 or shortened:
        return Decimal(f"{whole}.{rest}")
    return Decimal(whole + rest) if len(rest) == 3 and 1 <= len(whole) <= 3 else None


def _apart(digits: str) -> tuple[str, str, str]:
    place = max(digits.rfind("."), digits.rfind(","))
    return (digits[:place], digits[place], digits[place + 1 :]) if place >= 0 else (digits, "", "")


def _grouped(digits: str) -> str | None:
    """Return digits in groups of three, by one kind of separator, without it."""
    if {".", ","} <= set(digits) or not re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})*|[0-9]+", digits):
        return None
    return digits.replace(".", "").replace(",", "")
