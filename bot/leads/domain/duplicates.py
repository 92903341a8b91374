"""When two arrivals are the same person, and what becomes of somebody who is known already."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.leads.domain.lead import ENDED, Arrival, Lead, Stage

PERSON_KEY_LENGTH = 420
_NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return `text` as it is compared: no case, no accents, no punctuation, single spaces.

    Text without a letter or digit folds to "", which equals nothing.
    """
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def person_key(name: str, company: str) -> str:
    """Return what a person without an e-mail address is known by; "" when it is too little."""
    who, where = fold(name), fold(company)
    return f"{who}|{where}"[:PERSON_KEY_LENGTH] if who and where else ""


@dataclass(frozen=True, slots=True)
class Known:
    """A lead that is there, and when this person was last heard of (business time)."""

    lead: Lead
    person_key: str
    heard_at: datetime


def same_person(arrival: Arrival, known: Iterable[Known]) -> Known | None:
    """Return the newest lead of the person who arrived, or None when we never met.

    The e-mail address decides; the name at a company only where either side gave no address.
    """
    key = person_key(arrival.name, arrival.company)
    by_email: list[Known] = []
    by_name: list[Known] = []
    for one in known:
        if arrival.email and one.lead.email == arrival.email:
            by_email.append(one)
        elif key and one.person_key == key and not (arrival.email and one.lead.email):
            by_name.append(one)
    found = by_email or by_name
    return max(found, key=lambda one: one.lead.id) if found else None


class Meeting(Enum):
    """What an arrival is to the leads that are there."""

    STRANGER = "a new lead"
    AGAIN = "a new lead of somebody whose story was closed or is long ago"
    INQUIRY = "the inquiry is judged again"
    IN_PLAY = "an announced or owned lead came back"
    CLOSED = "a closed lead was heard of again, and does not qualify"


def meeting(known: Known | None, *, qualifies: bool, at: datetime, window: timedelta) -> Meeting:
    """Return what the arrival of somebody is. A customer who was won stays with their owner."""
    if known is None:
        return Meeting.STRANGER
    if known.heard_at < at - window:
        return Meeting.AGAIN
    if known.lead.stage is Stage.INQUIRY:
        return Meeting.INQUIRY
    if known.lead.stage in ENDED - {Stage.WON}:
        return Meeting.AGAIN if qualifies else Meeting.CLOSED
    return Meeting.IN_PLAY


def person_keys(of: Arrival | Lead) -> list[str]:
    """Return all by which a person may be recognised; two who share one may be one person."""
    key = person_key(of.name, of.company)
    return [known_by for known_by in (of.email, key) if known_by]
