"""A copy of the database that goes away: what is tried on it happens nowhere else.

A rehearsal in the database itself would have to be taken back as one long transaction: on SQLite
nobody else could write until it ends, on PostgreSQL it would hold the locks of everybody it met.
Making the copy holds up nobody: it only reads.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Engine, StaticPool, create_engine, event, text

from bot.kit.db import Database, metadata


@contextmanager
def copy_of(db: Database) -> Iterator[Database]:
    """Give a database with all that is in `db` at this moment; it has one connection."""
    with _sqlite(db) if db.is_sqlite else _postgresql(db) as engine:
        copy = Database(engine)
        try:
            yield copy
        finally:
            copy.close()


@contextmanager
def _sqlite(db: Database) -> Iterator[Engine]:
    """Copy into a database without a name: in memory, and what is too much for it in no folder."""
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as target:
        with closing(db.engine.raw_connection()) as source:
            given = source.driver_connection
            assert isinstance(given, sqlite3.Connection)  # noqa: S101 - for the types
            given.backup(target)
        target.execute("PRAGMA foreign_keys=ON")
        engine = create_engine(
            "sqlite://", creator=lambda: target, poolclass=StaticPool, hide_parameters=True
        )
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        yield engine


@contextmanager
def _postgresql(db: Database) -> Iterator[Engine]:
    """Copy into temporary tables, which stand before those of the same name and end with us."""
    engine = create_engine(db.engine.url, poolclass=StaticPool, hide_parameters=True)
    with engine.begin() as connection:
        home = connection.scalar(text("SELECT quote_ident(current_schema())"))
        connection.exec_driver_sql(f"SET search_path TO pg_temp, {home}")
        metadata.create_all(connection, checkfirst=False)
        for table in metadata.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            connection.exec_driver_sql(
                f'INSERT INTO pg_temp."{table.name}" ({columns}) '  # noqa: S608 - our own names
                f'SELECT {columns} FROM {home}."{table.name}"'
            )
            if (key := table.autoincrement_column) is not None:
                sequence = f"pg_get_serial_sequence('pg_temp.{table.name}', '{key.name}')"
                connection.exec_driver_sql(
                    f"SELECT setval({sequence}, "  # noqa: S608 - our own names
                    f'coalesce(max("{key.name}"), 0) + 1, false) FROM pg_temp."{table.name}"'
                )
            connection.exec_driver_sql(f'ANALYZE pg_temp."{table.name}"')
    yield engine
