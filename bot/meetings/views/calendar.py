"""Meetings as calendars take them: RFC 5545 events, RFC 5546 requests and cancellations.

A meeting is one event with one UID for good; SEQUENCE counts its changes. None of it says
anything about leads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.kit.text import one_line
from bot.meetings.domain.dates import Occurrence, State, is_address

if TYPE_CHECKING:
    from icalendar import Event, Timezone, vCalAddress

PRODUCT = "-//smarketing//strategy meeting//EN"
SUMMARY = "Strategy meeting: sales and marketing"
DESCRIPTION = "The agenda and who comes are in Slack. Answer there: Going or Can't."
CALENDAR_TYPE = "text/calendar; charset=utf-8"
FEED_NAME = "Strategy meetings"
REFRESH = timedelta(hours=1)
"""How often calendars are asked to look at a feed again."""


@dataclass(frozen=True, slots=True)
class Address:
    """A person as mail and calendars name them."""

    email: str
    name: str = ""


@cache
def ics() -> ModuleType:
    """Return the library; it is imported with the first calendar, so that a start need not wait."""
    import icalendar

    return icalendar


def request(
    occurrence: Occurrence, zone: ZoneInfo, *, organiser: Address, guest: Address, sequence: int
) -> bytes:
    """Return the invitation, or its update, for one guest."""
    event = _event(occurrence, zone, sequence=sequence)
    _between(event, organiser, guest)
    return _written([event], zone, method="REQUEST")


def cancellation(
    occurrence: Occurrence, zone: ZoneInfo, *, organiser: Address, guest: Address, sequence: int
) -> bytes:
    """Return what takes a meeting out of a guest's calendar."""
    event = _event(occurrence, zone, sequence=sequence)
    event["STATUS"] = ics().vText("CANCELLED")
    _between(event, organiser, guest)
    return _written([event], zone, method="CANCEL")


def calendar_file(occurrence: Occurrence, zone: ZoneInfo) -> bytes:
    """Return one meeting as a file to be opened with a calendar."""
    return _written(
        [_event(occurrence, zone, sequence=occurrence.sequence)], zone, method="PUBLISH"
    )


def feed(occurrences: Sequence[Occurrence], zone: ZoneInfo) -> bytes:
    """Return several meetings as a calendar to subscribe to; those skipped are marked so."""
    events = [_event(one, zone, sequence=one.sequence) for one in occurrences]
    return _written(events, zone, method="PUBLISH", name=FEED_NAME)


def _event(occurrence: Occurrence, zone: ZoneInfo, *, sequence: int) -> "Event":
    event: Event = ics().Event()
    event.add("uid", occurrence.uid)
    event.add("sequence", sequence)
    # The same however often it is written, so that a retried letter is the same letter.
    event.add("dtstamp", occurrence.changed_at)
    event.add("dtstart", occurrence.starts_at.astimezone(zone))
    event.add("dtend", occurrence.ends_at.astimezone(zone))
    event.add("summary", SUMMARY)
    event.add("description", DESCRIPTION)
    if occurrence.place:
        event.add("location", occurrence.place)
        if is_address(occurrence.place):
            event.add("url", ics().vUri(occurrence.place))
    event.add("status", "CONFIRMED" if occurrence.state.takes_place else "CANCELLED")
    event.add("transp", "OPAQUE" if occurrence.state.takes_place else "TRANSPARENT")
    return event


def _between(event: "Event", organiser: Address, guest: Address) -> None:
    event["ORGANIZER"] = _calendar_address(organiser)
    attendee = _calendar_address(guest)
    attendee.params["CUTYPE"] = ics().vText("INDIVIDUAL")
    attendee.params["ROLE"] = ics().vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = ics().vText("NEEDS-ACTION")
    attendee.params["RSVP"] = ics().vText("FALSE")
    event.add("attendee", attendee, encode=False)


def _calendar_address(address: Address) -> "vCalAddress":
    written: vCalAddress = ics().vCalAddress(f"mailto:{address.email}")
    if address.name:
        written.params["CN"] = ics().vText(one_line(address.name).replace('"', "'"))
    return written


def _written(events: Sequence["Event"], zone: ZoneInfo, *, method: str, name: str = "") -> bytes:
    calendar = ics().Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", REFRESH)
    if events and zone.key != "UTC":
        calendar.add_component(_zone_of(events, zone))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _zone_of(events: Sequence["Event"], zone: ZoneInfo) -> "Timezone":
    """Return the zone's rules from before the first event until after the last."""
    years = [event.start.year for event in events]
    first, last = min(years) - 1, max(years) + 2
    rules: Timezone = ics().Timezone.from_tzinfo(
        zone, zone.key, first_date=date(first, 1, 1), last_date=date(last, 1, 1)
    )
    return rules


def is_shown(occurrence: Occurrence) -> bool:
    """Tell whether a feed shows a meeting; what was never announced and is off is left out."""
    return occurrence.state.takes_place or (
        occurrence.state in {State.SKIPPED, State.CANCELLED} and occurrence.invited_at is not None
    )
