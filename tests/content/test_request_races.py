import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest

from bot.content.actions.request_answers import decline_request, deliver_request
from bot.content.actions.request_claims import hand_request, take_request
from bot.content.actions.request_erasing import forget_in_requests
from bot.content.actions.request_outcomes import add_delivered, say_whether_it_helped
from bot.content.actions.request_reminders import remind_owners, tell_of_overdue
from bot.content.actions.requests import ask_for_content, same_as, withdraw_request
from bot.content.domain.request import Closing, State, Wish
from bot.content.store import requests as store
from bot.content.store.request_tables import requests
from bot.kit.errors import Refusal
from bot.people import store as people_store
from tests.builders import a_marketer, some_facts
from tests.content.scene import (
    MARK,
    MONA,
    NOON,
    RITA,
    THURSDAY,
    TOM,
    a_content_room,
    a_saved_lead,
    asked,
    open_the_content_floor,
    story,
    the_request_now,
)
from tests.support.at_once import all_at_once

LINK = "https://example.com/customs-roi"


@pytest.fixture(autouse=True)
def _floor(db):
    open_the_content_floor(db)


def race(db, *calls):
    """Make every call in a thread and transaction of its own; give results and refusals."""
    room = a_content_room()

    def run(action, given):
        with db.begin() as work:
            return given["by"].id, action(room, work, **{"at": NOON, **given})

    got = all_at_once(*(partial(run, *call) for call in calls))
    refused = [one.sentence for one in got if isinstance(one, Refusal)]
    return [one for one in got if not isinstance(one, Refusal)], refused


def many_marketers(db, count=16):
    some = [a_marketer(f"U0MKT{n:02}", f"Marketer {n}") for n in range(count)]
    with db.begin() as work:
        facts = [some_facts(one.id, one.name, in_marketing=True) for one in some]
        people_store.save_facts(work, facts, read_at=NOON)
    return some


def test_of_sixteen_who_take_it_exactly_one_has_it_and_the_others_are_told_who(db):
    request = asked(db)
    everybody = many_marketers(db)
    done, refused = race(
        db, *((take_request, {"request_id": request.id, "by": one}) for one in everybody)
    )
    ((winner, _),) = done
    assert the_request_now(db, request).owner == winner
    named = next(one.name for one in everybody if one.id == winner)
    assert len(refused) == 15
    assert {sentence.split(" took ")[0] for sentence in refused} == {named}
    assert story(db, request) == ["asked", "taken"]


def test_of_sixteen_who_deliver_exactly_one_does_and_the_rep_gets_one_message(db):
    request = asked(db)
    everybody = many_marketers(db)
    done, refused = race(
        db,
        *(
            (deliver_request, {"request_id": request.id, "link": LINK, "by": one})
            for one in everybody
        ),
    )
    ((winner, delivery),) = done
    now = the_request_now(db, request)
    assert (now.state, now.owner, delivery.by) == (State.DELIVERED, winner, winner)
    assert len(refused) == 15
    assert all(" was delivered by " in sentence for sentence in refused)
    assert story(db, request).count("delivered") == 1


@pytest.mark.parametrize("other", [deliver_request, decline_request, take_request])
def test_withdrawn_while_it_is_answered_one_of_both_happens(db, other):
    more = {deliver_request: {"link": LINK}, decline_request: {"reason": "Not now"}}
    for _ in range(6):
        request = asked(db)
        done, refused = race(
            db,
            (withdraw_request, {"request_id": request.id, "by": RITA}),
            (other, {"request_id": request.id, "by": MARK, **more.get(other, {})}),
        )
        now = the_request_now(db, request)
        both = now.closing is Closing.WITHDRAWN and other is take_request
        assert len(done) == (2 if both and not refused else 1)
        if now.closing is Closing.WITHDRAWN:
            assert not refused or refused[0].startswith("Rita Alvarez withdrew ")
        else:
            assert now.state in {State.DELIVERED, State.DECLINED}
            assert refused[0].startswith((now.number, "Mark Osei declined"))


def test_one_form_sent_eight_times_at_once_is_one_request(db):
    wish = Wish(topic="Customs ROI", needed_by=THURSDAY)
    done, refused = race(
        db, *((ask_for_content, {"wish": wish, "by": RITA, "once": "V1"}) for _ in range(8))
    )
    assert len({request.id for _, request in done}) == 1
    assert refused == []
    with db.read() as work:
        assert store.count_requests(work, requests.c.id > 0) == 1


def test_two_merged_into_each_other_at_once_leave_one(db):
    for _ in range(4):
        one, other = asked(db), asked(db, topic="ROI sheet", by=TOM)
        _, refused = race(
            db,
            (same_as, {"request_id": one.id, "other_id": other.id, "by": MARK}),
            (same_as, {"request_id": other.id, "other_id": one.id, "by": MONA}),
        )
        states = Counter(the_request_now(db, each).closing for each in (one, other))
        assert states == {Closing.MERGED: 1, None: 1}
        assert len(refused) == 1


def test_handed_to_two_at_once_has_one_owner_and_the_second_is_told(db):
    request = asked(db)
    everybody = many_marketers(db, 2)
    done, refused = race(
        db,
        *((hand_request, {"request_id": request.id, "to": one.id, "by": one}) for one in everybody),
    )
    assert len(done) == 1
    assert the_request_now(db, request).owner == done[0][0]
    assert " took CR-1 " in refused[0]


def test_a_double_click_on_it_helped_counts_once(db):
    request = asked(db)
    with db.begin() as work:
        delivery = deliver_request(
            a_content_room(), work, request_id=request.id, link=LINK, by=MARK, at=NOON
        )
    helped = {"delivery_id": delivery.id, "helped": True, "by": RITA}
    race(db, *((say_whether_it_helped, helped) for _ in range(8)))
    assert story(db, request).count("helped") == 1
    assert the_request_now(db, request).closing is Closing.HELPED


def one_gesture(work, chance, numbers, lead):
    room, number = a_content_room(), chance.choice(numbers)
    told = {"request_id": number, "at": NOON}
    by = chance.choice([MARK, MONA])
    match chance.randrange(9):
        case 0:
            take_request(room, work, by=by, **told)
        case 1:
            deliver_request(room, work, link=f"{LINK}/{number}", by=by, **told)
        case 2:
            same_as(room, work, other_id=chance.choice(numbers), by=by, **told)
        case 3:
            add_delivered(room, work, by=by, **told)
        case 4:
            given = {"delivery_id": chance.choice([1, 2]), "by": RITA, "at": NOON}
            say_whether_it_helped(room, work, helped=chance.random() < 0.4, **given)
        case 5:
            withdraw_request(room, work, request_id=number, by=RITA, at=NOON)
        case 6:
            remind_owners(room, work, at=NOON + timedelta(days=2))
        case 7:
            tell_of_overdue(room, work, day=THURSDAY + timedelta(days=1), at=NOON)
        case _:
            forget_in_requests(room, work, "ada@northwind.example", [lead], NOON)


def test_many_hands_on_few_requests_never_wait_in_a_circle(db):
    lead = a_saved_lead(db)
    numbers = [asked(db, topic=f"Topic {n}", lead_id=lead).id for n in range(4)]
    for number in numbers[:2]:
        with db.begin() as work:
            deliver_request(a_content_room(), work, request_id=number, link=LINK, by=MARK, at=NOON)

    def run(seed):
        chance = random.Random(seed)  # noqa: S311 - a play of chance that can be played again
        for _ in range(8):
            with suppress(Refusal), db.begin() as work:
                one_gesture(work, chance, numbers, lead)

    all_at_once(*(partial(run, seed) for seed in range(6)))
    for number in numbers:
        now = the_request_now(db, number)
        if now.closing not in {Closing.MERGED, Closing.WITHDRAWN}:
            assert (now.owner is None) == (now.state is State.OPEN)
