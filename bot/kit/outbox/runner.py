"""The threads that send: one that claims, a few that call."""

import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import structlog

from bot.kit.outbox.claiming import Claimed
from bot.kit.outbox.pacing import SLACK
from bot.kit.outbox.reconcile import Reconciler
from bot.kit.outbox.sender import Sender
from bot.kit.quiet import Quiet

log = structlog.get_logger(__name__)


class OutboxRunner:
    """Runs a sender until `stop`, which finishes the calls under way."""

    def __init__(self, sender: Sender, quiet: Quiet | None = None) -> None:
        self._sender = sender
        self._quiet = quiet or Quiet()
        self._settings = sender.settings
        self._reconciler = Reconciler(sender)
        self._woken = threading.Event()
        self._asked = threading.Event()
        self._stopping = threading.Event()
        self._free = threading.Semaphore(self._settings.workers)
        self._workers = ThreadPoolExecutor(self._settings.workers, thread_name_prefix="outbox-call")
        self._tidier = ThreadPoolExecutor(1, thread_name_prefix="outbox-tidy")
        self._tidying: Future[None] | None = None
        self._tidied_at = float("-inf")
        self._forgot_at = sender.clock.real()
        self._under_way: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._dispatcher = threading.Thread(target=self._run, name="outbox", daemon=True)

    def wake(self) -> None:
        """Say that something may be due now."""
        self._asked.set()
        self._woken.set()

    def start(self) -> None:
        """Begin to send. A pause for a bad token ends: a restart may have mended it."""
        with self._sender.db.begin() as work:
            self._sender.pace.resume(work, SLACK)
        self._dispatcher.start()

    def stop(self) -> None:
        """Claim nothing more, finish what is held, return when it is recorded."""
        self._stopping.set()
        self._woken.set()
        if self._dispatcher.is_alive():
            self._dispatcher.join()
        self._workers.shutdown(wait=True)
        self._tidier.shutdown(wait=True)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                self._tidy()
                while self._dispatch():
                    self._give_way()
            except Exception:
                # The database does not answer, or answers wrongly: nothing was sent, go on.
                log.exception("outbox_stumbled")
                self._stopping.wait(self._settings.retry_base)
            else:
                self._woken.wait(self._pause())
                self._let_gestures_go_first()

    def _let_gestures_go_first(self) -> None:
        """Wait while new askings come: who clicks together is answered before cards are edited."""
        longest = time.monotonic() + self._settings.linger_most
        while self._asked.is_set() and time.monotonic() < longest:
            self._asked.clear()
            self._stopping.wait(self._settings.linger)

    def _give_way(self) -> None:
        """Between two messages wait until nobody clicks, but not long: a message costs as much as
        several acks, and the threads of one process take turns.
        """
        longest = time.monotonic() + self._settings.give_way
        while (
            self._quiet.seconds < self._settings.is_quiet_after
            and time.monotonic() < longest
            and not self._stopping.is_set()
        ):
            self._stopping.wait(self._settings.is_quiet_after)

    def _dispatch(self) -> bool:
        """Hand one row to a worker; tell whether there was one."""
        self._free.acquire()
        row = None
        try:
            if not self._stopping.is_set():
                row = self._sender.claim(busy=self._busy())
        finally:
            if row is None:
                self._free.release()
        if row is None:
            return False
        with self._counting:
            self._under_way[row.destination] += 1
        self._workers.submit(self._send, row)
        return True

    def _send(self, row: Claimed) -> None:
        try:
            self._sender.send(row)
        except Exception:
            # Not recorded: the lease expires, and then the message is looked for in Slack.
            log.exception("answer_not_recorded", key=row.key)
        finally:
            with self._counting:
                self._under_way[row.destination] -= 1
                self._under_way += Counter()
            self._free.release()
            # Its replies may go now, it may have been asked for again, its channel has room.
            self._woken.set()

    def _busy(self) -> frozenset[str]:
        with self._counting:
            most = self._settings.workers_a_destination
            return frozenset(to for to, calls in self._under_way.items() if calls >= most)

    def _pause(self) -> float:
        """Return how long to wait for a wake: until the next poll, or until a pace allows."""
        free_at = self._sender.claims.free_at
        if free_at is None:
            return self._settings.poll
        now = self._sender.clock.real().timestamp()
        return min(self._settings.poll, max(free_at - now, 0.001))

    def _tidy(self) -> None:
        if self._tidying is not None and not self._tidying.done():
            return
        now = time.monotonic()
        if now - self._tidied_at >= self._settings.tidy_every:
            self._tidied_at = now
            self._tidying = self._tidier.submit(self._reconcile)

    def _reconcile(self) -> None:
        try:
            while not self._stopping.is_set() and self._reconciler.step():
                pass
            at = self._sender.clock.real()
            if at - self._forgot_at >= timedelta(hours=1):
                self._forgot_at = at
                with self._sender.db.begin() as work:
                    self._sender.pace.forget(work, at=at)
        except Exception:
            log.exception("reconciling_stumbled")
