"""Going, Can't, and the calendar file: the buttons of an invitation."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from bot.kit.gestures import read_gesture
from bot.kit.house import House
from bot.kit.showing import show_again, show_clicked
from bot.meetings.actions.attendance import answer_invitation, attending
from bot.meetings.intake.calendar_file import CalendarFiles
from bot.meetings.listeners.dates import meeting_in
from bot.meetings.queries.invitation import invitation_facts
from bot.meetings.room import Room
from bot.meetings.views.invitation import invitation_message


def register(house: House, room: Room) -> None:
    """Listen to the buttons."""
    files = CalendarFiles(house.db, room, house.client, house.answers)

    def answer(*, going: bool) -> Callable[..., None]:
        def listen(ack: Ack, body: dict[str, Any]) -> None:
            gesture = read_gesture(body)
            with house.db.begin() as work:
                by, occurrence = attending(work, gesture, meeting_in(gesture))
                answer_invitation(
                    room,
                    work,
                    occurrence=occurrence,
                    going=going,
                    by=by,
                    at=room.clock.business(),
                )
                lasting = show_clicked(room.outbox, room.clock, work, gesture)
                shown = invitation_message(invitation_facts(work, occurrence))
            ack()
            if not lasting:
                show_again(house.answers, gesture, shown, title="Strategy meeting")

        return listen

    def calendar_file(ack: Ack, body: dict[str, Any]) -> None:
        gesture = read_gesture(body)
        with house.db.read() as work:
            _, occurrence = attending(work, gesture, meeting_in(gesture))
        ack()
        files.give(gesture, occurrence)

    house.app.action("meeting.going")(answer(going=True))
    house.app.action("meeting.cannot")(answer(going=False))
    house.app.action("meeting.calendar_file")(calendar_file)
