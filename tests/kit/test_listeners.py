"""Whatever Bolt would call for a payload, the table calls; whatever the table lacks, Bolt calls."""

import re

import pytest
from slack_bolt import BoltRequest

from tests.support.house import TEAM, a_house

WHO = {"team": {"id": TEAM}, "team_id": TEAM, "user": {"id": "U0RITA"}}
EVENT = {"type": "event_callback", "event": {"type": "app_home_opened", "user": "U0RITA"}}
COMMAND = {"command": "/lead", "user_id": "U0RITA", "text": ""}
CLICK = {"type": "block_actions", "actions": [{"action_id": "lead.take", "value": "L42"}]}
STEP = {"type": "block_actions", "actions": [{"action_id": "lead.step.won"}]}
SUBMIT = {"type": "view_submission", "view": {"callback_id": "lead.rate", "type": "modal"}}
CLOSE = {"type": "view_closed", "view": {"callback_id": "lead.rate", "type": "modal"}}
SHORTCUT = {"type": "shortcut", "callback_id": "lead.add"}
ON_MESSAGE = {"type": "message_action", "callback_id": "lead.add", "message": {}}
OPTIONS = {"type": "block_suggestion", "action_id": "content.pick", "value": "pri"}
BLOCK = {"type": "block_actions", "actions": [{"action_id": "other", "block_id": "votes"}]}


def listening(called):
    def listen(house):
        def noting(name):
            def note(ack):
                called.append(name)
                ack()

            return note

        app = house.app
        app.event("app_home_opened")(noting("event"))
        app.command("/lead")(noting("command"))
        app.action("lead.take")(noting("take"))
        app.action("lead.take")(noting("never"))
        app.action(re.compile(r"^lead\.step\.\w+$"))(noting("step"))
        app.view("lead.rate")(noting("submit"))
        app.view({"type": "view_closed", "callback_id": "lead.rate"})(noting("close"))
        app.shortcut("lead.add")(noting("shortcut"))
        app.options("content.pick")(noting("options"))
        app.action({"block_id": "votes"})(noting("block"))

    return listen


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (EVENT, "event"),
        (COMMAND, "command"),
        (CLICK, "take"),
        (STEP, "step"),
        (SUBMIT, "submit"),
        (CLOSE, "close"),
        (SHORTCUT, "shortcut"),
        (ON_MESSAGE, "shortcut"),
        (OPTIONS, "options"),
        (BLOCK, "block"),
    ],
)
def test_each_payload_finds_its_listener_once(db, payload, name):
    called = []
    house = a_house(db, plug_in=listening(called))
    answer = house.app.dispatch(BoltRequest(body={**WHO, **payload}, mode="socket_mode"))
    assert (called, answer.status) == ([name], 200)


def test_a_payload_that_nobody_listens_to_is_not_acknowledged(db):
    called = []
    house = a_house(db, plug_in=listening(called))
    body = {**WHO, "type": "view_submission", "view": {"callback_id": "of.others", "type": "modal"}}
    assert house.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 404
    assert called == []


def test_a_condition_of_bolts_own_is_asked(db):
    called = []

    def listen(house):
        house.app.action("lead.take", matchers=[lambda body: body["actions"][0]["value"] == "L1"])(
            lambda ack: called.append("first") or ack()
        )
        house.app.action("lead.take")(lambda ack: called.append("any") or ack())

    house = a_house(db, plug_in=listen)
    body = {**WHO, **CLICK}
    house.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert called == ["any"]


def test_what_a_listener_leaves_unanswered_is_not_acknowledged(db):
    house = a_house(db, plug_in=lambda house: house.app.action("lead.take")(lambda: None))
    body = {**WHO, **CLICK}
    assert house.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 404
