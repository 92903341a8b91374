"""The numbers over years of leads: how long they take, how that grows, and who waits for them."""

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from time import perf_counter, process_time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update

from benchmarks.figures import median_of, percentile
from benchmarks.history import NOW, make_history
from benchmarks.report import Row
from benchmarks.sizes import Size
from benchmarks.stage import Stage, bot_settings
from bot.app import Bot, people_settings, score_settings
from bot.config import GivenSettings
from bot.digests.queries.gather import gather_digest
from bot.digests.room import Room as DigestsRoom
from bot.kit.clock import Clock
from bot.kit.db import Database, Work
from bot.kit.periods import Week, read_since
from bot.leads.definition.backtest import backtest
from bot.leads.definition.queries import definition_in_force
from bot.leads.domain.waterfall import By
from bot.leads.store.tables import leads
from bot.people import queries as people
from bot.people.domain import Team
from bot.scoreboard.queries.funnel import funnel

NAME = "numbers"
TITLE = "Numbers over years of leads and three times as many verdicts (no floor)"

ON_SQLITE = 100_000
"""The largest history on SQLite; who has more takes PostgreSQL."""
WITHIN = 2.0
"""Seconds a digest may take."""
ZONE = ZoneInfo("Europe/Berlin")
GESTURES = 200

Reading = Callable[[], object]


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give the seconds of each reading at each size, and a gesture's wait beside a digest."""
    for kind in stage.databases:
        first: dict[str, float] = {}
        for count in size.histories:
            if kind == "SQLite" and count > ON_SQLITE:
                continue
            with stage.bots_database(kind) as (url, db):
                make_history(db, count)
                with _readings(url, db) as readings:
                    for what, read in readings.items():
                        began = process_time()
                        took = median_of([_seconds(read) for _ in range(size.repeats)])
                        cpu = (process_time() - began) / size.repeats
                        grown = took / first.setdefault(what, took)
                        goal = ("at most", WITHIN) if what.startswith("digest") else None
                        note = f"{grown:.1f} × of {size.histories[0]:,}; bot's own {cpu:.2f} s"
                        yield Row(f"{kind}, {count:,} leads: {what}", took, "s", None, goal, note)
                    yield _waiting(kind, count, db, readings["digest of a week"])


@contextmanager
def _readings(url: str, db: Database) -> Iterator[dict[str, Reading]]:
    settings = GivenSettings(**bot_settings(database_url=url, timezone=ZONE.key))
    bot = Bot(settings, Clock())
    score = score_settings(settings)
    digests = DigestsRoom(
        outbox=bot.house.outbox,
        clock=bot.clock,
        commands=bot.house.commands,
        people=people_settings(settings),
        leads=bot.room,
        score=score,
    )
    last_week = Week.of(NOW, ZONE).previous

    def digest(work: Work) -> object:
        reader = people.managers(work, Team.SALES)[0]
        return gather_digest(digests, work, week=last_week, reader=reader, at=NOW)

    def period_of(words: str) -> Any:
        asked = read_since(words, at=NOW, zone=ZONE)
        assert asked is not None
        return asked.period

    def report(words: str, by: By | None, work: Work) -> object:
        return funnel(work, score, period_of(words), by)

    def tried() -> object:
        with db.read() as work:
            now = definition_in_force(work, NOW)
        return backtest(db, replace(now), period_of("90d"), against=now)

    try:
        yield {
            "digest of a week": partial(_read, db, digest),
            "funnel of a month": partial(_read, db, partial(report, "last month", None)),
            "funnel of a quarter by campaign": partial(
                _read, db, partial(report, "last quarter", By.CAMPAIGN)
            ),
            "funnel of a year": partial(_read, db, partial(report, "last year", None)),
            "funnel of all there is": partial(_read, db, partial(report, "all", None)),
            "backtest over 90 days": tried,
        }
    finally:
        bot.house.answers.close()
        bot.db.close()


def _read(db: Database, read: Callable[[Work], object]) -> object:
    with db.read() as work:
        return read(work)


def _seconds(read: Reading) -> float:
    began = perf_counter()
    read()
    return perf_counter() - began


def _waiting(kind: str, count: int, db: Database, digest: Reading) -> Row:
    """Give the p99 of a small transaction while digests are read without a pause, in one process.

    The floor is the same with nothing beside it.
    """
    alone = [_seconds(partial(_touch, db, number)) for number in range(GESTURES)]
    over = threading.Event()

    def keep_reading() -> None:
        while not over.is_set():
            digest()

    reading = threading.Thread(target=keep_reading)
    reading.start()
    beside = [_seconds(partial(_touch, db, number)) for number in range(GESTURES)]
    over.set()
    reading.join()
    return Row(
        f"{kind}, {count:,} leads: a gesture's transaction beside digests, p99",
        percentile(beside, 0.99) * 1000,
        "ms",
        percentile(alone, 0.99) * 1000,
        note=f"median {percentile(beside, 0.5) * 1000:.1f} ms",
    )


def _touch(db: Database, number: int) -> None:
    with db.begin() as work:
        work.execute(update(leads).where(leads.c.id == number + 1).values(came_back=number))
