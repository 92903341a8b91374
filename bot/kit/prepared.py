"""Statements that every gesture makes: compiled once, then handed to the driver as they are.

SQLAlchemy builds, compiles and knows the types; what it does around each execution costs more than
the database itself: 20 µs where SQLite takes 2, 150 µs where a round trip to PostgreSQL takes 50. A
verdict is a dozen statements. Whatever is asked rarely is executed by SQLAlchemy as ever.

    _OF_ONE = Prepared(select(people).where(people.c.id == bindparam("one")))
    row = work.execute(_OF_ONE, {"one": "U0RITA"}).first()
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import result_tuple
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.types import TypeEngine

Parameters = Mapping[str, Any]
Convert = Callable[[Any], Any]
Build = Callable[[Callable[[Table], Any]], Any]
"""Makes a statement of the dialect's INSERT, which alone knows `on_conflict_do_…`."""


def insert_of(dialect: Dialect) -> Callable[[Table], Any]:
    """Return the INSERT of a dialect."""
    return postgresql.insert if dialect.name == "postgresql" else sqlite.insert


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
    """

    def __init__(self, statement: Any) -> None:
        self._build: Build = statement if callable(statement) else lambda _insert: statement
        self._compiled: dict[tuple[str, tuple[str, ...]], _Compiled] = {}

    def execute(
        self, connection: Connection, given: Parameters | list[Parameters] | None = None
    ) -> Rows:
        """Execute it in the connection's transaction; for a list of parameters, once for each."""
        one = given[0] if isinstance(given, list) else given or {}
        names = tuple(one)
        dialect = connection.dialect
        compiled = self._compiled.get((dialect.name, names))
        if compiled is None:
            statement = self._build(insert_of(dialect))
            compiled = self._compiled[dialect.name, names] = _compile(statement, names, dialect)
        driver: Any = connection.connection.dbapi_connection
        cursor = driver.cursor()
        try:
            if isinstance(given, list):
                cursor.executemany(compiled.text, [compiled.written(each) for each in given])
            else:
                cursor.execute(compiled.text, compiled.written(one))
            rows = compiled.read(cursor) if cursor.description else []
            return Rows(rows, cursor.rowcount)
        except dialect.loaded_dbapi.Error as fault:
            raise _as_sqlalchemy_says(connection, compiled.text, fault) from fault
        finally:
            cursor.close()


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


@dataclass(slots=True)
class _Compiled:
    """A statement of one dialect for parameters of certain names."""

    dialect: Dialect
    text: str
    # What it is given, and how the type of each writes it; what it brings along, written already.
    takes: list[tuple[str, Convert | None]]
    fixed: dict[str, Any]
    columns: list[tuple[str, TypeEngine[Any]]]
    # The parameters' places in the text, where the driver counts them.
    order: list[str] | None
    _as_row: Callable[[Any], Any] = field(init=False)
    _reads: list[tuple[int, Convert]] | None = None

    def __post_init__(self) -> None:
        self._as_row = result_tuple([name for name, _ in self.columns])

    def written(self, given: Parameters) -> Any:
        """Return the parameters as the driver takes them."""
        values = dict(self.fixed)
        for name, write in self.takes:
            value = given[name]
            values[name] = write(value) if write else value
        if self.order is None:
            return values
        return [values[name] for name in self.order]

    def read(self, cursor: Any) -> list[Any]:
        """Return the rows, read by their columns' types."""
        if self._reads is None:
            told = zip(self.columns, cursor.description, strict=True)
            self._reads = [
                (place, read)
                for place, ((_, kind), (_, code, *_)) in enumerate(told)
                if (read := kind.dialect_impl(self.dialect).result_processor(self.dialect, code))
            ]
        rows, reads = [], self._reads
        for found in cursor.fetchall():
            values = list(found)
            for place, convert in reads:
                values[place] = convert(values[place])
            rows.append(self._as_row(values))
        return rows


def _compile(statement: Any, names: tuple[str, ...], dialect: Dialect) -> _Compiled:
    if isinstance(statement, Insert) and not statement.exported_columns:
        statement = statement.inline()  # or else PostgreSQL is asked for the new id
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.post_compile_params or compiled.literal_execute_params:
        raise ValueError(f"its text depends on its parameters: {compiled}")
    takes: list[tuple[str, Convert | None]] = []
    fixed: dict[str, Any] = {}
    for name, parameter in compiled.binds.items():
        write = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if name in names:
            takes.append((name, write))
        else:
            fixed[name] = write(parameter.effective_value) if write else parameter.effective_value
    columns = statement.exported_columns
    return _Compiled(
        dialect=dialect,
        text=str(compiled),
        takes=takes,
        fixed=fixed,
        columns=[(name, column.type) for name, column in columns.items()],
        order=compiled.positiontup,
    )
