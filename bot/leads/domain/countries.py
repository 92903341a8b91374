"""Countries as people and tools write them, as ISO 3166 two-letter codes."""

import re
from functools import cache
from importlib.resources import files

from bot.leads.domain.duplicates import fold

_OTHER_NAMES = {
    "GB": "United Kingdom, UK, Great Britain, England, Scotland, Wales, Northern Ireland",
    "US": "USA, United States of America, U.S., U.S.A., America",
    "DE": "Deutschland, Federal Republic of Germany",
    "NL": "The Netherlands, Holland, Nederland",
    "CZ": "Czechia, Czech Republic",
    "KR": "South Korea, Republic of Korea, Korea",
    "KP": "North Korea",
    "RU": "Russian Federation",
    "AE": "UAE, U.A.E.",
    "AT": "Österreich",
    "CH": "Schweiz, Suisse, Svizzera",
    "ES": "España",
    "FR": "République française",
    "IT": "Italia",
    "BE": "Belgique, België",
    "PL": "Polska",
    "SE": "Sverige",
    "DK": "Danmark",
    "NO": "Norge",
    "TR": "Türkiye, Turkiye",
    "CN": "People's Republic of China, PRC",
    "TW": "Taiwan, Province of China",
    "HK": "Hong Kong SAR",
    "VN": "Viet Nam",
    "CI": "Ivory Coast",
    "MK": "Macedonia",
    "BR": "Brasil",
    "IE": "Republic of Ireland, Eire",
    "SK": "Slovak Republic",
    "BA": "Bosnia and Herzegovina",
    "LA": "Lao PDR",
    "IR": "Islamic Republic of Iran",
    "VA": "Holy See",
    "CV": "Cape Verde",
    "TL": "Timor-Leste",
    "MM": "Burma",
}


def country_code(text: str) -> str:
    """Return the code for a code or common English name; what is neither stays as it is."""
    return known_country(text) or text


def known_country(text: str) -> str | None:
    """Return the code for a code or common English name; None for what is neither."""
    return _codes().get(fold(text))


@cache
def _codes() -> dict[str, str]:
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    codes: dict[str, str] = {}
    for line in table.splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        code, name = line.split("\t", 1)
        codes[fold(code)] = code
        for spelling in (name, re.sub(r"\s*\(.*\)", "", name), name.replace("&", "and")):
            codes.setdefault(fold(spelling), code)
    for code, names in _OTHER_NAMES.items():
        for name in names.split(", "):
            codes[fold(name)] = code
    return codes
