"""Personal addresses of the calendar, each known by its fingerprint alone."""

import hashlib
import secrets
from datetime import datetime, timedelta

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.meetings.domain.dates import Occurrence
from bot.meetings.queries.invitation import invited_to
from bot.meetings.room import Room
from bot.meetings.store.calendar import add_feed, end_feeds, feed_owner, feeds_of
from bot.meetings.store.dates import occurrences_from, series_ever
from bot.meetings.views.calendar import feed, is_shown
from bot.people import queries as people

ADDRESSES_MOST = 10
SHOWN_BACK = timedelta(days=180)
"""How far back a calendar shows meetings."""


def new_feed(room: Room, work: Work, *, person: str, at: datetime) -> str:
    """Return a new address of a person's calendar, which is shown this once."""
    if not room.settings.public_url:
        raise Refusal(
            "There is no calendar to subscribe to here; your operator would set PUBLIC_URL. "
            "“Add to calendar” on an invitation gives you a file instead."
        )
    if feeds_of(work, person) >= ADDRESSES_MOST:
        raise Refusal(
            f"You have {ADDRESSES_MOST} addresses already. /meeting calendar revoke ends them all "
            "and gives you a new one."
        )
    # Hexadecimal, since Slack formats underscores and a copied dash may become another.
    token = secrets.token_hex(32)
    add_feed(work, fingerprint(token), person=person, at=at)
    return f"{room.settings.public_url}/calendar/{token}.ics"


def revoke_feeds(work: Work, *, person: str) -> int:
    """End every address of a person; tell how many there were."""
    return end_feeds(work, person)


def fingerprint(token: str) -> str:
    """Return what is kept of a token; it is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(work: Work, token: str, *, at: datetime) -> bytes | None:
    """Return the calendar behind a token, or None: unknown, ended, or its owner's role ended."""
    owner = feed_owner(work, fingerprint(token))
    series = series_ever(work)
    if owner is None or series is None:
        return None
    known = people.person(work, owner)
    if known is None or known.outsider is not None:
        return None
    meetings = [one for one in occurrences_from(work, at - SHOWN_BACK) if is_shown(one)]
    if not known.teams:
        meetings = [one for one in meetings if _is_guest(work, one, owner)]
        if not meetings:
            return None
    elif not series.everyone:
        meetings = [one for one in meetings if _is_guest(work, one, owner)]
    return feed(meetings, series.zone)


def _is_guest(work: Work, occurrence: Occurrence, person: str) -> bool:
    series = series_ever(work)
    invited = invited_to(work, series, occurrence.id) if series else []
    return any(one.person == person for one in invited)
