"""The rejected rows of an import, given back in Slack as a CSV file; deleted when they must go.

A direct call after the report is committed, made once: a file that is lost costs a look at the
report, which names the first rows. Its id is kept before its contents leave us.
"""

import urllib.request

import structlog
from slack_sdk.errors import SlackApiError

from bot.kit.blocks import escape
from bot.kit.db import Database
from bot.kit.slack import NOT_REACHED, Client
from bot.kit.slack_host import OPENER, may_see_the_token
from bot.leads.actions.imports import report_again
from bot.leads.domain.imports import rejected_name
from bot.leads.room import Room
from bot.leads.store.imports import Import
from bot.leads.store.rejected_uploads import (
    forget_upload,
    note_shared,
    note_upload,
    unwanted_uploads,
)

log = structlog.get_logger(__name__)

SECONDS = 60
GONE = frozenset({"file_not_found", "file_deleted"})


class NotUploaded(Exception):  # noqa: N818 - it is logged, and the report stands without the file
    """Slack did not take the file; the message says why."""


class RejectedUploads:
    """Puts files of rejected rows into Slack, and takes them out again."""

    def __init__(self, db: Database, room: Room, client: Client) -> None:
        self._db = db
        self._room = room
        self._client = client

    def share(self, asked: Import, contents: bytes) -> None:
        """Give the rows to who asked for the import, in a direct message."""
        try:
            file = self._upload(asked, contents)
        except (NotUploaded, *NOT_REACHED) as fault:
            why = fault.response.get("error") if isinstance(fault, SlackApiError) else None
            log.warning(
                "rejected_rows_not_uploaded", id=asked.id, error=why or type(fault).__name__
            )
            return
        with self._db.begin() as work:
            wanted = note_shared(work, file)
            if wanted:
                report_again(self._room, work, asked.id)
        if not wanted:
            self._delete(file)

    def delete_unwanted(self) -> None:
        """Delete the files that hold somebody who was erased; what fails is tried again."""
        with self._db.read() as work:
            unwanted = unwanted_uploads(work)
        for file in unwanted:
            self._delete(file)

    def _upload(self, asked: Import, contents: bytes) -> str:
        name = rejected_name(asked.name)
        direct = self._client.conversations_open(users=[asked.person]).get("channel") or {}
        place = self._client.files_getUploadURLExternal(filename=name, length=len(contents))
        file, address = str(place.get("file_id") or ""), str(place.get("upload_url") or "")
        if not file or not direct.get("id"):
            raise NotUploaded("Slack named no place for the file")
        if not may_see_the_token(address, self._client.base_url):
            raise NotUploaded("the upload address is on another host than Slack's")
        with self._db.begin() as work:
            text = contents.decode("utf-8-sig", errors="replace")
            note_upload(work, file, import_id=asked.id, text=text)
        request = urllib.request.Request(  # noqa: S310 - the host was looked at
            address, data=contents, method="POST"
        )
        with OPENER.open(request, timeout=SECONDS) as answer:
            if answer.status != 200:
                raise NotUploaded(f"HTTP {answer.status}")
        self._client.files_completeUploadExternal(
            files=[{"id": file, "title": name}],
            channel_id=direct["id"],
            initial_comment=(
                f"The rejected rows of {escape(asked.name)}, each with its reason. "
                "Mend them and import that file: no row comes in twice."
            ),
        )
        return file

    def _delete(self, file: str) -> None:
        try:
            self._client.files_delete(file=file)
        except SlackApiError as refused:
            error = str(refused.response.get("error"))
            if error not in GONE:
                log.warning("rejected_rows_not_deleted", file=file, error=error)
                return
        except NOT_REACHED as fault:
            log.warning("rejected_rows_not_deleted", file=file, error=type(fault).__name__)
            return
        with self._db.begin() as work:
            forget_upload(work, file)
