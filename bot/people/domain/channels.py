"""The two channels the bot works in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """The sales or the marketing channel, as Slack last described it.

    `alias` is "sales" or "marketing", whatever its name; `is_ext_shared` means that people of
    another organisation read along, so nothing personal is shown there.
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
