"""What is asked for within one transaction."""

import threading
from functools import partial

import pytest
from sqlalchemy import select

from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.table import outbox
from tests.support.at_once import all_at_once
from tests.support.house import MONDAY_NOON

POST = {"to": "sales", "view": "frozen", "args": {"text": "Hello"}, "at": MONDAY_NOON}


def wanted(db):
    with db.read() as work:
        return dict(work.execute(select(outbox.c.key, outbox.c.wanted)).all())


def posted(db, *keys, **more):
    box = Outbox()
    with db.begin() as work:
        for key in keys:
            box.post(work, key=key, **POST, **more)
    return box


def test_a_message_is_asked_for_once_a_transaction_however_it_is_asked(db):
    box = posted(db, "card", "other", subject="lead:1")
    with db.begin() as work:
        box.refresh(work, key="card", at=MONDAY_NOON)
        box.refresh(work, key="card", at=MONDAY_NOON)
        assert box.refresh_subject(work, subject="lead:1", at=MONDAY_NOON) == 2
    assert wanted(db) == {"card": 2, "other": 2}


def test_a_new_message_is_not_asked_for_again_since_it_shows_the_state_anyway(db):
    box = Outbox()
    with db.begin() as work:
        box.refresh(work, key="card", at=MONDAY_NOON)
        assert box.post(work, key="card", **POST)
        assert not box.post(work, key="card", **POST)
        box.refresh(work, key="card", at=MONDAY_NOON)
    assert wanted(db) == {"card": 1}


def test_what_is_not_there_is_begun_at_the_end_by_who_says_how(db):
    box, begun = posted(db, "card", "other"), []

    def begin(work, key):
        def post():
            begun.append(key)
            box.post(work, key=key, **POST)
            box.refresh(work, key="other", at=MONDAY_NOON)

        return post

    with db.begin() as work:
        for key in ("card", "week", "roll-up"):
            box.refresh(work, key=key, at=MONDAY_NOON, or_else=begin(work, key))
        box.refresh(work, key="nothing", at=MONDAY_NOON)
        assert begun == []
    assert begun == ["roll-up", "week"]
    assert wanted(db) == {"card": 2, "other": 2, "week": 1, "roll-up": 1}


def test_of_several_who_could_begin_it_one_who_does_is_enough(db):
    box, begun = Outbox(), []

    def begin(name, *, posts):
        def post():
            begun.append(name)
            if posts:
                box.post(work, key="week", **POST)

        return post

    with db.begin() as work:
        for name, posts in (("no", False), ("yes", True), ("also", True), ("never", False)):
            box.refresh(work, key="week", at=MONDAY_NOON, or_else=begin(name, posts=posts))
    assert begun == ["no", "yes"]
    assert wanted(db) == {"week": 1}


def test_who_meets_a_message_that_another_just_began_asks_for_it(db):
    if db.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    box, begins = Outbox(), threading.Event()

    def meet():
        with db.begin() as work:

            def begin():
                begins.set()
                box.post(work, key="week", **POST)

            box.refresh(work, key="week", at=MONDAY_NOON, or_else=begin)

    second = threading.Thread(target=meet)
    with db.begin() as work:
        box.post(work, key="week", **POST)
        second.start()
        assert begins.wait(10)
    second.join()
    assert wanted(db) == {"week": 2}


def test_nothing_is_asked_for_by_what_fails(db):
    box = posted(db, "card")
    with pytest.raises(LookupError), db.begin() as work:
        box.refresh(work, key="card", at=MONDAY_NOON)
        raise LookupError
    assert wanted(db) == {"card": 1}


def test_many_messages_are_asked_for_at_once(db):
    keys = [f"card:{n}" for n in range(30)]
    box = posted(db, *keys)
    with db.begin() as work:
        for key in keys:
            box.refresh(work, key=key, at=MONDAY_NOON)
    assert wanted(db) == dict.fromkeys(keys, 2)


def test_who_asks_for_the_same_in_another_order_never_waits_in_a_circle(db):
    keys = [f"card:{n}" for n in range(6)]
    box = posted(db, *keys, subject="lead:1")
    also = []

    def ask(place):
        mine = keys if place % 2 else keys[::-1]
        for turn in range(15):
            with db.begin() as work:
                if turn % 5 == place % 5:
                    box.refresh_subject(work, subject="lead:1", at=MONDAY_NOON)
                if turn % 7 == place:
                    box.refresh_destination(work, destination="sales", at=MONDAY_NOON)
                    also.append(turn)
                for key in mine:
                    box.refresh(work, key=key, at=MONDAY_NOON)

    all_at_once(*(partial(ask, place) for place in range(6)))
    assert wanted(db) == dict.fromkeys(keys, 1 + 6 * 15 + len(also))
