"""What was typed into a search, for the form of the request that follows it."""

from bot.content.store.searches import words_of_search
from bot.kit.db import Work


def search_words(work: Work, search_id: int) -> str:
    """Return what somebody looked for, as it is kept; "" for no such search or an erased one."""
    return words_of_search(work, search_id)
