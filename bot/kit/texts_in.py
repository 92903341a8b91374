"""A statement about the rows that hold one of many texts, by the best way each database has."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    ColumnElement,
    String,
    any_,
    bindparam,
    func,
    select,
)

from bot.kit.db import Work
from bot.kit.prepared import Prepared

HANDFUL = 4
"""Up to so many texts are parameters of their own."""

Among = Callable[[Column[str]], ColumnElement[bool]]
"""Gives the condition that a column is one of the texts asked for."""


class TextsIn:
    """A statement about the rows that hold one of many texts, built once.

    Building a statement costs as much as executing it. Many texts are one parameter, an array. As a
    table of its own (`joined`) PostgreSQL looks it up by an index of several columns, while
    conditions joined by OR need it as it is.
    """

    def __init__(self, build: Callable[[Among], Any], *, joined: bool = False) -> None:
        self._handful = [
            Prepared(build(partial(_is_one_of, count=count))) for count in range(1, HANDFUL + 1)
        ]
        self._many = {
            "sqlite": Prepared(build(lambda column: column.in_(_EACH_OF_JSON))),
            "postgresql": Prepared(
                build(
                    (lambda column: column.in_(select(func.unnest(_ARRAY))))
                    if joined
                    else (lambda column: column == any_(_ARRAY))
                )
            ),
        }

    def expect(self, work: Work, text: str, **more: Any) -> None:
        """Have it asked of one text along with the next question; there is one such row at most."""
        work.expect(self._handful[0], {"text_0": text, **more})

    def execute(self, work: Work, texts: Collection[str], **more: Any) -> Any:
        """Run it; `more` are its other parameters."""
        if 0 < len(texts) <= HANDFUL:
            named = {f"text_{n}": one for n, one in enumerate(texts)}
            return work.execute(self._handful[len(texts) - 1], named | more)
        many = self._many[work.connection.dialect.name]
        return work.execute(many, {"texts": list(texts), **more})


_ARRAY = bindparam("texts", type_=ARRAY(String))
_JSON = bindparam("texts", type_=JSON())
_EACH_OF_JSON = select(func.json_each(_JSON).table_valued("value").c.value)


def _is_one_of(column: Column[str], *, count: int) -> ColumnElement[bool]:
    return column.in_([bindparam(f"text_{n}", type_=String()) for n in range(count)])
