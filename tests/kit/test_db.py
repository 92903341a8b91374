from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, Table, select

from bot.kit.db import UtcDateTime, metadata, open_database
from bot.kit.errors import OperatorError

moments = Table(
    "moments_for_tests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
)


def test_a_time_of_any_zone_comes_back_in_utc(db):
    berlin = timezone(timedelta(hours=2))
    with db.begin() as work:
        work.execute(moments.insert().values(at=datetime(2026, 7, 1, 12, 0, tzinfo=berlin)))
    with db.read() as work:
        assert work.execute(select(moments.c.at)).scalar_one() == datetime(
            2026, 7, 1, 10, 0, tzinfo=UTC
        )


def test_a_time_without_zone_is_refused(db):
    with pytest.raises(Exception, match="naive"), db.begin() as work:
        work.execute(moments.insert().values(at=datetime(2026, 7, 1)))  # noqa: DTZ001


def test_nothing_is_called_when_the_transaction_fails(db):
    called = []
    with pytest.raises(RuntimeError), db.begin() as work:
        work.once_committed(lambda: called.append("yes"))
        raise RuntimeError
    assert called == []


def test_an_unknown_database_is_refused_with_the_cure():
    with pytest.raises(OperatorError, match=r"sqlite:///smarketing\.db"):
        open_database("mysql://host/x")


def test_a_mistyped_address_is_refused_without_its_password():
    with pytest.raises(OperatorError) as refused:
        open_database("postgresql//bot:my-secret@db/bot")
    assert "is no address of a database" in str(refused.value)
    assert "my-secret" not in str(refused.value)
