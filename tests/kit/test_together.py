"""What goes along with another statement has the same outcome as by itself."""

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, select

from bot.kit import prepared
from bot.kit.prepared import Prepared

notes = Table(
    "notes_of_this_test",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String(20), nullable=False, unique=True),
    Column("said", String(20)),
)
ADD = Prepared(notes.insert())
RENAME = Prepared(
    notes.update().where(notes.c.name == bindparam("called")).values(name=bindparam("now"))
)
BY_NAME = Prepared(select(notes).where(notes.c.name == bindparam("called")))
TO_CHANGE = Prepared(select(notes).where(notes.c.name == bindparam("called")).with_for_update())
SAID_BY = Prepared(select(notes.c.said).where(notes.c.name == bindparam("called")), aside=True)
NAMES = Prepared(select(notes.c.name).order_by(notes.c.name))


@pytest.fixture(autouse=True)
def _there(db):
    notes.create(db.engine, checkfirst=True)
    with db.begin() as work:
        work.execute(ADD, [{"name": name, "said": f"{name}!"} for name in ("a", "b", "c")])
    yield
    notes.drop(db.engine)


@pytest.fixture
def trips(db, monkeypatch):
    """The texts that reached PostgreSQL by themselves; SQLite is asked each by itself anyway."""
    texts = []
    executed = prepared.executed

    def noted(connection, text, *rest, **more):
        texts.append(text)
        return executed(connection, text, *rest, **more)

    monkeypatch.setattr("bot.kit.prepared.executed", noted)
    monkeypatch.setattr("bot.kit.together.executed", noted)
    return texts


def test_questions_that_are_expected_go_along_with_the_next(db, trips):
    with db.begin() as work:
        work.expect(TO_CHANGE, {"called": "a"})
        work.expect(BY_NAME, {"called": "nobody"})
        work.expect(SAID_BY, {"called": "b"})
        assert work.execute(NAMES).scalars() == ["a", "b", "c"]
        assert work.execute(BY_NAME, {"called": "nobody"}).first() is None
        assert work.execute(TO_CHANGE, {"called": "a"}).one() == (1, "a", "a!")
        assert work.execute(SAID_BY, {"called": "b"}).scalar_one() == "b!"
    assert len(trips) == (4 if db.is_sqlite else 1)


def test_an_answer_is_given_once_and_only_to_the_same_question(db, trips):
    with db.begin() as work:
        work.expect(BY_NAME, {"called": "a"})
        assert work.execute(BY_NAME, {"called": "b"}).one().name == "b"
        assert work.execute(BY_NAME, {"called": "a"}).one().name == "a"
        assert work.execute(BY_NAME, {"called": "a"}).one().name == "a"
    assert len(trips) == (3 if db.is_sqlite else 2)


def test_nothing_found_is_an_answer_beside_another_that_has_rows(db):
    with db.begin() as work:
        work.expect(BY_NAME, {"called": "a"})
        assert work.execute(BY_NAME, {"called": "nobody"}).all() == []
        assert work.execute(BY_NAME, {"called": "a"}).one().said == "a!"


@pytest.mark.parametrize("how", ["saved", "executed", "by SQLAlchemy", "by the driver"])
def test_what_is_written_meanwhile_is_seen(db, how):
    with db.begin() as work:
        work.expect(BY_NAME, {"called": "a"})
        work.expect(SAID_BY, {"called": "b"})
        work.execute(NAMES)
        if how == "saved":
            work.save(RENAME, {"called": "a", "now": "d"})
        elif how == "executed":
            work.execute(RENAME, {"called": "a", "now": "d"})
        elif how == "by the driver":
            work.flush()
            work.connection.exec_driver_sql(
                "UPDATE notes_of_this_test SET name = 'd' WHERE name = 'a'"
            )
        else:
            work.execute(notes.update().where(notes.c.name == "a").values(name="d"))
        assert work.execute(BY_NAME, {"called": "a"}).all() == []
        assert work.execute(SAID_BY, {"called": "b"}).scalar_one() == "b!"


def test_a_question_that_was_expected_and_is_asked_first_is_asked_once(db, trips):
    with db.begin() as work:
        work.expect(BY_NAME, {"called": "a"})
        assert work.execute(BY_NAME, {"called": "a"}).one().name == "a"
        assert work.execute(BY_NAME, {"called": "b"}).one().name == "b"
    assert len(trips) == 2


def test_what_another_question_found_out_is_not_asked_again(db, trips):
    with db.begin() as work:
        rows = work.execute(BY_NAME, {"called": "a"})
        work.remember(TO_CHANGE, {"called": "a"}, rows)
        assert work.execute(TO_CHANGE, {"called": "a"}).one().said == "a!"
        assert len(trips) == 1
        work.remember(TO_CHANGE, {"called": "a"}, rows)
        work.save(RENAME, {"called": "a", "now": "d"})
        assert work.execute(TO_CHANGE, {"called": "a"}).all() == []


def test_the_row_that_was_asked_for_along_is_locked(db):
    if db.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    with db.begin() as work, db.begin() as other:
        work.expect(TO_CHANGE, {"called": "a"})
        work.execute(NAMES)
        free = other.execute(select(notes.c.name).with_for_update(skip_locked=True)).scalars()
        assert sorted(free) == ["b", "c"]
