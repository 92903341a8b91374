"""What a backtest counted, and how it says it."""

from dataclasses import dataclass, fields

from bot.kit.periods import Period


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted, in leads that arrived in the period.

    `qualified` is by the definition it is held against, `would_qualify` by the one tried. Sales
    accepted a lead that somebody took and did not reject. Rated low is a lead on which a verdict
    of poor or bad stands, whoever gave it. `enter` and `leave` changed sides. The erased are left
    out of all the others, since nothing is known of them any more.
    """

    inquiries: int = 0
    qualified: int = 0
    would_qualify: int = 0
    accepted: int = 0
    accepted_remain: int = 0
    won: int = 0
    won_remain: int = 0
    rated_low: int = 0
    rated_low_not_sent: int = 0
    enter: int = 0
    leave: int = 0
    erased: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together."""
        names = [one.name for one in fields(Counts)]
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True)
class Backtest:
    """The backtest of one proposal, as far as it has come. `against` is the version it is held
    against; `reached` the last lead that was looked at.
    """

    version: int
    against: int
    period: Period
    reached: int
    counts: Counts
    tries: int
    is_done: bool
    failed: str = ""

    @property
    def has_result(self) -> bool:
        """Whether every lead was looked at."""
        return self.is_done and not self.failed


def counts_in_words(counts: Counts, *, days: int) -> str:
    """Return a backtest's result in plain text, each number with what it is compared to."""
    if not counts.inquiries:
        return f"No inquiry came in the last {days} days, so there is nothing to compare."
    sentences = [
        f"Of the last {days} days' {_inquiries(counts)} would have qualified",
        _remain(counts.accepted, counts.accepted_remain, "that sales accepted"),
        _remain(counts.won, counts.won_remain, "won"),
        _not_sent(counts.rated_low, counts.rated_low_not_sent),
    ]
    return " ".join(f"{one}." for one in sentences if one)


def _inquiries(counts: Counts) -> str:
    inquiries = f"{counts.inquiries:,} inquir{'y' if counts.inquiries == 1 else 'ies'}"
    would = f"{counts.would_qualify:,}" if counts.would_qualify else "none"
    if counts.would_qualify == counts.qualified:
        return f"{inquiries} {would}, as many as now,"
    return f"{inquiries} {would} instead of {counts.qualified or 'none'}"


def _remain(of: int, remain: int, which: str) -> str:
    if not of:
        return ""
    if of == 1:
        return f"The one {which} {'remains' if remain else 'would be lost'}"
    verb = "remains" if remain == 1 else "remain"
    return f"Of the {of:,} {which} {_share(remain, of)} {verb if remain else 'remain'}"


def _not_sent(of: int, not_sent: int) -> str:
    if not of:
        return ""
    if of == 1:
        return f"The one rated poor or bad would {'not' if not_sent else 'still'} have been sent"
    if not not_sent:
        return f"All {of:,} rated poor or bad would still have been sent"
    return f"Of the {of:,} rated poor or bad {_share(not_sent, of)} would not have been sent"


def _share(part: int, of: int) -> str:
    return {0: "none", of: "all"}.get(part, f"{part:,}")
