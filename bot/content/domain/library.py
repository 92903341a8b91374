"""What the library tells people of its own accord: the keys of its messages."""

from datetime import date

NEWS_LISTED = 8
"""Pieces that a morning's message names; the others stand in the library."""
REVIEWS_LISTED = 6
"""Pieces somebody is asked about in one message; the others follow on another morning."""


def news_key(day: date) -> str:
    """Return the outbox key of what sales was told on a morning."""
    return f"library:news:{day.isoformat()}"


def review_key(person: str, day: date) -> str:
    """Return the outbox key of what an owner was asked on a day."""
    return f"library:review:{day.isoformat()}:{person}"


def fitting_key(lead_id: int) -> str:
    """Return the outbox key of what fits a lead, in its thread."""
    return f"lead:{lead_id}:content"
