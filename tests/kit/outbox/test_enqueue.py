"""What is asked for within one transaction."""

from sqlalchemy import select

from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.table import outbox
from tests.support.house import MONDAY_NOON

POST = {"to": "sales", "view": "frozen", "args": {"text": "Hello"}, "at": MONDAY_NOON}


def wanted(db):
    with db.read() as work:
        return dict(work.execute(select(outbox.c.key, outbox.c.wanted)).all())


def test_a_message_is_asked_for_once_a_transaction_however_it_is_asked(db):
    box = Outbox()
    with db.begin() as work:
        box.post(work, key="card", **POST)
    with db.begin() as work:
        box.refresh_surely(work, key="card", at=MONDAY_NOON)
        box.refresh_surely(work, key="card", at=MONDAY_NOON)
    assert wanted(db) == {"card": 2}


def test_asking_surely_for_what_is_not_there_makes_nobody_believe_it_is(db):
    box = Outbox()
    with db.begin() as work:
        box.refresh_surely(work, key="card", at=MONDAY_NOON)
        assert not box.refresh(work, key="card", at=MONDAY_NOON)
        assert box.post(work, key="card", **POST)
        assert box.refresh(work, key="card", at=MONDAY_NOON)


def test_two_messages_are_asked_for_together(db):
    box = Outbox()
    with db.begin() as work:
        for key in ("card", "week"):
            box.post(work, key=key, **POST)
    with db.begin() as work:
        box.refresh_surely(work, key="card", at=MONDAY_NOON)
        assert box.refresh(work, key="week", at=MONDAY_NOON)
        assert not box.refresh(work, key="other", at=MONDAY_NOON)
    assert wanted(db) == {"card": 2, "week": 2}
