"""Everybody invited is told: in the channel, where they are not there directly, and by e-mail."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr

from bot.kit.db import Work
from bot.meetings.domain.attendance import Invited, topics_on
from bot.meetings.domain.dates import Occurrence, Series
from bot.meetings.queries.dates import next_meeting
from bot.meetings.queries.invitation import invited_to
from bot.meetings.room import Room
from bot.meetings.store.attendance import add_guest
from bot.meetings.store.dates import (
    lock_occurrence,
    occurrences_from,
    series_ever,
    the_series,
    update_occurrence,
)
from bot.meetings.store.mail import (
    CANCEL,
    REQUEST,
    drop_earlier,
    holding_an_invitation,
    queue_mail,
    try_parked_again,
)
from bot.meetings.views.invitation import Change
from bot.people import queries as people
from bot.people.domain import Team

INVITED_AHEAD = timedelta(days=42)
"""How long before a meeting people are invited to it; the one before it comes first."""


def invitation_key(occurrence: Occurrence, to: str) -> str:
    """Return the outbox key of the invitation in a channel or to a person."""
    return f"{occurrence.subject}:invitation:{to}"


def show_invitation(room: Room, work: Work, occurrence: Occurrence) -> None:
    """Show the invitation anew, in the channels and to those who were written to directly."""
    series = series_ever(work)
    invited = invited_to(work, series, occurrence.id) if series else []
    for to in [*room.destinations, *(one.person for one in invited if not one.in_teams)]:
        room.outbox.refresh(work, key=invitation_key(occurrence, to), at=room.clock.real())


def to_be_invited(work: Work, at: datetime) -> Occurrence | None:
    """Return the next meeting when it is time to invite to it and nobody has been yet."""
    if the_series(work) is None:
        return None
    coming = next_meeting(work, at)
    if coming is None or coming.invited_at or not coming.state.is_coming:
        return None
    is_time = at < coming.starts_at <= at + INVITED_AHEAD
    return coming if is_time else None


def invite(room: Room, work: Work, occurrence: Occurrence, *, at: datetime) -> None:
    """Invite to a meeting; the same meeting again changes nothing."""
    series = series_ever(work)
    if series is None:
        return
    update_occurrence(work, occurrence.id, invited_at=at)
    for alias in room.destinations:
        room.outbox.post(
            work,
            key=invitation_key(occurrence, alias),
            to=alias,
            view="meeting_invitation",
            args={"meeting": occurrence.id},
            subject=occurrence.subject,
            at=room.clock.real(),
        )
    invited = invited_to(work, series, occurrence.id)
    _invite_these(room, work, occurrence, invited)
    if all(one.person == occurrence.chair for one in invited):
        tell_chair(room, work, occurrence, at=at)


def invite_newcomers(room: Room, work: Work, *, at: datetime) -> None:
    """Invite who has joined since the invitation went out, or has an e-mail address by now."""
    series, coming = the_series(work), next_meeting(work, at)
    if series and coming and coming.invited_at and coming.state.is_coming:
        invited = invited_to(work, series, coming.id)
        _invite_these(room, work, coming, invited)
        reachable = [
            one.person
            for one in invited
            if (known := people.person(work, one.person)) is not None and known.email
        ]
        if try_parked_again(work, coming.id, reachable, at=room.clock.real()):
            room.wake_mail(work)


def invite_consulted(
    room: Room, work: Work, *, occurrence: Occurrence, agenda: list[str], at: datetime
) -> list[Invited]:
    """Invite those to be consulted on what is on the agenda now; return who is new.

    `agenda` are its lines or topics, as text. Somebody invited stays so when the topic goes.
    """
    series = the_series(work)
    if series is None or not occurrence.state.is_coming:
        return []
    new = [
        one.person
        for one in series.consulted
        if topics_on(one.topic, agenda)
        and add_guest(work, occurrence.id, one.person, topic=one.topic, at=at)
    ]
    if not new or not occurrence.invited_at:
        return []
    asked = [one for one in invited_to(work, series, occurrence.id) if one.person in new]
    _invite_these(room, work, occurrence, asked)
    show_invitation(room, work, occurrence)
    return asked


def tell_change(
    room: Room,
    work: Work,
    occurrence: Occurrence,
    change: Change,
    *,
    was: datetime | None = None,
) -> None:
    """Tell everybody invited what became of a meeting, once for each `sequence`.

    Out of the calendars of those who are not invited any more it is taken.
    """
    series = series_ever(work)
    if series is None or occurrence.invited_at is None:
        return
    real = room.clock.real()
    room.outbox.refresh_subject(work, subject=occurrence.subject, at=real)
    invited = invited_to(work, series, occurrence.id)
    for to in [*room.destinations, *(one.person for one in invited if not one.in_teams)]:
        room.outbox.post(
            work,
            key=f"{occurrence.subject}:change:{occurrence.sequence}:{to}",
            to=to,
            view="meeting_change",
            args={
                "meeting": occurrence.id,
                "kind": change.value,
                "sequence": occurrence.sequence,
                "was": was.isoformat() if was else None,
            },
            subject=occurrence.subject,
            at=real,
        )
    drop_earlier(work, occurrence.id, before=occurrence.sequence)
    holding = holding_an_invitation(work, occurrence.id)
    if change in {Change.SKIPPED, Change.CANCELLED}:
        _mail(room, work, occurrence, CANCEL, holding)
    else:
        persons = [one.person for one in invited]
        _mail(room, work, occurrence, REQUEST, persons)
        _mail(room, work, occurrence, CANCEL, [one for one in holding if one not in persons])


def tell_chair(room: Room, work: Work, occurrence: Occurrence, *, at: datetime) -> None:
    """Tell the chair, in one message that stays true, what of the invitations did not go out."""
    key = f"{occurrence.subject}:unsent"
    chair = occurrence.chair or next(
        (one.id for team in Team for one in people.managers(work, team)), ""
    )
    if not chair:
        return
    room.at_work.tell(
        work,
        key=key,
        person=chair,
        view="meeting_unsent",
        args={"meeting": occurrence.id},
        at=at,
        subject=occurrence.subject,
    )
    room.outbox.refresh(work, key=key, at=room.clock.real())


def retry_parked_mails(work: Work, *, business: datetime, real: datetime) -> int:
    """Have the letters about coming meetings that were parked tried again; tell how many."""
    return sum(
        try_parked_again(work, one.id, at=real)
        for one in occurrences_from(work, business)
        if one.invited_at
    )


def mailing_series(work: Work, occurrence: int) -> tuple[Series, Occurrence] | None:
    """Return what a letter is about, so that nobody changes it until this transaction ends."""
    series, found = series_ever(work), lock_occurrence(work, occurrence)
    return (series, found) if series and found else None


def _invite_these(
    room: Room, work: Work, occurrence: Occurrence, invited: Iterable[Invited]
) -> None:
    several = list(invited)
    for one in several:
        if not one.in_teams:
            room.outbox.post(
                work,
                key=invitation_key(occurrence, one.person),
                to=one.person,
                view="meeting_invitation",
                args={"meeting": occurrence.id},
                subject=occurrence.subject,
                at=room.clock.real(),
            )
    _mail(room, work, occurrence, REQUEST, (one.person for one in several))


def _mail(
    room: Room, work: Work, occurrence: Occurrence, method: str, persons: Iterable[str]
) -> None:
    if not room.settings.mail.is_on:
        return
    domain = parseaddr(room.settings.mail.sender)[1].rpartition("@")[2]
    for person in persons:
        queue_mail(
            work,
            occurrence=occurrence.id,
            sequence=occurrence.sequence,
            person=person,
            method=method,
            domain=domain,
            at=room.clock.real(),
        )
    room.wake_mail(work)
