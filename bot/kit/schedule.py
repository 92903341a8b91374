"""What is due by the clock. APScheduler only ticks; a claimed row decides who does it, once.

Every replica ticks. Who inserts the row (job, period) does the work in the same transaction, so
a period is done exactly once or not yet; a process that was down finds the newest period due and
does that one, not the ten it missed.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Column, String, Table, select

from bot.kit.clock import Clock
from bot.kit.db import Database, UtcDateTime, Work, metadata

log = structlog.get_logger(__name__)

periods_done = Table(
    "periods_done",
    metadata,
    Column("job", String(60), primary_key=True),
    Column("period", String(60), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

DuePeriod = Callable[[Work, datetime], str | None]
"""Given business time: the name of the period that is due now ("2026-11-23"), or None."""
Job = Callable[[Work, str, datetime], None]
"""Does what the period asks for, in the transaction that claims it: work, period, business time."""

TICK_EVERY = 15.0
"""Seconds of real time between two looks at what is due."""
LONGEST_PAUSE = timedelta(hours=1)
"""A job that keeps failing is tried again after one tick, two, four … and at least this often."""


@dataclass(frozen=True, slots=True)
class Due:
    """A job that is done once a period, whoever ticks and however often."""

    name: str
    period: DuePeriod
    do: Job


SweepJob = Callable[[], float | None]
"""Does one sweep; gives the seconds until the next when that is wanted sooner than usual."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """A job that every process does each `every` seconds of real time, outside a transaction."""

    name: str
    every: float
    do: SweepJob


@dataclass(frozen=True, slots=True)
class _Pause:
    """How long a failing job is left alone, in real time."""

    failures: int
    until: datetime


class Schedule:
    """The jobs of all rooms. `tick` does what is due; `start` ticks until `stop`."""

    def __init__(self, db: Database, clock: Clock, *, every: float = TICK_EVERY) -> None:
        self.db = db
        self.clock = clock
        self.every = every
        self.dues: list[Due] = []
        self.sweeps: list[Sweep] = []
        self._paused: dict[str, _Pause] = {}
        self._scheduler: Any = None

    def due(self, name: str, period: DuePeriod, do: Job) -> None:
        """Have `do` done once for each period that `period` names as due."""
        self._must_be_new(name)
        self.dues.append(Due(name, period, do))

    def sweep(self, name: str, every: float, do: SweepJob) -> None:
        """Have `do` called from the start on each `every` seconds, in a thread of its own."""
        self._must_be_new(name)
        self.sweeps.append(Sweep(name, every, do))

    def tick(self) -> None:
        """Do what is due; a job that fails is logged and does not keep the others from theirs."""
        for due in self.dues:
            pause = self._paused.get(due.name)
            if pause and self.clock.real() < pause.until:
                continue
            try:
                self._do(due)
            except Exception:
                self._pause(due.name, after=pause)
                log.exception("job_failed", job=due.name)
            else:
                self._paused.pop(due.name, None)

    def tick_now(self) -> None:
        """Do at once what a moved clock made due; jobs that had failed get a new chance."""
        self._paused.clear()
        self.tick()

    def sweep_now(self, name: str) -> None:
        """Have a sweep made as soon as may be, as after a gap in the connection.

        One that is under way is finished first, since it may have looked too early.
        """
        self._sweep_at(name, self.clock.real())

    def start(self, *, after: float = 0.0) -> None:
        """Tick and sweep from `after` seconds on, in threads of their own.

        A sweep that is asked for before (`sweep_now`) begins then, and is not made twice.
        """
        # Imported here: only the running bot pays for it, not every command.
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1 + 2 * len(self.sweeps))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        begin = self.clock.real() + timedelta(seconds=after)
        self._scheduler.add_job(
            self.tick, "interval", id="tick", seconds=self.every, next_run_time=begin
        )
        for sweep in self.sweeps:
            # Two, of which one waits: what `sweep_now` asks for during a sweep is made after it.
            self._scheduler.add_job(
                self._sweep,
                "interval",
                args=[sweep, threading.Lock()],
                id=sweep.name,
                seconds=sweep.every,
                next_run_time=begin,
                max_instances=2,
            )
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing more and wait for what is being done."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None

    def _sweep(self, sweep: Sweep, turn: threading.Lock) -> None:
        with turn:
            try:
                sooner = sweep.do()
            except Exception:
                log.exception("sweep_failed", sweep=sweep.name)
                return
        if sooner is not None:
            self._sweep_at(sweep.name, self.clock.real() + timedelta(seconds=sooner))

    def _sweep_at(self, name: str, at: datetime) -> None:
        scheduler = self._scheduler
        if scheduler is not None:
            scheduler.modify_job(name, next_run_time=at)

    def _do(self, due: Due) -> None:
        at = self.clock.business()
        with self.db.read() as work:
            period = due.period(work, at)
            if period is None or _is_done(work, due.name, period):
                return
        with self.db.begin() as work:
            # Asked again, since the world may have moved on before this transaction began.
            period = due.period(work, at)
            if period is not None and _claim(work, due.name, period, at):
                due.do(work, period, at)

    def _pause(self, name: str, *, after: _Pause | None) -> None:
        failures = after.failures + 1 if after else 1
        pause = min(timedelta(seconds=self.every * 2 ** min(failures - 1, 20)), LONGEST_PAUSE)
        self._paused[name] = _Pause(failures, self.clock.real() + pause)

    def _must_be_new(self, name: str) -> None:
        taken = {"tick", *(due.name for due in self.dues), *(sweep.name for sweep in self.sweeps)}
        if name in taken:
            raise ValueError(f"two jobs are named {name!r}")


def _is_done(work: Work, job: str, period: str) -> bool:
    which = (periods_done.c.job == job, periods_done.c.period == period)
    return work.execute(select(periods_done.c.at).where(*which)).first() is not None


def _claim(work: Work, job: str, period: str, at: datetime) -> bool:
    """Insert the row of a period; on PostgreSQL a rival waits here for the first to commit."""
    statement = (
        work.insert(periods_done)
        .values(job=job, period=period, at=at)
        .on_conflict_do_nothing(index_elements=["job", "period"])
        .returning(periods_done.c.job)
    )
    return work.execute(statement).first() is not None
