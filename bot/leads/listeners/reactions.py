"""Reactions on a lead's card: a raised hand takes it, the others are verdicts."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack

from bot.kit.blocks import escape
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.events import first_time
from bot.kit.gestures import Gesture
from bot.kit.house import House
from bot.leads.actions.claim import raise_hand
from bot.leads.actions.verdict import record_reaction
from bot.leads.domain.reactions import takes, verdict_of
from bot.leads.room import Room
from bot.leads.store.cards import lock_lead_on_card
from bot.people.queries import acting, expect_acting


def register(house: House, room: Room) -> None:
    """Listen to reactions that are put on a card or taken back."""

    @house.app.event("reaction_added")
    def added(ack: Ack, body: dict[str, Any]) -> None:
        _reacted(house, room, body, present=True)
        ack()

    @house.app.event("reaction_removed")
    def removed(ack: Ack, body: dict[str, Any]) -> None:
        _reacted(house, room, body, present=False)
        ack()


def _reacted(house: House, room: Room, body: dict[str, Any], *, present: bool) -> None:
    event = body.get("event") or {}
    name = str(event.get("reaction", ""))
    if not takes(room.settings, name) and verdict_of(room.settings, name) is None:
        return
    item = event.get("item") or {}
    gesture = Gesture(
        kind="event",
        user=str(event.get("user", "")),
        channel=str(item.get("channel", "")),
        message_ts=str(item.get("ts", "")),
    )
    at = slack_time(event.get("event_ts"))
    if at is None:
        return
    with house.db.begin() as work:
        expect_acting(work, gesture)
        lead_id = lock_lead_on_card(work, channel=gesture.channel, ts=gesture.message_ts)
        if lead_id is None:
            return
        told = _note(room, work, gesture, lead_id, name, present=present, event_at=at)
    if told:
        house.answers.privately(gesture, Reply(escape(room.commands.as_typed(told))))


def _note(
    room: Room,
    work: Work,
    gesture: Gesture,
    lead_id: int,
    name: str,
    *,
    present: bool,
    event_at: datetime,
) -> str | None:
    """Return what is to be said to the person.

    Who belongs to neither team is told so once a card and day, whatever they react with. Of our
    own people, whose verdict does not count is not scolded.
    """
    try:
        by = acting(work, gesture)
    except Refusal as refusal:
        refused = f"refused:{lead_id}:{gesture.user}"
        is_new = present and first_time(work, refused, room.clock.real())
        return refusal.sentence if is_new else None
    at = room.clock.business()
    if takes(room.settings, name):
        return raise_hand(
            room, work, lead_id=lead_id, raised=present, event_at=event_at, by=by, at=at
        )
    record_reaction(
        room,
        work,
        lead_id=lead_id,
        reaction=name,
        present=present,
        event_at=event_at,
        by=by,
        at=at,
    )
    return None


def slack_time(ts: object) -> datetime | None:
    """Read Slack's "1764000000.000100"; None for what is no time."""
    try:
        return datetime.fromtimestamp(float(str(ts)), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
