import re

import pytest

from tests.fakeslack.clients import a_slack, client_of
from tests.fakeslack.samples import a_button, a_card, a_home, option
from tests.support.fake_slack import GestureRefusedError

MENU = {
    "type": "static_select",
    "action_id": "reason",
    "options": [option("budget"), option("timing")],
}


@pytest.fixture
def acted(app):
    """The actions the app was sent."""
    actions = []

    @app.action(re.compile(".*"))
    def act(ack, body):
        actions.append(body["actions"][0] | {"state": body.get("state")})
        ack()

    return actions


@pytest.fixture
def card(client):
    def post(*elements):
        return client.chat_postMessage(channel="C0SALES", text="c", blocks=a_card(*elements))["ts"]

    return post


def press(slack, kind, ts, **more):
    return slack.gesture(kind, person="U0RITA", channel="C0SALES", ts=ts, **more)


def test_a_button_sends_its_own_value(slack, card, acted):
    press(slack, "click", card(), action_id="take", value="42")
    assert acted[0]["value"] == "42"
    with pytest.raises(GestureRefusedError, match="no_such_option"):
        press(slack, "click", card(), action_id="take", value="43")


def test_a_menu_takes_what_it_offers(slack, card, acted):
    ts = card(MENU)
    press(slack, "choose", ts, action_id="reason", selected="budget")
    assert acted[0]["selected_option"]["value"] == "budget"
    assert acted[0]["state"]["values"]["row"]["reason"]["selected_option"]["value"] == "budget"
    with pytest.raises(GestureRefusedError, match="no_such_option"):
        press(slack, "choose", ts, action_id="reason", selected="weather")


@pytest.mark.parametrize(
    ("element", "selected", "reported"),
    [
        (
            {"type": "overflow", "options": [option("edit"), option("drop")]},
            "edit",
            "selected_option",
        ),
        ({"type": "radio_buttons", "options": [option("a"), option("b")]}, "b", "selected_option"),
        ({"type": "checkboxes", "options": [option("a"), option("b")]}, ["a"], "selected_options"),
        ({"type": "multi_users_select"}, ["U0TOM"], "selected_users"),
        ({"type": "users_select"}, "U0TOM", "selected_user"),
        ({"type": "channels_select"}, "C0SALES", "selected_channel"),
        ({"type": "conversations_select"}, "C0SALES", "selected_conversation"),
        ({"type": "datepicker"}, "2026-11-30", "selected_date"),
        ({"type": "timepicker"}, "09:30", "selected_time"),
        ({"type": "datetimepicker"}, 1_795_000_000, "selected_date_time"),
    ],
)
def test_each_element_reports_in_its_own_field(
    slack, client, acted, *, element, selected, reported
):
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
    block["accessory"] = element | {"action_id": "it"}
    if element["type"] == "datetimepicker":
        block = {"type": "actions", "elements": [element | {"action_id": "it"}]}
    ts = client.chat_postMessage(channel="C0SALES", text="c", blocks=[block])["ts"]
    press(slack, "choose", ts, action_id="it", selected=selected)
    value = acted[0][reported]
    if reported == "selected_options":
        assert [one["value"] for one in value] == selected
    elif reported == "selected_option":
        assert value["value"] == selected
    else:
        assert value == selected


@pytest.mark.parametrize(
    ("element", "selected"),
    [
        ({"type": "datepicker"}, "30.11.2026"),
        ({"type": "datepicker"}, 7),
        ({"type": "timepicker"}, "25:00"),
        ({"type": "datetimepicker"}, "soon"),
    ],
)
def test_values_that_cannot_be_picked(slack, card, acted, element, selected):
    ts = card(element | {"action_id": "it"})
    with pytest.raises(GestureRefusedError, match="bad_value"):
        press(slack, "choose", ts, action_id="it", selected=selected)
    assert acted == []


def test_a_stale_screen_may_press_what_is_gone(slack, client, card, acted):
    ts = card()
    client.chat_update(channel="C0SALES", ts=ts, text="c", blocks=a_card(a_button("rate")))
    with pytest.raises(GestureRefusedError, match="no_such_element"):
        press(slack, "click", ts, action_id="take")
    press(slack, "click", ts, action_id="take", stale=True)
    assert acted[0]["action_id"] == "take"


def test_home_buttons(slack, client, acted):
    client.views_publish(user_id="U0RITA", view=a_home())
    slack.gesture("click", person="U0RITA", home=True, action_id="take")
    assert acted[0]["value"] == "42"
    with pytest.raises(GestureRefusedError, match="view_not_found"):
        slack.gesture("click", person="U0TOM", home=True, action_id="take")


def test_an_external_menu_takes_what_the_app_suggests(slack, app, card, acted):
    asked = []

    @app.options("lead")
    def leads(ack, payload):
        asked.append(payload["value"])
        ack(options=[option("l-42")] if payload["value"] == "Ada" else [])

    ts = card({"type": "external_select", "action_id": "lead"})
    assert press(slack, "options", ts, action_id="lead", query="Ad")["options"] == []
    assert asked == []
    press(slack, "options", ts, action_id="lead", query="Ada")
    press(slack, "choose", ts, action_id="lead", selected="l-42")
    assert acted[0]["selected_option"]["value"] == "l-42"
    with pytest.raises(GestureRefusedError, match="no_such_option"):
        press(slack, "choose", ts, action_id="lead", selected="l-43")


def test_only_those_who_see_a_message_can_press_it(slack, client, card, acted):
    client.chat_postEphemeral(channel="C0SALES", user="U0RITA", text="c", blocks=a_card())
    (seen,) = slack.seen("U0RITA", "C0SALES")
    where = {"channel": "C0SALES", "ts": seen["ts"], "action_id": "take"}
    with pytest.raises(GestureRefusedError, match="message_not_found"):
        slack.gesture("click", person="U0TOM", **where)
    with pytest.raises(GestureRefusedError, match="not_in_channel"):
        slack.gesture("click", person="U0MONA", **where)


def test_a_listener_that_fails_is_told_to_the_person(slack, app, card):
    @app.action("take")
    def take(ack):
        raise RuntimeError("database away")

    answer = slack.gesture(
        "click", check=False, person="U0RITA", channel="C0SALES", ts=card(), action_id="take"
    )
    assert (answer["ok"], answer["error"]) == (False, "operation_timeout")


def test_without_an_app_a_press_is_not_dispatched():
    with a_slack(ack_seconds=0.1) as slack:
        ts = client_of(slack).chat_postMessage(channel="C0SALES", text="c", blocks=a_card())["ts"]
        with pytest.raises(GestureRefusedError, match="dispatch_failed"):
            press(slack, "click", ts, action_id="take")
