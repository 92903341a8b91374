"""A meeting as a calendar file in Slack, given to who asks for it in a direct message.

Direct calls after the click is acknowledged, each made once: a file that is lost costs a click.
Who claimed the row gives the file, so that a double click or a second replica gives no second one.
"""

import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import structlog
from slack_sdk.errors import SlackApiError

from bot.kit.commands import Reply
from bot.kit.db import Database
from bot.kit.gestures import Gesture
from bot.kit.slack import NOT_REACHED, Answers, Client
from bot.kit.slack_host import OPENER, may_see_the_token
from bot.meetings.domain.dates import Occurrence, Series
from bot.meetings.room import Room
from bot.meetings.store.calendar import claim_file, note_file
from bot.meetings.store.dates import load_occurrence, series_ever
from bot.meetings.views.calendar import calendar_file

log = structlog.get_logger(__name__)

SECONDS = 30
AGAIN_AFTER = timedelta(seconds=30)
"""A click this soon after another gives no second file."""
GIVEN = "The calendar file is in our direct messages: open it to add the meeting."
NOT_GIVEN = "Slack did not take the calendar file. Try again in a minute."


class NotUploaded(Exception):  # noqa: N818 - it is told and logged
    """Slack did not take the file; the message says why."""


class CalendarFiles:
    """Puts calendar files into Slack, in threads of its own."""

    def __init__(self, db: Database, room: Room, client: Client, answers: Answers) -> None:
        self._db = db
        self._room = room
        self._client = client
        self._answers = answers
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="calendar-file")

    def give(self, gesture: Gesture, occurrence: Occurrence) -> "Future[None] | None":
        """Give who made the gesture the file, unless they were given it a moment ago."""
        with self._db.begin() as work:
            mine = claim_file(
                work,
                occurrence.id,
                occurrence.sequence,
                gesture.user,
                at=self._room.clock.real(),
                again=AGAIN_AFTER,
            )
        if not mine:
            self._answers.privately(gesture, Reply(GIVEN))
            return None
        return self._threads.submit(self._give, gesture, occurrence)

    def _give(self, gesture: Gesture, asked: Occurrence) -> None:
        with self._db.read() as work:
            occurrence, series = load_occurrence(work, asked.id), series_ever(work)
        if occurrence is None or series is None:
            return
        try:
            self._upload(gesture.user, occurrence, series, sequence=asked.sequence)
        except (NotUploaded, *NOT_REACHED) as fault:
            why = fault.response.get("error") if isinstance(fault, SlackApiError) else None
            log.warning("calendar_file_not_uploaded", error=why or type(fault).__name__)
            self._answers.privately(gesture, Reply(NOT_GIVEN))
        else:
            self._answers.privately(gesture, Reply(GIVEN))

    def _upload(
        self, person: str, occurrence: Occurrence, series: Series, *, sequence: int
    ) -> None:
        contents = calendar_file(occurrence, series.zone)
        name = f"strategy-meeting-{occurrence.period}.ics"
        direct = self._client.conversations_open(users=[person]).get("channel") or {}
        place = self._client.files_getUploadURLExternal(filename=name, length=len(contents))
        file, address = str(place.get("file_id") or ""), str(place.get("upload_url") or "")
        if not file or not direct.get("id"):
            raise NotUploaded("Slack named no place for the file")
        if not may_see_the_token(address, self._client.base_url):
            raise NotUploaded("the upload address is on another host than Slack's")
        with self._db.begin() as work:
            note_file(work, occurrence.id, sequence, person, file=file, at=None)
        request = urllib.request.Request(  # noqa: S310 - the host was looked at
            address, data=contents, method="POST"
        )
        with OPENER.open(request, timeout=SECONDS) as answer:
            if answer.status != 200:
                raise NotUploaded(f"HTTP {answer.status}")
        self._client.files_completeUploadExternal(
            files=[{"id": file, "title": name}],
            channel_id=direct["id"],
            initial_comment="Open this file to add the meeting to your calendar.",
        )
        with self._db.begin() as work:
            at = self._room.clock.real()
            note_file(work, occurrence.id, sequence, person, file=file, at=at)
