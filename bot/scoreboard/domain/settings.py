"""What the operator sets for the scoreboard; `app.py` fills it from the environment."""

from dataclasses import dataclass

from bot.people.domain import PeopleSettings


@dataclass(frozen=True, slots=True)
class ScoreSettings:
    """The three promises in working time, the currency, and the company's hours and holidays."""

    people: PeopleSettings
    accept_within_minutes: int = 60
    contact_within_hours: int = 8
    answer_within_hours: int = 16
    """Working hours in which a content request should be answered."""
    currency: str = "EUR"
