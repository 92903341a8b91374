"""The draft of an agenda, and what people do with it until the meeting."""

from collections.abc import Collection
from datetime import datetime

from bot.kit.db import Database, Work
from bot.kit.errors import Refusal
from bot.meetings.actions.invitation import invite_consulted
from bot.meetings.actions.showing import show_agenda
from bot.meetings.domain.dates import Occurrence
from bot.meetings.domain.items import Item, ItemState, item_text
from bot.meetings.domain.running import MAY_BEGIN_LATER, must_lead
from bot.meetings.queries.dates import load_occurrence, next_meeting
from bot.meetings.queries.expected import chairing
from bot.meetings.queries.messages import Standing, agenda_standing
from bot.meetings.room import Room
from bot.meetings.store.dates import lock_occurrence
from bot.meetings.store.items import (
    dropped_keys,
    insert_item,
    load_item,
    save_drops,
    set_state,
    unvote,
    vote,
)
from bot.meetings.store.running import (
    begin_run,
    load_run,
    save_digest,
    shown_digest,
    waiting_occurrences,
)
from bot.people.domain import Person


def agenda_key(occurrence_id: int, to: str) -> str:
    """Return the outbox key of an agenda in one channel: "meeting:12:agenda:joint"."""
    return f"meeting:{occurrence_id}:agenda:{to}"


def draft_agenda(room: Room, work: Work, occurrence: Occurrence, *, at: datetime) -> bool:
    """Post the draft where meetings are spoken of; tell whether it is new."""
    new = begin_run(work, occurrence.id, drafted_at=at)
    if new:
        stands = agenda_standing(room, work, occurrence)
        save_digest(work, occurrence.id, stands.digest)
        _consult(room, work, occurrence, stands, at=at)
    for to in room.destinations:
        room.outbox.post(
            work,
            key=agenda_key(occurrence.id, to),
            to=to,
            view="meeting.agenda",
            args={"meeting": occurrence.id, "to": to},
            subject=occurrence.subject,
            at=room.clock.real(),
        )
    return new


def _consult(
    room: Room, work: Work, occurrence: Occurrence, stands: Standing, *, at: datetime
) -> None:
    """Invite those who are consulted on what stands on the agenda by now."""
    invite_consulted(room, work, occurrence=occurrence, agenda=stands.titles, at=at)


def keep_agendas_true(room: Room, db: Database) -> int:
    """Have the drafts shown anew that would say something else by now; tell how many.

    Whoever is consulted on something new is invited. What they say is counted in transactions that
    only read, since that takes a while over years of leads; what changed is saved in a moment.
    """
    at = room.clock.business()
    with db.read() as work:
        drafts = [load_occurrence(work, one) for one in waiting_occurrences(work)]
    still = [one for one in drafts if one and one.starts_at + MAY_BEGIN_LATER > at]
    return sum(_keep_true(room, db, occurrence, at=at) for occurrence in still)


def _keep_true(room: Room, db: Database, occurrence: Occurrence, *, at: datetime) -> bool:
    with db.read() as work:
        stands = agenda_standing(room, work, occurrence)
        if stands.digest == shown_digest(work, occurrence.id):
            return False
    with db.begin() as work:
        save_digest(work, occurrence.id, stands.digest)
        show_agenda(room, work, occurrence.id)
        _consult(room, work, occurrence, stands, at=at)
    return True


def add_item(
    room: Room,
    work: Work,
    *,
    text: str,
    by: Person,
    at: datetime,
    address: str = "",
    nonce: str = "",
) -> Item:
    """Put something on the next agenda; the same form sent twice puts it there once."""
    item_id = insert_item(
        work,
        text=item_text(text),
        by=by.id,
        at=at,
        address=address,
        nonce=f"{by.id}:{nonce}" if nonce else None,
    )
    if item_id is None:
        raise Refusal("That is on the agenda already.")
    item = _item(work, item_id)
    following = next_meeting(work, at)
    if following and load_run(work, following.id):
        # The item alone is looked at: all else that stands there is counted by the clock.
        show_agenda(room, work, following.id)
        invite_consulted(room, work, occurrence=following, agenda=[item.text], at=at)
    return item


def withdraw_item(room: Room, work: Work, *, item_id: int, by: Person, at: datetime) -> Item:
    """Take an own item back; managers may take any."""
    item = open_item(work, item_id)
    if item.by != by.id and not by.is_manager:
        raise Refusal("Only who put it there, or a manager, takes an item off for good.")
    set_state(work, item_id, ItemState.WITHDRAWN)
    _show_next(room, work, at=at)
    return item


def toggle_vote(room: Room, work: Work, *, item_id: int, by: Person, at: datetime) -> bool:
    """Count a person's vote for an item, or take it back; tell whether it counts now."""
    open_item(work, item_id)
    counted = vote(work, item_id, by.id, at=at)
    if not counted:
        unvote(work, item_id, by.id)
    _show_next(room, work, at=at)
    return counted


def leave_off(
    room: Room,
    work: Work,
    *,
    occurrence_id: int,
    keys: Collection[str],
    by: Person,
    at: datetime,
    seen: Collection[str] = (),
) -> int:
    """Leave these points off one agenda, for its chair and managers; tell how many are.

    `seen` were off when they were chosen: those of them that are not chosen any more come back.
    What somebody else has left off meanwhile stays so.
    """
    occurrence = may_leave_off(work, occurrence_id=occurrence_id, by=by, lock=True)
    back = set(seen) - set(keys)
    off = (dropped_keys(work, occurrence.id) - back) | set(keys)
    save_drops(work, occurrence.id, off, by=by.id, at=at)
    show_agenda(room, work, occurrence.id)
    return len(dropped_keys(work, occurrence.id))


def may_leave_off(work: Work, *, occurrence_id: int, by: Person, lock: bool = False) -> Occurrence:
    """Return the meeting whose agenda somebody may shorten; Refusal when they may not."""
    occurrence = (lock_occurrence if lock else load_occurrence)(work, occurrence_id)
    if occurrence is None or not occurrence.state.takes_place:
        raise Refusal("This meeting does not take place; its items come to the next one.")
    run = load_run(work, occurrence.id)
    if run and run.is_final(occurrence.starts_at):
        raise Refusal("The meeting begins, its agenda is final: Park puts a point off.")
    chair = chairing(work, occurrence)
    must_lead(
        by,
        chair=chair.id,
        chair_name=chair.name,
        doing="leave a point off",
        nobody_else=chair.nobody_else,
    )
    return occurrence


def open_item(work: Work, item_id: int | None) -> Item:
    """Return an item that still waits; Refusal when it does not."""
    item = load_item(work, item_id) if item_id else None
    if item is None:
        raise Refusal("There is no such item. /meeting agenda shows what is on the agenda.")
    if item.state is ItemState.COVERED:
        raise Refusal("A meeting has talked about this already. /meeting add asks for it again.")
    if item.state is ItemState.WITHDRAWN:
        raise Refusal("This item was taken off.")
    return item


def _item(work: Work, item_id: int) -> Item:
    item = load_item(work, item_id)
    if item is None:
        raise LookupError(item_id)
    return item


def _show_next(room: Room, work: Work, *, at: datetime) -> None:
    following = next_meeting(work, at)
    if following:
        show_agenda(room, work, following.id)
