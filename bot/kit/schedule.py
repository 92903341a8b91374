"""What is due by the clock. APScheduler only ticks; a claimed row decides who does it, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, String, Table

from bot.kit.clock import Clock
from bot.kit.db import Database, UtcDateTime, Work, metadata

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


@dataclass(frozen=True, slots=True)
class Due:
    """A job that is done once a period, whoever ticks and however often."""

    name: str
    period: DuePeriod
    do: Job


@dataclass(frozen=True, slots=True)
class Sweep:
    """A job that every process does each `every` seconds of real time, outside a transaction."""

    name: str
    every: float
    do: Callable[[], None]


class Schedule:
    """The jobs of all rooms. `tick` does what is due; `start` ticks until `stop`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.db = db
        self.clock = clock
        self.dues: list[Due] = []
        self.sweeps: list[Sweep] = []
