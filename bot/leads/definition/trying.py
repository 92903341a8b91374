"""Proposals are tried on the leads there are, beside the day's work, by one process at a time.

Each batch is a transaction that also notes how far it has come: a crash costs one batch, and
whoever goes on begins behind the last. A turn is short, so that the bot can be stopped.
"""

import time
from dataclasses import dataclass

import structlog

from bot.kit.db import Database
from bot.leads.definition.actions import tell_tested
from bot.leads.definition.backtest import next_batch
from bot.leads.definition.backtests import (
    TRIES,
    finish_backtest,
    held_until,
    lease_backtest,
    left_backtests,
    let_go,
    load_backtest,
    save_batch,
)
from bot.leads.definition.counts import Backtest
from bot.leads.definition.queries import version_story
from bot.leads.definition.store import load_definition
from bot.leads.definition.versions import Standing
from bot.leads.room import Room

log = structlog.get_logger(__name__)

SWEEP = "leads.definition_backtests"
EVERY = 60.0
"""Seconds between two looks for backtests that a dead process left; a proposal asks for one."""
A_TURN = 2.0
"""Seconds after which a turn ends between two batches, and the next begins."""


@dataclass(frozen=True, slots=True)
class Trying:
    """Does what there is to try. `turn` is how long, in seconds."""

    db: Database
    room: Room
    turn: float = A_TURN

    def sweep(self) -> float | None:
        """Go on with what nobody is at; ask to be called again at once when some is left.

        What another process is at is looked at again when its lease would be over.
        """
        with self.db.read() as work:
            left = left_backtests(work, at=self.room.clock.real())
        if [version for version in left if not self.go_on(version)]:
            return 0.0
        with self.db.read() as work:
            held = held_until(work)
        return max(1.0, (held - self.room.clock.real()).total_seconds() + 1) if held else None

    def go_on(self, version: int) -> bool:
        """Give a backtest its turn, unless somebody is at it; tell whether none is left of it.

        A batch that fails is tried again with the next sweep, three times, and then given up.
        """
        with self.db.begin() as work:
            leased = lease_backtest(work, version, at=self.room.clock.real())
        if leased is None:
            return True
        test, token = leased
        try:
            finished = self._batches(test, token)
        except Exception:
            if test.tries < TRIES:
                log.exception("backtest_interrupted", version=version)
                self._let_go(version, token)
            else:
                log.exception("backtest_given_up", version=version)
                self._finish(version, token, failed=f"It failed {TRIES} times.")
            return True
        if finished:
            self._finish(version, token)
        else:
            self._let_go(version, token)
        return finished

    def _batches(self, test: Backtest, token: str) -> bool:
        """Look at leads until the turn is over; tell whether none is left."""
        until = time.monotonic() + self.turn
        going: Backtest | None = test
        while going and time.monotonic() < until:
            with self.db.read() as work:
                definition = load_definition(work, going.version)
                against = load_definition(work, going.against)
                story = version_story(work, going.version)
                if not (definition and against and story):
                    raise LookupError(f"definition v{going.version} or v{going.against}")
                if story.standing is not Standing.PROPOSED:
                    return True
                batch = next_batch(work, definition, against, going.period, after=going.reached)
            if batch.last is None:
                return True
            with self.db.begin() as work:
                at = self.room.clock.real()
                if not save_batch(work, going, batch, token=token, at=at):
                    return False
                going = load_backtest(work, going.version)
        return False

    def _let_go(self, version: int, token: str) -> None:
        with self.db.begin() as work:
            let_go(work, version, token=token)

    def _finish(self, version: int, token: str, *, failed: str | None = None) -> None:
        with self.db.begin() as work:
            at = self.room.clock.real()
            if finish_backtest(work, version, token=token, at=at, failed=failed):
                tell_tested(self.room, work, version, at=self.room.clock.business())
