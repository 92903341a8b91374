"""The threads, in real time with short waits; what is waited for is an event, not a while."""

import threading
import time

import pytest

from bot.kit.clock import Clock
from bot.kit.outbox.pacing import SLACK
from bot.kit.outbox.runner import OutboxRunner
from bot.kit.outbox.settings import OutboxSettings
from tests.kit.outbox.conftest import Desk

SOON = 10
"""Seconds after which something that should happen at once is given up."""


class RunningDesk(Desk):
    """A desk whose sender runs in its threads."""

    def __init__(self, db, **settings):
        super().__init__(db, **{"channel_interval": 0.0, **settings})
        self.clock = Clock()
        self.slack.now = time.time
        self.settled = threading.Condition()
        self.sender = self.another_sender()
        self.runner = OutboxRunner(self.sender)
        self.outbox.wake = self.runner.wake
        self._send, self.sender.send = self.sender.send, self._send_and_tell

    def _send_and_tell(self, row):
        try:
            self._send(row)
        finally:
            with self.settled:
                self.settled.notify_all()

    def until(self, so):
        give_up = time.monotonic() + SOON
        with self.settled:
            while not so():
                assert time.monotonic() < give_up
                self.settled.wait(0.05)

    @property
    def at(self):
        return self.clock.real()

    def post(self, name, text="hello", *, to="sales", **rest):
        self.facts[name] = text
        with self.db.begin() as work:
            return self.outbox.post(
                work, key=name, to=to, view="fact", args={"name": name}, at=self.at, **rest
            )

    def show(self, name, text):
        self.facts[name] = text
        with self.db.begin() as work:
            self.outbox.refresh(work, key=name, at=self.at)


@pytest.fixture
def running(db):
    desks = []

    def make(**settings):
        desk = RunningDesk(db, **settings)
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.runner.stop()


def test_a_committed_message_is_sent_at_once(running):
    desk = running(poll=60)
    desk.runner.start()
    desk.post("card")
    desk.until(lambda: desk.slack.texts() == ["hello"])


def test_a_message_saved_by_another_process_is_polled_for(running):
    desk = running(poll=0.02)
    desk.outbox.wake = lambda: None
    desk.runner.start()
    desk.post("card")
    desk.until(lambda: desk.slack.texts() == ["hello"])


def test_a_reply_follows_the_message_it_belongs_to_without_a_poll(running):
    desk = running(poll=60)
    desk.runner.start()
    desk.post("line", "came back", thread_key="card")
    desk.post("card", "Ada")
    desk.until(lambda: desk.slack.texts() == ["Ada", "came back"])


def test_a_paced_channel_goes_on_as_soon_as_it_may(running):
    desk = running(poll=60, channel_interval=0.05)
    desk.runner.start()
    for number in range(4):
        desk.post(f"card {number}")
    desk.until(lambda: len(desk.slack.messages) == 4)


def test_a_slow_channel_does_not_hold_up_another(running):
    desk = running(workers=4, workers_a_destination=2)
    answer = threading.Event()

    def slow(act):
        answer.wait(SOON)
        return act()

    desk.slack.fail("chat.postMessage", *[slow] * 2)
    for number in range(6):
        desk.post(f"card {number}")
    desk.runner.start()
    desk.post("campaign", to="marketing")
    desk.until(lambda: "C0MKTG" in {said.channel for said in desk.slack.messages})
    assert not desk.slack.texts("C0SALES")
    answer.set()
    desk.until(lambda: len(desk.slack.texts("C0SALES")) == 6)


def test_stopping_finishes_what_is_held(running):
    desk = running()
    called, answer = threading.Event(), threading.Event()

    def slow(act):
        called.set()
        answer.wait(SOON)
        return act()

    desk.slack.fail("chat.postMessage", slow)
    desk.post("card")
    desk.runner.start()
    assert called.wait(SOON)
    stopping = threading.Thread(target=desk.runner.stop)
    stopping.start()
    desk.post("later", to="marketing")
    answer.set()
    stopping.join(SOON)
    assert desk.row("card").state == "sent"
    assert desk.row("later").state == "waiting"


def test_a_lost_reply_is_looked_for(running):
    desk = running(look_after=0.01, tidy_every=0.01, poll=0.01)
    desk.slack.fail("chat.postMessage", "lost")
    desk.post("card")
    desk.runner.start()
    desk.until(lambda: desk.slack.texts() == ["hello"])
    desk.show("card", "taken")
    desk.until(lambda: desk.slack.texts() == ["taken"])
    assert len(desk.slack.named("chat.postMessage")) == 1


def test_a_restart_ends_the_pause_of_a_bad_token(running):
    desk = running(poll=60)
    with desk.db.begin() as work:
        desk.sender.pace.pause(work, SLACK, at=desk.at, seconds=60)
    desk.post("card")
    desk.runner.start()
    desk.until(lambda: desk.slack.texts() == ["hello"])


def test_a_database_that_stumbles_does_not_end_the_sending(running, monkeypatch):
    desk = running(retry_base=0.01)
    claim = desk.sender.claim
    faults = iter([RuntimeError("the database is gone")])

    def stumble(**given):
        for fault in faults:
            raise fault
        return claim(**given)

    monkeypatch.setattr(desk.sender, "claim", stumble)
    desk.post("card")
    desk.runner.start()
    desk.until(lambda: desk.slack.texts() == ["hello"])


def test_an_answer_that_could_not_be_recorded_is_looked_for(running, monkeypatch):
    desk = running(lease=0.4, look_after=0.01, tidy_every=0.01, poll=0.01)
    posted = desk.sender.records.posted
    faults = iter([RuntimeError("the database is gone")])

    def stumble(*given, **rest):
        for fault in faults:
            raise fault
        return posted(*given, **rest)

    monkeypatch.setattr(desk.sender.records, "posted", stumble)
    desk.post("card")
    desk.runner.start()
    desk.until(lambda: desk.row("card").state == "sent")
    assert len(desk.slack.named("chat.postMessage")) == 1


def test_the_waits_are_those_slack_asks_for():
    settings = OutboxSettings()
    assert settings.channel_interval >= 1
    assert 60 / settings.update_interval <= 50
    assert settings.lease / 2 > 10
