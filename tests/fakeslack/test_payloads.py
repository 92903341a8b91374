"""Each payload has the fields Slack's reference shows: none missing, none invented."""

import json
import re

import pytest
from websockets.sync.client import connect

from tests.fakeslack.samples import a_button, a_card, a_modal, an_input, option
from tests.fakeslack.shapes import SHAPES, fits


@pytest.fixture
def sent(slack, app):
    """The last payload of a kind the app was sent; Bolt answers everything."""
    anything = re.compile(".*")
    for kind in (app.action, app.view_submission, app.view_closed, app.shortcut, app.command):
        kind(anything)(lambda ack: ack())

    @app.options(anything)
    def suggest(ack):
        ack(options=[option("ada")])

    def last(kind):
        rows = [row["payload"]["payload"] for row in slack.traffic() if row["kind"] == kind]
        return rows[-1]

    return last


@pytest.fixture
def modal(slack, client, sent):
    """Opens a modal for Rita."""

    def open_one(view):
        slack.gesture("shortcut", person="U0RITA", callback_id="open")
        trigger = sent("interactive")["trigger_id"]
        return client.views_open(trigger_id=trigger, view=view)["view"]["id"]

    return open_one


def test_a_button_in_a_message(slack, client, sent):
    ts = client.chat_postMessage(channel="C0SALES", text="c", blocks=a_card())["ts"]
    slack.gesture("click", person="U0RITA", channel="C0SALES", ts=ts, action_id="take")
    fits("block_actions in a message", sent("interactive"))


def test_a_button_in_an_ephemeral_message(slack, client, sent):
    client.chat_postEphemeral(channel="C0SALES", user="U0RITA", text="c", blocks=a_card())
    (seen,) = slack.seen("U0RITA", "C0SALES")
    slack.gesture("click", person="U0RITA", channel="C0SALES", ts=seen["ts"], action_id="take")
    fits("block_actions in an ephemeral message", sent("interactive"))


def test_a_button_in_a_modal_and_one_in_home(slack, client, sent, modal):
    view_id = modal(a_modal(*a_card(a_button("more")), an_input()))
    slack.gesture("click", person="U0RITA", view_id=view_id, action_id="more")
    fits("block_actions in a view", sent("interactive"))
    client.views_publish(user_id="U0RITA", view={"type": "home", "blocks": a_card()})
    slack.gesture("click", person="U0RITA", home=True, action_id="take")
    fits("block_actions in a view", sent("interactive"))
    assert sent("interactive")["view"]["type"] == "home"


def test_a_submission(slack, sent, modal):
    view_id = modal(a_modal(an_input(optional=True)))
    slack.gesture("submit", person="U0RITA", view_id=view_id)
    payload = sent("interactive")
    fits("view_submission", payload)
    fits("view", payload["view"])


def test_a_closed_view(slack, sent, modal):
    view_id = modal(a_modal(notify_on_close=True))
    assert slack.gesture("close", person="U0RITA", view_id=view_id)["notified"] == 1
    fits("view_closed", sent("interactive"))


def test_shortcuts(slack, client, sent):
    slack.gesture("shortcut", person="U0RITA", callback_id="add_lead")
    fits("shortcut", sent("interactive"))
    ts = client.chat_postMessage(channel="C0SALES", text="c")["ts"]
    slack.gesture("shortcut", person="U0RITA", callback_id="rate", channel="C0SALES", ts=ts)
    fits("message_action", sent("interactive"))


def test_an_external_menu(slack, sent, modal):
    menu = {"type": "external_select", "action_id": "lead", "min_query_length": 1}
    view_id = modal(a_modal(an_input(element=menu)))
    answer = slack.gesture("options", person="U0RITA", view_id=view_id, action_id="lead", query="A")
    assert [option["value"] for option in answer["options"]] == ["ada"]
    fits("block_suggestion", sent("interactive"))


def test_an_external_menu_in_a_message(slack, client, sent):
    menu = {"type": "external_select", "action_id": "lead", "min_query_length": 1}
    ts = client.chat_postMessage(channel="C0SALES", text="c", blocks=a_card(menu))["ts"]
    where = {"channel": "C0SALES", "ts": ts, "action_id": "lead"}
    slack.gesture("options", person="U0RITA", query="A", **where)
    fits("block_suggestion in a message", sent("interactive"))


def test_a_command(slack, sent):
    slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead mine")
    fits("command", sent("slash_commands"))


def test_an_event(slack, client, sent):
    ts = client.chat_postMessage(channel="C0SALES", text="c")["ts"]
    slack.gesture("react", person="U0RITA", channel="C0SALES", ts=ts, name="fire")
    slack.wait_for(lambda: sent("events_api")["event"]["type"] == "reaction_added")
    fits("event", sent("events_api"))


@pytest.mark.usefixtures("app")
def test_the_events_a_bot_lives_on(slack):
    def last_event(kind):
        def found():
            told = [row for row in slack.traffic() if row["kind"] == "events_api"]
            event = told[-1]["payload"]["payload"]["event"] if told else {}
            return event if event.get("type") == kind else None

        return slack.wait_for(found)

    slack.gesture("say", person="U0RITA", channel="C0SALES", text="hello")
    fits("message event", last_event("message"))
    slack.gesture("open_home", person="U0RITA")
    fits("app_home_opened event", last_event("app_home_opened"))
    slack.gesture("join", person="U0RITA", channel="C0MKTG")
    fits("member_joined_channel event", last_event("member_joined_channel"))


def test_the_frames_of_socket_mode(slack, client):
    address = client.apps_connections_open(app_token=slack.app_token)["url"]
    with connect(address) as line:
        fits("hello", json.loads(line.recv()))
        slack.gesture("say", person="U0RITA", channel="C0SALES", text="hello")
        frame = json.loads(line.recv())
        line.send(json.dumps({"envelope_id": frame["envelope_id"]}))
        assert (frame.pop("retry_attempt"), frame.pop("retry_reason")) == (0, "")
        fits("envelope", frame)
        slack.gesture("disconnect", reason="refresh_requested")
        fits("disconnect", json.loads(line.recv()))


def test_every_shape_says_where_it_was_taken_from():
    shapes = set(SHAPES) - {"sources", "notes"}
    assert set(SHAPES["sources"]) == shapes
    assert set(SHAPES["notes"]) <= shapes
