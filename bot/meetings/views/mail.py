"""The letter that brings an invitation into somebody's calendar."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from bot.kit.text import one_line
from bot.meetings.domain.dates import Occurrence, State
from bot.meetings.views.calendar import SUMMARY, Address, cancellation, request
from bot.meetings.views.invitation import meeting_name, on_the_wall

LETTER = SMTP.clone(max_line_length=300, cte_type="7bit")
"""A subject stays on one line: folded, some mail programs show it with a blank in front. Seven bits
are what every server passes on unchanged."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says, to whom and from whom; the same each time it is written."""

    occurrence: Occurrence
    sequence: int
    zone: ZoneInfo
    organiser: Address
    guest: Address
    cancels: bool
    message_id: str
    written_at: datetime


def invitation_letter(letter: Letter) -> EmailMessage:
    """Return the letter: plain words, and the calendar's own request or cancellation."""
    occurrence = letter.occurrence
    message = EmailMessage(policy=LETTER)
    message["Subject"] = one_line(f"{_begin(letter)}: {SUMMARY}, {_day(letter)}")
    message["From"] = _mail_address(letter.organiser)
    message["To"] = _mail_address(letter.guest)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    message["References"] = f"<{occurrence.uid}.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(_words(letter)) + "\n")
    write = cancellation if letter.cancels else request
    calendar = write(
        occurrence,
        letter.zone,
        organiser=letter.organiser,
        guest=letter.guest,
        sequence=letter.sequence,
    )
    message.add_alternative(
        calendar.decode(),
        subtype="calendar",
        params={"method": "CANCEL" if letter.cancels else "REQUEST"},
    )
    # A boundary that is drawn anew would make of a retried letter another one.
    message.set_boundary(f"=_smarketing_{occurrence.id}_{letter.sequence}")
    return message


def _begin(letter: Letter) -> str:
    if letter.cancels:
        return "No longer invited" if letter.occurrence.state.takes_place else "Cancelled"
    return "Updated invitation" if letter.sequence else "Invitation"


def _day(letter: Letter) -> str:
    start = letter.occurrence.starts_at.astimezone(letter.zone)
    return f"{start:%a} {start.day} {start:%b %Y %H:%M}"


def _words(letter: Letter) -> list[str]:
    occurrence = letter.occurrence
    name = meeting_name(occurrence)
    when = on_the_wall(occurrence, letter.zone)
    if letter.cancels and occurrence.state.takes_place:
        return [f"{name} is on {when}.", "You are not invited to it any more."]
    if letter.cancels:
        off = "skipped" if occurrence.state is State.SKIPPED else "cancelled"
        because = f": {one_line(occurrence.reason)}" if occurrence.reason else "."
        return [f"{name} is {off}{because}", f"It would have been on {when}."]
    lines = [f"{name}: {when}."]
    if occurrence.place:
        lines.append(f"Where: {one_line(occurrence.place)}")
    return [*lines, "", "The agenda is in Slack. Say there whether you come: Going or Can't."]


def _mail_address(address: Address) -> MailAddress | str:
    user, _, domain = address.email.rpartition("@")
    return MailAddress(display_name=one_line(address.name), username=user, domain=domain)
