"""What a request from Slack passes before Bolt; judged with the official SDK's signer."""

import json
import time
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt import App
from slack_sdk.signature import SignatureVerifier
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.kit.clock import Clock
from bot.kit.slack import Answers, Identity, make_app, make_client
from bot.kit.web import SLACK_BODY, Gate, make_web, parse_slack_body

SECRET = "not-a-real-secret"
FORM = "application/x-www-form-urlencoded"
COMMAND = {"command": "/lead", "text": "mine", "user_id": "U0RITA", "team_id": "T0SMARKET"}


@pytest.fixture(scope="module")
def slack():
    """A test client whose one door is the gate, in front of an app with one command."""
    client = make_client("xoxb-fake", api_url="http://127.0.0.1:9/api/")
    answers = Answers(client, threads=1)
    app: App = make_app(client, answers, lambda: Identity("T0SMARKET", "U0BOT", "B0BOT"))
    app.logger.disabled = True

    @app.command("/lead")
    def _lead(ack, command):
        ack(f"{command['user_id']} asked for {command['text']}")

    gate = Gate(app, secret=SECRET, clock=Clock(), threads=4)
    with TestClient(make_web([Route("/slack/events", gate.answer, methods=["POST"])])) as client:
        yield client
    answers.close()


def signed(body: str, *, at: float | None = None, kind: str = FORM) -> dict[str, str]:
    stamp = str(int(at if at is not None else time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    return {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }


def send(slack, body: str, headers: dict[str, str]):
    return slack.post("/slack/events", content=body.encode(), headers=headers)


def test_a_signed_command_reaches_its_listener(slack):
    body = urlencode(COMMAND)
    answer = send(slack, body, signed(body))
    assert (answer.status_code, answer.text) == (200, "U0RITA asked for mine")


def test_slacks_question_for_the_address_is_answered(slack):
    body = json.dumps({"type": "url_verification", "challenge": "c-1"})
    answer = send(slack, body, signed(body, kind="application/json"))
    assert (answer.status_code, answer.json()) == (200, {"challenge": "c-1"})


@pytest.mark.parametrize(
    "change",
    [
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=ünïcode"},
        {"x-slack-request-timestamp": "yesterday"},
        {"x-slack-request-timestamp": "9" * 400},
        {"x-slack-request-timestamp": "-5"},
        {"x-slack-request-timestamp": "１２３４"},
    ],
)
def test_a_request_that_slack_did_not_sign_is_refused(slack, change):
    body = urlencode(COMMAND)
    headers = {k: v.encode("utf-8") for k, v in {**signed(body), **change}.items()}
    answer = slack.post("/slack/events", content=body.encode(), headers=headers)
    assert answer.status_code == 401


def test_a_signature_for_another_body_is_refused(slack):
    assert (
        send(slack, urlencode({**COMMAND, "text": "open"}), signed(urlencode(COMMAND))).status_code
        == 401
    )


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_stale_or_future_request_is_refused(slack, minutes):
    body = urlencode(COMMAND)
    assert send(slack, body, signed(body, at=time.time() + minutes * 60)).status_code == 401


def test_a_body_over_the_cap_is_refused_before_it_is_read(slack):
    body = "x" * (SLACK_BODY + 1)
    assert send(slack, body, signed(body)).status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", "[" * 100_000),
        (FORM, "payload=%7B"),
        (FORM, "payload=[]"),
        (FORM, ""),
        (FORM, "&".join(f"a{n}=1" for n in range(200))),
    ],
)
def test_a_signed_body_that_is_not_slacks_is_answered_400(slack, kind, body):
    assert send(slack, body, signed(body, kind=kind)).status_code == 400


def test_bytes_that_are_no_text_are_no_payload():
    assert parse_slack_body(b"\xff\xfe", "application/json") is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_signed_json_brings_it_down(slack, junk):
    body = json.dumps(junk)
    assert send(slack, body, signed(body, kind="application/json")).status_code in {200, 400, 404}
