"""Moments as seconds, in SQL: how a hundred thousand of them are read, since that is quicker."""

from typing import Any

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class epoch(FunctionElement[float]):  # noqa: N801 - read as SQL's own functions are
    """A moment as seconds since 1970, to the millisecond, on both databases."""

    type = Float()
    inherit_cache = True


@compiles(epoch, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"CAST(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **how)}) AS float8)"


@compiles(epoch, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    # The day 0 of julianday() lies so many days before 1970; it knows milliseconds and no more.
    days = f"julianday({compiler.process(element.clauses, **how)}) - 2440587.5"
    return f"ROUND(({days}) * 86400.0, 3)"
