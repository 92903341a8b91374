"""The channels the bot works in: one of each team, and where there is one, that of both."""

from dataclasses import dataclass

JOINT = "joint"
"""The alias of the channel where both teams meet; being in it gives no role."""


@dataclass(frozen=True, slots=True)
class Channel:
    """The sales, the marketing or the joint channel, as Slack last described it.

    `alias` is "sales", "marketing" or "joint", whatever its name; `is_ext_shared` means that
    people of another organisation read along, so nothing personal is shown there.
    """

    alias: str
    slack_id: str
    name: str
    is_private: bool = False
    is_ext_shared: bool = False
    is_archived: bool = False
    bot_is_member: bool = True

    @property
    def is_public(self) -> bool:
        """Whether everybody in the company can read along."""
        return not self.is_private

    @property
    def can_be_posted_to(self) -> bool:
        """Whether the bot is in it and it is not archived."""
        return self.bot_is_member and not self.is_archived
