"""Whatever goes wrong in whatever order: one message a key, showing what was asked for last."""

import os
from contextlib import suppress
from functools import partial

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, event, or_, select

from bot.kit.outbox.queries import retry_parked, stuck
from bot.kit.outbox.table import GONE, SENT, outbox, outbox_pace
from tests.kit.outbox.conftest import Desk
from tests.kit.outbox.slack_model import Crash

SOAK = int(os.environ.get("SOAK", "0"))
"""Minutes, about, that the long run of this test may take; 0 for the sample."""

KEYS = {"card": "sales", "note": "sales", "why": "U0RITA", "line": "sales"}
POST_FAULTS = [
    "lost",
    "reset",
    "late:2",
    "late:50",
    "late:120",
    "429:3",
    "500",
    "internal_error",
    "refused connection",
    "token_revoked",
    "not_in_channel",
    "crash before",
    "crash after",
    "slow:20",
    "slow:45",
    "slow:150",
]
TELLING = ("lost", "late", "slow", "crash")
LOOK_FAULTS = ["reset", "429:3", "500", "missing_scope", "token_revoked", "crash before", "slow:40"]
FAULTS = {
    "chat.postMessage": POST_FAULTS,
    "chat.update": POST_FAULTS,
    "chat.delete": POST_FAULTS,
    "conversations.open": ["lost", "429:3", "refused connection", "user_not_found"],
    "conversations.history": LOOK_FAULTS,
    "conversations.replies": LOOK_FAULTS,
}


class OutboxMachine(RuleBasedStateMachine):
    """Rooms ask, senders send and die, Slack loses, delays and refuses, time goes by."""

    def __init__(self, db):
        super().__init__()
        with db.begin() as work:
            work.execute(delete(outbox))
            work.execute(delete(outbox_pace))
        self.desk = Desk(db)
        self.held = []
        self.asked = 0

    def act(self, what, *given):
        """Do something as a process that may die of it."""
        with suppress(Crash):
            what(*given)

    def go(self, seconds):
        self.act(partial(self.desk.run, seconds, moments=8))

    @initialize()
    def begin(self):
        self.desk.post("card", "card 0")
        self.desk.post("line", "line 0", thread_key="card")

    @rule(key=st.sampled_from(sorted(KEYS)), empty=st.booleans())
    def ask(self, key, empty):
        self.asked += 1
        nothing = empty and key in {"note", "why"}
        text = None if nothing else f"{key} {self.asked}"
        if not self.desk.show(key, text):
            self.desk.post(key, text, to=KEYS[key])

    @rule(data=st.data(), method=st.sampled_from(sorted(FAULTS)))
    def break_something(self, data, method):
        self.will_fail(method, data.draw(st.sampled_from(FAULTS[method])))

    @rule(
        key=st.sampled_from(sorted(KEYS)),
        empty=st.booleans(),
        fault=st.sampled_from([fault for fault in POST_FAULTS if fault.startswith(TELLING)]),
        again=st.booleans(),
    )
    def ask_in_vain(self, key, empty, fault, again):
        """A call for this message ends openly; perhaps a newer one has gone well when it does."""
        self.go(3)
        self.desk.slack.calm()
        for method in ("chat.postMessage", "chat.update", "chat.delete"):
            self.will_fail(method, fault)
        self.ask(key, empty)
        self.act(self.desk.send)
        self.desk.slack.calm()
        if again:
            self.ask(key, empty=False)
            self.go(10)

    def will_fail(self, method, fault):
        if fault.startswith("slow:"):
            seconds = float(fault.removeprefix("slow:"))
            self.desk.slack.fail(method, lambda act: self.slow(act, seconds))
        else:
            self.desk.slack.fail(method, fault)

    def slow(self, act, seconds):
        """Slack acts, and its answer is heard long after; others go on meanwhile."""
        answer = act()
        self.go(seconds)
        return answer

    @rule()
    def send(self):
        self.act(self.desk.sender.step)

    @rule()
    def send_all(self):
        self.act(self.desk.send)

    @rule()
    def claim_and_die(self):
        self.desk.sender.claim()

    @rule()
    def claim_and_dawdle(self):
        row = self.desk.sender.claim()
        if row:
            self.held.append(row)

    @precondition(lambda self: self.held)
    @rule()
    def go_on(self):
        self.act(self.desk.sender.send, self.held.pop())

    @rule()
    def look(self):
        self.act(self.desk.reconciler.step)

    @rule(seconds=st.sampled_from([0.5, 2, 7, 20, 35, 65, 130]))
    def wait(self, seconds):
        self.desk.clock.move(seconds)
        self.desk.slack.happen()

    @rule(seconds=st.sampled_from([3, 40, 80]))
    def run(self, seconds):
        self.go(seconds)

    @rule(seconds=st.sampled_from([0, 3, 90]))
    def lag(self, seconds):
        self.desk.slack.hidden = seconds

    def is_quiet(self):
        """Nothing is waiting, nothing is to be looked at again, nothing happens late any more."""
        open_rows = or_(outbox.c.state.not_in([SENT, GONE]), outbox.c.verify_at.is_not(None))
        with self.desk.db.read() as work:
            rows = work.execute(select(outbox.c.id).where(open_rows)).all()
        return not rows and not self.desk.slack.late

    def teardown(self):
        desk = self.desk
        while self.held:
            self.go_on()
        desk.slack.calm()
        desk.slack.hidden = 0
        while not self.is_quiet():
            with desk.db.begin() as work:
                retry_parked(work, at=desk.clock.at)
            self.go(120)
        with desk.db.read() as work:
            assert stuck(work) == []
        shown = sorted(desk.slack.texts())
        assert shown == sorted(text for text in desk.facts.values() if text is not None)
        for key, text in desk.facts.items():
            assert text is None or desk.row(key).state == SENT


def test_one_message_a_key_showing_the_last_state(db):
    examples, steps = (SOAK * 200, 80) if SOAK else (20, 30)
    if db.is_sqlite:  # this database need not outlive a power cut
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    run_state_machine_as_test(
        lambda: OutboxMachine(db),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
