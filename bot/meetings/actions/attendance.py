"""Who comes: answered by button, shown on the invitation."""

from datetime import datetime

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.meetings.actions.dates import NO_MEETING
from bot.meetings.actions.invitation import show_invitation
from bot.meetings.actions.showing import show_running
from bot.meetings.domain.dates import Occurrence, State
from bot.meetings.queries.invitation import is_invited
from bot.meetings.room import Room
from bot.meetings.store.attendance import save_reply
from bot.meetings.store.dates import load_occurrence
from bot.people import queries as people
from bot.people.domain import Person


def attending(work: Work, gesture: Gesture, occurrence: int) -> tuple[Person, Occurrence]:
    """Return who made the gesture and the meeting it is about.

    Besides the two teams, whoever is invited to this meeting has a say here.
    """
    found = load_occurrence(work, occurrence)
    if found is None:
        raise Refusal(NO_MEETING)
    known = people.person(work, gesture.user)
    from_here = known is None or not gesture.user_team or not known.outsider
    if from_here and (known is None or not known.teams) and is_invited(work, found, gesture.user):
        return known or Person(gesture.user, people.UNKNOWN_NAME), found
    return people.acting(work, gesture), found


def answer_invitation(
    room: Room, work: Work, *, occurrence: Occurrence, going: bool, by: Person, at: datetime
) -> None:
    """Note that somebody comes or cannot; the invitation shows it, and who is awaited at the start.

    The agenda does not, which is not counted anew for each answer.
    """
    if occurrence.state is State.RUNNING or occurrence.ends_at <= at:
        raise Refusal("That meeting has begun or is over; the minutes say who came.")
    if not occurrence.state.is_coming:
        raise Refusal(f"That meeting is {occurrence.state}. /meeting next shows what comes.")
    save_reply(work, occurrence.id, by.id, going=going, starts_at=occurrence.starts_at, at=at)
    show_invitation(room, work, occurrence)
    show_running(room, work, occurrence.id)
