"""What has to be shown anew when something about a meeting changes."""

from datetime import datetime

from bot.kit.db import Work
from bot.meetings.queries.dates import load_occurrence
from bot.meetings.room import Room


def running_key(occurrence_id: int, starts_at: datetime, to: str) -> str:
    """Return the outbox key of a meeting's own message in one channel, for one time of it."""
    return f"meeting:{occurrence_id}:running:{int(starts_at.timestamp())}:{to}"


def minutes_key(occurrence_id: int, to: str) -> str:
    """Return the outbox key of a meeting's minutes in one channel."""
    return f"meeting:{occurrence_id}:minutes:{to}"


def action_subject(action_id: int) -> str:
    """Return what the outbox calls everything about one action alone."""
    return f"action:{action_id}"


def actions_subject(occurrence_id: int) -> str:
    """Return what the outbox calls the messages with the actions of one meeting."""
    return f"meeting:{occurrence_id}:actions"


def show_agenda(room: Room, work: Work, occurrence_id: int) -> None:
    """Show the agenda anew wherever it stands."""
    for to in room.destinations:
        key = f"meeting:{occurrence_id}:agenda:{to}"
        room.outbox.refresh(work, key=key, at=room.clock.real())


def show_running(room: Room, work: Work, occurrence_id: int) -> None:
    """Show the meeting's own message anew."""
    occurrence = load_occurrence(work, occurrence_id)
    if occurrence is None:
        return
    for to in room.destinations:
        key = running_key(occurrence_id, occurrence.starts_at, to)
        room.outbox.refresh(work, key=key, at=room.clock.real())


def show_minutes(room: Room, work: Work, occurrence_id: int) -> None:
    """Show the minutes anew."""
    for to in room.destinations:
        room.outbox.refresh(work, key=minutes_key(occurrence_id, to), at=room.clock.real())


def show_action(room: Room, work: Work, *, action_id: int, occurrence_id: int) -> None:
    """Show an action anew wherever it stands: its owner's messages, the minutes, the agenda."""
    at = room.clock.real()
    room.outbox.refresh_subject(work, subject=action_subject(action_id), at=at)
    room.outbox.refresh_subject(work, subject=actions_subject(occurrence_id), at=at)
    show_minutes(room, work, occurrence_id)
