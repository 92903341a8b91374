"""The database: one engine, one UTC column type, one unit of work per entry.

SQLite and PostgreSQL answer alike. On SQLite a writer begins with BEGIN IMMEDIATE (a plain BEGIN
that is upgraded on its first write fails instead of waiting) and writers of one process queue
on a lock, which is fairer and quicker than SQLite's own polling. `synchronous=FULL`: a lead that
was answered with 202 survives a power cut.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    and_,
    create_engine,
    event,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.schema import Table

from bot.kit.errors import OperatorError
from bot.kit.periods import Period
from bot.kit.prepared import Prepared, Rows, insert_of
from bot.kit.together import Together

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite drops zones; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive datetime; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}; every time carries its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def within(column: ColumnElement[datetime], period: Period) -> ColumnElement[bool]:
    """Say in SQL what `column in period` says of a value."""
    sides: list[ColumnElement[bool]] = [column.is_not(None)]
    if period.start is not None:
        sides.append(column >= period.start)
    if period.end is not None:
        sides.append(column < period.end)
    return and_(*sides)


@dataclass(slots=True)
class Work:
    """One transaction: actions save through it and queries read through it; none commits it."""

    connection: Connection
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    at_last: list[Callable[[], None]] = field(default_factory=list)
    kept: dict[Any, Any] = field(default_factory=dict)
    """What its users remember for as long as it lasts, each under a name of their own."""
    _together: Together = field(init=False)

    def __post_init__(self) -> None:
        self._together = Together(self.connection)

    def execute(self, statement: Any, parameters: Any = None) -> Any:
        """Run a statement in this transaction."""
        if isinstance(statement, Prepared) and not isinstance(parameters, list):
            return self._together.execute(statement, parameters or {})
        self._together.come_first()
        if isinstance(statement, Prepared):
            return statement.execute(self.connection, parameters)
        return self.connection.execute(statement, parameters)

    def save(self, statement: Prepared, values: Mapping[str, Any]) -> None:
        """Have a row written with what is executed next, at the latest before the commit.

        For writes that depend on no other's and whose outcome nobody asks.
        """
        self._together.save(statement, values)

    def expect(self, statement: Prepared, given: Mapping[str, Any]) -> None:
        """Have a question of one row at most asked together with the next one.

        A hint that changes nothing but speed: whoever executes the same statement later gets the
        answer of then. What is written meanwhile makes it be asked anew, unless it is `aside`.
        """
        self._together.expect(statement, given)

    def remember(self, statement: Prepared, given: Mapping[str, Any], rows: Rows) -> None:
        """Have a question answered by what another one found out, as with `expect`."""
        self._together.remember(statement, given, rows)

    def flush(self) -> None:
        """Write what is saved, and expect nothing: what comes next is not told to this unit."""
        self._together.come_first()

    def finish(self) -> None:
        """Do what was left for the end; the commit follows."""
        for call in self.at_last:
            call()
        self.flush()

    def insert(self, table: Table) -> Any:
        """Return the dialect's INSERT, so that `on_conflict_do_…` can be said on both databases."""
        return insert_of(self.connection.dialect)(table)

    def before_commit(self, call: Callable[[], None]) -> None:
        """Have `call` made in this transaction as its last, when it is about to be committed."""
        self.at_last.append(call)

    def once_committed(self, call: Callable[[], None]) -> None:
        """Have `call` made after the commit; it is not made when the transaction fails."""
        if call not in self.after_commit:
            self.after_commit.append(call)


STATEMENTS_KEPT = 500
"""Statements that a connection to PostgreSQL keeps prepared; more than there are."""


class Database:
    """Opens units of work. `begin` for entries that may write, `read` for those that only look."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writers = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, where one process owns the file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """Open a transaction that commits at the end of the block, or rolls back when it raises."""
        with self._writers, self.engine.connect().execution_options(writes=True) as connection:
            work = Work(connection)
            with connection.begin():
                yield work
                work.finish()
        for call in work.after_commit:
            call()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """Open a transaction for reading alone; it never waits for a writer on SQLite."""
        with self.engine.connect() as connection, connection.begin():
            yield Work(connection)

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


A_DATABASE_URL = "Use sqlite:///smarketing.db or postgresql://user:password@host/name."


def open_database(url: str, *, connections: int = 32) -> Database:
    """Open the database at `url`; SQLite and PostgreSQL (psycopg) only.

    `connections` bounds how many threads may be in a transaction at once.
    Raises OperatorError when the URL names something else.
    """
    try:
        parsed = read_database_url(url)
    except ValueError as fault:
        raise OperatorError(f"DATABASE_URL {fault}.", cure=A_DATABASE_URL) from fault
    if parsed.get_backend_name() == "sqlite":
        return Database(_sqlite_engine(parsed.render_as_string(hide_password=False), connections))
    engine = create_engine(
        parsed,
        pool_size=connections,
        max_overflow=0,
        # The connection used last knows its statements best.
        pool_use_lifo=True,
        pool_pre_ping=True,
        pool_timeout=10,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.prepared_max = STATEMENTS_KEPT

    return Database(engine)


def read_database_url(url: str) -> URL:
    """Return the address with its driver; a ValueError says what is wrong with it."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError("is no address of a database") from None
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite" and parsed.drivername != "postgresql+psycopg":
        raise ValueError(f"names {parsed.drivername!r}, which is not supported")
    return parsed


def _sqlite_engine(url: str, connections: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=connections,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={"timeout": 10, "isolation_level": None, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
