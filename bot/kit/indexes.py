"""Indexes of some rows only, on both databases."""

from typing import Any

from sqlalchemy import Index, event, text


def index_where(name: str, column: str, condition: str) -> Index:
    """Return an index of the rows for which `condition` (SQL that both databases read) holds.

    The condition is told to the dialect that creates the index. `sqlite_where` beside
    `postgresql_where` would import both whenever a table is declared: a thirtieth of a start.
    """
    index = Index(name, column)

    @event.listens_for(index, "before_create")
    def _tell(target: Index, connection: Any, **_: Any) -> None:
        target.dialect_options[connection.dialect.name]["where"] = text(condition)

    return index
