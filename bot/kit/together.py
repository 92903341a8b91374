"""Several statements of a transaction in one round trip.

On PostgreSQL a gesture is made of round trips. What is saved and asked back by nobody waits for the
next write; a question that is expected goes along with the next question. SQLite has no round trips
to spare: there everything is executed at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from bot.kit.prepared import Compiled, Prepared, Rows, executed, run

Given = Mapping[str, Any]


@dataclass(slots=True)
class Together:
    """What waits to be written or asked in one transaction."""

    connection: Connection
    _saved: list[tuple[Compiled, Given]] = field(default_factory=list)
    _expected: list[tuple[Prepared, Given]] = field(default_factory=list)
    _known: list[tuple[Prepared, Given, Rows]] = field(default_factory=list)

    def execute(self, statement: Prepared, given: Given) -> Rows:
        """Execute a statement, with what waits if it can be."""
        known = self._known_answer(statement, given)
        if known is not None:
            return known
        if self._saved and not statement.aside:
            if self._join(statement, given):
                return self.flush()
            self.flush()
        return self._ask(statement, given)

    def come_first(self) -> None:
        """Make room for a statement that is unknown here: it has to see what is saved."""
        self.flush()
        self._expect_nothing_old()

    def save(self, statement: Prepared, values: Given) -> None:
        """Write a row with what is written next."""
        if self.connection.dialect.name == "sqlite":
            self._expect_nothing_old()
            statement.execute(self.connection, values)
        elif not self._join(statement, values):
            self.flush()
            self._join(statement, values)

    def expect(self, statement: Prepared, given: Given) -> None:
        """Ask a question of one row at most with what is asked next."""
        if self.connection.dialect.name != "sqlite":
            self._expected.append((statement, given))

    def remember(self, statement: Prepared, given: Given, rows: Rows) -> None:
        """Take `rows` for the answer to a question, until something is written."""
        self._known.append((statement, given, rows))

    def flush(self) -> Rows:
        """Write what is saved; return what the last of it gives back."""
        several, self._saved = self._saved, []
        return _execute_together(self.connection, several) if several else Rows([], 0)

    def _join(self, statement: Prepared, values: Given) -> bool:
        """Let a write wait with the others; tell whether it can.

        What reads has to see them done. PostgreSQL makes them in an order of its own, so that rows
        of one table would not get their ids in the order they are saved in.
        """
        compiled = statement.compiled(self.connection.dialect, values)
        table = compiled.inserts_into
        again = table is not None and any(table is other.inserts_into for other, _ in self._saved)
        if not compiled.writes or again:
            return False
        self._saved.append((compiled, values))
        self._expect_nothing_old()
        return True

    def _ask(self, statement: Prepared, given: Given) -> Rows:
        dialect = self.connection.dialect
        if (self._expected or self._known) and statement.compiled(dialect, given).writes:
            self._expect_nothing_old()
        elif self._expected:
            asked, self._expected = self._expected, []
            several = [(one.compiled(dialect, of), of) for one, of in [*asked, (statement, given)]]
            *answers, answer = _ask_together(self.connection, several)
            self._known += [(*one, rows) for one, rows in zip(asked, answers, strict=True)]
            return answer
        return statement.execute(self.connection, given)

    def _known_answer(self, statement: Prepared, given: Given) -> Rows | None:
        """Return the answer to a question that went along with another, once."""
        for place, (asked, of, rows) in enumerate(self._known):
            if asked is statement and of == given:
                del self._known[place]
                return rows
        if (statement, given) in self._expected:
            self._expected.remove((statement, given))
        return None

    def _expect_nothing_old(self) -> None:
        """Forget what may be different once something is written."""
        if not (self._expected or self._known):
            return
        self._expected = [one for one in self._expected if one[0].aside]
        self._known = [one for one in self._known if one[0].aside]


def _execute_together(connection: Connection, several: Sequence[tuple[Compiled, Given]]) -> Rows:
    """Execute several writes in one statement; return what the last gives back.

    They see the rows as they were before all of them, so that none may depend on another.
    """
    texts, values = _in_a_row(several)
    first = ", ".join(f"w{place} AS ({text})" for place, text in enumerate(texts[:-1]))
    text = f"WITH {first} {texts[-1]}" if first else texts[-1]
    return run(connection, several[-1][0], text, values)


_BESIDE = "LEFT JOIN (SELECT true AS there, q.* FROM ({text}) AS q) AS q{place} ON true"


def _ask_together(connection: Connection, several: Sequence[tuple[Compiled, Given]]) -> list[Rows]:
    """Ask several questions in one statement; return the answer of each.

    All but the last have one row at most. They see the rows as they were before all of them.
    """
    texts, values = _in_a_row(several)
    beside = [_BESIDE.format(text=text, place=place) for place, text in enumerate(texts)]
    text = " ".join(["SELECT * FROM (SELECT 1) AS nothing", *beside])
    answers: list[Rows] = []
    first = 1
    with executed(connection, text, values) as cursor:
        found = cursor.fetchall()
        for compiled, _ in several:
            columns = slice(first + 1, first + 1 + len(compiled.columns))
            there = [row[columns] for row in found if row[first]]
            its = there if len(answers) == len(several) - 1 else there[:1]
            answers.append(Rows(compiled.read(its, cursor, columns), len(its)))
            first = columns.stop
    return answers


def _in_a_row(several: Sequence[tuple[Compiled, Given]]) -> tuple[list[str], list[Any]]:
    """Return the texts of statements that are to be one, and all their values."""
    texts: list[str] = []
    values: list[Any] = []
    for compiled, given in several:
        texts.append(compiled.text_after(len(values)))
        values += compiled.written(given)
    return texts, values
