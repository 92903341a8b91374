"""Rating in words: the form, the shortcut on a message, and the "why?" in a rep's own messages."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from slack_bolt import Ack

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.modals import View
from bot.kit.outbox.enqueue import what_stands_at
from bot.kit.showing import show_clicked
from bot.leads.actions.verdict import add_word, check_rating, give_reason, record_verdict
from bot.leads.domain.numbers import read_value
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.listeners.doors import STALE, found, lead_in
from bot.leads.room import Room
from bot.leads.store.leads import expect_lead, expect_lead_to_change
from bot.leads.store.verdicts import said_of, standing_verdict
from bot.leads.views.modals import TAKE_BACK, rate_modal, word_modal
from bot.people.domain import must_be_rep
from bot.people.queries import acting, expect_acting

Word = TypeVar("Word", Verdict, Reason)

NO_LEAD = (
    "This message is no lead. Use the shortcut on a lead's card or a line of its thread, "
    "or write /lead rate L-42 good."
)
SEVERAL = "This message lists several leads. Open one of them and rate that."


def register(house: House, room: Room) -> None:
    """Listen to the form, the shortcut and the answers to "why?"."""
    _form(house, room)
    _why(house, room)


def rate_view(room: Room, work: Work, gesture: Gesture, lead_id: int) -> Callable[[], View]:
    """Return what makes the form of this person's verdict.

    Refuses who may not rate, and what can't be rated.
    """
    expect_acting(work, gesture)
    expect_lead(work, lead_id)
    said, standing = said_of(work, lead_id=lead_id, rep=gesture.user)
    by = acting(work, gesture)
    lead = found(work, lead_id)
    check_rating(lead, by=by)
    return partial(rate_modal, lead, standing, room.settings, said)


def _form(house: House, room: Room) -> None:
    @house.app.shortcut("lead.rate_message")
    def rate_message(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
            view = rate_view(room, work, gesture, _lead_at(work, gesture))
        ack()
        house.answers.open(gesture, view)

    @house.app.view("lead.rate")
    def rated(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        chosen = gesture.fields.get("verdict")
        verdict = None if chosen == TAKE_BACK else _read(Verdict, chosen)
        lead_id = lead_in(gesture)
        with house.db.begin() as work:
            expect_lead_to_change(work, lead_id)
            by = acting(work, gesture)
            record_verdict(
                room,
                work,
                lead_id=lead_id,
                verdict=verdict,
                reason=_reason(gesture.fields.get("reason")),
                comment=str(gesture.fields.get("comment") or ""),
                by=by,
                at=room.clock.business(),
            )
        ack()


def _why(house: House, room: Room) -> None:
    @house.app.action(re.compile(r"^lead\.why\.\w+$"))
    def why(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        said, lead_id = read_value(gesture.value)
        reason = _read(Reason, said)
        with house.db.begin() as work:
            by = acting(work, gesture)
            lead = found(work, lead_id)
            at = room.clock.business()
            give_reason(room, work, lead_id=lead.id, reason=reason, by=by, at=at)
            show_clicked(room.outbox, room.clock, work, gesture)
        ack()

    @house.app.action("lead.word")
    def word(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            must_be_rep(by, doing="add a word to a lead")
            lead = found(work, lead_in(gesture))
            standing = standing_verdict(work, lead_id=lead.id, rep=by.id)
        ack()
        view = word_modal(lead, standing.comment if standing else "")
        # A modal that only says "done" is replaced: Slack stacks three at most.
        (house.answers.update if gesture.in_modal else house.answers.open)(gesture, view)

    @house.app.view("lead.word")
    def worded(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            add_word(
                room,
                work,
                lead_id=lead_in(gesture),
                comment=str(gesture.fields.get("comment") or ""),
                by=by,
                at=room.clock.business(),
            )
        ack()


def _lead_at(work: Work, gesture: Gesture) -> int:
    """Return the lead a message is about: its card, a line of its thread, a note to a rep."""
    standing = what_stands_at(work, channel=gesture.channel, ts=gesture.message_ts)
    lead_id = standing[2].get("lead") if standing else None
    if isinstance(lead_id, int):
        return lead_id
    raise Refusal(SEVERAL if standing and standing[1] == "lead_rollup" else NO_LEAD)


def _read(kind: type[Word], said: object) -> Word:
    try:
        return kind(str(said))
    except ValueError:
        raise Refusal(STALE) from None


def _reason(said: object) -> Reason | None:
    return _read(Reason, said) if said else None
