"""Each payload has the fields Slack's reference shows: none missing, none invented."""

import json
import re
from pathlib import Path

import pytest

from tests.fakeslack.samples import a_button, a_card, a_modal, an_input, option

SHAPES = json.loads((Path(__file__).parent / "shapes" / "payloads.json").read_text())


def differences(shape, found, at=""):
    """Where `found` has other fields or other types than the shape; "*" is looked at elsewhere."""
    if shape == "*":
        return []
    if type(shape) is not type(found):
        return [f"{at}: {type(found).__name__} in the place of {type(shape).__name__}"]
    if isinstance(shape, dict):
        missing = [f"{at}/{name} is missing" for name in shape if name not in found]
        invented = [f"{at}/{name} is not Slack's" for name in found if name not in shape]
        both = [name for name in shape if name in found]
        inner = [differences(shape[name], found[name], f"{at}/{name}") for name in both]
        return missing + invented + [line for lines in inner for line in lines]
    if isinstance(shape, list) and shape:
        return [line for row in found for line in differences(shape[0], row, f"{at}/0")]
    return []


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


def fits(name, payload):
    assert differences(SHAPES[name], payload) == []


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


def test_a_command(slack, sent):
    slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead mine")
    fits("command", sent("slash_commands"))


def test_an_event(slack, client, sent):
    ts = client.chat_postMessage(channel="C0SALES", text="c")["ts"]
    slack.gesture("react", person="U0RITA", channel="C0SALES", ts=ts, name="fire")
    slack.wait_for(lambda: sent("events_api")["event"]["type"] == "reaction_added")
    fits("event", sent("events_api"))
