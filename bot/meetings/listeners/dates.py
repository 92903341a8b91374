"""`/meeting next|move|skip|cancel` and their buttons and forms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from slack_bolt import Ack

from bot.kit.blocks import escape
from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.numbering import LONGEST
from bot.kit.outbox.views import Message
from bot.kit.quotes import unquoted
from bot.kit.showing import message_modal, show_again, show_clicked
from bot.kit.wording import counted
from bot.meetings.actions.dates import (
    NO_MEETING,
    end_series,
    move_meeting,
    restore_meeting,
    skip_meeting,
    the_next,
)
from bot.meetings.domain.date_words import EXAMPLE, read_when
from bot.meetings.domain.dates import MEETINGS, Occurrence, Series, State
from bot.meetings.queries.dates import load_occurrence, next_meeting, the_series
from bot.meetings.queries.invitation import invitation_facts
from bot.meetings.queries.suggestions import suggested_times
from bot.meetings.room import Room
from bot.meetings.store.dates import occurrences_from
from bot.meetings.views.dates import (
    END,
    MOVE,
    Chosen,
    end_form,
    move_form,
    moved,
    next_dates,
    suggestions,
)
from bot.meetings.views.invitation import meeting_name
from bot.people.domain import must_be_manager
from bot.people.queries import acting

AFTER_THAT = 5
STALE = "This is from before the meeting changed. /meeting next shows how it stands."


def register(house: House, room: Room) -> None:
    """Answer the words and gestures about dates."""
    words = DateWords(house, room)
    table: list[tuple[str, str, str, Callable[[Gesture, str], Reply | None]]] = [
        ("next", "", "when you meet next, and after that", words.next),
        ("move", "[3 Dec 14:00 | suggest]", "move the next meeting", words.move),
        ("skip", "[reason]", "leave the next meeting out", words.skip),
        ("cancel", "", "end the meetings; for managers", words.cancel),
    ]
    for word, usage, about, answer in table:
        house.commands.register("meeting", word, usage=usage, about=about, answer=answer)
    for number in range(3):
        house.app.action(f"meeting.suggested_{number}")(words.take_suggested)
    house.app.action("meeting.suggest")(words.suggest_in_form)
    house.app.action("meeting.restore")(words.restore)
    house.app.view(MOVE)(words.move_by_form)
    house.app.view(END)(words.end)


@dataclass(frozen=True, slots=True)
class DateWords:
    """Each word or gesture reads what was meant, does one thing, and says so."""

    house: House
    room: Room

    def next(self, gesture: Gesture, _words: str) -> Reply:
        """The next meeting and those after it, skipped ones among them."""
        at = self.room.clock.business()
        with self.house.db.read() as work:
            acting(work, gesture)
            series, coming = _standing(work, at)
            all_coming = occurrences_from(work, at)
            after = [
                one
                for one in all_coming
                if one.id != coming.id and one.state is not State.CANCELLED
            ]
            shown = next_dates(invitation_facts(work, coming), series, after[:AFTER_THAT])
        return _reply(shown)

    def move(self, gesture: Gesture, words: str) -> Reply | None:
        """Move it to the time typed, suggest some, or ask."""
        at = self.room.clock.business()
        wanted = unquoted(words)
        if wanted.lower() == "suggest":
            with self.house.db.read() as work:
                acting(work, gesture)
                return _reply(self._suggestions(work, _standing(work, at)[1], at))
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            series, coming = _standing(work, at)
            if wanted:
                starts_at = read_when(wanted, now=at, planned=coming.starts_at, zone=series.zone)
                done = move_meeting(
                    self.room, work, occurrence=coming.id, starts_at=starts_at, by=by, at=at
                )
                return _reply(moved(done))
            view = move_form(coming, series)
        self.house.answers.open(gesture, view)
        return None

    def skip(self, gesture: Gesture, words: str) -> Reply:
        """Leave it out."""
        at = self.room.clock.business()
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            coming = the_next(work, at)
            done = skip_meeting(
                self.room, work, occurrence=coming.id, reason=unquoted(words), by=by, at=at
            )
        name = escape(meeting_name(done))
        told = " Everybody invited is told, and can see it" if done.invited_at else " It"
        where = (
            " on the invitation, where “Hold it after all” brings it back."
            if done.invited_at
            else " stays so, whatever becomes of the rule."
        )
        return Reply(f"{name} is skipped.{told}{where}")

    def cancel(self, gesture: Gesture, _words: str) -> Reply | None:
        """Ask before all are ended."""
        at = self.room.clock.business()
        with self.house.db.read() as work:
            by = acting(work, gesture)
            must_be_manager(by, doing="end the strategy meetings")
            series = the_series(work)
            if series is None:
                raise Refusal(NO_MEETING)
            name = self.room.commands.name("meeting")
            view = end_form(series, next_meeting(work, at), command=name)
        self.house.answers.open(gesture, view)
        return None

    def end(self, ack: Ack, body: dict[str, Any]) -> None:
        """End them."""
        gesture = read_gesture(body)
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            ended = end_series(self.room, work, by=by, at=self.room.clock.business())
        sentence = (
            f"The strategy meetings are ended; {counted(ended, 'planned one')} will not take place."
        )
        ack(response_action="update", view=message_modal("Ended", _message(sentence)))

    def take_suggested(self, ack: Ack, body: dict[str, Any]) -> None:
        """Move it to a suggested time."""
        gesture = read_gesture(body)
        chosen = read_chosen(gesture.value)
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            found = load_occurrence(work, chosen.occurrence)
            if found is None or found.sequence != chosen.sequence:
                raise Refusal(STALE)
            done = move_meeting(
                self.room,
                work,
                occurrence=found.id,
                starts_at=chosen.starts_at,
                by=by,
                at=self.room.clock.business(),
            )
        ack()
        show_again(self.house.answers, gesture, moved(done), title="Move the meeting")

    def suggest_in_form(self, ack: Ack, body: dict[str, Any]) -> None:
        """Show suggestions in place of the form."""
        gesture = read_gesture(body)
        at = self.room.clock.business()
        with self.house.db.read() as work:
            acting(work, gesture)
            found = load_occurrence(work, meeting_in(gesture))
            if found is None:
                raise Refusal(STALE)
            shown = self._suggestions(work, found, at)
        ack()
        show_again(self.house.answers, gesture, shown, title="Move the meeting")

    def move_by_form(self, ack: Ack, body: dict[str, Any]) -> None:
        """Move it to the day and time picked."""
        gesture = read_gesture(body)
        day, picked = gesture.fields.get("meeting.day"), gesture.fields.get("meeting.time")
        at = self.room.clock.business()
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            series = the_series(work)
            if series is None or not day or not picked:
                raise Refusal(NO_MEETING)
            wanted = _picked(day, picked, series)
            try:
                done = move_meeting(
                    self.room,
                    work,
                    occurrence=_noted(gesture),
                    starts_at=wanted,
                    by=by,
                    at=at,
                )
            except Refusal as refused:
                sentence = self.room.commands.as_typed(refused.sentence)
                ack(response_action="errors", errors={"meeting.day": sentence})
                return
        ack(response_action="update", view=message_modal("Move the meeting", moved(done)))

    def restore(self, ack: Ack, body: dict[str, Any]) -> None:
        """Hold a skipped meeting after all."""
        gesture = read_gesture(body)
        with self.house.db.begin() as work:
            by = acting(work, gesture)
            restore_meeting(
                self.room,
                work,
                occurrence=meeting_in(gesture),
                by=by,
                at=self.room.clock.business(),
            )
            show_clicked(self.room.outbox, self.room.clock, work, gesture)
        ack()

    def _suggestions(self, work: Work, occurrence: Occurrence, at: datetime) -> Message:
        found = suggested_times(self.room, work, occurrence, at=at)
        return suggestions(occurrence, found, command=self.room.commands.name("meeting"))


def meeting_in(gesture: Gesture) -> int:
    """Return the meeting a button is about; refuse what names none."""
    _, occurrence = MEETINGS.read_value(gesture.value)
    if occurrence is None:
        raise Refusal(STALE)
    return occurrence


def read_chosen(value: str) -> Chosen:
    """Read what a suggestion's button carries; refuse what is not ours."""
    parts = value.split()
    occurrence = MEETINGS.read(parts[0]) if parts else None
    if occurrence is None or len(parts) != 3 or not all(map(_is_number, parts[1:])):
        raise Refusal(f"{STALE} To move it: {EXAMPLE}.")
    return Chosen(occurrence, int(parts[1]), datetime.fromtimestamp(int(parts[2]), UTC))


def _is_number(text: str) -> bool:
    """Tell whether it is a count, or seconds up to the year 2286."""
    return text.isascii() and text.isdecimal() and len(text) <= 10


def _noted(gesture: Gesture) -> int:
    meeting = gesture.note.get("meeting")
    if type(meeting) is not int or not 0 < meeting < 10**LONGEST:
        raise Refusal(STALE)
    return meeting


def _picked(day: object, at: object, series: Series) -> datetime:
    """Return the moment that was picked; refuse what no calendar has."""
    try:
        moment = datetime.combine(
            date.fromisoformat(str(day)), time.fromisoformat(str(at)), series.zone
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refusal(f"That is no day and time. Write {EXAMPLE}.") from None


def _standing(work: Work, at: datetime) -> tuple[Series, Occurrence]:
    series = the_series(work)
    if series is None:
        raise Refusal(NO_MEETING)
    return series, the_next(work, at)


def _reply(message: Message) -> Reply:
    return Reply(message.text, message.blocks)


def _message(sentence: str) -> Message:
    return Message(
        sentence,
        [{"type": "section", "text": {"type": "mrkdwn", "text": sentence, "verbatim": True}}],
    )
