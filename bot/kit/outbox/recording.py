"""What a call's answer does to its row. Every change is one transaction of the sender's own.

Two rules carry the rest. A row at rest shows what was asked for last: whoever records compares
`wanted` with what was sent. And `ts`, once recorded, is never exchanged for another copy's, since
people react to that copy: any other copy is deleted.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Case, and_, case, literal, null, select, update

from bot.kit.db import UtcDateTime, Work
from bot.kit.outbox import counters
from bot.kit.outbox.answers import (
    MOOT,
    Answer,
    NoToken,
    NotSent,
    Refused,
    Sent,
    Uncertain,
    Vanished,
    cure_of,
)
from bot.kit.outbox.claiming import Claimed
from bot.kit.outbox.pacing import EDITS, POSTS, SLACK, Pace
from bot.kit.outbox.settings import OutboxSettings
from bot.kit.outbox.table import DELETING, GONE, LEASED, PARKED, SENT, UNCERTAIN, WAITING, outbox

log = structlog.get_logger(__name__)

_UNLEASED: dict[str, Any] = {"lease": None, "lease_until": None}


class Records:
    """Writes down what became of a claimed row."""

    def __init__(self, *, settings: OutboxSettings, pace: Pace) -> None:
        self._settings = settings
        self._pace = pace

    def posted(self, work: Work, row: Claimed, answer: Answer, *, at: datetime) -> Sent | None:
        """Record the answer to a post; give back a copy too many, which is to be deleted."""
        match answer:
            case Sent():
                return self._stands(work, row, answer, at=at)
            case Refused(error) if error in MOOT:
                self.withdrawn(work, row, at=at)
            case Uncertain() if self._is_hopeless(answer, row.resends):
                self._park(work, row, answer.error, at=at)
            case Uncertain():
                self._settle(
                    work,
                    row,
                    state=UNCERTAIN,
                    due_at=at + timedelta(seconds=self._settings.look_after),
                    misses=0,
                    error=answer.error,
                )
            case _:
                self._failed(work, row, answer, method=POSTS, at=at)
        return None

    def edited(self, work: Work, row: Claimed, answer: Answer, *, at: datetime) -> None:
        """Record the answer to an edit, which may be repeated without harm."""
        match answer:
            case Sent():
                ours = self._settle(
                    work,
                    row,
                    state=at_rest(row.asking),
                    shown=row.asking,
                    due_at=at,
                    attempts=0,
                    error=None,
                    response_url=case(
                        (outbox.c.response_url_until > at, outbox.c.response_url), else_=null()
                    ),
                )
                if not ours:
                    _ask_once_more(work, row, at=at)
            case Vanished():
                self._settle(work, row, state=GONE, error=answer.error)
            case _:
                self._failed(work, row, answer, method=EDITS, at=at)

    def responded(self, work: Work, row: Claimed, answer: Answer, *, at: datetime) -> None:
        """Record an edit by response_url; if it failed, chat.update does it."""
        spent = case(
            (outbox.c.response_url == row.response_url, null()), else_=outbox.c.response_url
        )
        if isinstance(answer, Sent):
            ours = self._settle(
                work,
                row,
                state=at_rest(row.asking),
                shown=row.asking,
                due_at=at,
                attempts=0,
                error=None,
                response_url=spent,
            )
            if not ours:
                _ask_once_more(work, row, at=at)
            return
        self._settle(work, row, state=WAITING, due_at=at, response_url=spent)
        self._expect_late(work, row, answer, at=at)

    def deleting(self, work: Work, row: Claimed) -> bool:
        """Note that the message will be deleted, before it is; False when the row is lost.

        If we die meanwhile, or no answer comes, the deletion may yet happen: from here on the
        message is past editing, and what there is to show later is posted anew.
        """
        mine = and_(outbox.c.id == row.id, outbox.c.lease == row.lease)
        return bool(work.execute(update(outbox).where(mine).values(shown=DELETING)).rowcount)

    def deleted(
        self, work: Work, row: Claimed, answer: Answer, *, at: datetime, anew: bool
    ) -> None:
        """Record the answer to a deletion; `anew` when there is something to show by now."""
        if isinstance(answer, Sent | Vanished):
            self.withdrawn(work, row, at=at, anew=anew)
        else:
            self._failed(work, row, answer, method=EDITS, at=at)

    def withdrawn(self, work: Work, row: Claimed, *, at: datetime, anew: bool = False) -> None:
        """Record that nothing is shown, since there is or was nothing to show.

        The message gets a new nonce, lest the deleted one be taken for it; but while a late copy
        may turn up the nonce that finds it is kept.
        """
        fresh: dict[str, Any] = {}
        if not row.resends:
            fresh = {"nonce": secrets.token_hex(16), "first_dispatched_at": None}
        self._settle(
            work,
            row,
            state=WAITING if anew else case((outbox.c.wanted > row.asking, WAITING), else_=GONE),
            shown=0,
            due_at=at,
            ts=None,
            channel=None,
            attempts=0,
            error=None,
            **fresh,
        )

    def simplified(self, work: Work, row: Claimed, answer: Refused, *, at: datetime) -> None:
        """Record that Slack refused the blocks: the message goes at once, and from now on, plainer.

        A refusal surely did nothing, so that sending again makes no second copy.
        """
        plainer = self._settle(
            work,
            row,
            state=WAITING,
            due_at=at,
            plainness=row.plainness + 1,
            error=answer.error,
            **self._undispatched(row),
        )
        if plainer:
            log.warning("blocks_refused", key=row.key, error=answer.error)

    def settled(self, work: Work, row: Claimed, *, at: datetime) -> None:
        """Record that Slack shows already what was asked for."""
        self._settle(work, row, state=at_rest(row.asking), shown=row.asking, due_at=at)

    def put_back(
        self, work: Work, row: Claimed, *, error: str | None, at: datetime, wait: bool = True
    ) -> None:
        """Record that no call was made; it is tried again, after a while if `wait`."""
        due_at = at + self._settings.backoff(row.attempts) if wait else at
        self._settle(
            work,
            row,
            state=WAITING,
            due_at=due_at,
            attempts=row.attempts + (1 if wait else 0),
            error=error,
            **self._undispatched(row),
        )

    def verify(self, work: Work, row_id: int, *, at: datetime) -> None:
        """Have Slack asked, from `at` on, whether one copy stands and shows the last state."""
        work.execute(update(outbox).where(outbox.c.id == row_id).values(verify_at=not_before(at)))

    def _stands(self, work: Work, row: Claimed, answer: Sent, *, at: datetime) -> Sent | None:
        stands = {
            "channel": answer.channel,
            "ts": answer.ts,
            "shown": row.asking,
            "sent_at": at,
            "attempts": 0,
            "misses": 0,
            "error": None,
        }
        nowhere = outbox.c.ts.is_(None)
        ours = self._settle(work, row, nowhere, state=at_rest(row.asking), due_at=at, **stands)
        if not ours:
            # The lease was taken over while Slack was answering. Unless another copy was
            # recorded meanwhile this one is the message; a sender that holds the row goes on.
            state = case(
                (outbox.c.state == LEASED, LEASED),
                (outbox.c.wanted > row.asking, WAITING),
                else_=SENT,
            )
            ours = bool(
                work.execute(
                    update(outbox)
                    .where(outbox.c.id == row.id, nowhere, outbox.c.state != GONE)
                    .values(state=state, **stands)
                ).rowcount
            )
        if row.resends:
            later = at + timedelta(seconds=self._settings.verify_after)
            self.verify(work, row.id, at=later)
        if ours:
            return None
        standing = work.execute(select(outbox.c.ts).where(outbox.c.id == row.id)).scalar_one()
        if standing == answer.ts:
            return None
        self._settle(work, row, state=at_rest(outbox.c.shown), due_at=at)
        work.execute(
            update(outbox)
            .where(outbox.c.id == row.id)
            .values(
                # Not before a look of this moment, which knows nothing of the copy, has ended.
                verify_at=not_before(at + timedelta(seconds=2 * self._settings.lease)),
                resends=case((outbox.c.resends > 0, outbox.c.resends), else_=1),
            )
        )
        return answer

    def _failed(
        self, work: Work, row: Claimed, answer: Answer, *, method: str, at: datetime
    ) -> None:
        """Record an answer that is no success, of a call that may be repeated."""
        again: dict[str, Any] = {
            "state": WAITING,
            "attempts": row.attempts + 1,
            **self._undispatched(row),
        }
        match answer:
            case NotSent(error, float() as seconds):
                self._settle(work, row, due_at=at, error=error, **again)
                self._pace.pause(work, method, at=at, seconds=seconds)
            case NotSent(error):
                self._settle(work, row, due_at=at, error=error, **again)
                pause = self._settings.unreachable_pause
                self._pace.pause(work, SLACK, at=at, seconds=pause)
            case NoToken(error):
                self._settle(work, row, due_at=at, error=error, **again)
                self._pace.pause(work, SLACK, at=at, seconds=self._settings.token_pause)
            case Uncertain(error) if not self._is_hopeless(answer, row.attempts):
                wait = max(
                    timedelta(seconds=self._settings.look_after),
                    self._settings.backoff(row.attempts),
                )
                self._settle(work, row, due_at=at + wait, error=error, **again)
                self._expect_late(work, row, answer, at=at)
            case Refused(error) | Vanished(error) | Uncertain(error):
                self._park(work, row, error, at=at)
            case Sent():
                raise AssertionError("a success is no failure")

    def _park(self, work: Work, row: Claimed, error: str, *, at: datetime) -> None:
        parked = self._settle(
            work,
            row,
            state=case((outbox.c.wanted > row.asking, WAITING), else_=PARKED),
            due_at=at,
            attempts=0,
            error=error,
            **self._undispatched(row),
        )
        if parked and error != row.error:
            log.error("message_refused", key=row.key, error=error, cure=cure_of(error))

    def _expect_late(self, work: Work, row: Claimed, answer: Answer, *, at: datetime) -> None:
        """An edit without an answer may be carried out after a newer one: edit once more later."""
        if isinstance(answer, Uncertain) and answer.later:
            self.verify(work, row.id, at=at + timedelta(seconds=self._settings.verify_after))

    def _is_hopeless(self, answer: Uncertain, tries: int) -> bool:
        return answer.unknown and tries + 1 >= self._settings.unknown_errors

    @staticmethod
    def _undispatched(row: Claimed) -> dict[str, Any]:
        return {"first_dispatched_at": None} if row.ts is None and row.is_first_dispatch else {}

    @staticmethod
    def _settle(work: Work, row: Claimed, *also: Any, **values: Any) -> bool:
        """Change the row if it is still ours; tell whether it was."""
        done = work.execute(
            update(outbox)
            .where(outbox.c.id == row.id, outbox.c.lease == row.lease, *also)
            .values(**_UNLEASED, **values)
        )
        return bool(done.rowcount)


def not_before(at: datetime) -> Case[datetime]:
    """Return when a row is to be verified: what may happen until a later time is waited for."""
    moment = literal(at, UtcDateTime())
    return case((outbox.c.verify_at > moment, outbox.c.verify_at), else_=moment)


def _ask_once_more(work: Work, row: Claimed, *, at: datetime) -> None:
    """Have a message edited after all that was under way: whoever holds it, or the next sender."""
    rests = outbox.c.state == SENT
    work.execute(
        update(outbox)
        .where(outbox.c.id == row.id)
        .values(
            wanted=outbox.c.wanted + 1,
            state=case((rests, WAITING), else_=outbox.c.state),
            asked_at=case((rests, literal(at, UtcDateTime())), else_=outbox.c.asked_at),
            due_at=case((rests, literal(at, UtcDateTime())), else_=outbox.c.due_at),
        )
    )


def at_rest(shown: Any) -> Case[str]:
    """Return the state of a row that shows the asking `shown`."""
    return case((outbox.c.wanted > shown, WAITING), else_=SENT)


def count(answer: Answer) -> None:
    """Count an answer for /metrics."""
    names = {
        Sent: "sent",
        NotSent: "not_sent",
        Refused: "refused",
        Vanished: "vanished",
        NoToken: "no_token",
        Uncertain: "uncertain",
    }
    counters.CALLS.labels(outcome=names[type(answer)]).inc()
