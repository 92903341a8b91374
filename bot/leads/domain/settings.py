"""What the operator sets for the leads room; `app.py` fills it from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from types import MappingProxyType

from bot.leads.domain.verdicts import Verdict

DEFAULT_REACTIONS: Mapping[str, Verdict] = MappingProxyType(
    {
        "fire": Verdict.GREAT,
        "+1": Verdict.GOOD,
        "-1": Verdict.POOR,
        "wastebasket": Verdict.BAD,
    }
)


@dataclass(frozen=True, slots=True)
class LeadSettings:
    """Windows, limits and promises; each default is the one in config.example.env."""

    duplicate_window: timedelta = timedelta(days=30)
    cards_a_minute: int = 10
    """Over this many cards a minute the rest roll up into one message."""
    accept_within_minutes: int = 60
    """Working minutes in which a lead should be taken."""
    contact_within_hours: int = 8
    """Working hours, from taking, in which a lead should be contacted."""
    left_behind_at: time = time(9, 0)
    """When, on a working morning in the workspace's zone, leads left behind are listed."""
    reactions: Mapping[str, Verdict] = field(default_factory=lambda: DEFAULT_REACTIONS)
    take_reaction: str = "hand"
    """Slack's name for ✋; its alias raised_hand counts as the same."""
    currency: str = "EUR"
