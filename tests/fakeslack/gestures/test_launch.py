import json

import pytest

from tests.fakeslack.clients import a_slack, an_app
from tests.fakeslack.samples import a_card
from tests.support.fake_slack import GestureRefusedError

MANIFEST = {
    "display_information": {"name": "smarketing"},
    "features": {
        "app_home": {"home_tab_enabled": False},
        "bot_user": {"display_name": "smarketing"},
        "slash_commands": [
            {"command": "/lead", "description": "Leads", "should_escape": True},
            {"command": "/raw", "description": "As typed", "should_escape": False},
        ],
        "shortcuts": [
            {"name": "Add a lead", "type": "global", "callback_id": "add", "description": "x"},
            {"name": "Rate", "type": "message", "callback_id": "rate", "description": "x"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


@pytest.fixture
def strict(tmp_path):
    """A fake Slack that knows the app by its manifest."""
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST))
    with a_slack(manifest=manifest) as running:
        yield running


def lead(slack, text, person="U0RITA", channel="C0SALES", **more):
    return slack.gesture("command", person=person, channel=channel, text=text, **more)


@pytest.fixture
def answering(app):
    """`/lead` answers with what is put in here; `heard` are the commands."""

    class Answer:
        def __init__(self):
            self.say = "3 leads"
            self.heard = []

    answer = Answer()

    @app.command("/lead")
    def command(ack, command):
        answer.heard.append(command)
        ack(answer.say)

    return answer


def test_an_answer_is_shown_to_the_person_alone(slack, answering):
    answer = lead(slack, "/lead mine")
    assert answer["response"] == {"text": "3 leads"}
    assert answer["shown"]["ephemeral"] is True
    assert [row["text"] for row in slack.seen("U0RITA", "C0SALES")] == ["3 leads"]
    assert slack.seen("U0TOM", "C0SALES") == []


def test_an_answer_may_be_in_the_channel_with_blocks(slack, answering):
    answering.say = {"text": "3 leads", "blocks": a_card(), "response_type": "in_channel"}
    lead(slack, "/lead mine")
    (message,) = slack.messages("C0SALES")
    assert message["blocks"][1]["elements"][0]["action_id"] == "take"


def test_an_empty_answer_shows_nothing(slack, answering):
    answering.say = ""
    assert "shown" not in lead(slack, "/lead mine")
    assert slack.seen("U0RITA", "C0SALES") == []


def test_an_answer_slack_cannot_show_is_told_to_the_person(slack, answering):
    answering.say = {"text": "x", "blocks": [{"type": "nonsense"}]}
    assert lead(slack, "/lead mine")["failure"] == "invalid_command_response"
    (seen,) = slack.seen("U0RITA", "C0SALES")
    assert seen["text"] == '/lead failed with the error "invalid_command_response"'


def test_an_app_that_says_nothing_in_time_is_told_to_the_person():
    with a_slack(ack_seconds=0.2) as slack, an_app(slack) as app:

        @app.command("/lead")
        def command():
            raise RuntimeError("database away")

        assert lead(slack, "/lead mine")["failure"] == "operation_timeout"
        (seen,) = slack.seen("U0RITA", "C0SALES")
    assert seen["text"] == '/lead failed with the error "operation_timeout"'


def test_people_channels_and_signs_are_escaped(slack, answering):
    lead(slack, "/lead give @tom in #sales & <b> https://example.com/?a=1&b=2")
    assert answering.heard[0]["text"] == (
        "give <@U0TOM|tom> in <#C0SALES|sales> &amp; &lt;b&gt; <https://example.com/?a=1&amp;b=2>"
    )


def test_a_command_that_wants_no_escaping_gets_what_was_typed(strict):
    with an_app(strict) as app:
        heard = []

        @app.command("/raw")
        def raw(ack, command):
            heard.append(command["text"])
            ack()

        lead(strict, "/raw @tom & <b>")
    assert heard == ["@tom & <b>"]


def test_in_a_dm_the_channel_is_called_directmessage(slack, answering):
    lead(slack, "/lead mine", channel="D0RITA")
    assert answering.heard[0]["channel_name"] == "directmessage"


@pytest.mark.parametrize(
    ("text", "how", "error"),
    [
        ("/unknown", {}, "unknown_command"),
        ("lead", {}, "unknown_command"),
        ("/lead mine", {"thread_ts": "1.1"}, "command_not_in_thread"),
        ("/lead mine", {"person": "U0XENA"}, "not_your_app"),
        ("/lead mine", {"person": "U0MONA"}, "not_in_channel"),
    ],
)
def test_commands_slack_does_not_send(strict, text, how, error):
    with pytest.raises(GestureRefusedError, match=error):
        lead(strict, text, **how)


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("shortcut", {"callback_id": "gone"}, "unknown_shortcut"),
        ("shortcut", {"callback_id": "rate"}, "unknown_shortcut"),
        ("shortcut", {"callback_id": "add", "person": "U0XENA"}, "not_your_app"),
        ("open_home", {}, "not_enabled"),
    ],
)
def test_what_the_manifest_does_not_offer(strict, kind, body, error):
    with pytest.raises(GestureRefusedError, match=error):
        strict.gesture(kind, **{"person": "U0RITA", **body})


def test_the_screen_offers_what_the_manifest_registers(strict):
    screen = strict.screen("U0RITA")
    assert [command["name"] for command in screen["commands"]] == ["/lead", "/raw"]
    assert [(one["callback_id"], one["type"]) for one in screen["shortcuts"]] == [
        ("add", "global"),
        ("rate", "message"),
    ]
    assert screen["app"]["home_tab"] is False
