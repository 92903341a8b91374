"""A CSV file that somebody dropped into Slack: fetched with the bot's token, then imported.

Its rejected rows go back as a file. The token goes to Slack's own hosts and the host of
`SLACK_API_URL`, to no other: a file's address comes from outside.
"""

import tempfile
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import IO, Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.kit.csv_text import NotACsv
from bot.kit.db import Database
from bot.kit.errors import Refusal
from bot.kit.slack import Client
from bot.kit.slack_host import OPENER, may_see_the_token
from bot.leads.actions.imports import report_import
from bot.leads.intake.csv_file import import_file
from bot.leads.intake.rejected_upload import RejectedUploads
from bot.leads.intake.turn import Turn, TurnOver
from bot.leads.room import Room
from bot.leads.store.imports import TRIES, left_imports
from bot.people.queries import person

log = structlog.get_logger(__name__)

MOST_BYTES = 25 * 1024 * 1024
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
SECONDS = 20
"""A silence of Slack's that ends the fetching: sooner than an import may be silent itself."""
_BLOCK = 1 << 16


class NotFetched(Exception):  # noqa: N818 - an answer to whoever imports
    """The file cannot be had; the message says why and what to do."""


class SlackImports:
    """Imports in a thread of its own, one file after the other.

    An import is a row until it is reported, so that a crash or a stop only interrupts it:
    `take_up` begins again what nobody is at, and no row of a file comes in twice.
    """

    def __init__(self, db: Database, room: Room, client: Client) -> None:
        self._db = db
        self._room = room
        self._client = client
        self._uploads = RejectedUploads(db, room, client)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="import")
        self._stopping = Event()

    def start(self, import_id: int) -> None:
        """Have a file imported soon; once the bot stops, by the next that starts."""
        with suppress(RuntimeError):  # the threads are shut down
            self._threads.submit(self._run_safely, import_id)

    def stop(self) -> None:
        """End every import after the rows it is at; who starts next goes on at once."""
        self._stopping.set()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def take_up(self) -> None:
        """Import what was left by a process that died, and delete files nobody wants any more."""
        self._uploads.delete_unwanted()
        with self._db.read() as work:
            left = left_imports(work, at=self._room.clock.real())
        for import_id in left:
            self._run_safely(import_id)

    def run(self, import_id: int) -> None:
        """Import a file now, unless it is done or somebody is at it, and report it.

        Its rejected rows follow the report as a file. When that fails, the report still names the
        first of them.
        """
        turn = Turn.take(self._db, self._room.clock, import_id, self._stopping)
        if turn is None:
            return
        asked, rejected = turn.asked, b""
        try:
            report, rejected = self._import(turn)
        except TurnOver:
            log.info("import_left_to_the_next", id=asked.id)
            return
        except (NotFetched, NotACsv) as fault:
            report = {"failed": str(fault)}
        except Exception as fault:
            if asked.tries < TRIES:
                raise
            log.exception("import_given_up", id=asked.id)
            report = {"failed": f"it failed {TRIES} times ({type(fault).__name__})."}
        with self._db.begin() as work:
            is_new = report_import(self._room, work, asked, report)
        if is_new and rejected:
            self._uploads.share(asked, rejected)

    def _run_safely(self, import_id: int) -> None:
        try:
            self.run(import_id)
        except Exception:
            log.exception("import_interrupted", id=import_id)

    def _import(self, turn: Turn) -> tuple[dict[str, Any], bytes]:
        """Return the report, and the file of rejected rows, empty without any."""
        asked = turn.asked
        with self._db.read() as work:
            by = person(work, asked.person)
        with tempfile.TemporaryDirectory(prefix="leads-") as folder:
            path = Path(folder) / "leads.csv"
            fetch_file(self._client, asked.file, into=path, between=turn.go_on)
            report = import_file(
                self._db,
                self._room,
                path,
                by=by,
                lasting=False,
                progress=lambda _read, _size: turn.go_on(),
            )
            rejected = report.rejected_file.read_bytes() if report.rejected_file else b""
        told = {
            "sentence": f"{report.sentence()} {report.read_as}".strip(),
            "rejected": report.rejected,
            "reasons": [list(reason) for reason in report.reasons],
        }
        return told, rejected


def csv_files_of(message: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (id, name) of the CSV files of a message; a Refusal when it holds none."""
    files = [file for file in message.get("files") or [] if isinstance(file, dict)]
    found = [
        (str(file["id"]), str(file.get("name") or "leads.csv")[:300])
        for file in files
        if _is_csv(file)
    ]
    if not found and any(str(file.get("name") or "").lower().endswith(SHEETS) for file in files):
        raise Refusal(
            "I read CSV files only. In the spreadsheet save it as “CSV UTF-8”, drop that here and "
            "choose Import leads on its message."
        )
    if not found:
        raise Refusal(
            "This message holds no CSV file. Drop one into a channel or a message to me, "
            "then choose Import leads on that message."
        )
    return found


def _is_csv(file: Mapping[str, Any]) -> bool:
    name = str(file.get("name") or "").lower()
    return bool(file.get("id")) and (
        file.get("filetype") == "csv" or name.endswith((".csv", ".tsv", ".txt"))
    )


def fetch_file(
    client: Client,
    file_id: str,
    *,
    into: Path,
    most: int = MOST_BYTES,
    between: Callable[[], None] = lambda: None,
) -> None:
    """Write a file of Slack's to `into`; NotFetched with a sentence when it cannot be had.

    `between` is called after each block; what it raises ends the fetching.
    """
    try:
        file = client.files_info(file=file_id)["file"]
    except SlackApiError as refused:
        raise NotFetched(_why(str(refused.response.get("error")))) from refused
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if not may_see_the_token(address, client.base_url):
        raise NotFetched("it is not kept by Slack itself; drop the file into Slack.")
    if int(file.get("size") or 0) > most:
        raise NotFetched(_too_large(most))
    request = urllib.request.Request(  # noqa: S310 - the host was looked at
        address, headers={"authorization": f"Bearer {client.token}"}
    )
    try:
        with OPENER.open(request, timeout=SECONDS) as answer, into.open("wb") as kept:
            if "text/html" in answer.headers.get("content-type", ""):
                raise NotFetched("Slack did not hand it out; the app needs the scope files:read.")
            _copy(answer, kept, most, between)
    except (OSError, HTTPException) as fault:
        raise NotFetched(
            f"Slack did not hand it out ({type(fault).__name__}); try again."
        ) from fault


def _copy(answer: Any, kept: IO[bytes], most: int, between: Callable[[], None]) -> None:
    size = 0
    while block := answer.read(_BLOCK):
        size += len(block)
        if size > most:
            raise NotFetched(_too_large(most))
        kept.write(block)
        between()


def _too_large(most: int) -> str:
    return f"it is larger than {most // 1024 // 1024} MB; split it, or use smarketing import-leads."


_WHY = {
    "file_not_found": "it is not there any more, or I am not in its channel.",
    "file_deleted": "it was deleted.",
    "missing_scope": "the app needs the scope files:read.",
}


def _why(error: str) -> str:
    return _WHY.get(error, f"Slack says {error}.")
