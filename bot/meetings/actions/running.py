"""A meeting is opened, started, moved on and ended; decisions are noted and points put off."""

from dataclasses import dataclass
from datetime import datetime

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.meetings.actions.agenda import agenda_key, draft_agenda
from bot.meetings.actions.showing import (
    actions_subject,
    minutes_key,
    running_key,
    show_agenda,
    show_minutes,
    show_running,
)
from bot.meetings.domain.action_items import action_words
from bot.meetings.domain.agenda import told_apart
from bot.meetings.domain.dates import Occurrence, State
from bot.meetings.domain.items import ItemState, item_of, item_text
from bot.meetings.domain.minutes import NoteKind
from bot.meetings.domain.running import (
    MAY_BEGIN_EARLIER,
    MAY_BEGIN_LATER,
    Outcome,
    Run,
    RunPoint,
    must_lead,
    must_run,
)
from bot.meetings.queries.agenda import agenda_of
from bot.meetings.queries.dates import load_occurrence, next_meeting
from bot.meetings.queries.expected import chairing
from bot.meetings.room import Room
from bot.meetings.store.action_items import actions_of_meeting
from bot.meetings.store.dates import lock_occurrence, update_occurrence
from bot.meetings.store.items import insert_item, set_parked, set_state
from bot.meetings.store.minutes import NewNote, insert_note
from bot.meetings.store.pins import want_pin, want_unpin
from bot.meetings.store.running import (
    begin_point,
    end_point,
    load_run,
    move_on,
    running_occurrences,
    save_points,
    save_presence,
    set_ended,
    set_opened,
    set_started,
)
from bot.people.domain import Person


def open_meeting(room: Room, work: Work, occurrence: Occurrence, *, at: datetime) -> bool:
    """Make the agenda final, pin it and ping the attendees, once; tell whether this was the time.

    What is added from now on is for the next meeting.
    """
    draft_agenda(room, work, occurrence, at=at)
    if not set_opened(work, occurrence.id, starts_at=occurrence.starts_at, at=at):
        return False
    save_points(work, occurrence.id, told_apart(agenda_of(room, work, occurrence, at=at)))
    room.wake_pins(work)
    for to in room.destinations:
        key = agenda_key(occurrence.id, to)
        room.outbox.refresh(work, key=key, at=room.clock.real())
        want_pin(work, key)
        room.outbox.post(
            work,
            key=running_key(occurrence.id, occurrence.starts_at, to),
            to=to,
            view="meeting.running",
            args={
                "meeting": occurrence.id,
                "to": to,
                "starts": int(occurrence.starts_at.timestamp()),
            },
            subject=occurrence.subject,
            at=room.clock.real(),
        )
    return True


def start_meeting(
    room: Room, work: Work, *, occurrence_id: int, by: Person, at: datetime
) -> Occurrence:
    """Begin the meeting with its final agenda, opening it first where it is early."""
    occurrence = lock_occurrence(work, occurrence_id)
    if occurrence is None:
        raise Refusal("There is no such meeting. /meeting next says when the next one is.")
    _must_be_on(occurrence, at=at)
    lead(work, occurrence, by=by, doing="start the meeting")
    run = load_run(work, occurrence.id)
    if run and run.started_at:
        raise Refusal(
            "This meeting is over." if run.ended_at else "The meeting has been started already."
        )
    open_meeting(room, work, occurrence, at=at)
    if not set_started(work, occurrence.id, by=by.id, at=at):
        raise Refusal("The meeting has been started already.")
    begin_point(work, occurrence.id, 0, at=at)
    update_occurrence(work, occurrence.id, state=State.RUNNING, changed_at=at)
    _show(room, work, occurrence.id)
    return occurrence


def _must_be_on(occurrence: Occurrence, *, at: datetime) -> None:
    if occurrence.state is State.SKIPPED:
        raise Refusal("This meeting was skipped. /meeting next says when the next one is.")
    if occurrence.state is State.CANCELLED:
        raise Refusal("This meeting was cancelled. /meeting next says when the next one is.")
    if occurrence.state is State.HELD:
        raise Refusal("This meeting is over; /meeting minutes shows what came of it.")
    if at < occurrence.starts_at - MAY_BEGIN_EARLIER:
        raise Refusal(
            "It is not time yet: a meeting can be started a quarter of an hour before its time. "
            "/meeting move changes the time."
        )
    if at >= occurrence.starts_at + MAY_BEGIN_LATER:
        raise Refusal(
            "That meeting's day has passed. What was on its agenda comes to the next one."
        )


def lead(work: Work, occurrence: Occurrence, *, by: Person, doing: str) -> None:
    """Refuse who may not run the meeting: its chair and the managers may."""
    chair = chairing(work, occurrence)
    must_lead(by, chair=chair.id, chair_name=chair.name, doing=doing, nobody_else=chair.nobody_else)


@dataclass(frozen=True, slots=True)
class On:
    """The meeting that runs and the point that is on, as a gesture found them."""

    occurrence: Occurrence
    run: Run
    point: RunPoint | None


def now_on(work: Work, occurrence_id: int | None = None, *, lock: bool = False) -> On:
    """Return the meeting that runs: the given one, or the one there is. Refusal when none does.

    With `lock` it goes on running until this transaction ends: what is noted in it stands in its
    minutes, and who takes something on is told.
    """
    if occurrence_id is None:
        occurrence_id = next(iter(running_occurrences(work)), None)
    if occurrence_id is None:
        raise Refusal(
            "No meeting is running. Its chair or a manager presses Start, or types /meeting start."
        )
    load = lock_occurrence if lock else load_occurrence
    occurrence, run = load(work, occurrence_id), must_run(load_run(work, occurrence_id))
    if occurrence is None or not occurrence.state.takes_place:
        raise Refusal("This meeting was called off. /meeting minutes shows what came of it.")
    return On(occurrence, run, run.point)


def next_point(
    room: Room,
    work: Work,
    *,
    occurrence_id: int | None,
    after: int | None,
    by: Person,
    at: datetime,
) -> None:
    """Move on from the point `after`; who presses second for the same point is told so."""
    on = now_on(work, occurrence_id, lock=True)
    lead(work, on.occurrence, by=by, doing="move on")
    _must_still_be_on(on, after)
    _move_on(room, work, on, outcome=Outcome.COVERED, by=by, at=at)


def park_point(
    room: Room,
    work: Work,
    *,
    occurrence_id: int | None,
    after: int | None,
    by: Person,
    at: datetime,
) -> str:
    """Put the point that is on off to the next meeting and move on; return its title."""
    on = now_on(work, occurrence_id, lock=True)
    lead(work, on.occurrence, by=by, doing="park a point")
    _must_still_be_on(on, after)
    if on.point is None:
        raise Refusal("Every point was talked about; there is nothing left to park.")
    _park(work, on, on.point, by=by, at=at)
    _move_on(room, work, on, outcome=Outcome.PARKED, by=by, at=at)
    return on.point.title


def park_words(room: Room, work: Work, *, text: str, by: Person, at: datetime) -> str:
    """Keep something that came up for the next meeting, in words; anybody of the teams may."""
    on = now_on(work, lock=True)
    said = item_text(text)
    insert_item(work, text=said, by=by.id, at=at, parked_in=on.occurrence.id)
    _note(work, on, NoteKind.PARKED, said, by=by, at=at)
    show_running(room, work, on.occurrence.id)
    return said


def _park(work: Work, on: On, point: RunPoint, *, by: Person, at: datetime) -> None:
    item = item_of(point.key)
    if item is not None:
        set_parked(work, item, on.occurrence.id)
    else:
        insert_item(work, text=point.title, by=by.id, at=at, parked_in=on.occurrence.id)
    _note(work, on, NoteKind.PARKED, point.title, by=by, at=at)


def _must_still_be_on(on: On, after: int | None) -> None:
    if after is not None and on.run.current != after:
        now = f"“{on.point.title}” is on now." if on.point else "Every point was talked about."
        raise Refusal(f"Somebody moved on just before you. {now}")


def _move_on(room: Room, work: Work, on: On, *, outcome: Outcome, by: Person, at: datetime) -> None:
    current = on.run.current
    if not move_on(work, on.occurrence.id, after=current, to=current + 1):
        raise Refusal("Somebody moved on just before you.")
    _finish(work, on, outcome=outcome, at=at)
    if on.run.coming:
        begin_point(work, on.occurrence.id, current + 1, at=at)
        show_running(room, work, on.occurrence.id)
    else:
        finish_meeting(room, work, on.occurrence, by=by, at=at)


def _finish(work: Work, on: On, *, outcome: Outcome, at: datetime) -> None:
    if on.point is None:
        return
    end_point(work, on.occurrence.id, on.point.position, outcome=outcome, at=at)
    item = item_of(on.point.key)
    if item is not None and outcome is Outcome.COVERED:
        set_state(work, item, ItemState.COVERED, covered_in=on.occurrence.id)


def decide(
    room: Room,
    work: Work,
    *,
    occurrence_id: int | None,
    text: str,
    by: Person,
    at: datetime,
    position: int | None = None,
    nonce: str | None = None,
) -> str:
    """Note what was decided under a point; the same form sent twice notes it once."""
    on = now_on(work, occurrence_id, lock=True)
    lead(work, on.occurrence, by=by, doing="note a decision")
    said = action_words(text, missing="What was decided? Write it like /meeting decide TEXT")
    _note(work, on, NoteKind.DECISION, said, by=by, at=at, position=position, nonce=nonce)
    show_running(room, work, on.occurrence.id)
    return said


def note_target(
    room: Room,
    work: Work,
    *,
    occurrence_id: int | None,
    words: str,
    by: Person,
    at: datetime,
    position: int | None = None,
    nonce: str | None = None,
) -> None:
    """Note under a point that a shared target was set."""
    on = now_on(work, occurrence_id, lock=True)
    _note(work, on, NoteKind.TARGET, words, by=by, at=at, position=position, nonce=nonce)
    show_running(room, work, on.occurrence.id)


def _note(
    work: Work,
    on: On,
    kind: NoteKind,
    text: str,
    *,
    by: Person,
    at: datetime,
    position: int | None = None,
    nonce: str | None = None,
) -> None:
    insert_note(
        work,
        NewNote(
            occurrence_id=on.occurrence.id,
            point=title_at(on, position),
            kind=kind,
            text=text,
            by=by.id,
            at=at,
            nonce=nonce,
        ),
    )


def title_at(on: On, position: int | None) -> str:
    """Return the title of the point at `position`, else of the one that is on; empty for none."""
    if position is not None:
        found = [one.title for one in on.run.points if one.position == position]
        return found[0] if found else ""
    return on.point.title if on.point else ""


def end_meeting(
    room: Room, work: Work, *, occurrence_id: int | None, by: Person, at: datetime
) -> Occurrence:
    """End the meeting: the point that is on counts as talked about, the rest as not reached."""
    on = now_on(work, occurrence_id, lock=True)
    lead(work, on.occurrence, by=by, doing="end the meeting")
    _finish(work, on, outcome=Outcome.COVERED, at=at)
    finish_meeting(room, work, on.occurrence, by=by, at=at)
    return on.occurrence


def finish_meeting(
    room: Room, work: Work, occurrence: Occurrence, *, by: Person | None, at: datetime
) -> bool:
    """Post the minutes and tell every owner; by nobody when nobody ended it. Once, whoever ends."""
    lock_occurrence(work, occurrence.id)
    if not set_ended(work, occurrence.id, by=by.id if by else None, at=at):
        return False
    run = load_run(work, occurrence.id)
    for point in run.points if run else ():
        if point.outcome is None:
            end_point(work, occurrence.id, point.position, outcome=Outcome.NOT_REACHED, at=None)
    if occurrence.state.takes_place:
        update_occurrence(work, occurrence.id, state=State.HELD, changed_at=at)
    room.wake_pins(work)
    for to in room.destinations:
        want_unpin(work, agenda_key(occurrence.id, to))
        room.outbox.post(
            work,
            key=minutes_key(occurrence.id, to),
            to=to,
            view="meeting.minutes",
            args={"meeting": occurrence.id},
            subject=occurrence.subject,
            at=room.clock.real(),
        )
    _tell_owners(room, work, occurrence.id, at=at)
    _show(room, work, occurrence.id)
    if following := next_meeting(work, at):
        show_agenda(room, work, following.id)
    return True


def _tell_owners(room: Room, work: Work, occurrence_id: int, *, at: datetime) -> None:
    owners = dict.fromkeys(one.owner for one in actions_of_meeting(work, occurrence_id))
    for owner in owners:
        room.at_work.tell(
            work,
            key=f"meeting:{occurrence_id}:yours:{owner}",
            person=owner,
            view="meeting.yours",
            args={"meeting": occurrence_id, "person": owner},
            subject=actions_subject(occurrence_id),
            at=at,
        )


def correct_who_came(
    room: Room, work: Work, *, occurrence_id: int, people: list[str], by: Person
) -> None:
    """Say who came; the chair and the managers may."""
    occurrence, run = load_occurrence(work, occurrence_id), load_run(work, occurrence_id)
    if occurrence is None or run is None or run.started_at is None:
        raise Refusal("This meeting was not held.")
    lead(work, occurrence, by=by, doing="correct who came")
    save_presence(work, occurrence_id, people, by=by.id)
    show_minutes(room, work, occurrence_id)


def _show(room: Room, work: Work, occurrence_id: int) -> None:
    show_agenda(room, work, occurrence_id)
    show_running(room, work, occurrence_id)
