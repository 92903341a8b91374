"""Target: a shared number is set while the meeting runs, as the scoreboard keeps it."""

from datetime import date
from typing import Any

from slack_bolt import Ack

from bot.kit.db import Work
from bot.kit.errors import WrongDetail
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.meetings.actions.running import note_target, now_on
from bot.meetings.listeners.doors import nonce_of, point_in, words_in
from bot.meetings.listeners.running import form_note, point_at
from bot.meetings.room import Room
from bot.meetings.views.running import target_form
from bot.people import queries as people
from bot.people.domain import must_be_manager
from bot.people.queries import acting
from bot.scoreboard.actions.targets import TARGETABLE, set_target
from bot.scoreboard.domain.metrics import Metric, said
from bot.scoreboard.domain.offered import offered_spans, opened_on, read_goal
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.domain.targets import Target
from bot.scoreboard.room import Room as ScoreRoom

FIELDS = frozenset({"metric", "span", "goal", "sales_owner", "marketing_owner"})


def register(house: House, room: Room) -> None:
    """Listen to the button and its form, where there is a scoreboard."""
    if room.scoreboard is None:
        return
    board = room.scoreboard

    @house.app.action("meeting.target")
    def ask(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        meeting, position = point_in(gesture)
        with house.db.read() as work:
            must_be_manager(acting(work, gesture), doing="set targets")
            on = now_on(work, meeting)
        ack()
        form = target_form(
            point_at(on.run.points, position),
            form_note(on.occurrence, position) | {"opened": _today(room).isoformat()},
            metrics={one.value: one.of.name for one in TARGETABLE},
            spans={value: _when(value, span) for value, span in _spans(room, _today(room)).items()},
        )
        house.answers.open(gesture, form)

    @house.app.view("meeting.target")
    def submitted(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            with house.db.begin() as work:
                _set(room, board, work, gesture)
        except WrongDetail as wrong:
            field = wrong.field if wrong.field in FIELDS else "span"
            ack(response_action="errors", errors={field: wrong.sentence})
        else:
            ack()


def _today(room: Room) -> date:
    return room.clock.business().astimezone(room.people.zone).date()


def _spans(room: Room, day: date) -> dict[str, Span]:
    return offered_spans(day, room.people.zone)


def _when(value: str, span: Span) -> str:
    return f"{value.replace('-', ' ').capitalize()} ({span.words})"


def _set(room: Room, board: ScoreRoom, work: Work, gesture: Gesture) -> None:
    by = acting(work, gesture)
    meeting, position = point_in(gesture)
    at = room.clock.business()
    now_on(work, meeting)
    opened = opened_on(gesture.note.get("opened"), today=_today(room))
    metric, span = _metric(gesture), _spans(room, opened).get(words_in(gesture, "span"))
    if span is None:
        raise WrongDetail("span", "Choose how long it holds.")
    target = set_target(
        board,
        work,
        metric=metric,
        first=span.first,
        past=span.past,
        goal=read_goal(metric, words_in(gesture, "goal")),
        sales_owner=words_in(gesture, "sales_owner"),
        marketing_owner=words_in(gesture, "marketing_owner"),
        by=by,
        at=at,
    )
    note_target(
        room,
        work,
        occurrence_id=meeting,
        position=position,
        words=_in_words(work, target, currency=board.settings.currency),
        nonce=nonce_of(gesture),
        by=by,
        at=at,
    )


def _metric(gesture: Gesture) -> Metric:
    try:
        return Metric(words_in(gesture, "metric"))
    except ValueError:
        raise WrongDetail("metric", "Choose what is counted.") from None


def _in_words(work: Work, target: Target, *, currency: str) -> str:
    goal = said(target.goal, target.metric.of.unit, currency=currency)
    owners = people.names(work, [target.sales_owner, target.marketing_owner])
    names = " and ".join(owners[one] for one in (target.sales_owner, target.marketing_owner))
    return f"{target.metric.of.name}, {target.span.words}: {target.is_reached_by} {goal} ({names})"
