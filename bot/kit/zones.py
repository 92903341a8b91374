"""Time zones as people write them: by name, or by city."""

import difflib
from zoneinfo import ZoneInfo, available_timezones

from bot.kit.text import one_line


def read_zone(text: str) -> ZoneInfo | None:
    """Return the zone people mean by "Europe/Berlin", "europe/berlin" or "Berlin"; else None."""
    wanted = _as_named(text)
    names = sorted(available_timezones())
    exact = [name for name in names if name.lower() == wanted]
    ending = [name for name in names if _city(name) == wanted]
    found = exact or (ending if len(ending) == 1 else [])
    return ZoneInfo(found[0]) if found and wanted else None


def no_zone(text: str) -> str:
    """Return the sentence for what is no zone, with one that was perhaps meant."""
    cities = {_city(name): name for name in sorted(available_timezones(), reverse=True)}
    near = difflib.get_close_matches(_city(_as_named(text)), cities, n=1, cutoff=0.6)
    meant = f" Did you mean {cities[near[0]]}?" if near else " Write it like Europe/Berlin."
    return f"“{one_line(text)[:40]}” is no time zone.{meant}"


def _as_named(text: str) -> str:
    return "_".join(text.lower().split())


def _city(name: str) -> str:
    return name.lower().rpartition("/")[2]
