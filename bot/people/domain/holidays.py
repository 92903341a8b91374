"""Public holidays by country."""

from collections.abc import Container
from datetime import date
from typing import Any

from bot.kit.errors import OperatorError


class PublicHolidays:
    """The holidays of one country, or a part of one; a year is worked out when first asked for."""

    def __init__(self, country: str, part: str | None) -> None:
        self._country = country
        self._part = part
        self._years: dict[int, frozenset[date]] = {}

    def __contains__(self, day: object) -> bool:
        """Tell whether a date is a public holiday."""
        if not isinstance(day, date):
            return False
        if day.year not in self._years:
            calendar = _library().country_holidays(self._country, subdiv=self._part, years=day.year)
            self._years[day.year] = frozenset(calendar)
        return day in self._years[day.year]


def public_holidays(country: str) -> Container[date]:
    """Return the holidays of a country ("DE") or a part of one ("DE-BY"); none for "".

    Raises OperatorError for an unknown one.
    """
    if not country.strip():
        return frozenset()
    name, _, part = country.strip().partition("-")
    known: dict[str, list[str]] = _library().list_supported_countries()
    parts = known.get(name.upper())
    if parts is None:
        raise OperatorError(
            f"HOLIDAY_COUNTRY {country!r} is not a country whose holidays we know.",
            cure="Use a two-letter code like DE or US, or leave it empty for none.",
        )
    if not part:
        return PublicHolidays(name.upper(), None)
    spelled = next((known for known in parts if known.lower() == part.lower()), None)
    if spelled is None:
        choices = ", ".join(f"{name.upper()}-{one}" for one in parts)
        raise OperatorError(
            f"HOLIDAY_COUNTRY {country!r}: {name.upper()} has no such part.",
            cure=f"Use {name.upper()} alone" + (f", or one of {choices}." if choices else "."),
        )
    return PublicHolidays(name.upper(), spelled)


def _library() -> Any:
    # Imported here: its tables are megabytes, and many companies do not set a country.
    import holidays

    return holidays
