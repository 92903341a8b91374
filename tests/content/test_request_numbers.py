import csv
import io
from datetime import datetime, timedelta

import pytest

from bot.content.actions.request_answers import decline_request, deliver_request
from bot.content.actions.request_claims import take_request
from bot.content.actions.request_outcomes import say_whether_it_helped
from bot.content.actions.requests import same_as, withdraw_request
from bot.content.domain.request import ContentNumbers
from bot.content.queries.request_exports import export_content
from bot.content.queries.requests import (
    answer_minutes,
    content_numbers,
    open_requests,
    overdue_requests,
)
from bot.kit.csv_safe import write_csv
from bot.kit.periods import Period
from tests.builders import some_people_settings
from tests.content.scene import (
    MARK,
    NOON,
    RITA,
    TOM,
    a_content_room,
    asked,
    later,
    open_the_content_floor,
)

EVER = Period()
MONDAY = Period(NOON - timedelta(hours=12), NOON + timedelta(hours=12))
TUESDAY = Period(MONDAY.end, NOON + timedelta(hours=36))


@pytest.fixture(autouse=True)
def _floor(db):
    open_the_content_floor(db)


def do(db, action, at=NOON, **given):
    with db.begin() as work:
        return action(a_content_room(), work, at=at, **given)


def a_busy_week(db):
    """Monday: six asked, one declined, one withdrawn, one merged. Tuesday: two delivered."""
    helped, not_helped, declined, withdrawn, merged, waiting = (
        asked(db, topic=f"Topic {n}", by=RITA if n % 2 else TOM) for n in range(6)
    )
    do(db, decline_request, request_id=declined.id, reason="=no()", by=MARK)
    do(db, withdraw_request, request_id=withdrawn.id, by=RITA)
    do(db, same_as, request_id=merged.id, other_id=waiting.id, by=MARK)
    do(db, take_request, request_id=waiting.id, by=MARK)
    tomorrow = later(days=1)
    for request, yes in ((helped, True), (not_helped, False)):
        link = f"https://example.com/{request.id}"
        delivery = do(db, deliver_request, at=tomorrow, request_id=request.id, link=link, by=MARK)
        by = RITA if request is not_helped else TOM
        do(db, say_whether_it_helped, tomorrow, delivery_id=delivery.id, helped=yes, by=by)
    return waiting


def numbers(db, period):
    with db.read() as work:
        return content_numbers(work, period)


def exported(db, period):
    file = io.StringIO()
    with db.read() as work:
        write_csv(file, export_content(work, period))
    return list(csv.DictReader(io.StringIO(file.getvalue())))


def test_the_numbers_of_a_period_count_what_happened_in_it(db):
    a_busy_week(db)
    assert numbers(db, MONDAY) == ContentNumbers(asked=6, declined=1, open_now=2)
    assert numbers(db, TUESDAY) == ContentNumbers(answered=2, helped=1, not_helped=1, open_now=2)
    assert numbers(db, EVER) == ContentNumbers(6, 2, 1, 1, 1, 2)


@pytest.mark.parametrize("period", [MONDAY, TUESDAY, EVER])
def test_the_export_gives_the_same_numbers(db, period):
    a_busy_week(db)
    rows = exported(db, period)

    def within(row, column):
        return bool(row[column]) and datetime.fromisoformat(row[column]) in period

    counted = ContentNumbers(
        asked=sum(within(row, "asked_at") for row in rows),
        answered=sum(within(row, "first_delivered_at") for row in rows),
        declined=sum(row["state"] == "declined" and within(row, "closed_at") for row in rows),
        helped=sum(int(row["helped"]) for row in rows),
        not_helped=sum(int(row["not_helped"]) for row in rows),
        open_now=numbers(db, period).open_now,
    )
    assert counted == numbers(db, period)


def test_no_cell_of_the_export_runs_as_a_formula(db):
    a_busy_week(db)
    row = next(row for row in exported(db, EVER) if row["state"] == "declined")
    assert row["reason"] == "'=no()"
    assert row["asker"] == "Tom Becker"


def test_what_was_answered_and_when_is_given_in_rows_for_the_promise(db):
    a_busy_week(db)
    with db.read() as work:
        rows = answer_minutes(work, MONDAY)
    assert [(row.request_id, row.answered_at) for row in rows] == [
        (1, later(days=1)),
        (2, later(days=1)),
        (3, NOON),
        (6, None),
    ], "the withdrawn and the merged one owe no answer"


def test_open_and_overdue_requests_come_the_most_urgent_first(db):
    late = asked(db, topic="Late", needed_by=NOON.date())
    asked(db, topic="Later")
    with db.read() as work:
        assert [one.topic for one in open_requests(work)] == ["Late", "Later"]
        settings = some_people_settings()
        assert overdue_requests(work, NOON, settings) == []
        assert [one.id for one in overdue_requests(work, later(hours=12), settings)] == [late.id]
