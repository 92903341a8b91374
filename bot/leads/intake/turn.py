"""One process's turn at an import: renewed while it goes on, given back when the bot stops."""

from datetime import datetime
from threading import Event

from bot.kit.clock import Clock
from bot.kit.db import Database
from bot.leads.store.imports import LEASE, Import, give_back_import, keep_import, lease_import

RENEW_AFTER = LEASE / 4


class TurnOver(Exception):  # noqa: N818 - an import ends here and goes on elsewhere
    """Nothing more is to be done here: the bot stops, or another process has taken the file up."""


class Turn:
    """At most one process has it; who was too slow loses it, and learns so at its next step."""

    def __init__(
        self, db: Database, clock: Clock, asked: Import, stopping: Event, *, since: datetime
    ) -> None:
        self.asked = asked
        self._db = db
        self._clock = clock
        self._stopping = stopping
        self._renewed = since

    @classmethod
    def take(cls, db: Database, clock: Clock, import_id: int, stopping: Event) -> "Turn | None":
        """Begin one; None when the import is done, somebody is at it, or the bot stops."""
        if stopping.is_set():
            return None
        at = clock.real()
        with db.begin() as work:
            asked = lease_import(work, import_id, at=at)
        return cls(db, clock, asked, stopping, since=at) if asked else None

    def go_on(self) -> None:
        """Say between two steps that the import goes on; raise TurnOver when it must not."""
        if self._stopping.is_set():
            with self._db.begin() as work:
                give_back_import(work, self.asked)
            raise TurnOver
        at = self._clock.real()
        if at - self._renewed < RENEW_AFTER:
            return
        with self._db.begin() as work:
            still_ours = keep_import(work, self.asked, at=at)
        if not still_ours:
            raise TurnOver
        self._renewed = at
