"""Action items: what other rooms may ask of them."""

from bot.kit.db import Work
from bot.meetings.domain.action_items import ActionItem
from bot.meetings.store import action_items as store


def open_actions(work: Work, *, owner: str | None = None) -> list[ActionItem]:
    """Return what is still to be done, of everybody or of one person, the first due first."""
    return store.open_actions(work, owner=owner)
