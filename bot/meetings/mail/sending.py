"""The queue's way out: claim a letter, note that it leaves, send it once, record what came of it.

A letter whose answer was lost is sent again as the same letter: the same Message-ID, UID and
SEQUENCE, so that a calendar holds one event (docs/decisions/).
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.errors import MessageError
from email.utils import parseaddr

import structlog
from slack_sdk.errors import SlackApiError

from bot.kit.db import Database, Work
from bot.kit.slack import NOT_REACHED, Client
from bot.meetings.actions.invitation import mailing_series, tell_chair
from bot.meetings.domain.dates import Occurrence
from bot.meetings.mail.smtp import Delivered, Later, Outcome, Postbox, Refused, ServerFault
from bot.meetings.room import Room
from bot.meetings.store.dates import load_occurrence
from bot.meetings.store.mail import (
    CANCEL,
    DROPPED,
    NO_ADDRESS,
    PARKED,
    REQUEST,
    SENT,
    Mail,
    claim_mail,
    hold_all,
    next_due,
    note_dispatch,
    put_back,
    release_all,
    settle,
)
from bot.meetings.views.calendar import Address
from bot.meetings.views.mail import Letter, invitation_letter
from bot.people import queries as people

log = structlog.get_logger(__name__)

TOO_LATE = "the meeting was over before it could be sent"
ORGANISER = "smarketing"
SWEEP_SECONDS = 10.0
"""How long one sweep goes on, so that a bot that stops does not wait for a long queue."""
TELL_AFTER = 3
"""Tries that failed for a reason that may pass, before the chair hears of it."""


class MailRun:
    """Sends what is due; every process runs one, and none sends what another holds."""

    def __init__(self, db: Database, room: Room, client: Client) -> None:
        self._db = db
        self._room = room
        self._client = client
        self._settings = room.settings.mail
        self._fault = ""
        self._begun = False

    def sweep(self) -> float | None:
        """Send every letter that is due; give the seconds until the next, if one waits."""
        if not self._settings.is_on:
            return None
        if not self._begun:
            # Whoever restarts the bot has perhaps mended something.
            self._begun = True
            with self._db.begin() as work:
                release_all(work, at=self._now())
        with Postbox(self._settings) as postbox:
            until = time.monotonic() + SWEEP_SECONDS
            while time.monotonic() < until and self._send_next(postbox):
                pass
        with self._db.read() as work:
            due = next_due(work)
        return None if due is None else max((due - self._now()).total_seconds(), 0.5)

    def _send_next(self, postbox: Postbox) -> bool:
        """Send one letter; tell whether to go on."""
        lease = timedelta(seconds=self._settings.lease)
        mail = claim_mail(self._db, at=self._now(), lease=lease)
        if mail is None:
            return False
        address = self._address_of(mail.person)
        if isinstance(address, str):
            self._put_back(mail, address)
            return True
        with self._db.begin() as work:
            letter = self._letter(work, mail, address)
            if letter is None:
                return True
            if not note_dispatch(work, mail, at=self._now()):
                return True
        try:
            written = invitation_letter(letter)
        except (ValueError, MessageError) as fault:
            # An address in a profile is whatever somebody typed; it holds up nobody else.
            log.warning("mail_not_written", meeting=mail.occurrence, error=type(fault).__name__)
            self._record(mail, Refused("the address in their Slack profile is none"))
            return True
        outcome = postbox.send(written, to=letter.guest.email)
        self._record(mail, outcome)
        return not isinstance(outcome, ServerFault)

    def _letter(self, work: Work, mail: Mail, address: Address | None) -> Letter | None:
        """Return what is to be sent; what must not be is settled, and there is none."""
        about = mailing_series(work, mail.occurrence)
        if about is None or about[1].sequence != mail.sequence:
            settle(work, mail, state=DROPPED, at=self._now())
            return None
        series, occurrence = about
        if mail.method == REQUEST and occurrence.ends_at <= self._room.clock.business():
            self._park(work, mail, occurrence, TOO_LATE)
            return None
        if address is None and mail.method == CANCEL and occurrence.state.takes_place:
            # Who is not invited any more, and cannot be written to, is nothing for the chair.
            settle(work, mail, state=DROPPED, at=self._now())
            return None
        if address is None:
            self._park(work, mail, occurrence, NO_ADDRESS)
            return None
        return Letter(
            occurrence=occurrence,
            sequence=mail.sequence,
            zone=series.zone,
            organiser=Address(parseaddr(self._settings.sender)[1], ORGANISER),
            guest=address,
            cancels=mail.method == CANCEL,
            message_id=mail.message_id,
            written_at=mail.created_at,
        )

    def _record(self, mail: Mail, outcome: Outcome) -> None:
        if isinstance(outcome, ServerFault):
            self._hold_everything(mail, outcome)
            return
        self._fault = ""
        if isinstance(outcome, Later):
            self._put_back(mail, outcome.error)
            return
        with self._db.begin() as work:
            occurrence = load_occurrence(work, mail.occurrence)
            if isinstance(outcome, Refused):
                if occurrence:
                    self._park(work, mail, occurrence, outcome.error)
                log.warning("mail_refused", meeting=mail.occurrence, error=outcome.error)
            elif isinstance(outcome, Delivered):
                settle(work, mail, state=SENT, at=self._now())
                if occurrence and mail.error:
                    self._show_chair(work, occurrence)

    def _park(self, work: Work, mail: Mail, occurrence: Occurrence, error: str) -> None:
        if settle(work, mail, state=PARKED, error=error, at=self._now()):
            self._tell_chair(work, occurrence)

    def _put_back(self, mail: Mail, error: str) -> None:
        due_at = self._now() + self._settings.backoff(mail.attempts)
        with self._db.begin() as work:
            put_back(work, mail, error=error, due_at=due_at)
            occurrence = load_occurrence(work, mail.occurrence)
            if occurrence and mail.attempts + 1 >= TELL_AFTER:
                self._tell_chair(work, occurrence)

    def _hold_everything(self, mail: Mail, fault: ServerFault) -> None:
        """Have all letters wait: what keeps one from going keeps every other, too."""
        if fault.error != self._fault:
            self._fault = fault.error
            log.error("mail_not_sent", error=fault.error, cure=fault.cure)
        due_at = self._now() + self._settings.backoff(mail.attempts)
        with self._db.begin() as work:
            put_back(work, mail, error=fault.error, due_at=due_at)
            hold_all(work, error=fault.error, due_at=due_at)
            occurrence = load_occurrence(work, mail.occurrence)
            if occurrence and (not fault.passes or mail.attempts + 1 >= TELL_AFTER):
                self._tell_chair(work, occurrence)

    def _tell_chair(self, work: Work, occurrence: Occurrence) -> None:
        tell_chair(self._room, work, occurrence, at=self._room.clock.business())

    def _show_chair(self, work: Work, occurrence: Occurrence) -> None:
        key = f"{occurrence.subject}:unsent"
        self._room.outbox.refresh(work, key=key, at=self._room.clock.real())

    def _address_of(self, person: str) -> Address | str | None:
        """Return where somebody gets mail, None for nowhere, or why Slack could not be asked."""
        with self._db.read() as work:
            known = people.person(work, person)
        if known is not None:
            if known.outsider is not None or not known.email:
                return None
            return Address(known.email, known.name)
        return self._ask_slack(person)

    def _ask_slack(self, person: str) -> Address | str | None:
        """Ask for somebody whom the people room does not know, such as who is consulted."""
        try:
            profile = self._client.users_info(user=person)["user"]
        except SlackApiError as refused:
            error = str(refused.response.get("error"))
            unknown = error in {"user_not_found", "user_not_visible"}
            return None if unknown else f"Slack does not tell the address ({error})"
        except NOT_REACHED as fault:
            return f"Slack does not tell the address ({type(fault).__name__})"
        details = profile.get("profile") or {}
        email = "" if profile.get("deleted") else str(details.get("email") or "")
        return Address(email, str(details.get("real_name") or "")) if email else None

    def _now(self) -> datetime:
        return self._room.clock.real()


def mail_waker(sweep_now: Callable[[str], None], name: str) -> Callable[[Work], None]:
    """Return what has the queue looked at as soon as a transaction is committed."""

    def wake() -> None:
        sweep_now(name)

    def once_committed(work: Work) -> None:
        work.once_committed(wake)

    return once_committed
