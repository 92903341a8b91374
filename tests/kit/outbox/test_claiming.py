import re
from collections import Counter
from functools import partial

import pytest
from sqlalchemy import event, insert, text

from bot.kit.outbox.table import outbox
from bot.kit.outbox.views import Message
from tests.support.at_once import all_at_once


def many_sent_rows(desk, number):
    rows = [
        {
            "key": f"old:{index}",
            "destination": "sales",
            "view": "fact",
            "args": {},
            "state": "sent",
            "wanted": 1,
            "shown": 1,
            "created_at": desk.clock.at,
            "asked_at": desk.clock.at,
            "due_at": desk.clock.at,
            "attempts": 0,
            "misses": 0,
            "nonce": "n",
            "channel": "C0SALES",
            "ts": f"{index}.0",
        }
        for index in range(number)
    ]
    with desk.db.begin() as work:
        work.execute(insert(outbox), rows)
    with desk.db.begin() as work:
        work.execute(text("ANALYZE"))


def plans_of(desk, act):
    """The plans of the statements on the outbox that `act` runs."""
    explain = "EXPLAIN QUERY PLAN " if desk.db.is_sqlite else "EXPLAIN "
    said = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if "outbox" in statement and not statement.startswith("EXPLAIN"):
            said.append((statement, parameters))

    event.listen(desk.db.engine, "before_cursor_execute", note)
    act()
    event.remove(desk.db.engine, "before_cursor_execute", note)
    plans = {}
    with desk.db.read() as work:
        for statement, parameters in said:
            rows = work.connection.exec_driver_sql(explain + statement, parameters).all()
            plans[statement] = "\n".join(str(row[-1]) for row in rows)
    return plans


@pytest.mark.parametrize("paced", [False, True])
def test_no_question_reads_the_whole_table(desk, paced):
    many_sent_rows(desk, 20_000)
    if paced:
        desk.post("one")
        desk.post("first", to="marketing")
        desk.send()
        desk.post("line", thread_key="one", to="U0RITA")
    desk.post("two", to="U0TOM")

    def act():
        desk.sender.step()
        desk.sender.step()
        desk.reconciler.step()

    plans = plans_of(desk, act)
    assert any(statement.startswith("UPDATE outbox") for statement in plans)
    whole = re.compile(r"SCAN (?!outbox_pace)|Seq Scan on outbox(?!_pace)")
    for statement, plan in plans.items():
        assert not whole.search(plan), (statement, plan)


def test_racing_senders_take_one_slot_of_a_channel(desk):
    for number in range(6):
        desk.post(f"card {number}")
    claimed = race(desk, senders=6)
    assert len(claimed) == 1
    desk.clock.move(1)
    assert len(race(desk, senders=6)) == 1


def test_racing_senders_never_take_the_same_row(desk):
    for number in range(12):
        desk.post(f"dm {number}", to=f"U0{number}")
    claimed = [row for _ in range(12) for row in race(desk, senders=4)]
    assert Counter(row.key for row in claimed) == {f"dm {number}": 1 for number in range(12)}


def test_racing_senders_send_everything_once(desk):
    people = [f"U0{number}" for number in range(5)]
    for number in range(40):
        desk.post(f"dm {number}", to=people[number % 5])
    for _ in range(9):
        all_at_once(*(partial(send_all, desk.another_sender()) for _ in range(4)))
        desk.clock.move(1)
    assert Counter(desk.slack.texts()) == {"hello": 40}
    assert {desk.row(f"dm {number}").state for number in range(40)} == {"sent"}
    for person in people:
        seconds = [
            said.ts.split(".")[0] for said in desk.slack.messages if said.channel == "D" + person
        ]
        assert len(set(seconds)) == 8


def race(desk, *, senders):
    claims = [desk.another_sender().claim for _ in range(senders)]
    return [row for row in all_at_once(*claims) if row]


def send_all(sender):
    while sender.step():
        pass


def test_the_oldest_goes_first(desk):
    desk.views.register("numbered", lambda _work, args: Message(args["text"]))
    for number in range(3):
        with desk.db.begin() as work:
            desk.outbox.post(
                work,
                key=str(number),
                to="sales",
                view="numbered",
                args={"text": str(number)},
                at=desk.clock.at,
            )
    desk.run(3)
    assert desk.slack.texts() == ["0", "1", "2"]


def test_a_busy_destination_is_passed_over(desk):
    desk.post("one")
    desk.post("two", to="marketing")
    assert desk.sender.claim(busy=frozenset({"sales"})).key == "two"
