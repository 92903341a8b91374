"""Many rows at once, by the best way each database has."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, Column, Dialect, Table, bindparam, func, select, text

from bot.kit.db import UtcDateTime, Work
from bot.kit.prepared import Prepared

A_HANDFUL = 4
"""What a single lead leaves; one statement, compiled once."""
FEW = 20
"""Up to here the ways for many rows gain nothing over plain INSERTs."""


def insert_rows(work: Work, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns."""
    if not rows:
        return
    if len(rows) <= A_HANDFUL:
        numbered = {f"{name}_{n}": row[name] for n, row in enumerate(rows) for name in row}
        work.save(_insert_of(table, tuple(rows[0]), len(rows)), numbered)
    elif len(rows) <= FEW:
        work.execute(table.insert(), list(rows))
    elif work.connection.dialect.name == "postgresql":
        _copy(work, table, rows)
    else:
        _execute_many(work, table, rows)


@cache
def _insert_of(table: Table, names: tuple[str, ...], count: int) -> Prepared:
    """Return the one statement that inserts a handful of rows."""
    rows = [
        {name: bindparam(f"{name}_{n}", type_=table.c[name].type) for name in names}
        for n in range(count)
    ]
    return Prepared(table.insert().values(rows))


@cache
def _insert_for_id(table: Table) -> Prepared:
    return Prepared(table.insert().returning(table.c.id))


def insert_rows_for_ids(work: Work, table: Table, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows without an id; return the ids they got, in their order."""
    if not rows:
        return []
    if len(rows) == 1:
        inserted = work.execute(_insert_for_id(table), rows[0])
        return [int(inserted.scalar_one())]
    if work.connection.dialect.name == "postgresql":
        given = {"table": table.name, "count": len(rows)}
        ids = list(work.execute(_NEXT_IDS, given).scalars())
    else:
        # Nobody else writes meanwhile: SQLite would count on from here as well.
        last = work.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        ids = list(range(last + 1, last + 1 + len(rows)))
    insert_rows(work, table, [{"id": number, **row} for number, row in zip(ids, rows, strict=True)])
    return ids


_NEXT_IDS = text(
    "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
)


Write = Callable[[Any], Any]
"""Gives a value as a driver takes it."""


def _execute_many(work: Work, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert by the driver's own executemany: SQLAlchemy's costs several times the insert."""
    columns = [table.c[name] for name in rows[0]]
    marks = ", ".join("?" * len(columns))
    dialect = work.connection.dialect
    work.flush()
    work.connection.exec_driver_sql(
        f"INSERT INTO {_into(table, columns, dialect)} VALUES ({marks})",  # noqa: S608 - our own names
        _written(columns, rows, lambda column: _writer_of(column, dialect)),
    )


def _writer_of(column: Column[Any], dialect: Dialect) -> Write | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _copy(work: Work, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    columns = [table.c[name] for name in rows[0]]
    statement = f"COPY {_into(table, columns, work.connection.dialect)} FROM STDIN"
    work.flush()
    cursor: Any = work.connection.connection.cursor()
    with cursor, cursor.copy(statement) as copy:
        for row in _written(columns, rows, _copier_of):
            copy.write_row(row)


def _copier_of(column: Column[Any]) -> Write | None:
    if isinstance(column.type, JSON):
        return json.dumps
    return _moment if isinstance(column.type, UtcDateTime) else None


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _into(table: Table, columns: Sequence[Column[Any]], dialect: Dialect) -> str:
    preparer = dialect.identifier_preparer
    names = ", ".join(preparer.quote(column.name) for column in columns)
    return f"{preparer.format_table(table)} ({names})"


def _written(
    columns: Sequence[Column[Any]],
    rows: Sequence[dict[str, Any]],
    writer_of: Callable[[Column[Any]], Write | None],
) -> list[tuple[Any, ...]]:
    """Return the rows as a driver takes them; a value that many rows share is written once."""
    by_column = []
    for column in columns:
        values = [row[column.name] for row in rows]
        if write := writer_of(column):
            different = {id(value): value for value in values}
            once = {which: write(value) for which, value in different.items()}
            values = [once[id(value)] for value in values]
        by_column.append(values)
    return list(zip(*by_column, strict=True))
