"""What reactions Slack shows on a card, compared with what is known: who did what unheard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.leads.domain.reactions import own_name, plain_name, takes, verdict_of
from bot.leads.domain.settings import LeadSettings

Seen = Mapping[str, tuple[str, ...]]
"""Who reacted, by the reaction's own name, in the order Slack gives them."""


@dataclass(frozen=True, slots=True)
class Known:
    """A reaction that counts as standing: whose, by its own name, and Slack's time of it."""

    person: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """A reaction that was put on or taken away and that no event told of, dated for the record."""

    person: str
    name: str
    present: bool
    at: datetime


def wanted(settings: LeadSettings, name: str) -> bool:
    """Tell whether a reaction means anything here."""
    return takes(settings, name) or verdict_of(settings, name) is not None


def seen_by_name(listed: Iterable[tuple[str, Iterable[str]]]) -> Seen:
    """Join what Slack lists under a name and its aliases."""
    joined: dict[str, dict[str, None]] = {}
    for name, people in listed:
        joined.setdefault(own_name(name), {}).update(dict.fromkeys(people))
    return {name: tuple(people) for name, people in joined.items()}


def missed(seen: Seen, known: Iterable[Known], *, as_of: datetime) -> list[Missed]:
    """Return what has to be caught up, given what Slack showed `as_of` (its time or before).

    What is known from later than that is newer than what was seen and stays. Of several missed
    reactions the order is that in which Slack lists them, the only one there is. A reaction counts
    in whatever skin tone it is known or seen.
    """
    known = list(known)
    standing = {(one.person, plain_name(one.name)) for one in known}
    shown: dict[tuple[str, str], str] = {}
    for name, people in seen.items():
        for person in people:
            shown.setdefault((person, plain_name(name)), name)
    added = [(who[0], name) for who, name in shown.items() if who not in standing]
    removed = [
        one for one in known if (one.person, plain_name(one.name)) not in shown and one.at < as_of
    ]
    return [
        *(Missed(one.person, one.name, present=False, at=as_of) for one in removed),
        *(
            Missed(person, name, present=True, at=as_of + timedelta(microseconds=place))
            for place, (person, name) in enumerate(added)
        ),
    ]
