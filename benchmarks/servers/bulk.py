"""The floor of an import: the rows it left behind, stored by the database's best bulk path.

SQLite: the driver's executemany, one transaction. PostgreSQL: COPY, one transaction. The values
are ready beforehand; nothing is read from a file, recognised, judged or announced.

python -m benchmarks.servers.bulk SOURCE_URL TARGET_URL ANOTHER_TARGET_URL
prints {"leads": seconds for the rows of the leads alone, "all": seconds for every row}.
"""

import json
import sys
from collections.abc import Sequence
from time import perf_counter
from typing import Any

from sqlalchemy import JSON, Table, Text, cast, insert, select

from bot.kit.db import Database, open_database
from bot.kit.outbox.table import outbox
from bot.leads.store.tables import arrivals, campaigns, leads, trail

Rows = list[tuple[Any, ...]]


def read_raw(db: Database, table: Table) -> Rows:
    """Return the rows as the driver takes them."""
    columns = [cast(one, Text) if isinstance(one.type, JSON) else one for one in table.c]
    statement = select(*columns).order_by(*table.primary_key)
    with db.engine.connect() as connection:
        compiled = str(statement.compile(db.engine))
        return [tuple(row) for row in connection.exec_driver_sql(compiled)]


def store(connection: Any, table: Table, rows: Rows, *, by_copy: bool) -> None:
    """Store the rows in the transaction that is open on a driver's connection."""
    names = ", ".join(f'"{one.name}"' for one in table.c)
    cursor = connection.cursor()
    if by_copy:
        with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(table.c))
        cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608


def timed(db: Database, what: Sequence[tuple[Table, Rows]]) -> float:
    """Store everything in one transaction; return the seconds."""
    with db.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        if driver is None:
            raise RuntimeError("no connection")
        began = perf_counter()
        if db.is_sqlite:
            driver.execute("BEGIN IMMEDIATE")  # type: ignore[attr-defined]
        for table, rows in what:
            store(driver, table, rows, by_copy=not db.is_sqlite)
        driver.commit()
        return perf_counter() - began


def main() -> None:
    """Store the leads in one target and every row in the other; say how long each took."""
    source = open_database(sys.argv[1])
    everything = [(table, read_raw(source, table)) for table in (leads, arrivals, trail, outbox)]
    took = [
        _store_in(url, source, what)
        for url, what in ((sys.argv[2], everything[:1]), (sys.argv[3], everything))
    ]
    print(json.dumps(dict(zip(("leads", "all"), took, strict=True))))
    source.close()


def _store_in(url: str, source: Database, what: Sequence[tuple[Table, Rows]]) -> float:
    target = open_database(url)
    with source.read() as work, target.begin() as there:
        there.execute(
            insert(campaigns), [dict(row) for row in work.execute(select(campaigns)).mappings()]
        )
    took = timed(target, what)
    target.close()
    return took


if __name__ == "__main__":
    main()
