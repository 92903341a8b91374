import json
import re

import pytest
from slack_bolt import BoltResponse

from tests.fakeslack.samples import a_button, a_card, a_modal, an_input, option
from tests.support.fake_slack import GestureRefusedError


@pytest.fixture
def answers(app):
    """What the app acknowledges a submission with; `seen` are the views it was sent."""

    class Answers(dict):
        def __init__(self):
            super().__init__()
            self.seen = []

    said = Answers()

    @app.view_submission(re.compile(".*"))
    def submitted(ack, body):
        said.seen.append(body)
        ack(**said)

    return said


@pytest.fixture
def closed(app):
    views = []

    @app.view_closed(re.compile(".*"))
    def gone(ack, body):
        views.append((body["view"]["callback_id"], body["is_cleared"]))
        ack()

    return views


@pytest.fixture
def triggers(app):
    sent = []

    @app.shortcut(re.compile(".*"))
    def shortcut(ack, body):
        sent.append(body["trigger_id"])
        ack()

    @app.action("more")
    def more(ack, body):
        sent.append(body["trigger_id"])
        ack()

    return sent


@pytest.fixture
def modal(slack, client, triggers):
    def open_one(view):
        slack.gesture("shortcut", person="U0RITA", callback_id="open")
        return client.views_open(trigger_id=triggers[-1], view=view)["view"]["id"]

    return open_one


@pytest.fixture
def push(slack, client, triggers):
    def push_one(below, view):
        slack.gesture("click", person="U0RITA", view_id=below, action_id="more")
        return client.views_push(trigger_id=triggers[-1], view=view)["view"]["id"]

    return push_one


def submit(slack, view_id, **values):
    return slack.gesture("submit", person="U0RITA", view_id=view_id, values=values)


def stack(slack):
    return [view["callback_id"] for view in slack.screen("U0RITA")["modals"]]


def with_button(callback_id):
    return a_modal(*a_card(a_button("more")), an_input(optional=True), callback_id=callback_id)


def test_an_empty_answer_closes_the_view(slack, modal, answers):
    answer = submit(slack, modal(a_modal()), reason={"why": "budget"})
    assert (answer["response_action"], stack(slack)) == (None, [])
    assert answers.seen[0]["view"]["state"]["values"]["reason"]["why"]["value"] == "budget"


def test_errors_stay_beside_their_inputs(slack, modal, answers):
    answers.update(response_action="errors", errors={"reason": "Too short."})
    view_id = modal(a_modal())
    answer = submit(slack, view_id, reason={"why": "b"})
    assert answer["errors"] == {"reason": "Too short."}
    (shown,) = slack.screen("U0RITA")["modals"]
    assert shown["errors"] == {"reason": "Too short."}
    assert shown["state"]["values"]["reason"]["why"]["value"] == "b"
    slack.gesture(
        "type", person="U0RITA", view_id=view_id, block_id="reason", action_id="why", value="bud"
    )
    assert slack.screen("U0RITA")["modals"][0]["errors"] == {}


def test_an_update_takes_the_views_place(slack, modal, answers):
    answers.update(response_action="update", view=a_modal(callback_id="thanks"))
    view_id = modal(a_modal())
    assert submit(slack, view_id, reason={"why": "b"})["view_id"] == view_id
    assert stack(slack) == ["thanks"]


def test_a_push_lies_on_top_and_only_the_top_can_be_sent(slack, modal, answers):
    answers.update(response_action="push", view=a_modal(callback_id="details"))
    view_id = modal(a_modal())
    submit(slack, view_id, reason={"why": "b"})
    assert stack(slack) == ["rate", "details"]
    with pytest.raises(GestureRefusedError, match="view_not_on_top"):
        submit(slack, view_id)


def test_clear_closes_the_whole_stack(slack, modal, push, answers):
    answers.update(response_action="clear")
    top = push(modal(with_button("first")), with_button("second"))
    submit(slack, top)
    assert stack(slack) == []


def test_an_empty_answer_shows_the_view_below(slack, modal, push, answers):
    top = push(modal(with_button("first")), with_button("second"))
    submit(slack, top)
    assert stack(slack) == ["first"]


@pytest.mark.parametrize(
    "said",
    [
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "dance"},
    ],
)
def test_an_answer_slack_cannot_follow_leaves_the_view_open(slack, app, modal, said):
    @app.view_submission(re.compile(".*"))
    def submitted(ack):
        ack()

    @app.middleware
    def raw(body, next_):
        if body.get("type") == "view_submission":
            headers = {"content-type": "application/json"}
            return BoltResponse(status=200, body=json.dumps(said), headers=headers)
        return next_()

    answer = submit(slack, modal(a_modal()), reason={"why": "b"})
    assert answer["failure"] == "invalid_view"
    assert answer["messages"]
    assert stack(slack) == ["rate"]


def test_slacks_client_checks_before_it_sends(slack, modal, answers):
    view = a_modal(
        an_input("reason"),
        an_input("mail", element={"type": "email_text_input", "action_id": "a"}),
        an_input("link", element={"type": "url_text_input", "action_id": "a"}),
        an_input(
            "count",
            element={
                "type": "number_input",
                "is_decimal_allowed": False,
                "action_id": "a",
                "max_value": "9",
            },
        ),
        an_input("free", optional=True),
        an_input("long", element={"type": "plain_text_input", "action_id": "a", "max_length": 3}),
    )
    values = {
        "mail": {"a": "nobody"},
        "link": {"a": "not a link"},
        "count": {"a": "10"},
        "long": {"a": "four"},
    }
    answer = submit(slack, modal(view), **values)
    assert answer["sent"] is False
    assert set(answer["errors"]) == {"reason", "mail", "link", "count", "long"}
    assert answers.seen == []


def test_an_input_keeps_its_start_value(slack, modal, answers):
    element = {"type": "plain_text_input", "action_id": "why", "initial_value": "budget"}
    submit(slack, modal(a_modal(an_input(element=element))))
    assert answers.seen[0]["view"]["state"]["values"]["reason"]["why"]["value"] == "budget"


def test_choosing_in_an_input_is_sent_only_with_the_form(slack, modal, answers):
    menu = {"type": "static_select", "action_id": "why", "options": [option("budget")]}
    view_id = modal(a_modal(an_input(element=menu)))
    answer = slack.gesture(
        "choose", person="U0RITA", view_id=view_id, action_id="why", selected="budget"
    )
    assert answer["sent"] is False
    submit(slack, view_id)
    held = answers.seen[0]["view"]["state"]["values"]["reason"]["why"]
    assert held["selected_option"]["value"] == "budget"


def test_an_input_that_dispatches_is_sent_at_once(slack, app, modal):
    heard = []

    @app.action("why")
    def why(ack, action):
        heard.append(action["value"])
        ack()

    view_id = modal(a_modal(an_input(dispatch_action=True)))
    where = {"person": "U0RITA", "view_id": view_id, "action_id": "why"}
    assert slack.gesture("type", value="bud", **where)["sent"] is False
    assert slack.gesture("type", value="budget", enter=True, **where)["sent"] is True
    assert heard == ["budget"]


def test_closing_is_told_only_where_it_was_asked_for(slack, modal, closed):
    silent = modal(a_modal())
    slack.gesture("close", person="U0RITA", view_id=silent)
    told = modal(a_modal(notify_on_close=True))
    slack.gesture("close", person="U0RITA", view_id=told)
    assert closed == [("rate", False)]


def test_the_cross_clears_the_stack(slack, modal, push, closed):
    first = modal(with_button("first") | {"notify_on_close": True})
    top = push(first, with_button("second") | {"notify_on_close": True})
    slack.gesture("close", person="U0RITA", view_id=top, all=True)
    assert closed == [("second", True), ("first", True)]
    assert stack(slack) == []


def test_nobody_sends_anothers_form(slack, modal):
    view_id = modal(a_modal())
    with pytest.raises(GestureRefusedError, match="view_not_found"):
        slack.gesture("submit", person="U0TOM", view_id=view_id)


def test_a_file_input_takes_an_uploaded_file(slack, modal, answers):
    dropped = slack.gesture("upload", person="U0RITA", filename="leads.csv", content="a,b")
    view_id = modal(a_modal(an_input(element={"type": "file_input", "action_id": "csv"})))
    submit(slack, view_id, reason={"csv": [dropped["file_id"]]})
    (file,) = answers.seen[0]["view"]["state"]["values"]["reason"]["csv"]["files"]
    assert file["name"] == "leads.csv"
