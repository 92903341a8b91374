"""The floor of an import: the rows it left behind, stored by the database's best bulk path.

SQLite: the driver's executemany, one transaction. PostgreSQL: COPY, one transaction. The values
are ready beforehand; nothing is read from a file, recognised, judged or announced.

python -m benchmarks.servers.bulk SOURCE_URL TARGET_URL
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
    """Store the rows of the source in the target, twice; say how long each took."""
    source, target = open_database(sys.argv[1]), open_database(sys.argv[2])
    with source.read() as work, target.begin() as there:
        there.execute(
            insert(campaigns), [dict(row) for row in work.execute(select(campaigns)).mappings()]
        )
    everything = [(table, read_raw(source, table)) for table in (leads, arrivals, trail, outbox)]
    leads_alone = timed(target, everything[:1])
    with target.begin() as there:
        there.execute(leads.delete())
    print(json.dumps({"leads": leads_alone, "all": timed(target, everything)}))
    source.close()
    target.close()


if __name__ == "__main__":
    main()
