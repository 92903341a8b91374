"""The agenda's buttons and forms, the message shortcut, and the words of `/meeting` about it."""

import re
from typing import Any

from slack_bolt import Ack

from bot.kit.blocks import escape, permalink
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import OperatorError, Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.outbox.views import Message
from bot.kit.showing import show_clicked, show_privately_later
from bot.kit.slack import NOT_REACHED, notice
from bot.kit.wording import field
from bot.meetings.actions.agenda import (
    add_item,
    leave_off,
    may_leave_off,
    open_item,
    toggle_vote,
    withdraw_item,
)
from bot.meetings.domain.dates import Occurrence
from bot.meetings.domain.items import ITEMS
from bot.meetings.listeners.doors import (
    as_reply,
    as_written,
    current_meeting,
    item_in,
    meeting_in,
    new_nonce,
    nonce_of,
    the_meeting,
    words_in,
)
from bot.meetings.queries.agenda import asking_for, every_point
from bot.meetings.queries.dates import next_meeting
from bot.meetings.queries.messages import agenda_facts, minutes_facts
from bot.meetings.room import Room
from bot.meetings.store.items import dropped_keys
from bot.meetings.store.running import load_run
from bot.meetings.views.agenda import (
    NOT_THIS_TIME,
    WHOLE,
    Droppable,
    add_form,
    agenda_markdown,
    code_blocks,
    not_this_time_form,
    private_agenda,
    whole_agenda,
)
from bot.meetings.views.minutes import minutes_markdown
from bot.people.queries import acting


def register(house: House, room: Room) -> None:
    """Listen to what people do with an agenda."""
    _adding(house, room)
    _voting(house, room)
    _leaving_off(house, room)
    _reading(house, room)
    words = AgendaWords(house, room)
    add = house.commands.register
    add(
        "meeting",
        "agenda",
        usage="[markdown]",
        about="what the next meeting talks about, for you alone",
        answer=words.agenda,
    )
    add(
        "meeting",
        "add",
        usage="TEXT",
        about="put something on the next agenda",
        answer=words.add,
    )
    add(
        "meeting",
        "vote",
        usage="I-3",
        about="up-vote an item; again takes it back",
        answer=words.vote,
    )
    add(
        "meeting",
        "remove",
        usage="I-3",
        about="take your item off for good",
        answer=words.remove,
    )


def _adding(house: House, room: Room) -> None:
    @house.app.action("meeting.add_item")
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
            form = _form(room, work)
        ack()
        house.answers.open(gesture, form)

    @house.app.shortcut("meeting.agenda_item")
    def from_message(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
            text = as_written(work, gesture.text)
            address = permalink(_workspace(house), gesture.channel, gesture.message_ts)
            form = _form(room, work, text=text, address=address)
        ack()
        house.answers.open(gesture, form)

    @house.app.view("meeting.add_item")
    def submitted(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            with house.db.begin() as work:
                by = acting(work, gesture)
                item = add_item(
                    room,
                    work,
                    text=words_in(gesture, "text"),
                    address=str(gesture.note.get("address") or ""),
                    nonce=nonce_of(gesture) or "",
                    by=by,
                    at=room.clock.business(),
                )
        except Refusal as refusal:
            ack(response_action="errors", errors={"text": refusal.sentence})
            return
        said = f"“{field(item.text, 300)}” is on the next agenda as {ITEMS.name(item.id)}."
        ack(response_action="update", view=notice(said, title="On the agenda"))


def _form(room: Room, work: Work, *, text: str = "", address: str = "") -> dict[str, Any]:
    following = next_meeting(work, room.clock.business())
    return add_form(
        text=text,
        address=address,
        nonce=new_nonce(),
        when=following.starts_at if following else None,
    )


def _workspace(house: House) -> str:
    """The workspace's address; an item is worth keeping without its link while Slack is away."""
    try:
        return house.identity().url
    except (OperatorError, *NOT_REACHED):
        return ""


def _voting(house: House, room: Room) -> None:
    @house.app.action(re.compile(r"^meeting\.vote\.\d+$"))
    def vote(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            toggle_vote(room, work, item_id=item_in(gesture), by=by, at=room.clock.business())
            show_clicked(room.outbox, room.clock, work, gesture)
        ack()


def _leaving_off(house: House, room: Room) -> None:
    @house.app.action("meeting.not_this_time")
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            occurrence = may_leave_off(work, occurrence_id=meeting_in(gesture)[1], by=by)
        ack()

        def form() -> dict[str, Any]:
            with house.db.read() as work:
                return not_this_time_form(occurrence, _droppable(room, work, occurrence))

        house.answers.open_later(gesture, NOT_THIS_TIME, form)

    @house.app.view("meeting.not_this_time")
    def submitted(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        keys, seen = _keys(gesture.fields.get("keys")), _keys(gesture.note.get("off"))
        with house.db.begin() as work:
            leave_off(
                room,
                work,
                occurrence_id=meeting_in(gesture)[1],
                keys=keys,
                seen=seen,
                by=acting(work, gesture),
                at=room.clock.business(),
            )
        ack()


def _keys(chosen: object) -> list[str]:
    return [str(key)[:80] for key in chosen] if isinstance(chosen, list) else []


def _droppable(room: Room, work: Work, occurrence: Occurrence) -> list[Droppable]:
    left_off = dropped_keys(work, occurrence.id)
    points = every_point(asking_for(room, work, occurrence, at=room.clock.business()))
    return [Droppable(one.key, one.title, dropped=one.key in left_off) for one in points]


def _reading(house: House, room: Room) -> None:
    """Show agendas and minutes; years of leads take longer than an ack."""

    @house.app.action("meeting.whole_agenda")
    def whole(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            acting(work, gesture)
            occurrence = the_meeting(work, meeting_in(gesture)[1])
        ack()

        def view() -> dict[str, Any]:
            with house.db.read() as work:
                return whole_agenda(agenda_facts(room, work, occurrence))

        house.answers.open_later(gesture, WHOLE, view)

    @house.app.action("meeting.markdown")
    def markdown(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        verb, meeting = meeting_in(gesture)
        with house.db.read() as work:
            acting(work, gesture)
            occurrence = the_meeting(work, meeting)
        ack()

        def document() -> Message:
            with house.db.read() as work:
                if verb == "minutes":
                    return as_code(_minutes(room, work, occurrence))
                return as_code(agenda_markdown(agenda_facts(room, work, occurrence)))

        title = "Minutes" if verb == "minutes" else "Agenda"
        show_privately_later(house.answers, gesture, document, title=title)


def _minutes(room: Room, work: Work, occurrence: Occurrence) -> str:
    run = load_run(work, occurrence.id)
    if run is None or run.ended_at is None:
        raise Refusal("This meeting has no minutes yet.")
    return minutes_markdown(minutes_facts(room, work, occurrence, run))


def as_code(text: str) -> Message:
    """Return a document as a private message of code that can be copied."""
    return Message(escape(text.splitlines()[0].lstrip("# ")), code_blocks(text))


class AgendaWords:
    """Each word reads what was typed, does one thing, and says so to the person alone."""

    def __init__(self, house: House, room: Room) -> None:
        self._house = house
        self._room = room

    def agenda(self, gesture: Gesture, words: str) -> None:
        """Show the agenda as it stands, or its Markdown; years of leads take longer than an ack."""
        with self._house.db.read() as work:
            acting(work, gesture)
            current_meeting(self._room, work)
        self._house.answers.later(gesture, lambda: self._agenda(words))

    def _agenda(self, words: str) -> Reply:
        with self._house.db.read() as work:
            facts = agenda_facts(self._room, work, current_meeting(self._room, work))
        if words.lower() in {"markdown", "md", "file", "as markdown"}:
            return as_reply(as_code(agenda_markdown(facts)))
        return as_reply(private_agenda(facts))

    def add(self, gesture: Gesture, words: str) -> Reply | None:
        """Put something on the agenda, or ask what."""
        if not words:
            with self._house.db.read() as work:
                acting(work, gesture)
                form = _form(self._room, work)
            self._house.answers.open(gesture, form)
            return None
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            text = as_written(work, words)
            item = add_item(self._room, work, text=text, by=by, at=self._room.clock.business())
        return Reply(
            f"“{field(item.text, 300)}” is on the next agenda as {ITEMS.name(item.id)}. "
            "Whoever wants it too up-votes it there."
        )

    def vote(self, gesture: Gesture, words: str) -> Reply:
        """Vote for an item by its number."""
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            item = open_item(work, ITEMS.split(words)[0])
            counts = toggle_vote(
                self._room, work, item_id=item.id, by=by, at=self._room.clock.business()
            )
        said = "You up-voted" if counts else "You took your vote back from"
        return Reply(f"{said} “{field(item.text, 300)}”.")

    def remove(self, gesture: Gesture, words: str) -> Reply:
        """Take an own item off for good."""
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            item = open_item(work, ITEMS.split(words)[0])
            withdraw_item(self._room, work, item_id=item.id, by=by, at=self._room.clock.business())
        return Reply(f"“{field(item.text, 300)}” is off the agenda.")
