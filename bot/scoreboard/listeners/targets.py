"""`/smarketing target`: the shared targets, and the form by which managers set them."""

from datetime import date, timedelta
from typing import Any

from slack_bolt import Ack

from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.kit.numbering import LONGEST
from bot.kit.text import cut_word
from bot.people.domain import Person, must_be_manager
from bot.people.queries import acting
from bot.scoreboard.actions.targets import TARGETABLE, end_target, set_target
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.offered import OTHER, offered_spans, opened_on, read_goal
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.domain.targets import Target
from bot.scoreboard.queries.messages import ScoreMessages
from bot.scoreboard.queries.targets import the_target
from bot.scoreboard.room import Room
from bot.scoreboard.views.targets import (
    CALLBACK,
    CHANGE,
    END,
    SET,
    said_modal,
    set_words,
    target_form,
)
from bot.scoreboard.views.words import View

A_DAY = timedelta(days=1)
NOT_IN_THE_FORM = "span"
"""Where a fault of days is shown that were not typed but chosen."""


def register(house: House, room: Room, messages: ScoreMessages) -> None:
    """Answer the word, the buttons and the form."""
    asked = Targets(house, room, messages)
    house.commands.register(
        "smarketing",
        "target",
        usage="[set]",
        about="the shared targets, and how they stand; managers set them",
        answer=asked.word,
    )
    house.app.action(SET)(asked.begin)
    house.app.action(CHANGE)(asked.change)
    house.app.action(END)(asked.end)
    house.app.view(CALLBACK)(asked.save)


class Targets:
    """Each gesture reads what it needs, does one thing, and says so to the person alone."""

    def __init__(self, house: House, room: Room, messages: ScoreMessages) -> None:
        self._house = house
        self._room = room
        self._messages = messages

    def word(self, gesture: Gesture, words: str) -> Reply | None:
        """List the targets; with "set" open the form."""
        if words and words.lower() not in {"set", "new", "add", "list"}:
            name = self._room.commands.name("smarketing")
            raise Refusal(
                f"I don't know “{cut_word(words)}”. {name} target lists the targets, "
                f"{name} target set opens the form."
            )
        with self._house.db.read() as work:
            by = acting(work, gesture)
            if words.lower() in {"set", "new", "add"}:
                must_be_manager(by, doing="set targets")
                self._house.answers.open(gesture, self._form())
                return None
        self._house.answers.later(gesture, lambda: self._listed(gesture))
        return None

    def begin(self, ack: Ack, body: dict[str, Any]) -> None:
        """Open the form for a new target."""
        gesture = read_gesture(body)
        with self._house.db.read() as work:
            must_be_manager(acting(work, gesture), doing="set targets")
        ack()
        self._house.answers.open(gesture, self._form())

    def change(self, ack: Ack, body: dict[str, Any]) -> None:
        """Open the form of a target that is there."""
        gesture = read_gesture(body)
        with self._house.db.read() as work:
            must_be_manager(acting(work, gesture), doing="change targets")
            target = the_target(work, self._room.settings, read_target(gesture.value))
        ack()
        self._house.answers.open(gesture, self._form(target))

    def end(self, ack: Ack, body: dict[str, Any]) -> None:
        """End a target, and show the list without it."""
        gesture = read_gesture(body)
        with self._house.db.begin() as work:
            by = acting(work, gesture)
            end_target(
                self._room,
                work,
                target_id=read_target(gesture.value),
                by=by,
                at=self._room.clock.business(),
            )
        ack()
        if gesture.response_url:
            self._house.answers.later(gesture, lambda: self._listed(gesture), replace=True)

    def save(self, ack: Ack, body: dict[str, Any]) -> None:
        """Set what the form says; what is wrong with it is said beside its field."""
        gesture = read_gesture(body)
        try:
            with self._house.db.begin() as work:
                by = acting(work, gesture)
                must_be_manager(by, doing="set targets")
                before = self._chosen(work, gesture)
                target = self._set(work, gesture, before, by)
        except WrongDetail as wrong:
            ack(response_action="errors", errors={_field(gesture, wrong.field): wrong.sentence})
        else:
            ack(response_action="update", view=self._done(target, changed=before is not None))

    def _chosen(self, work: Work, gesture: Gesture) -> Target | None:
        target_id = gesture.note.get("target")
        if not target_id:
            return None
        return the_target(work, self._room.settings, read_target(target_id))

    def _set(self, work: Work, gesture: Gesture, before: Target | None, by: Person) -> Target:
        fields = gesture.fields
        metric = before.metric if before else _metric(fields.get("metric"))
        span = before.span if before else self._span(gesture)
        return set_target(
            self._room,
            work,
            metric=metric,
            first=span.first,
            past=span.past,
            goal=read_goal(metric, str(fields.get("goal") or "")),
            sales_owner=str(fields.get("sales_owner") or ""),
            marketing_owner=str(fields.get("marketing_owner") or ""),
            by=by,
            at=self._room.clock.business(),
        )

    def _span(self, gesture: Gesture) -> Span:
        fields = gesture.fields
        spans = self._spans(opened_on(gesture.note.get("opened"), today=self._today))
        chosen = str(fields.get("span") or "")
        if chosen in spans:
            return spans[chosen]
        if chosen != OTHER:
            raise WrongDetail("span", "Choose how long it holds.")
        zone = self._room.settings.people.zone
        first, last = _day(fields.get("first")), _day(fields.get("last"))
        if not (first and last):
            raise WrongDetail("last" if first else "first", "Pick the first and the last day.")
        return Span.of_days(first, last, zone)

    @property
    def _today(self) -> date:
        return self._room.clock.business().astimezone(self._room.settings.people.zone).date()

    def _spans(self, day: date) -> dict[str, Span]:
        return offered_spans(day, self._room.settings.people.zone)

    def _form(self, target: Target | None = None) -> View:
        return target_form(
            metrics=TARGETABLE,
            spans=self._spans(self._today),
            currency=self._room.settings.currency,
            opened=self._today,
            target=target,
        )

    def _listed(self, gesture: Gesture) -> Reply:
        with self._house.db.read() as work:
            message = self._messages.listed(work, acting(work, gesture))
        return Reply(message.text, message.blocks, message.fallback_blocks)

    def _done(self, target: Target, *, changed: bool) -> View:
        name = self._room.commands.name("smarketing")
        words = set_words(target, self._room.settings.currency, changed=changed)
        return said_modal(f"{words}\n`{name} target` shows how it stands.")


def read_target(value: object) -> int:
    """Read what a button or a form carries, which is never trusted for rights."""
    said = str(value)
    if said.isascii() and said.isdecimal() and len(said) <= LONGEST:
        return int(said)
    raise Refusal("That button is of an older list; ask for the targets again.")


def _day(value: object) -> date | None:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return None
    # The day after the last one is kept as well, and read on a wall anywhere.
    return day if date.min + A_DAY < day < date.max - A_DAY else None


def _metric(value: object) -> Metric:
    try:
        return Metric(str(value))
    except ValueError:
        raise WrongDetail("metric", "Choose what is counted.") from None


def _field(gesture: Gesture, field: str) -> str:
    """Return the block of the form at which a fault is shown."""
    if field in gesture.fields:
        return NOT_IN_THE_FORM if _is_chosen(gesture, field) else field
    return "goal"


def _is_chosen(gesture: Gesture, field: str) -> bool:
    return field in {"first", "last"} and gesture.fields.get("span") != OTHER
