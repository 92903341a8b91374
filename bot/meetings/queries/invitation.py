"""Who is invited to a meeting, who comes, and the messages that say so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.meetings.domain.attendance import Attendance, Invited
from bot.meetings.domain.dates import Occurrence, Series
from bot.meetings.room import Room
from bot.meetings.store.attendance import guests_of, replies_to
from bot.meetings.store.dates import load_occurrence, series_ever
from bot.meetings.store.mail import PARKED, WAITING, mails_of
from bot.meetings.views.invitation import (
    Change,
    InvitationFacts,
    NotSent,
    change_message,
    invitation_message,
    unsent_message,
)
from bot.people import queries as people
from bot.people.domain import Team


def invited_to(work: Work, series: Series, occurrence: int) -> list[Invited]:
    """Return who is invited to a meeting now, by name; who left both teams is not any more.

    Who chairs it is, also where only those named are.
    """
    members = {one.id: one.name for team in Team for one in people.people_in(work, team)}
    invited = {one: Invited(one, name) for one, name in members.items() if series.everyone}
    topics = guests_of(work, occurrence)
    found = load_occurrence(work, occurrence)
    chair = [found.chair] if found and found.chair in members else []
    named = dict.fromkeys([*series.people, *topics, *chair])
    besides = [one for one in named if one not in invited]
    names = people.names(work, besides)
    for one in besides:
        known = people.person(work, one)
        if known is not None and known.outsider is not None:
            continue
        topic = topics.get(one, "")
        invited[one] = Invited(one, names[one], in_teams=one in members, topic=topic)
    return sorted(invited.values(), key=lambda one: (one.name.casefold(), one.person))


def is_invited(work: Work, occurrence: Occurrence, person: str) -> bool:
    """Tell whether somebody is invited to a meeting."""
    series = series_ever(work)
    if series is None:
        return False
    return any(one.person == person for one in invited_to(work, series, occurrence.id))


def attendance(work: Work, occurrence: Occurrence) -> Attendance:
    """Return who comes, by what was answered for the time that holds now."""
    series = series_ever(work)
    invited = invited_to(work, series, occurrence.id) if series else []
    answers = _answers(work, occurrence, {one.person for one in invited})
    named = people.names(work, answers)
    return Attendance(
        going=tuple(named[one] for one, going in answers.items() if going),
        cannot=tuple(named[one] for one, going in answers.items() if not going),
        silent=sum(one.person not in answers for one in invited),
    )


def _answers(work: Work, occurrence: Occurrence, invited: set[str]) -> dict[str, bool]:
    """Return the answers of those who still belong: invited, or in either team."""
    answers = replies_to(work, occurrence.id, starts_at=occurrence.starts_at)
    return {
        person: comes
        for person, comes in answers.items()
        if person in invited or ((known := people.person(work, person)) is not None and known.teams)
    }


def invitation_facts(work: Work, occurrence: Occurrence) -> InvitationFacts:
    """Return what an invitation shows."""
    series = series_ever(work)
    assert series is not None  # noqa: S101 - no meeting without a series
    named = people.names(work, [one for one in (occurrence.chair, occurrence.by) if one])
    return InvitationFacts(
        occurrence=occurrence,
        zone=series.zone,
        attendance=attendance(work, occurrence),
        chair=named.get(occurrence.chair, ""),
        by=named.get(occurrence.by, ""),
    )


@dataclass(frozen=True, slots=True)
class InvitationMessages:
    """The messages about a meeting's date, rendered from what holds when they are sent."""

    room: Room

    def invitation(self, work: Work, args: dict[str, Any]) -> Message | None:
        """The invitation: when, where, who chairs, who comes."""
        occurrence = load_occurrence(work, args["meeting"])
        if occurrence is None:
            return None
        return invitation_message(invitation_facts(work, occurrence))

    def change(self, work: Work, args: dict[str, Any]) -> Message | None:
        """What was changed, said once; what it is now is on the invitation."""
        occurrence = load_occurrence(work, args["meeting"])
        if occurrence is None:
            return None
        was = datetime.fromisoformat(args["was"]) if args.get("was") else None
        facts = invitation_facts(work, occurrence)
        return change_message(Change(args["kind"]), facts, was=was, sequence=args["sequence"])

    def unsent(self, work: Work, args: dict[str, Any]) -> Message | None:
        """For the chair: which invitations did not go out, and why."""
        occurrence = load_occurrence(work, args["meeting"])
        series = series_ever(work)
        if occurrence is None or series is None:
            return None
        invited = invited_to(work, series, occurrence.id)
        return unsent_message(
            invitation_facts(work, occurrence),
            unsent(work, occurrence),
            nobody=all(one.person == occurrence.chair for one in invited),
            command=self.room.commands.name("meeting"),
        )


def unsent(work: Work, occurrence: Occurrence) -> list[NotSent]:
    """Return the letters of a meeting's last change that did not go out, and why."""
    stuck = [
        mail
        for mail in mails_of(work, occurrence.id, sequence=occurrence.sequence)
        if mail.state == PARKED or (mail.state == WAITING and mail.error)
    ]
    named = people.names(work, [mail.person for mail in stuck])
    return [
        NotSent(named[mail.person], mail.error or "", waits=mail.state == WAITING) for mail in stuck
    ]
