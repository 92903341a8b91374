"""How figures, reasons and weeks read."""

from datetime import timedelta

from bot.digests.domain.facts import Number
from bot.kit.periods import Week, in_words
from bot.leads.domain.verdicts import Reason
from bot.scoreboard.domain.metrics import said


def figure(number: Number, value: float | None) -> str:
    """Return a value of a number as the whole scoreboard says it."""
    return said(value, number.unit, currency=number.currency)


def bare(number: Number, value: float | None) -> str:
    """Return the same where the unit was just said: "9,376" beside "12,503 EUR"."""
    return figure(number, value).removesuffix(" of 5").removesuffix(f" {number.currency}")


def beside(number: Number) -> str:
    """Return what a number is compared with: "last week 97, usual 90"; empty for nothing."""
    parts = []
    if number.previous is not None:
        parts.append(f"last week {figure(number, number.previous)}")
    if number.usual is not None:
        parts.append(f"usual {figure(number, number.usual)}")
    return ", ".join(parts)


def reason_in_words(reason: str) -> str:
    """Return a stored reason in words: "wrong segment"; "not said" for none."""
    if not reason:
        return "not said"
    return Reason(reason).label.lower() if reason in set(Reason) else reason.replace("_", " ")


def week_title(week: Week) -> str:
    """Return "Week 47", as the headline begins."""
    return f"Week {week.monday.isocalendar().week}"


def week_days(week: Week) -> str:
    """Return the days of a week: "16–22 Nov 2026", "28 Dec 2026 – 3 Jan 2027"."""
    first, last = week.monday, week.monday + timedelta(days=6)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{in_words(last)}"
    return f"{in_words(first)} – {in_words(last)}"
