"""What the listeners of this room share: which meeting, item or action is meant."""

import re
import secrets

from bot.kit.commands import Reply, straighten
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.outbox.views import Message
from bot.meetings.domain.action_items import ACTIONS
from bot.meetings.domain.dates import MEETINGS, Occurrence
from bot.meetings.domain.items import ITEMS
from bot.meetings.queries.dates import load_occurrence, meeting_now
from bot.meetings.room import Room
from bot.people import queries as people

STALE = "This button is from an older version. /meeting agenda shows what stands now."
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)>")
_CHANNEL = re.compile(r"<#[CG][A-Z0-9]+>")


def meeting_in(gesture: Gesture) -> tuple[str, int]:
    """Return (verb, meeting) of a button or modal; refuse what names none."""
    verb, meeting = MEETINGS.read_value(gesture.value or gesture.note.get("meeting", ""))
    if meeting is None:
        raise Refusal(STALE)
    return verb, meeting


def point_in(gesture: Gesture) -> tuple[int, int]:
    """Return (meeting, position) that a button or form of a running meeting carries."""
    verb, meeting = meeting_in(gesture)
    if not verb.isdigit() or len(verb) > 4:
        raise Refusal(STALE)
    return meeting, int(verb)


def item_in(gesture: Gesture) -> int:
    """Return the item a button is about; refuse what names none."""
    _, item = ITEMS.read_value(gesture.value)
    if item is None:
        raise Refusal(STALE)
    return item


def action_in(gesture: Gesture) -> int:
    """Return the action a button or form is about; refuse what names none."""
    _, action = ACTIONS.read_value(gesture.value or gesture.note.get("action", ""))
    if action is None:
        raise Refusal(STALE)
    return action


def the_meeting(work: Work, occurrence_id: int) -> Occurrence:
    """Return a meeting by its id; refuse kindly when there is none."""
    occurrence = load_occurrence(work, occurrence_id)
    if occurrence is None:
        raise Refusal(STALE)
    return occurrence


def current_meeting(room: Room, work: Work) -> Occurrence:
    """Return the meeting that runs, else the next one; refuse when none is planned."""
    found = meeting_now(work, room.clock.business())
    if found is None:
        raise Refusal("No meeting is planned. A manager sets one up with /meeting setup.")
    return found


def as_written(work: Work, text: str) -> str:
    """Return a message's text as people read it: mentions by name, links as they were typed."""
    words = straighten(text)
    named = people.names(work, _MENTION.findall(words))
    words = _MENTION.sub(lambda found: f"@{named[found[1]]}", words)
    return _CHANNEL.sub("#channel", words)


def new_nonce() -> str:
    """Return what tells one opening of a form from another."""
    return secrets.token_hex(8)


def nonce_of(gesture: Gesture) -> str | None:
    """Return the nonce of the form that was submitted, if it has one."""
    nonce = gesture.note.get("nonce")
    return nonce[:40] if isinstance(nonce, str) and nonce else None


def words_in(gesture: Gesture, name: str) -> str:
    """Return what was typed into a field of a form."""
    return str(gesture.fields.get(name) or "")


def as_reply(message: Message) -> Reply:
    """Return a message as a private answer."""
    return Reply(message.text, message.blocks)
