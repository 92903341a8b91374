"""The sender: claims a row, renders it, makes one call, records what came of it."""

from datetime import timedelta

import structlog

from bot.kit.clock import Clock
from bot.kit.db import Database
from bot.kit.outbox.answers import (
    BLOCKS_REFUSED,
    Answer,
    NoToken,
    Refused,
    Sent,
    Uncertain,
)
from bot.kit.outbox.calls import Calls, is_person
from bot.kit.outbox.claiming import Claimed, Claims, Resolve
from bot.kit.outbox.pacing import Pace
from bot.kit.outbox.recording import Records, count
from bot.kit.outbox.settings import OutboxSettings
from bot.kit.outbox.views import Message, Views, is_purged
from bot.kit.slack import Client

log = structlog.get_logger(__name__)


class Sender:
    """Sends what is due. Any number of them, in any number of processes, share one database."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        client: Client,
        views: Views,
        settings: OutboxSettings | None = None,
        *,
        resolve: Resolve,
    ) -> None:
        self.db = db
        self.clock = clock
        self.settings = settings or OutboxSettings()
        self.calls = Calls(client)
        self.pace = Pace(self.settings)
        self.records = Records(settings=self.settings, pace=self.pace)
        self.resolve = resolve
        self.claims = Claims(
            db, settings=self.settings, pace=self.pace, calls=self.calls, resolve=resolve
        )
        self._views = views
        self._token_fault: str | None = None

    def step(self) -> bool:
        """Claim and send one row; tell whether there was one."""
        row = self.claim()
        if row is None:
            return False
        self.send(row)
        return True

    def claim(self, *, busy: frozenset[str] = frozenset()) -> Claimed | None:
        """Claim a due row. From here on it counts as dispatched, whatever becomes of us."""
        return self.claims.next(at=self.clock.real(), busy=busy)

    def send(self, row: Claimed) -> None:
        """Bring Slack to show what the row's view says now."""
        if row.orphan:
            with self.db.begin() as work:
                self.records.withdrawn(work, row, at=self.clock.real())
            return
        if is_purged(row.view, row.args) and row.ts:
            with self.db.begin() as work:
                self.records.settled(work, row, at=self.clock.real())
            return
        try:
            with self.db.read() as work:
                message = self._views.render(work, row.view, row.args)
        except Exception as fault:
            error = f"view {row.view}: {type(fault).__name__}"
            if error != row.error:
                log.exception("view_failed", key=row.key, view=row.view)
            self._put_back(row, error)
            return
        if row.ts and row.channel:
            self._change(row, message, channel=row.channel, ts=row.ts)
        elif message is None:
            with self.db.begin() as work:
                self.records.withdrawn(work, row, at=self.clock.real())
        else:
            self._post(row, message)

    def release(self, row: Claimed) -> None:
        """Give back a row for which no call was made."""
        with self.db.begin() as work:
            at = self.clock.real()
            self.records.put_back(work, row, error=row.error, at=at, wait=False)

    def _post(self, row: Claimed, message: Message) -> None:
        channel = row.channel
        if channel is None and is_person(row.destination):
            opened = self.calls.open_direct(row.destination)
            if isinstance(opened, Uncertain):
                self._put_back(row, f"conversations.open: {opened.error}")
                return
            if not isinstance(opened, str):
                self._record_post(row, opened)
                return
            channel = opened
        if channel is None:
            error = f"no channel is set for {row.destination}"
            if error != row.error:
                log.error("nowhere_to_post", key=row.key, destination=row.destination)
            self._put_back(row, error)
            return
        if not self._is_in_time(row):
            self.release(row)
            return
        answer = self.calls.post(
            message.plainer(row.plainness),
            channel=channel,
            thread_ts=row.thread_ts,
            nonce=row.nonce,
            asking=row.asking,
        )
        if not self._simplified(row, message, answer):
            self._record_post(row, answer)

    def _simplified(self, row: Claimed, message: Message, answer: Answer) -> bool:
        """Record a refusal of the blocks of a message that can be plainer; tell whether it was."""
        if not (isinstance(answer, Refused) and answer.error in BLOCKS_REFUSED):
            return False
        if not message.can_be_plainer(row.plainness):
            return False
        self._note(answer)
        with self.db.begin() as work:
            self.records.simplified(work, row, answer, at=self.clock.real())
        return True

    def _record_post(self, row: Claimed, answer: Answer) -> None:
        self._note(answer)
        with self.db.begin() as work:
            extra = self.records.posted(work, row, answer, at=self.clock.real())
        if extra:
            self.calls.delete(channel=extra.channel, ts=extra.ts)

    def _change(self, row: Claimed, message: Message | None, *, channel: str, ts: str) -> None:
        if not self._is_in_time(row):
            self.release(row)
            return
        if message is None or row.deleting:
            self._delete(row, channel=channel, ts=ts, anew=message is not None)
            return
        shown = message.plainer(row.plainness)
        if row.response_url:
            answer = self.calls.respond(shown, url=row.response_url, channel=channel, ts=ts)
            record = self.records.responded
        else:
            answer = self.calls.edit(shown, channel=channel, ts=ts)
            record = self.records.edited
            if self._simplified(row, message, answer):
                return
        self._note(answer)
        with self.db.begin() as work:
            record(work, row, answer, at=self.clock.real())

    def _delete(self, row: Claimed, *, channel: str, ts: str, anew: bool) -> None:
        with self.db.begin() as work:
            if not self.records.deleting(work, row):
                return
        answer = self.calls.delete(channel=channel, ts=ts)
        self._note(answer)
        with self.db.begin() as work:
            self.records.deleted(work, row, answer, at=self.clock.real(), anew=anew)

    def _put_back(self, row: Claimed, error: str) -> None:
        with self.db.begin() as work:
            self.records.put_back(work, row, error=error, at=self.clock.real())

    def _is_in_time(self, row: Claimed) -> bool:
        """Tell whether enough of the lease is left for a call.

        A process that was stopped between claim and call must not make it: the row may be
        another's by now.
        """
        return self.clock.real() < row.lease_until - self._half_a_lease

    @property
    def _half_a_lease(self) -> timedelta:
        return timedelta(seconds=self.settings.lease / 2)

    def _note(self, answer: Answer) -> None:
        count(answer)
        self.note_token(answer)

    def note_token(self, answer: Answer) -> None:
        """Tell the operator once that Slack does not take the token."""
        if isinstance(answer, NoToken) and answer.error != self._token_fault:
            self._token_fault = answer.error
            log.error(
                "token_not_taken",
                error=answer.error,
                cure="Set SLACK_BOT_TOKEN to the token of the installed app. Messages wait.",
            )
        elif isinstance(answer, Sent):
            self._token_fault = None
