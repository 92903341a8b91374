"""What `smarketing migrate` makes is what the code works with, on both databases."""

from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, inspect

import bot.app  # noqa: F401 - joins the rooms, whose tables are then all known
from bot.kit.db import metadata, open_database
from bot.kit.errors import OperatorError
from bot.kit.migrate import current_revision, migrate, refuse_if_behind, wanted_revision
from tests.support.at_once import all_at_once


@pytest.fixture
def new(empty_url):
    database = open_database(empty_url)
    yield database
    database.close()


def of_the_bot(_object, name, kind, _reflected, _compared) -> bool:
    return not (kind == "table" and name.endswith("_for_tests"))


def test_a_migrated_database_has_exactly_the_tables_of_the_code(new):
    migrate(new)
    with new.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": of_the_bot, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []


def test_an_empty_database_is_refused_with_the_command_that_makes_it(new):
    with pytest.raises(OperatorError, match="smarketing migrate"):
        refuse_if_behind(new)
    migrate(new)
    refuse_if_behind(new)


def test_a_database_of_a_newer_release_is_refused_with_another_cure(new):
    migrate(new)
    with new.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for met in (refuse_if_behind, migrate):
        with pytest.raises(OperatorError, match="newer release"):
            met(new)
    assert current_revision(new) == "9999"


def test_the_revisions_are_read_without_alembic_as_alembic_reads_them():
    from bot.kit.migrate import _config, known_revisions

    script = ScriptDirectory.from_config(_config())
    walked = {one.revision: one.down_revision or "" for one in script.walk_revisions()}
    assert known_revisions() == walked
    assert wanted_revision() == script.get_current_head()


def test_migrating_again_changes_nothing(new):
    assert migrate(new) == ("", wanted_revision())
    assert migrate(new) == (wanted_revision(), wanted_revision())


def test_several_may_migrate_at_once(empty_url):
    def one():
        with closing(open_database(empty_url)) as database:
            migrate(database)

    all_at_once(*[one] * 3)
    database = open_database(empty_url)
    assert current_revision(database) == wanted_revision()
    database.close()


def brought_to(database, revision, *, back=False):
    from alembic import command

    from bot.kit.migrate import _config

    with database.engine.connect().execution_options(writes=True) as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        (command.downgrade if back else command.upgrade)(config, revision)


def test_the_tables_can_be_taken_back(new):
    migrate(new)
    brought_to(new, "base", back=True)
    assert set(inspect(new.engine).get_table_names()) <= {"alembic_version"}


def tables_of(connection) -> list[Table]:
    there = MetaData()
    there.reflect(connection)
    return [table for table in there.sorted_tables if table.name != "alembic_version"]


def some_value(column) -> object:
    """Something that a column takes, whatever it means."""
    if column.foreign_keys:
        return some_value(next(iter(column.foreign_keys)).column)
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    kind = column.type.python_type
    some = {str: "x", bool: True, datetime: moment, date: moment.date(), dict: {}}
    return some.get(kind, 1)


def count(connection, table: Table) -> int:
    return len(connection.execute(table.select()).all())


def test_rows_of_the_first_release_come_along_and_are_there_after_the_way_back(new):
    brought_to(new, "0002")
    with new.engine.connect().execution_options(writes=True) as connection, connection.begin():
        tables = tables_of(connection)
        for table in tables:
            needed = [one for one in table.columns if not one.nullable or one.foreign_keys]
            row = {one.name: some_value(one) for one in needed}
            connection.execute(table.insert().values(row))
    migrate(new)
    brought_to(new, "0002", back=True)
    migrate(new)
    with new.engine.connect() as connection:
        assert {table.name: count(connection, table) for table in tables} == {
            table.name: 1 for table in tables
        }
