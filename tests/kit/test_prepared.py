"""A prepared statement answers as SQLAlchemy does, and fails as it does."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import JSON, Column, Integer, MetaData, Numeric, String, Table, bindparam, select
from sqlalchemy.exc import IntegrityError, NoResultFound

from bot.kit.db import UtcDateTime
from bot.kit.prepared import Prepared

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
notes = Table(
    "notes_of_this_test",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(20), nullable=False, unique=True),
    Column("said", JSON),
    Column("worth", Numeric(14, 2)),
    Column("at", UtcDateTime),
)
ADD = Prepared(notes.insert())
ADD_FOR_ID = Prepared(notes.insert().returning(notes.c.id))
ADD_ONCE = Prepared(lambda insert: insert(notes).on_conflict_do_nothing(index_elements=["name"]))
BY_NAME = Prepared(select(notes).where(notes.c.name == bindparam("called")))
NAMES = Prepared(select(notes.c.name).order_by(notes.c.name))
RENAME = Prepared(
    notes.update().where(notes.c.name == bindparam("called")).values(name=bindparam("now"))
)


@pytest.fixture(autouse=True)
def _there(db):
    notes.create(db.engine, checkfirst=True)
    yield
    notes.drop(db.engine)


def test_values_come_back_as_they_went_in(db):
    row = {"name": "a", "said": {"by": ["Rita"]}, "worth": 12, "at": NOON}
    with db.begin() as work:
        work.execute(ADD, row)
        work.execute(ADD, {"name": "b", "said": None, "worth": None, "at": None})
    with db.read() as work:
        for name in ("a", "b"):
            plain = work.execute(select(notes).where(notes.c.name == name)).one()
            prepared = work.execute(BY_NAME, {"called": name}).one()
            assert prepared._mapping == plain._mapping
            assert [type(value) for value in prepared] == [type(value) for value in plain]


def test_rows_are_read_in_each_way(db):
    with db.begin() as work:
        first = work.execute(ADD_FOR_ID, {"name": "a"}).scalar_one()
        assert work.execute(ADD_FOR_ID, {"name": "b"}).scalar_one() == first + 1
        assert work.execute(NAMES).scalars() == ["a", "b"]
        assert [row.name for row in work.execute(NAMES)] == ["a", "b"]
        assert work.execute(NAMES).first().name == "a"
        assert work.execute(BY_NAME, {"called": "c"}).first() is None
        assert work.execute(BY_NAME, {"called": "c"}).scalar() is None
        with pytest.raises(NoResultFound):
            work.execute(NAMES).one()


def test_many_rows_are_saved_at_once_and_changes_are_counted(db):
    with db.begin() as work:
        work.execute(ADD, [{"name": "a"}, {"name": "b"}])
        assert work.execute(RENAME, {"called": "a", "now": "c"}).rowcount == 1
        assert work.execute(RENAME, {"called": "a", "now": "c"}).rowcount == 0
        assert work.execute(ADD_ONCE, {"name": "b"}).rowcount == 0


def test_a_fault_of_the_driver_is_sqlalchemys_and_holds_no_values(db):
    with pytest.raises(IntegrityError) as raised, db.begin() as work:
        work.execute(ADD, {"name": "secret of Ada"})
        work.execute(ADD, {"name": "secret of Ada"})
    assert "INSERT INTO notes_of_this_test" in str(raised.value)
    assert "parameters" not in str(raised.value).replace("hide_parameters", "")
    with db.read() as work:
        assert work.execute(NAMES).all() == []


def test_a_list_of_values_is_not_for_here(db):
    some = Prepared(select(notes).where(notes.c.id.in_([1, 2])))
    with pytest.raises(ValueError, match="its text depends"), db.read() as work:
        work.execute(some)


def test_what_is_saved_is_there_for_whoever_reads_and_after_the_commit(db):
    with db.begin() as work:
        work.save(ADD, {"name": "a"})
        assert work.execute(NAMES).scalars() == ["a"]
        work.save(ADD, {"name": "b"})
        assert work.execute(select(notes.c.name).order_by(notes.c.name)).scalars().all() == [
            "a",
            "b",
        ]
        work.save(RENAME, {"called": "a", "now": "c"})
    with db.read() as work:
        assert work.execute(NAMES).scalars() == ["b", "c"]


def test_what_is_saved_goes_with_the_next_write_whose_answer_is_its_own(db):
    with db.begin() as work:
        work.execute(ADD, [{"name": "a"}, {"name": "b"}])
        work.save(ADD, {"name": "c", "said": {"by": "Rita"}})
        assert work.execute(RENAME, {"called": "a", "now": "d"}).rowcount == 1
        assert work.execute(RENAME, {"called": "x", "now": "y"}).rowcount == 0
    with db.read() as work:
        assert work.execute(NAMES).scalars() == ["b", "c", "d"]


def test_rows_get_their_ids_in_the_order_they_are_saved_in(db):
    with db.begin() as work:
        work.save(ADD, {"name": "first"})
        work.save(ADD_ONCE, {"name": "second"})
        third = work.execute(ADD_FOR_ID, {"name": "third"}).scalar_one()
        work.save(ADD, {"name": "fourth", "said": None})
        ids = {row.name: row.id for row in work.execute(select(notes))}
    assert [ids[name] - third for name in ("first", "second", "third", "fourth")] == [-2, -1, 0, 1]


def test_what_a_failed_transaction_saved_is_gone(db):
    with pytest.raises(RuntimeError), db.begin() as work:
        work.save(ADD, {"name": "a"})
        raise RuntimeError
    with pytest.raises(IntegrityError), db.begin() as work:
        work.save(ADD, {"name": "a"})
        work.save(ADD, {"name": "a"})
    with db.read() as work:
        assert work.execute(NAMES).all() == []
