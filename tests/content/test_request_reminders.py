from datetime import timedelta

import pytest

from bot.content.actions.request_answers import decline_request, deliver_request
from bot.content.actions.request_claims import hand_request, take_request
from bot.content.actions.request_reminders import (
    bring_up,
    free_what_leavers_had,
    remind_owners,
    tell_of_overdue,
)
from bot.content.domain.request import State
from bot.content.store import requests as store
from bot.content.store.request_tables import requests
from bot.people import store as people_store
from fakeslack.blockkit import check_message
from tests.builders import some_facts
from tests.content.scene import (
    MARK,
    MAYA,
    MONA,
    NOON,
    THURSDAY,
    a_content_floor,
    a_content_room,
    asked,
    later,
    message_row,
    shown,
    stand_in_slack,
    the_request_now,
)


@pytest.fixture
def house(db):
    return a_content_floor(db)


def do(db, action, **given):
    with db.begin() as work:
        return action(a_content_room(), work, **{"at": NOON, **given})


def keys(db, request):
    now = the_request_now(db, request)
    return now.reminded, now.brought_up, now.overdue_told_on


WEDNESDAY, FRIDAY = later(days=2), later(days=4)


def test_the_owner_is_reminded_once_on_the_working_day_before(house, db):
    request = asked(db)
    do(db, take_request, request_id=request.id, by=MONA)
    assert do(db, remind_owners, at=later(days=1)) == 0
    assert do(db, remind_owners, at=WEDNESDAY) == 1
    assert do(db, remind_owners, at=WEDNESDAY) == 0
    reminded, _, _ = keys(db, request)
    row = message_row(db, reminded)
    assert row.destination == MONA.id
    message = shown(house, reminded)
    assert "is needed by Thu 26 Nov, and you have it" in message.text
    assert check_message(message.blocks) == []


def test_nobody_is_reminded_on_the_day_they_took_it_or_outside_working_hours(house, db):
    request = asked(db)
    do(db, take_request, request_id=request.id, by=MONA, at=WEDNESDAY)
    assert do(db, remind_owners, at=WEDNESDAY + timedelta(hours=1)) == 0
    assert do(db, remind_owners, at=WEDNESDAY + timedelta(hours=9)) == 0
    assert do(db, remind_owners, at=later(days=3)) == 1


def test_a_friday_reminds_of_what_is_needed_on_monday(house, db):
    request = asked(db, needed_by=later(days=7).date())
    do(db, take_request, request_id=request.id, by=MONA)
    assert do(db, remind_owners, at=later(days=3)) == 0
    assert do(db, remind_owners, at=FRIDAY) == 1


def test_a_reminder_stays_true_when_the_request_is_handed_on_and_answered(house, db):
    request = asked(db)
    do(db, take_request, request_id=request.id, by=MONA)
    do(db, remind_owners, at=WEDNESDAY)
    first, _, _ = keys(db, request)
    with db.begin() as work:
        stand_in_slack(work, first, channel="D0MONA")
    do(db, hand_request, request_id=request.id, to=MARK.id, by=MONA, at=WEDNESDAY)
    assert message_row(db, first).state == "waiting"
    assert "somebody else has it now" in shown(house, first).text
    do(db, remind_owners, at=later(days=3))
    second, _, _ = keys(db, request)
    assert message_row(db, second).destination == MARK.id
    do(db, deliver_request, request_id=request.id, link="https://example.com/x", by=MARK)
    assert shown(house, second) is None, "not sent yet, so there is nothing to remind of"
    assert "it is delivered" in shown(house, first).text


def test_what_nobody_takes_is_brought_up_once_in_one_message(house, db):
    first, second = asked(db), asked(db, topic="ROI sheet")
    taken = asked(db, topic="Taken")
    do(db, take_request, request_id=taken.id, by=MONA)
    assert do(db, bring_up, at=later(hours=3)) == 0
    tomorrow = later(days=1)
    assert do(db, bring_up, at=tomorrow) == 2
    assert do(db, bring_up, at=tomorrow) == 0
    _, key, _ = keys(db, first)
    assert keys(db, second)[1] == key
    assert keys(db, taken)[1] is None
    row = message_row(db, key)
    assert row.destination == "marketing"
    message = shown(house, key)
    assert "These wait for someone in marketing" in message.text
    assert check_message(message.blocks) == []
    do(db, take_request, request_id=first.id, by=MARK)
    assert message_row(db, key).wanted == 2
    assert "✋ Mark Osei" in shown(house, key).text


def test_four_working_hours_pass_before_it_is_brought_up(house, db):
    asked(db, at=later(hours=3))  # Monday 16:00 in Berlin: an hour of work is left
    assert do(db, bring_up, at=later(hours=7, minutes=30)) == 0, "after work"
    assert do(db, bring_up, at=later(hours=22)) == 0, "two hours into Tuesday"
    assert do(db, bring_up, at=later(hours=23, minutes=30)) == 1


def test_the_managers_are_told_once_of_what_is_overdue(house, db):
    request = asked(db)
    thursday = THURSDAY
    assert do(db, tell_of_overdue, day=thursday, at=later(days=3)) == 0
    friday = thursday + timedelta(days=1)
    assert do(db, tell_of_overdue, day=friday, at=FRIDAY) == 1
    assert do(db, tell_of_overdue, day=friday + timedelta(days=3), at=later(days=7)) == 0
    row = message_row(db, f"requests:overdue:{friday.isoformat()}:{MAYA.id}")
    assert row.destination == MAYA.id
    house.clock.at = FRIDAY
    message = shown(house, row.key)
    assert "A content request is past the day it was needed by" in message.text
    assert check_message(message.blocks) == []
    assert message_row(db, request.card).wanted == 2, "its card says that it is overdue"
    assert "overdue" in str(shown(house, request.card).blocks)


def test_the_managers_note_says_what_became_of_them(house, db):
    some = [asked(db, topic=f"Topic {n}") for n in range(13)]
    do(db, tell_of_overdue, day=FRIDAY.date(), at=FRIDAY)
    house.clock.at = FRIDAY
    key = f"requests:overdue:{FRIDAY.date().isoformat()}:{MAYA.id}"
    assert shown(house, key).text.startswith(
        "13 content requests are past the day they were needed"
    )
    assert "three requests more" in str(shown(house, key).blocks)
    for request in some[1:]:
        do(db, decline_request, request_id=request.id, reason="Not now", by=MAYA)
    assert shown(house, key).text.startswith("A content request is past the day it was needed by")
    assert "more" not in str(shown(house, key).blocks[-1])
    do(db, decline_request, request_id=some[0].id, reason="Not now", by=MAYA)
    assert shown(house, key).text.startswith("Nobody waits for any of these any more")


def test_what_somebody_had_who_left_marketing_waits_again(house, db):
    request = asked(db)
    kept = asked(db, topic="Kept")
    do(db, take_request, request_id=request.id, by=MONA)
    do(db, take_request, request_id=kept.id, by=MARK)
    with db.begin() as work:
        gone = some_facts(MONA.id, MONA.name)
        people_store.save_facts(work, [gone], read_at=NOON)
    assert do(db, free_what_leavers_had) == 1
    now = the_request_now(db, request)
    assert (now.state, now.owner) == (State.OPEN, None)
    assert the_request_now(db, kept).owner == MARK.id
    line = shown(house, "request:1:step:5")
    assert line.text == "CR-1: Mona Schmidt has left marketing. It waits for someone."
    do(db, take_request, request_id=request.id, by=MARK)


def test_the_clock_does_all_three_through_the_schedule(house, db):
    request = asked(db)
    do(db, take_request, request_id=request.id, by=MONA)
    free = asked(db, topic="Free")
    house.clock.at = WEDNESDAY
    house.schedule.tick()
    reminded, _, _ = keys(db, request)
    assert reminded
    assert keys(db, free)[1]
    house.clock.at = FRIDAY
    house.schedule.tick()
    house.schedule.tick()
    assert keys(db, request)[2] == FRIDAY.date()
    with db.read() as work:
        assert store.count_requests(work, requests.c.overdue_told_on.is_not(None)) == 2


def test_of_two_replicas_that_saw_the_same_only_one_reminds_and_brings_up(db):
    a_content_floor(db)
    free, taken = asked(db), asked(db, topic="Pricing deck")
    do(db, take_request, request_id=taken.id, by=MONA)
    with db.begin() as work:
        assert store.note_reminded(work, taken.id, owner=MONA.id, message="first")
        assert store.note_brought_up(work, [free.id, taken.id], message="first") == [free.id]
    with db.begin() as work:
        assert not store.note_reminded(work, taken.id, owner=MONA.id, message="second")
        assert store.note_brought_up(work, [free.id, taken.id], message="second") == []
    assert keys(db, taken)[0] == "first"
    assert keys(db, free)[1] == "first"
