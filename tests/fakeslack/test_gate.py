import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.fakeslack.clients import a_slack


@pytest.fixture
def ask(slack):
    def send(method, path, body=None, **headers):
        host = slack.url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            reply = connection.getresponse()
            return reply.status, reply.read(), dict(reply.getheaders())
        finally:
            connection.close()

    return send


def test_another_website_cannot_drive_the_workspace(slack, ask):
    say = json.dumps({"as": "U0RITA", "channel": "C0SALES", "text": "gotcha"})
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        status, _, _ = ask("POST", "/gestures/say", say, origin=origin)
        assert status == 403
    assert slack.messages("C0SALES") == []
    assert ask("POST", "/gestures/say", say, origin=slack.url)[0] == 200


def test_a_foreign_name_for_this_machine_is_refused(ask):
    for path in ("/state", "/", "/screen", "/live"):
        assert ask("GET", path, host="rebound.example")[0] == 403
    assert ask("GET", "/state", host="localhost")[0] == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("192.0.2.7:8065", 200),
        ("[2001:db8::7]:8065", 200),
        ("fakeslack:8065", 200),
        ("desk.local", 200),
        (socket.gethostname(), 200),
        ("rebound.example", 403),
        ("192.0.2.7.example", 403),
        ("", 403),
    ],
)
def test_bound_to_every_address_it_still_answers_to_no_website(host, status):
    with a_slack(host="0.0.0.0") as open_slack:  # noqa: S104 - what is tested
        door = http.client.HTTPConnection("127.0.0.1", urlsplit(open_slack.url).port, timeout=10)
        door.request("GET", "/state", headers={"Host": host})
        assert door.getresponse().status == status
        door.close()


def test_the_apps_doors_ask_for_no_host(slack, ask):
    status, body, _ = ask("POST", "/api/auth.test", host="slack.test")
    assert (status, json.loads(body)["error"]) == (200, "not_authed")


def test_the_page_may_run_nothing_but_itself(ask):
    status, _, headers = ask("GET", "/")
    assert status == 200
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert ask("GET", "/page/../app.py")[0] == 404
    assert ask("GET", "/page/%2e%2e/app.py")[0] == 404


def test_a_file_cannot_act_as_a_page(slack, ask):
    dropped = slack.gesture(
        "upload", person="U0RITA", filename="x.html", content="<script>alert(1)</script>"
    )
    path = dropped["file"]["url_private"].removeprefix(slack.url)
    _, _, headers = ask("GET", path, authorization="Bearer xoxb-fake")
    assert headers["content-disposition"].startswith("attachment")
    assert "sandbox" in headers["content-security-policy"]
