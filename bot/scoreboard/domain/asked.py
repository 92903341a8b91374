"""What people type after `/smarketing report`, read."""

import difflib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kit.errors import Refusal
from bot.kit.periods import Since, read_since
from bot.kit.text import cut_word
from bot.leads.domain.waterfall import By


class Grouping(StrEnum):
    """What a report may be grouped by."""

    CAMPAIGN = "campaign"
    SOURCE = "source"
    SEGMENT = "segment"
    REP = "rep"
    TEAM = "team"

    @property
    def of_leads(self) -> By:
        """The same as leads are grouped by it; the teams are no group of leads."""
        return By(self.value)


PERIODS = (
    "today", "yesterday", "week", "month", "quarter", "year", "last week", "last month",
    "last quarter", "last year", "all",
)  # fmt: skip
"""The periods that are offered when one was mistyped; dates and "30d" are read as well."""
USUAL = "month"
"""What is meant when no time was said."""


@dataclass(frozen=True, slots=True)
class AskedReport:
    """A period, and what the report is grouped by, if anything.

    `only` is the name of the one group that is asked for, as it was typed; empty for all of them.
    """

    since: Since
    by: Grouping | None = None
    only: str = ""


def read_report_words(words: str, *, at: datetime, zone: ZoneInfo) -> AskedReport:
    """Read "[period] [by X]", in either order, or "[period] for X NAME".

    A Refusal names the nearest of what is no word.
    """
    parts = words.lower().split()
    by, only = None, ""
    if "for" in parts:
        place = parts.index("for")
        by, only = _only(parts[place + 1 :], typed=words)
        parts = parts[:place]
    elif "by" in parts:
        place = parts.index("by")
        named = parts[place + 1] if place + 1 < len(parts) else ""
        by = _grouping(named, typed=words)
        parts = parts[:place] + parts[place + 2 :]
    elif parts and parts[-1].rstrip("s") in set(Grouping):
        by = _grouping(parts.pop(), typed=words)
    asked = " ".join(parts) or USUAL
    since = read_since(asked, at=at, zone=zone)
    if since is None:
        raise Refusal(_no_period(asked, by))
    return AskedReport(since, by, only)


def _only(parts: list[str], *, typed: str) -> tuple[Grouping, str]:
    """Read "campaign Webinar: Faster customs"; the teams are told side by side, never alone."""
    by = _grouping(parts[0] if parts else "", typed=typed)
    only = " ".join(parts[1:]).strip("\"'")
    if by is Grouping.TEAM:
        raise Refusal("The teams stand side by side: /smarketing report by team.")
    if not only:
        raise Refusal(f"For which {by}? Write its name: /smarketing report month for {by} NAME.")
    return by, only


def _grouping(named: str, *, typed: str) -> Grouping:
    word = named.rstrip("s")
    if word in set(Grouping):
        return Grouping(word)
    known = ", ".join(Grouping)
    if not named:
        raise Refusal(f"By what? A report can be by {known}: /smarketing report {typed} campaign.")
    near = difflib.get_close_matches(word, list(Grouping), n=1, cutoff=0.5)
    meant = f" Did you mean by {near[0]}?" if near else ""
    raise Refusal(f"There is no report by “{cut_word(named)}”.{meant} It can be by {known}.")


def _no_period(asked: str, by: Grouping | None) -> str:
    near = difflib.get_close_matches(asked, PERIODS, n=1, cutoff=0.5)
    rest = f" by {by}" if by else ""
    meant = f" Did you mean /smarketing report {near[0]}{rest}?" if near else ""
    return (
        f"“{cut_word(asked)}” is no time I know.{meant} "
        "Write week, month, quarter, year, last month, 30d, 2026-11 or 2026-W47."
    )
