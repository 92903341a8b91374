"""Done, Can't, New date: the owners' buttons, their forms, and the words that do the same."""

from datetime import timedelta
from typing import Any

from slack_bolt import Ack

from bot.kit.blocks import escape
from bot.kit.commands import Reply, mentioned
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.periods import Period
from bot.kit.showing import show_again, show_clicked
from bot.kit.slack import notice
from bot.kit.wording import counted, field
from bot.meetings.actions.action_items import close, hand_over, move_date, own_action
from bot.meetings.domain.action_items import ACTIONS, ActionState
from bot.meetings.listeners.doors import action_in, as_reply, words_in
from bot.meetings.listeners.running import read_date, usually_due
from bot.meetings.queries.messages import list_of, today_of
from bot.meetings.room import Room
from bot.meetings.store.action_items import all_actions, open_actions
from bot.meetings.views.action_items import (
    actions_answer,
    cannot_form,
    home_section,
    new_date_form,
    reminder,
)
from bot.meetings.views.running import day_in_words
from bot.people import queries as people
from bot.people.queries import acting


def register(house: House, room: Room) -> None:
    """Listen to owners, answer `/meeting actions`, and offer the Home section."""
    _done(house, room)
    _forms(house, room)
    words = ActionWords(house, room)
    for word, usage, about, answer in (
        ("actions", "[mine|open|all]", "who does what by when", words.actions),
        ("done", "ACT-7", "your action is done", words.done),
        ("hand", "ACT-7 @Priya", "give an action to somebody else", words.hand),
    ):
        house.commands.register("meeting", word, usage=usage, about=about, answer=answer)

    def section(work: Work, person: str) -> list[dict[str, Any]]:
        mine = open_actions(work, owner=person)
        facts = list_of(room, work, mine, mine=person, all_mine=True)
        return home_section(facts, command=room.commands.name("meeting"))

    house.home_sections.append(section)


def _done(house: House, room: Room) -> None:
    @house.app.action("meeting.action.done")
    def done(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            action = close(
                room,
                work,
                action_id=action_in(gesture),
                state=ActionState.DONE,
                by=acting(work, gesture),
                at=room.clock.business(),
            )
            ours = show_clicked(room.outbox, room.clock, work, gesture)
            said = reminder(action, today_of(room))
        ack()
        if not ours:
            show_again(house.answers, gesture, said, title=action.number)


def _forms(house: House, room: Room) -> None:
    @house.app.action("meeting.action.cannot")
    def ask_why(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            action = own_action(work, action_in(gesture), by=acting(work, gesture))
        ack()
        house.answers.open(gesture, cannot_form(action))

    @house.app.view("meeting.action.cannot")
    def cannot(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.begin() as work:
            action = close(
                room,
                work,
                action_id=action_in(gesture),
                state=ActionState.CANNOT,
                reason=words_in(gesture, "reason"),
                by=acting(work, gesture),
                at=room.clock.business(),
            )
        said = f"{action.number} is given up. The next meeting talks about it."
        ack(response_action="update", view=notice(said, title=action.number))

    @house.app.action("meeting.action.new_date")
    def ask_when(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            action = own_action(work, action_in(gesture), by=acting(work, gesture))
        ack()
        suggested = max(action.due + timedelta(days=7), usually_due(room) - timedelta(days=7))
        house.answers.open(gesture, new_date_form(action, suggested=suggested))

    @house.app.view("meeting.action.new_date")
    def moved(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        due = read_date(gesture.fields.get("due"))
        if due is None or due < today_of(room):
            ack(response_action="errors", errors={"due": "Pick today or a later day."})
            return
        with house.db.begin() as work:
            action = move_date(
                room,
                work,
                action_id=action_in(gesture),
                due=due,
                by=acting(work, gesture),
                at=room.clock.business(),
            )
        said = f"{action.number} is due {day_in_words(action.due)} now."
        ack(response_action="update", view=notice(said, title=action.number))


class ActionWords:
    """Each word reads what was typed, does one thing, and says so to the person alone."""

    def __init__(self, house: House, room: Room) -> None:
        self._house = house
        self._room = room

    def actions(self, gesture: Gesture, words: str) -> Reply:
        """List my open actions, everybody's, or all there ever were."""
        wanted = words.lower() or "open"
        if wanted not in {"mine", "open", "all"}:
            raise Refusal("Write /meeting actions mine, /meeting actions open or …actions all.")
        with self._house.db.read() as work:
            by = acting(work, gesture)
            if wanted == "mine":
                some, title = open_actions(work, owner=by.id), "Your open actions"
            elif wanted == "open":
                some, title = open_actions(work), "Open actions"
            else:
                some, title = all_actions(work, Period())[::-1], "All actions"
            facts = list_of(self._room, work, some, mine=by.id, all_mine=wanted == "mine")
        if some:
            title = f"{title}: {len(some)}"
        return as_reply(actions_answer(title, facts, command=self._room.commands.name("meeting")))

    def done(self, gesture: Gesture, words: str) -> Reply:
        """Say that an action is done."""
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            action = close(
                self._room,
                work,
                action_id=self._number(words),
                state=ActionState.DONE,
                by=by,
                at=self._room.clock.business(),
            )
            left = len(open_actions(work, owner=by.id))
        more = f" {counted(left, 'action').capitalize()} of yours left." if left else ""
        return Reply(f"{action.number} is done: {field(action.what, 300)}.{more}")

    def hand(self, gesture: Gesture, words: str) -> Reply:
        """Give an action to somebody else."""
        owner = mentioned(words)
        if owner is None:
            raise Refusal("To whom? Mention them, like /meeting hand ACT-7 @Priya")
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            action = hand_over(
                self._room,
                work,
                action_id=self._number(words),
                owner=owner,
                by=by,
                at=self._room.clock.business(),
            )
            name = people.names(work, [owner])[owner]
        return Reply(f"{action.number} is {escape(name)}'s now: {field(action.what, 300)}")

    @staticmethod
    def _number(words: str) -> int:
        number, _ = ACTIONS.split(words)
        if number is None:
            raise Refusal("Which one? Write its number: ACT-7. /meeting actions lists them.")
        return number
