"""What every listener of this room does at its door: who acts, on which lead, from which message."""

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.outbox.enqueue import what_stands_at
from bot.leads.domain.numbers import read_value
from bot.leads.room import Room


def lead_in(gesture: Gesture) -> int:
    """Return the lead a button, option or modal is about; refuse what names none."""
    _, lead_id = read_value(gesture.value)
    noted = gesture.note.get("lead")
    if lead_id is None and isinstance(noted, int) and 0 < noted < 10**15:
        lead_id = noted
    if lead_id is None:
        raise Refusal("This button is from an older version. /lead find looks the lead up.")
    return lead_id


def show_clicked(room: Room, work: Work, gesture: Gesture) -> bool:
    """Have the message whose button was clicked edited through the click's own response_url.

    Tell whether it is one of our lasting messages; a private one is not, and stays as it was
    unless the listener replaces it.
    """
    if not (gesture.message_ts and gesture.response_url):
        return False
    standing = what_stands_at(work, channel=gesture.channel, ts=gesture.message_ts)
    if standing is None:
        return False
    return room.outbox.refresh(
        work, key=standing[0], at=room.clock.real(), response_url=gesture.response_url
    )
