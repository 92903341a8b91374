"""What a look at Slack brought home: the channels, who is in them, who manages."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.people.domain.channels import Channel
from bot.people.domain.people import Facts, Team
from bot.people.domain.profiles import Profile


@dataclass(slots=True)
class Roster:
    """One reading of Slack, begun at `read_at` (real time).

    Channels go by their alias. A team that is missing from `members` or `managers` could not be
    read: what was known of it stays. `channels_before` are the channels as they were known when it
    began. `unread` are people in a channel whose profile is still to be read. `faults` are for the
    operator, a sentence each.
    """

    read_at: datetime
    channels: dict[str, Channel] = field(default_factory=dict)
    channels_before: dict[str, Channel] | None = None
    members: dict[Team, frozenset[str]] = field(default_factory=dict)
    managers: dict[Team, frozenset[str]] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    faults: list[str] = field(default_factory=list)

    def is_news(self, alias: str, known_now: Channel | None) -> bool:
        """Whether a channel may be taken over: an event that came meanwhile is newer and stays."""
        return self.channels_before is None or self.channels_before.get(alias) == known_now

    def corrected(self, facts: Facts) -> Facts:
        """Return the facts of a person as this reading has them."""
        known = {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
        if profile := self.profiles.get(facts.id):
            known |= {name: getattr(profile, name) for name in Profile.__dataclass_fields__}
        for team, (inside, manages) in _COLUMNS.items():
            if team in self.members:
                known[inside] = facts.id in self.members[team]
            if team in self.managers:
                known[manages] = facts.id in self.managers[team]
        return Facts(**known)


_COLUMNS = {
    Team.SALES: ("in_sales", "sales_manager"),
    Team.MARKETING: ("in_marketing", "marketing_manager"),
}
