"""What the operator sets for the content room; `app.py` fills it from the environment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContentSettings:
    """Waits and limits; each default is the one in config.example.env."""

    unowned_after_hours: int = 4
    """Working hours after which a request without an owner is brought up once in marketing."""
    remind_days_before: int = 1
    """Working days before the day a request is needed by on which its owner is reminded."""
    review_after_months: int = 6
    """Months after which an asset is looked at again, where nobody says otherwise."""
    review_notice_days: int = 14
    """Days before that on which its owner is asked whether it is still right."""
