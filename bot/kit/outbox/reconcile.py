"""What was left uncertain is looked for in Slack, by the nonce in its metadata."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, case, select, update

from bot.kit.db import Work
from bot.kit.outbox import counters
from bot.kit.outbox.answers import (
    Answer,
    NoToken,
    NotSent,
    Refused,
    Sent,
    Vanished,
    cure_of,
)
from bot.kit.outbox.calls import Copy, is_channel, is_person
from bot.kit.outbox.pacing import LOOKS, SLACK, SlotTaken
from bot.kit.outbox.recording import at_rest, not_before
from bot.kit.outbox.sender import Sender
from bot.kit.outbox.table import GONE, HELD, SENT, UNCERTAIN, WAITING, chosen, in_order, outbox

log = structlog.get_logger(__name__)

MISSES = 2
"""Looks that find nothing before a message is taken for unsent."""


class Reconciler:
    """Settles expired leases, uncertain messages and due verifications, one at a time."""

    def __init__(self, sender: Sender) -> None:
        self._db = sender.db
        self._clock = sender.clock
        self._settings = sender.settings
        self._calls = sender.calls
        self._pace = sender.pace
        self._resolve = sender.resolve
        self._note_token = sender.note_token

    def step(self) -> bool:
        """Settle what is due and look for one message; tell whether there was one."""
        at = self._clock.real()
        with self._db.read() as work:
            if not _is_anything_due(work, at):
                return False
            paced = self._pace.now(work, at=at)
        with self._db.begin() as work:
            self._expire(work, at)
            self._edit_once_more(work, at)
        if paced.slack or paced.looks:
            return False
        uncertain = and_(chosen.c.state.in_([UNCERTAIN, HELD]), chosen.c.due_at <= at)
        row = self._claim(uncertain, "due_at", at)
        if row is not None:
            self._look_for(row)
            return True
        unverified = and_(chosen.c.state.in_([SENT, GONE]), chosen.c.verify_at <= at)
        row = self._claim(unverified, "verify_at", at)
        if row is not None:
            self._look_for_more(row)
            return True
        return False

    def _expire(self, work: Work, at: datetime) -> None:
        """Take over what a sender left: a post may stand in Slack, an edit is made again."""
        expired = chosen.c.lease_until <= at
        nothing: dict[str, Any] = {"lease": None, "lease_until": None}
        work.execute(
            update(outbox)
            .where(in_order(expired, chosen.c.ts.is_(None)))
            .values(
                state=UNCERTAIN,
                due_at=at + self._seconds(self._settings.look_after),
                misses=0,
                error="the sender stopped before Slack's answer was recorded",
                **nothing,
            )
        )
        work.execute(
            update(outbox)
            .where(in_order(expired, chosen.c.ts.is_not(None)))
            .values(
                state=WAITING,
                due_at=at,
                verify_at=at + self._seconds(self._settings.verify_after),
                response_url=None,
                **nothing,
            )
        )

    @staticmethod
    def _edit_once_more(work: Work, at: datetime) -> None:
        """Edit again what an edit without answer may have set back; no copies to look for."""
        due = and_(chosen.c.verify_at <= at, chosen.c.resends == 0)
        edit = update(outbox).where(in_order(due, chosen.c.state == SENT))
        work.execute(edit.values(state=WAITING, asked_at=at, due_at=at, verify_at=None))
        gone = update(outbox).where(in_order(due, chosen.c.state == GONE))
        work.execute(gone.values(verify_at=None))

    def _claim(self, which: ColumnElement[bool], token: str, at: datetime) -> Any:
        """Take one row by moving its time on; that time is the token that finishes it."""
        candidate = (
            select(chosen.c.id)
            .where(which)
            .order_by(chosen.c[token], chosen.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        try:
            with self._db.begin() as work:
                row = work.execute(
                    update(outbox)
                    .where(outbox.c.id == candidate)
                    .values({token: at + self._seconds(self._settings.lease)})
                    .returning(*outbox.c)
                ).first()
                if row is not None:
                    self._pace.take(work, LOOKS, at=at)
                return row
        except SlotTaken:
            return None

    def _look_for(self, row: Any) -> None:
        found = self._find(row)
        at = self._clock.real()
        mine = and_(
            outbox.c.id == row.id,
            outbox.c.state.in_([UNCERTAIN, HELD]),
            outbox.c.due_at == row.due_at,
        )
        if isinstance(found, Refused):
            self._hold(row, mine, found, at)
        elif not isinstance(found, tuple):
            with self._db.begin() as work:
                again = at + self._seconds(self._rests_for(found))
                work.execute(update(outbox).where(mine).values(due_at=again))
                self._pause(work, found, at)
        elif found[1]:
            self._adopt(row, *found, at=at)
        else:
            self._miss(row, mine, at)

    def _adopt(self, row: Any, channel: str, copies: list[Copy], *, at: datetime) -> None:
        """Take the earliest copy for the message; the others go."""
        first, others = copies[0], copies[1:]
        values: dict[str, Any] = {}
        if others:
            values = {"verify_at": not_before(at), "resends": row.resends or 1}
        elif row.resends:
            values = {"verify_at": at + self._seconds(self._settings.verify_after)}
        with self._db.begin() as work:
            adopted = work.execute(
                update(outbox)
                .where(
                    outbox.c.id == row.id,
                    outbox.c.state.in_([UNCERTAIN, HELD]),
                    outbox.c.ts.is_(None),
                )
                .values(
                    channel=channel,
                    ts=first.ts,
                    shown=first.asking,
                    state=at_rest(first.asking),
                    due_at=at,
                    sent_at=at,
                    attempts=0,
                    misses=0,
                    error=None,
                    **values,
                )
            ).rowcount
        if adopted:
            counters.RECONCILED.labels(how="found").inc()
            for copy in others:
                self._calls.delete(channel=channel, ts=copy.ts)

    def _miss(self, row: Any, mine: ColumnElement[bool], at: datetime) -> None:
        if row.misses + 1 < MISSES:
            values = {
                "state": UNCERTAIN,
                "misses": row.misses + 1,
                "due_at": at + self._seconds(self._settings.miss_gap),
            }
        else:
            counters.RECONCILED.labels(how="sent again").inc()
            values = {
                "state": WAITING,
                "misses": 0,
                "due_at": at,
                "resends": row.resends + 1,
                "verify_at": at + self._seconds(self._settings.verify_after),
            }
        with self._db.begin() as work:
            work.execute(update(outbox).where(mine).values(values))

    def _hold(self, row: Any, mine: ColumnElement[bool], why: Refused, at: datetime) -> None:
        if row.state != HELD:
            counters.RECONCILED.labels(how="held").inc()
            log.error("message_held", key=row.key, error=why.error, cure=cure_of(why.error))
        again = at + self._seconds(self._settings.held_gap)
        with self._db.begin() as work:
            work.execute(
                update(outbox).where(mine).values(state=HELD, due_at=again, error=why.error)
            )

    def _look_for_more(self, row: Any) -> None:
        """Delete the copies that turned up beside the recorded one, then edit that once more."""
        found = self._find(row)
        at = self._clock.real()
        mine = and_(outbox.c.id == row.id, outbox.c.verify_at == row.verify_at)
        if isinstance(found, tuple):
            channel, copies = found
            others = [copy.ts for copy in copies if copy.ts != row.ts]
            outcome = self._delete(row, channel, others)
        else:
            outcome = found
        with self._db.begin() as work:
            if outcome is None or isinstance(outcome, Refused):
                if outcome:
                    log.warning("message_not_verified", key=row.key, error=outcome.error)
                work.execute(
                    update(outbox)
                    .where(mine)
                    .values(
                        verify_at=None,
                        resends=0,
                        state=case((outbox.c.state == SENT, WAITING), else_=outbox.c.state),
                        asked_at=case((outbox.c.state == SENT, at), else_=outbox.c.asked_at),
                        due_at=case((outbox.c.state == SENT, at), else_=outbox.c.due_at),
                    )
                )
            else:
                again = at + self._seconds(self._rests_for(outcome))
                work.execute(update(outbox).where(mine).values(verify_at=again))
                self._pause(work, outcome, at)

    def _delete(self, row: Any, channel: str, others: list[str]) -> Answer | None:
        """Delete copies, unless the row moved on meanwhile; None when they are gone."""
        if not others:
            return None
        with self._db.read() as work:
            now = work.execute(
                select(outbox.c.ts, outbox.c.state).where(outbox.c.id == row.id)
            ).one()
        if now.ts != row.ts or (now.ts is None and now.state != GONE):
            return NotSent("the message moved on", retry_after=0.0)
        for ts in others:
            answer = self._calls.delete(channel=channel, ts=ts)
            if not isinstance(answer, Sent | Vanished):
                return answer
            counters.RECONCILED.labels(how="deleted a copy").inc()
        return None

    def _find(self, row: Any) -> tuple[str, list[Copy]] | Answer:
        """Return the channel a message belongs to and its copies there, or why we do not know."""
        thread_ts = None
        channel = row.channel
        with self._db.read() as work:
            if row.thread_key:
                parent = work.execute(
                    select(outbox.c.channel, outbox.c.ts).where(outbox.c.key == row.thread_key)
                ).first()
                if parent is None or parent.ts is None:
                    return "", []
                channel, thread_ts = parent.channel, parent.ts
            elif channel is None and is_channel(row.destination):
                channel = row.destination
            elif channel is None and not is_person(row.destination):
                channel = self._resolve(work, row.destination)
        if channel is None and is_person(row.destination):
            opened = self._calls.open_direct(row.destination)
            if not isinstance(opened, str):
                return opened
            channel = opened
        if channel is None:
            return Refused("channel_not_found")
        since = row.first_dispatched_at or row.created_at
        since -= self._seconds(self._settings.look_margin)
        found = self._calls.find(row.nonce, channel=channel, thread_ts=thread_ts, since=since)
        if isinstance(found, Refused) and found.error == "thread_not_found":
            return channel, []
        return (channel, found) if isinstance(found, list) else found

    def _rests_for(self, answer: Answer) -> float:
        """Return in how many seconds to look again."""
        match answer:
            case NotSent(_, float() as seconds):
                return seconds
            case NotSent():
                return self._settings.unreachable_pause
            case NoToken():
                return self._settings.token_pause
            case _:
                return self._settings.look_after

    def _pause(self, work: Work, answer: Answer, at: datetime) -> None:
        """Pause what has to be paused: after the row, in which order claims lock them too."""
        match answer:
            case NotSent(_, float() as seconds):
                self._pace.pause(work, LOOKS, at=at, seconds=seconds)
            case NotSent():
                self._pace.pause(work, SLACK, at=at, seconds=self._settings.unreachable_pause)
            case NoToken():
                self._note_token(answer)
                self._pace.pause(work, SLACK, at=at, seconds=self._settings.token_pause)

    @staticmethod
    def _seconds(seconds: float) -> timedelta:
        return timedelta(seconds=seconds)


def _is_anything_due(work: Work, at: datetime) -> bool:
    questions = (
        outbox.c.lease_until <= at,
        and_(outbox.c.state == UNCERTAIN, outbox.c.due_at <= at),
        and_(outbox.c.state == HELD, outbox.c.due_at <= at),
        outbox.c.verify_at <= at,
    )
    asked = (select(outbox.c.id).where(question).limit(1) for question in questions)
    return any(work.execute(question).first() is not None for question in asked)
