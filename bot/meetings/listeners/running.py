"""The buttons and forms of a meeting that runs, and the words of `/meeting` that do the same."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack

from bot.kit.blocks import escape
from bot.kit.commands import Reply, mentioned
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.periods import Period, read_since
from bot.kit.showing import show_clicked
from bot.kit.wording import field
from bot.meetings.actions.action_items import give_action
from bot.meetings.actions.running import (
    correct_who_came,
    decide,
    end_meeting,
    lead,
    next_point,
    now_on,
    park_point,
    park_words,
    start_meeting,
)
from bot.meetings.domain.date_words import MONTHS, read_when
from bot.meetings.domain.dates import MEETINGS, Occurrence
from bot.meetings.domain.running import RunPoint
from bot.meetings.listeners.doors import (
    as_reply,
    as_written,
    current_meeting,
    meeting_in,
    new_nonce,
    nonce_of,
    point_in,
    the_meeting,
    words_in,
)
from bot.meetings.queries.expected import who_came
from bot.meetings.queries.held import held_in, held_meetings
from bot.meetings.queries.messages import minutes_facts
from bot.meetings.room import Room
from bot.meetings.store.running import load_run
from bot.meetings.views.minutes import history_message, minutes_message, who_came_form
from bot.meetings.views.running import action_form, day_in_words, decision_form
from bot.people import queries as people
from bot.people.queries import acting

USUALLY_DUE = timedelta(days=14)
"""When an action is due unless somebody says otherwise."""


def register(house: House, room: Room) -> None:
    """Listen to what is done during a meeting."""
    _moving(house, room)
    _deciding(house, room)
    _giving(house, room)
    _who_came(house, room)
    words = RunningWords(house, room)
    for word, usage, about, answer in (
        ("start", "", "begin the meeting that is due; for its chair and managers", words.start),
        ("decide", "TEXT", "note a decision under the point that is on", words.decide),
        (
            "action",
            "[@Priya] TEXT [by 4 Dec]",
            "give an action, or take one on yourself",
            words.action,
        ),
        ("park", "[TEXT]", "put the point that is on, or what came up, off", words.park),
        ("end", "", "end the meeting and post its minutes", words.end),
        ("minutes", "[2026-11]", "the minutes of the last meeting, or of a month", words.minutes),
        ("history", "", "the meetings that were and what came of them", words.history),
    ):
        house.commands.register("meeting", word, usage=usage, about=about, answer=answer)


def _moving(house: House, room: Room) -> None:
    @house.app.action("meeting.start")
    def start(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            by = acting(work, gesture)
            meeting = meeting_in(gesture)[1]
            start_meeting(room, work, occurrence_id=meeting, by=by, at=room.clock.business())
            show_clicked(room.outbox, room.clock, work, gesture)
        ack()

    @house.app.action("meeting.next")
    def forward(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        meeting, position = point_in(gesture)
        with house.db.begin() as work:
            by = acting(work, gesture)
            at = room.clock.business()
            next_point(room, work, occurrence_id=meeting, after=position, by=by, at=at)
            show_clicked(room.outbox, room.clock, work, gesture)
        ack()

    @house.app.action("meeting.park")
    def park(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        meeting, position = point_in(gesture)
        with house.db.begin() as work:
            by = acting(work, gesture)
            at = room.clock.business()
            park_point(room, work, occurrence_id=meeting, after=position, by=by, at=at)
            show_clicked(room.outbox, room.clock, work, gesture)
        ack()

    @house.app.action("meeting.end")
    def end(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        meeting, _ = point_in(gesture)
        with house.db.begin() as work:
            by = acting(work, gesture)
            end_meeting(room, work, occurrence_id=meeting, by=by, at=room.clock.business())
            show_clicked(room.outbox, room.clock, work, gesture)
        ack()


def form_note(occurrence: Occurrence, position: int) -> dict[str, Any]:
    """Return what a form about a point remembers: ids only, and checked again at submit."""
    return {"meeting": MEETINGS.value_for(occurrence.id, str(position)), "nonce": new_nonce()}


def point_at(points: tuple[RunPoint, ...], position: int) -> RunPoint | None:
    """Return the point at a position; None when the agenda has none there."""
    return next((one for one in points if one.position == position), None)


def _deciding(house: House, room: Room) -> None:
    @house.app.action("meeting.decide")
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        meeting, position = point_in(gesture)
        with house.db.read() as work:
            by = acting(work, gesture)
            on = now_on(work, meeting)
            lead(work, on.occurrence, by=by, doing="note a decision")
        ack()
        note = form_note(on.occurrence, position)
        house.answers.open(gesture, decision_form(point_at(on.run.points, position), note))

    @house.app.view("meeting.decide")
    def submitted(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        meeting, position = point_in(gesture)
        if not words_in(gesture, "text").strip():
            ack(response_action="errors", errors={"text": "Say in a sentence what was decided."})
            return
        with house.db.begin() as work:
            decide(
                room,
                work,
                occurrence_id=meeting,
                position=position,
                text=words_in(gesture, "text"),
                nonce=nonce_of(gesture),
                by=acting(work, gesture),
                at=room.clock.business(),
            )
        ack()


def _giving(house: House, room: Room) -> None:
    @house.app.action("meeting.act")
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        meeting, position = point_in(gesture)
        with house.db.read() as work:
            acting(work, gesture)
            on = now_on(work, meeting)
        ack()
        form = action_form(
            point_at(on.run.points, position),
            form_note(on.occurrence, position),
            due=usually_due(room),
        )
        house.answers.open(gesture, form)

    @house.app.view("meeting.act")
    def submitted(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        meeting, position = point_in(gesture)
        if not words_in(gesture, "what").strip():
            ack(response_action="errors", errors={"what": "Say in a sentence what is to be done."})
            return
        due = read_date(gesture.fields.get("due"))
        today = room.clock.business().astimezone(room.people.zone).date()
        if due is None or due < today:
            ack(response_action="errors", errors={"due": "Pick today or a later day."})
            return
        try:
            with house.db.begin() as work:
                by = acting(work, gesture)
                give_action(
                    room,
                    work,
                    occurrence_id=meeting,
                    position=position,
                    what=words_in(gesture, "what"),
                    owner=words_in(gesture, "owner") or by.id,
                    due=due,
                    success=words_in(gesture, "success"),
                    nonce=nonce_of(gesture),
                    by=by,
                    at=room.clock.business(),
                )
        except WrongDetail as wrong:
            ack(response_action="errors", errors={wrong.field: wrong.sentence})
        else:
            ack()


def usually_due(room: Room) -> date:
    """Return the day an action is due unless somebody says otherwise."""
    day = (room.clock.business() + USUALLY_DUE).astimezone(room.people.zone).date()
    while not room.people.working_time.is_working_day(day):
        day += timedelta(days=1)
    return day


def read_date(text: object) -> date | None:
    """Return the date of a date picker, or None."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _who_came(house: House, room: Room) -> None:
    @house.app.action("meeting.who_came")
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            by = acting(work, gesture)
            occurrence = the_meeting(work, meeting_in(gesture)[1])
            lead(work, occurrence, by=by, doing="correct who came")
            run = load_run(work, occurrence.id)
            came = who_came(work, occurrence, run) if run else []
        ack()
        house.answers.open(gesture, who_came_form(occurrence, came))

    @house.app.view("meeting.who_came")
    def submitted(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        chosen = gesture.fields.get("people")
        came = [str(one)[:20] for one in chosen] if isinstance(chosen, list) else []
        with house.db.begin() as work:
            by = acting(work, gesture)
            meeting = meeting_in(gesture)[1]
            correct_who_came(room, work, occurrence_id=meeting, people=came, by=by)
        ack()


class RunningWords:
    """Each word reads what was typed, does one thing, and says so to the person alone."""

    def __init__(self, house: House, room: Room) -> None:
        self._house = house
        self._room = room

    def start(self, gesture: Gesture, _words: str) -> Reply:
        """Start the meeting that is due."""
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            occurrence = current_meeting(self._room, work)
            start_meeting(
                self._room, work, occurrence_id=occurrence.id, by=by, at=self._room.clock.business()
            )
        return Reply("The meeting has begun. Its message in the channel has the buttons.")

    def decide(self, gesture: Gesture, words: str) -> Reply:
        """Note a decision."""
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            said = decide(
                self._room,
                work,
                occurrence_id=None,
                text=as_written(work, words),
                by=by,
                at=self._room.clock.business(),
            )
        return Reply(f"Noted as decided: {field(said, 300)}")

    def action(self, gesture: Gesture, words: str) -> Reply | None:
        """Give an action as typed, or ask for it."""
        if not words:
            self._ask_for_action(gesture)
            return None
        owner, (what, due) = mentioned(words), self._what_and_when(words)
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            action = give_action(
                self._room,
                work,
                occurrence_id=None,
                what=as_written(work, what),
                owner=owner or by.id,
                due=due,
                by=by,
                at=self._room.clock.business(),
            )
            name = people.names(work, [owner or by.id])[owner or by.id]
        if action is None:
            raise LookupError("an action without a nonce is always new")
        said = field(action.what, 300)
        return Reply(f"{action.number} is {escape(name)}'s, due {day_in_words(due)}: {said}")

    def _ask_for_action(self, gesture: Gesture) -> None:
        with self._house.db.read() as work:
            by = acting(work, gesture)
            on = now_on(work)
        form = action_form(
            on.point,
            form_note(on.occurrence, on.run.current),
            due=usually_due(self._room),
            owner=by.id,
        )
        self._house.answers.open(gesture, form)

    def _what_and_when(self, words: str) -> tuple[str, date]:
        """Take the owner out of what was typed, and the date after its last "by"."""
        owner = mentioned(words)
        rest = words.replace(f"<@{owner}>", " ", 1) if owner else words
        rest = " ".join(rest.split())
        what, by, when = rest.rpartition(" by ")
        if by:
            now, zone = self._room.clock.business(), self._room.people.zone
            try:
                due = read_when(when.rstrip(". "), now=now, planned=now, zone=zone)
            except Refusal:
                return rest, usually_due(self._room)
            return what, due.astimezone(zone).date()
        return rest, usually_due(self._room)

    def park(self, gesture: Gesture, words: str) -> Reply:
        """Put off the point that is on, or what is typed."""
        with self._house.db.begin() as work:
            by, at = acting(work, gesture), self._room.clock.business()
            if words:
                said = park_words(self._room, work, text=as_written(work, words), by=by, at=at)
            else:
                said = park_point(self._room, work, occurrence_id=None, after=None, by=by, at=at)
        return Reply(f"Parked for the next meeting: {field(said, 300)}")

    def end(self, gesture: Gesture, _words: str) -> Reply:
        """End the meeting."""
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            end_meeting(self._room, work, occurrence_id=None, by=by, at=self._room.clock.business())
        return Reply("The meeting is over; its minutes are in the channel.")

    def minutes(self, gesture: Gesture, words: str) -> Reply:
        """Show the minutes of the last meeting, or of the month typed."""
        zone = self._room.people.zone
        with self._house.db.read() as work:
            acting(work, gesture)
            found = held_in(work, _month(words, at=self._room.clock.business(), zone=zone))
            if found is None:
                raise Refusal("No meeting was held then. /meeting history lists those that were.")
            occurrence, run = found
            facts = minutes_facts(self._room, work, occurrence, run)
        return as_reply(minutes_message(facts, private=True))

    def history(self, gesture: Gesture, _words: str) -> Reply:
        """List the meetings that were."""
        with self._house.db.read() as work:
            acting(work, gesture)
            some = held_meetings(work)
        return as_reply(history_message(some, command=self._room.commands.name("meeting")))


def _month(words: str, *, at: datetime, zone: ZoneInfo) -> Period:
    """Read the month whose minutes are meant: "2026-11", "november", "last month"; all for none."""
    if not words:
        return Period()
    name = words.lower().rstrip(".")
    named = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name)]
    if len(name) >= 3 and len(named) == 1:
        today = at.astimezone(zone).date()
        year = today.year if named[0] <= today.month else today.year - 1
        words = f"{year}-{named[0]}"
    since = read_since(words, at=at, zone=zone)
    if since is None:
        raise Refusal("Which month? Write it like /meeting minutes 2026-11 or november")
    return since.period
