"""`/meeting setup`: the form, the dates it makes, and saving it."""

from typing import Any

from slack_bolt import Ack

from bot.kit.commands import Reply
from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture, read_gesture
from bot.kit.house import House
from bot.meetings.actions.dates import can_chair, set_up
from bot.meetings.domain.setup import Form, Judged, fields_of, form_of, judge
from bot.meetings.queries.dates import next_meeting
from bot.meetings.queries.setup import preview_of
from bot.meetings.room import Room
from bot.meetings.store.dates import series_ever
from bot.meetings.views.setup import FORM, PREVIEW, preview, saved, setup_form
from bot.people.domain import must_be_manager
from bot.people.queries import acting

NOTE_MOST = 3000
"""Characters that a modal remembers."""
NO_CHAIR = "Pick somebody of sales or marketing, or nobody: then the managers chair in turn."
STALE = "This form is from an older version. Open /meeting setup again."


def register(house: House, room: Room) -> None:
    """Open the form, show what it makes, save it."""

    def show(gesture: Gesture, _words: str) -> Reply | None:
        with house.db.read() as work:
            _managers_only(work, gesture)
            series = series_ever(work)
        view = setup_form(
            form_of(series, zone=room.people.zone.key),
            version=series.version if series else 0,
            holidays_known=room.people.holidays != frozenset(),
            mail=room.settings.mail.is_on,
        )
        house.answers.open(gesture, view)
        return None

    def check(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        form = fields_of(gesture.fields)
        with house.db.read() as work:
            _managers_only(work, gesture)
            judged = _judged(room, form)
            faults = {**judged.faults}
            if form.chair and not can_chair(work, form.chair):
                faults["chair"] = NO_CHAIR
            if faults or judged.series is None:
                ack(
                    response_action="errors",
                    errors={
                        f"meeting.{field}": room.commands.as_typed(sentence)
                        for field, sentence in faults.items()
                    },
                )
                return
            facts = preview_of(room, work, judged.series, judged.works, at=room.clock.business())
        view = preview(facts, form, version=_version(gesture))
        if len(view["private_metadata"]) > NOTE_MOST:
            said = "All of it together is too much. Name fewer people, or say the rest shorter."
            ack(response_action="errors", errors={"meeting.rule": said})
            return
        ack(response_action="push", view=view)

    def save(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        try:
            judged = _judged(room, Form.read(gesture.note.get("form")))
        except ValueError:
            raise Refusal(STALE) from None
        if judged.series is None:
            raise Refusal(next(iter(judged.faults.values())))
        at = room.clock.business()
        with house.db.begin() as work:
            by = acting(work, gesture)
            set_up(room, work, wanted=judged.series, by=by, at=at, seen=_version(gesture))
            first = next_meeting(work, at)
        ack(
            response_action="update",
            view=saved(
                first.starts_at if first else None,
                invited=bool(first and first.invited_at),
            ),
        )

    house.commands.register(
        "meeting", "setup", about="when, where and with whom; for managers", answer=show
    )
    house.app.view(FORM)(check)
    house.app.view(PREVIEW)(save)


def _version(gesture: Gesture) -> int:
    version = gesture.note.get("version")
    return version if type(version) is int else 0


def _judged(room: Room, form: Form) -> Judged:
    today = room.clock.business().astimezone(room.people.zone).date()
    return judge(form, room.people, today=today)


def _managers_only(work: Work, gesture: Gesture) -> None:
    must_be_manager(acting(work, gesture), doing="set up the strategy meeting")
