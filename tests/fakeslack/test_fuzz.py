"""Whatever is sent, the fake Slack answers in its own words and goes on."""

import http.client
import json
import os
import urllib.parse

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fakeslack.api.methods import METHODS
from fakeslack.gestures.door import GESTURES
from tests.fakeslack.clients import a_slack, client_of
from tests.fakeslack.samples import a_card

EXAMPLES = 3_000 if os.environ.get("SOAK") else 250

words = st.one_of(
    st.text(max_size=20),
    st.just("9" * 5000),
    st.sampled_from(
        [
            "C0SALES",
            "U0RITA",
            "U0BOT",
            "D0RITA",
            "take",
            "row",
            "1700000000.000001",
            "0",
            "-1",
            "²",
            "�",
            "\x00",
            "1e999",
            "#sales",
            "<@U0BOT>",
            "true",
            "[]",
            "{}",
        ]
    ),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=8,
)
names = st.sampled_from(
    [
        "channel",
        "ts",
        "text",
        "user",
        "users",
        "blocks",
        "view",
        "view_id",
        "trigger_id",
        "limit",
        "cursor",
        "oldest",
        "latest",
        "name",
        "timestamp",
        "thread_ts",
        "metadata",
        "attachments",
        "files",
        "file",
        "filename",
        "length",
        "hash",
        "external_id",
        "email",
        "types",
        "channel_id",
        "action_id",
        "block_id",
        "value",
        "selected",
        "values",
        "query",
        "callback_id",
        "content",
        "id",
        "archived",
        "ext_shared",
        "reason",
        "base64",
        "stale",
        "home",
        "tz",
        "new_id",
        "all",
    ]
)
bodies = st.dictionaries(names, values, max_size=6)


@pytest.fixture(scope="module")
def slack():
    with a_slack(ack_seconds=0.01) as running:
        client_of(running).chat_postMessage(channel="C0SALES", text="card", blocks=a_card())
        yield running


def ask(slack, path, body, content_type):
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"), timeout=10)
    headers = {"Content-Type": content_type, "Authorization": "Bearer xoxb-fake"}
    try:
        connection.request("POST", path, body, headers)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


often = settings(
    # The workspace remembers earlier examples, so that shrinking would look for a needle that moved.
    phases=[Phase.explicit, Phase.generate],
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@often
@given(method=st.sampled_from(sorted(METHODS)), body=bodies)
def test_any_json_call_is_answered(slack, method, body):
    if method == "auth.revoke":
        body = {"test": True}
    status, answer = ask(slack, f"/api/{method}", json.dumps(body), "application/json")
    assert status == 200
    assert json.loads(answer).get("error") != "fatal_error"


@often
@given(method=st.sampled_from(sorted(METHODS)), body=bodies)
def test_any_form_call_is_answered(slack, method, body):
    form = {name: v if isinstance(v, str) else json.dumps(v) for name, v in body.items()}
    if method == "auth.revoke":
        form = {"test": "true"}
    text = urllib.parse.urlencode(form, errors="replace")
    status, answer = ask(slack, f"/api/{method}", text, "application/x-www-form-urlencoded")
    assert status == 200
    assert json.loads(answer).get("error") != "fatal_error"


@often
@given(
    raw=st.binary(max_size=200),
    kind=st.sampled_from(
        (
            "application/json",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/x-www-form-urlencoded",
            "text/plain",
            "",
        )
    ),
    path=st.sampled_from(
        [
            "/api/chat.postMessage",
            "/api/",
            "/api/x/y",
            "/response/x",
            "/upload/x",
            "/faults",
            "/gestures/say",
            "/gestures/",
            "/clock",
        ]
    ),
)
def test_any_bytes_are_answered(slack, raw, kind, path):
    status, _ = ask(slack, path, raw, kind)
    assert status < 500


@often
@given(kind=st.sampled_from(sorted(set(GESTURES) - {"uninstall"})), body=bodies, who=words)
def test_any_gesture_is_answered(slack, kind, body, who):
    body = {"as": "U0RITA", "channel": "C0SALES", **body}
    if who == "take":
        body["as"] = who
    status, answer = ask(slack, f"/gestures/{kind}", json.dumps(body), "application/json")
    assert status < 500
    assert json.loads(answer).get("error") != "fatal_error"


@often
@given(
    wish=st.dictionaries(
        st.sampled_from(["method", "fault", "times", "share", "seconds", "pacing"]), values
    )
)
def test_any_weather_is_answered(slack, wish):
    wish.pop("pacing", None)
    status, _ = ask(slack, "/faults", json.dumps(wish), "application/json")
    assert status < 500
    slack.clear_faults()


@settings(often, max_examples=min(EXAMPLES, 250))
@given(
    query=st.dictionaries(st.sampled_from(["as", "channel", "before", "limit", "thread_ts"]), words)
)
def test_any_look_is_answered(slack, query):
    text = urllib.parse.urlencode(query, errors="replace")
    for path in ("/screen", "/screen/messages", "/calls", "/traffic", "/state"):
        connection = http.client.HTTPConnection(slack.url.removeprefix("http://"), timeout=10)
        try:
            connection.request("GET", f"{path}?{text}")
            assert connection.getresponse().status < 500
        finally:
            connection.close()


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 5_000 + "1" + "}" * 5_000, "NaN", "1" * 5_000]
)
def test_json_without_end_is_no_json(slack, text):
    status, answer = ask(slack, "/api/chat.postMessage", text, "application/json")
    assert (status, json.loads(answer)["ok"]) == (200, False)
