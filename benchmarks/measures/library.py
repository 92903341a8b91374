"""Searches in a large library, beside the database's own full-text search over the same texts."""

import random
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import perf_counter

from sqlalchemy import insert, text

from benchmarks.figures import median_of, percentile
from benchmarks.report import Row
from benchmarks.sizes import Size
from benchmarks.stage import Stage
from bot.content.domain.asset import Details
from bot.content.domain.search import read_query, topic_of
from bot.content.domain.tags import BuyerStage, Format
from bot.content.queries.gaps import gaps
from bot.content.queries.search import search_library
from bot.content.store.asset_tables import searches
from bot.content.store.assets import insert_asset
from bot.kit.db import Database, Work
from bot.kit.periods import Period

NAME = "library"
TITLE = "Searches in the library (floor: a bare query of the database's own full-text search)"

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
WITHIN = 2.0
"""Seconds that “what is missing” may take."""
ASKED = {
    "one word of every tenth piece": "w7",
    "three words": "w7 w13 guide",
    "a word most pieces hold": "freight",
    "a word and tags": "w7 segment:s3 stage:decision",
    "a slip of the hand": "fregiht",
    "nothing there": "unheardof wordless",
}

Reading = Callable[[], object]


async def measure(stage: Stage, size: Size) -> AsyncIterator[Row]:
    """Give the milliseconds of each kind of search, then the seconds of what is missing."""
    for kind in stage.databases:
        with stage.bots_database(kind) as (_, db):
            began = perf_counter()
            _fill(db, size.assets)
            yield Row(f"{kind}: {size.assets:,} pieces put in", perf_counter() - began, "s")
            _keep(db, size.searches)
            for what, typed in ASKED.items():
                bot = median_of([_took(partial(_search, db, typed)) for _ in range(size.looks)])
                floor = median_of([_took(partial(_bare, db, typed)) for _ in range(size.looks)])
                yield Row(f"{kind}: {what}", bot, "ms", floor, note=f"“{typed}”")
            missing = partial(_missing, db)
            took = [_took(missing) / 1000 for _ in range(max(3, size.repeats))]
            what = f"{kind}: what is missing, of {size.searches:,} searches"
            goal = ("at most", WITHIN)
            yield Row(what, percentile(took, 0.5), "s", goal=goal)


def _fill(db: Database, count: int) -> None:
    pick = random.Random(4)  # noqa: S311 - a corpus, not a secret
    with db.begin() as work:
        for number in range(count):
            # Few words in many pieces and many in few, as people write.
            words = [f"w{int(pick.paretovariate(0.6)) % 8000}" for _ in range(40)]
            common = "freight" if number % 5 else "parcel"
            details = Details(
                title=f"{common} {' '.join(words[:4])} {number}",
                link=f"https://content.example.com/{number}",
                format=pick.choice(list(Format)),
                segments=(f"s{number % 8}",),
                stages=tuple(pick.sample(list(BuyerStage), 1)),
                about=" ".join(words[4:12]),
                social=" ".join(words[12:]),
            )
            insert_asset(work, details, by="", at=NOW)
    with db.begin() as work:
        if db.is_sqlite:
            work.execute(text("CREATE VIRTUAL TABLE bare USING fts5(said, tokenize='unicode61')"))
        else:
            work.execute(text("CREATE TABLE bare (rowid bigint, said text, found tsvector)"))
        said = "SELECT id, title || ' ' || format || ' ' || about || ' ' || social FROM assets"
        work.execute(text(f"INSERT INTO bare (rowid, said) {said}"))
        if not db.is_sqlite:
            work.execute(text("UPDATE bare SET found = to_tsvector('simple', said)"))
            work.execute(text("CREATE INDEX bare_found ON bare USING gin (found)"))
    if not db.is_sqlite:
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def _keep(db: Database, count: int) -> None:
    pick = random.Random(5)  # noqa: S311
    with db.begin() as work:
        rows = []
        for number in range(count):
            words = f"w{pick.randint(0, 900)} wish {pick.randint(0, 40)}"
            rows.append(
                {
                    "once": f"{number}",
                    "at": NOW - timedelta(minutes=number),
                    "words": words,
                    "topic": topic_of(words),
                    "segment": f"s{number % 3}" if number % 4 == 0 else "",
                    "stage": "",
                    "format": "",
                    "found": number % 3,
                }
            )
        work.execute(insert(searches), rows)


def _search(db: Database, typed: str) -> object:
    with db.read() as work:
        return search_library(work, read_query(typed), most=5, today=TODAY)


def _bare(db: Database, typed: str) -> object:
    words = read_query(typed).words.split()
    with db.read() as work:
        return _matched(work, words, is_sqlite=db.is_sqlite)


def _matched(work: Work, words: list[str], *, is_sqlite: bool) -> object:
    if is_sqlite:
        asked = " ".join(f'"{word}"' for word in words)
        found = "SELECT rowid FROM bare WHERE bare MATCH :asked ORDER BY bm25(bare) LIMIT 5"
        return work.execute(text(found), {"asked": asked}).all()
    found = (
        "SELECT rowid FROM bare, plainto_tsquery('simple', :asked) AS q WHERE found @@ q "
        "ORDER BY ts_rank(found, q) DESC LIMIT 5"
    )
    return work.execute(text(found), {"asked": " ".join(words)}).all()


def _missing(db: Database) -> object:
    with db.read() as work:
        return gaps(work, Period())


def _took(read: Reading) -> float:
    """Return milliseconds."""
    began = perf_counter()
    read()
    return (perf_counter() - began) * 1000
