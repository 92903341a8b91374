"""Statements that every gesture makes: compiled once, then handed to the driver as they are.

SQLAlchemy builds, compiles and knows the types; what it does around each execution costs more than
the database itself: 20 µs where SQLite takes 2, 150 µs where a round trip to PostgreSQL takes 50. A
verdict is a dozen statements. Whatever is asked rarely is executed by SQLAlchemy as ever.

    _OF_ONE = Prepared(select(people).where(people.c.id == bindparam("one")))
    row = work.execute(_OF_ONE, {"one": "U0RITA"}).first()
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, UpdateBase
from sqlalchemy.engine import result_tuple
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.types import TypeEngine

Parameters = Mapping[str, Any]
Convert = Callable[[Any], Any]
Build = Callable[[Callable[[Table], Any]], Any]
"""Makes a statement of the dialect's INSERT, which alone knows `on_conflict_do_…`."""


def insert_of(dialect: Dialect) -> Callable[[Table], Any]:
    """Return the INSERT of a dialect; only the one that is used is imported."""
    if dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert
    from sqlalchemy.dialects import sqlite

    return sqlite.insert


class Rows:
    """What a prepared statement gave back; the rows are SQLAlchemy's own."""

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Return every row."""
        return self._rows

    def first(self) -> Any:
        """Return the first row, or None."""
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        """Return the only row."""
        if len(self._rows) != 1:
            raise NoResultFound(f"{len(self._rows)} rows where one was expected")
        return self._rows[0]

    def scalars(self) -> list[Any]:
        """Return the first column."""
        return [row[0] for row in self._rows]

    def scalar(self) -> Any:
        """Return the first row's first value, or None."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """Return the only row's first value."""
        return self.one()[0]


class Prepared:
    """A statement, or a function that makes it of the dialect's INSERT; its values are parameters.

    A statement says which parameters it takes by `bindparam`; an INSERT without values takes the
    columns it is given. A list of values for one parameter (`expanding`) is not for here.

    `aside`: it reads nothing that is saved in the same breath, so that `Work.save` goes on waiting.
    """

    def __init__(self, statement: Any, *, aside: bool = False) -> None:
        self._build: Build = statement if callable(statement) else lambda _insert: statement
        self._compiled: dict[tuple[str, tuple[str, ...]], Compiled] = {}
        self.aside = aside

    def execute(
        self, connection: Connection, given: Parameters | list[Parameters] | None = None
    ) -> Rows:
        """Execute it in the connection's transaction; for a list of parameters, once for each."""
        if not isinstance(given, list):
            compiled = self.compiled(connection.dialect, given or {})
            return run(connection, compiled, compiled.text, compiled.written(given or {}))
        compiled = self.compiled(connection.dialect, given[0])
        written = [compiled.written(one) for one in given]
        return run(connection, compiled, compiled.text, written, many=True)

    def compiled(self, dialect: Dialect, given: Parameters) -> "Compiled":
        """Return it as a dialect writes it, for parameters of these names."""
        names = tuple(given)
        compiled = self._compiled.get((dialect.name, names))
        if compiled is None:
            statement = self._build(insert_of(dialect))
            compiled = self._compiled[dialect.name, names] = _compile(statement, names, dialect)
        return compiled


def run(
    connection: Connection, compiled: "Compiled", text: str, values: Any, *, many: bool = False
) -> Rows:
    """Execute a text whose rows, if any, are those of `compiled`."""
    with executed(connection, text, values, many=many) as cursor:
        rows = compiled.read(cursor.fetchall(), cursor) if compiled.columns else []
        return Rows(rows, cursor.rowcount)


@contextmanager
def executed(
    connection: Connection, text: str, values: Any, *, many: bool = False
) -> Iterator[Any]:
    """Yield the driver's cursor that executed a text; its errors are SQLAlchemy's."""
    driver: Any = connection.connection.dbapi_connection
    on_postgres = connection.dialect.name == "postgresql"
    cursor = _raw_cursor(driver) if on_postgres else driver.cursor()
    try:
        if many:
            cursor.executemany(text, values)
        elif on_postgres:
            # Left to itself psycopg has a statement planned anew four times on each connection.
            cursor.execute(text, values, prepare=True)
        else:
            cursor.execute(text, values)
        yield cursor
    except connection.dialect.loaded_dbapi.Error as fault:
        raise _as_sqlalchemy_says(connection, text, fault) from fault
    finally:
        cursor.close()


def _raw_cursor(driver: Any) -> Any:
    """Return psycopg's cursor that takes the server's own `$1`, with nothing to translate."""
    from psycopg import RawCursor

    return RawCursor(driver)


def _as_sqlalchemy_says(connection: Connection, text: str, fault: Any) -> BaseException:
    """Return a driver's error as the one that SQLAlchemy raises for it; it holds no parameters."""
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(fault, connection.connection.dbapi_connection, None)
    if is_lost:
        connection.invalidate(fault)
    said: BaseException = DBAPIError.instance(
        text,
        None,
        fault,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=dialect,
    )
    return said


_ALL = slice(None)


@dataclass(slots=True)
class Compiled:
    """A statement of one dialect for parameters of certain names."""

    dialect: Dialect
    text: str
    # By place in the text: what it is given, and how its type writes it; or, without a name, a
    # value it brings along.
    takes: list[tuple[str | None, Convert | None, Any]]
    columns: list[tuple[str, TypeEngine[Any]]]
    writes: bool
    inserts_into: Table | None
    _as_row: Callable[[Any], Any] = field(init=False)
    _reads: list[tuple[int, Convert]] | None = None
    _texts: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._as_row = result_tuple([name for name, _ in self.columns])

    def text_after(self, count: int) -> str:
        """Return the text with its parameters numbered after `count` others; for PostgreSQL."""
        if count not in self._texts:
            self._texts[count] = _NUMBERED.sub(lambda one: f"${int(one[1]) + count}", self.text)
        return self._texts[count]

    def written(self, given: Parameters) -> list[Any]:
        """Return the parameters as the driver takes them."""
        return [
            fixed if name is None else write(given[name]) if write else given[name]
            for name, write, fixed in self.takes
        ]

    def read(self, found: Sequence[Any], cursor: Any, columns: slice = _ALL) -> list[Any]:
        """Return what was fetched as rows, read by their columns' types."""
        if self._reads is None:
            told = zip(self.columns, cursor.description[columns], strict=True)
            self._reads = [
                (place, read)
                for place, ((_, kind), (_, code, *_)) in enumerate(told)
                if (read := kind.dialect_impl(self.dialect).result_processor(self.dialect, code))
            ]
        rows, reads = [], self._reads
        for one in found:
            values = list(one)
            for place, convert in reads:
                values[place] = convert(values[place])
            rows.append(self._as_row(values))
        return rows


_NUMBERED = re.compile(r"\$(\d+)")


def _compile(statement: Any, names: tuple[str, ...], dialect: Dialect) -> Compiled:
    if isinstance(statement, Insert) and not statement.exported_columns:
        statement = statement.inline()  # or else PostgreSQL is asked for the new id
    compiled = statement.compile(dialect=_counting(dialect), column_keys=list(names))
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError(f"its text depends on its parameters: {compiled}")
    takes: list[tuple[str | None, Convert | None, Any]] = []
    for name in compiled.positiontup:
        parameter = compiled.binds[name]
        write = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if name in names:
            takes.append((name, write, None))
        else:
            value = parameter.effective_value
            takes.append((None, None, write(value) if write else value))
    columns = statement.exported_columns
    return Compiled(
        dialect=dialect,
        text=str(compiled),
        takes=takes,
        columns=[(name, column.type) for name, column in columns.items()],
        writes=isinstance(statement, UpdateBase),
        inserts_into=_table_of(statement) if isinstance(statement, Insert) else None,
    )


def _counting(dialect: Dialect) -> Dialect:
    """Return the dialect with parameters that are counted: `?`, on PostgreSQL `$1`."""
    if dialect.name == "sqlite":
        return dialect
    make: Any = type(dialect)
    counting: Dialect = make(paramstyle="numeric_dollar")
    counting.server_version_info = dialect.server_version_info
    return counting


def _table_of(statement: Insert) -> Table:
    table = statement.table
    if not isinstance(table, Table):
        raise TypeError(f"{table} is no table")
    return table
