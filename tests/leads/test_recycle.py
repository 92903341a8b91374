import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from sqlalchemy import select

from bot.kit.errors import Refusal
from bot.kit.outbox.table import outbox
from bot.leads.actions.receive import receive_lead
from bot.leads.actions.recycle import ask_to_send_again, send_again
from bot.leads.definition.store import ensure_first_version
from bot.leads.domain.lead import Stage
from bot.leads.store.tables import leads
from tests.leads.scene import (
    MARK,
    NOON,
    RITA,
    a_floor,
    a_room,
    a_saved_lead,
    message_row,
    shown,
    stand_in_slack,
    story,
    the_lead_now,
)
from tests.leads.some_leads import an_arrival

DAY = date(2026, 11, 23)
RESTING = {"stage": Stage.RECYCLED, "recycle_on": DAY, "ended_at": NOON, "owner": RITA.id}


@pytest.fixture
def house(db):
    house = a_floor(db)
    with db.begin() as work:
        ensure_first_version(work, NOON)
    return house


def ask(db, day=DAY):
    with db.begin() as work:
        return ask_to_send_again(a_room(), work, day=day)


def somebody_else(number):
    """Who a lead is of, so that each is somebody's own."""
    return {"email": f"person{number}@company.example", "name": f"Person {number}"}


def question(house, lead_id):
    key = f"lead:{lead_id}:again:{DAY}"
    with house.db.begin() as work:
        stand_in_slack(work, key, channel="C0MKTG", ts="8.8")
    return shown(house, key)


def click(house, action, lead_id, by=MARK.id):
    house.click(action, f"L{lead_id}", by=by, channel="C0MKTG", ts="8.8")


def test_marketing_is_asked_once_on_the_day_or_late_and_never_early(house, db):
    lead_id = a_saved_lead(db, **RESTING)
    a_saved_lead(db, at="2.2", **{**RESTING, "recycle_on": date(2026, 11, 24)})
    a_saved_lead(db, at="3.3", **{**RESTING, "erased": True})
    assert [ask(db), ask(db)] == [1, 0]
    assert (
        "rested with you until 23 Nov 2026. Send it to sales again?"
        in question(house, lead_id).text
    )


def test_it_is_asked_on_a_working_morning(house):
    (due,) = [due for due in house.schedule.dues if due.name == "leads.send_again"]
    assert due.period(None, NOON) == "2026-11-23"
    assert due.period(None, NOON.replace(hour=5)) is None
    assert due.period(None, NOON.replace(day=22)) is None


def test_sent_again_it_is_a_new_lead_that_continues_the_story(house, db):
    lead_id = a_saved_lead(db, **RESTING, contacted_at=NOON)
    ask(db)
    question(house, lead_id)
    click(house, "lead.again", lead_id)
    new = the_lead_now(db, lead_id + 1)
    assert (new.stage, new.previous_lead, new.owner, new.contacted_at) == (
        Stage.MQL,
        lead_id,
        None,
        None,
    )
    assert (new.definition_version, new.email) == (1, "ada@northwind.example")
    assert the_lead_now(db, lead_id).stage is Stage.RECYCLED
    assert story(db, new.id) == ["arrived", "announced"]
    assert (
        f"Mark Osei sent it to sales again, as L-{new.id}."
        in shown(house, f"lead:{lead_id}:again:{DAY}").text
    )
    assert f"Earlier story: L-{lead_id}" in str(shown(house, new.card).blocks)
    click(house, "lead.again", lead_id)
    click(house, "lead.not_now", lead_id)
    assert [f"goes on as L-{new.id} already" in told for told in house.told] == [True, True]
    assert ask(db, date(2026, 11, 24)) == 0


def test_the_question_is_answered_when_they_come_back_by_themselves(house, db):
    lead_id = a_saved_lead(db, **RESTING)
    ask(db)
    question(house, lead_id)
    with db.begin() as work:
        back = receive_lead(a_room(), work, an_arrival("evt-2"), at=NOON)
    key = f"lead:{lead_id}:again:{DAY}"
    assert message_row(db, key).wanted == 2
    message = shown(house, key)
    assert f"They came back by themselves: the story goes on as L-{back.lead_id}." in message.text
    assert "Send again" not in str(message.blocks)


def test_not_now_lets_it_rest_for_three_months(house, db):
    lead_id = a_saved_lead(db, **RESTING)
    ask(db)
    question(house, lead_id)
    click(house, "lead.not_now", lead_id)
    assert the_lead_now(db, lead_id).recycle_on == date(2027, 2, 21)
    assert (
        "Mark Osei lets it rest until 21 Feb 2027."
        in shown(house, f"lead:{lead_id}:again:{DAY}").text
    )
    assert "Send again" not in str(shown(house, f"lead:{lead_id}:again:{DAY}").blocks)
    assert ask(db, date(2027, 2, 21)) == 1


def test_what_no_longer_meets_the_definition_is_refused_with_what_is_missing(house, db):
    lead_id = a_saved_lead(db, **{**RESTING, "score": 40})
    click(house, "lead.again", lead_id)
    assert house.told == [
        f"L-{lead_id} does not meet definition v1: minimum score: 40, wanted ≥ 60."
    ]


def test_only_marketers_send_again(house, db):
    lead_id = a_saved_lead(db, **RESTING)
    click(house, "lead.again", lead_id, by=RITA.id)
    assert "Only marketers can send a lead to sales again" in house.told[0]
    with db.read() as work:
        assert work.execute(outbox.select().where(outbox.c.view == "lead_again")).first() is None


def test_sent_again_while_they_come_back_it_is_one_new_lead(house, db):
    resting = [a_saved_lead(db, at=f"{n}.{n}", **RESTING, **somebody_else(n)) for n in range(10)]
    gate = threading.Barrier(2)

    def send(lead_id):
        gate.wait()
        with suppress(Refusal), db.begin() as work:
            send_again(a_room(), work, lead_id=lead_id, by=MARK, at=NOON)

    def come_back(number):
        arrival = an_arrival(f"back-{number}", **somebody_else(number))
        gate.wait()
        with db.begin() as work:
            receive_lead(a_room(), work, arrival, at=NOON)

    with ThreadPoolExecutor(2) as two:
        for number, lead_id in enumerate(resting):
            for done in (two.submit(send, lead_id), two.submit(come_back, number)):
                done.result()
    with db.read() as work:
        after = work.execute(select(leads.c.previous_lead).where(leads.c.id > resting[-1])).all()
    assert sorted(row.previous_lead for row in after) == resting
