"""Public holidays by country."""

from collections.abc import Container
from datetime import date

from bot.kit.errors import OperatorError


def public_holidays(country: str) -> Container[date]:
    """Return the holidays of a country ("DE") or a part of one ("DE-BY"); none for "".

    Years are worked out when first asked for. Raises OperatorError for an unknown one.
    """
    if not country.strip():
        return frozenset()
    # Imported here: it costs a tenth of the start, and many companies do not set it.
    import holidays

    name, _, part = country.strip().upper().partition("-")
    try:
        return holidays.country_holidays(name, subdiv=part or None)
    except NotImplementedError as fault:
        parts = holidays.list_supported_countries().get(name)
        if parts is None:
            cure = "Use a two-letter country code like DE, or leave it empty."
        elif parts:
            cure = f"Use {name}, or one of its parts: " + ", ".join(f"{name}-{p}" for p in parts)
        else:
            cure = f"Use {name}; its holidays are the same everywhere."
        raise OperatorError(
            f"HOLIDAY_COUNTRY {country!r} is not a country we know.", cure=cure
        ) from fault
