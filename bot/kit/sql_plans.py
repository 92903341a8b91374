"""What SQLite's planner has to be told; PostgreSQL knows it by itself."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class by_no_index(FunctionElement[Any]):  # noqa: N801 - read as SQL's own functions are
    """A column to group or choose by, for which no index of its own is read.

    Left to itself SQLite reads all leads there are by the index of their campaign, only to be
    spared sorting those of a month: 0.4 s a statement instead of 0.01 s over a hundred thousand.
    """

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(by_no_index)
def _on_any(element: Any, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(by_no_index, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    # The sign changes no value; it makes an expression of the column.
    return f"+{compiler.process(element.clauses, **how)}"
