import json
import socketserver
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

from tests.fakeslack.clients import a_slack, client_of
from tests.fakeslack.samples import a_card
from tests.fakeslack.shapes import fits


class Inbox(ThreadingHTTPServer):
    """The app's address: keeps every request and answers as it is told."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Door)
        self.requests = []
        self.answer = lambda _: (200, {}, b"")
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,))
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/slack/events"

    def events(self):
        return [json.loads(body)["event"] for headers, body in self.of_kind("event_callback")]

    def of_kind(self, kind):
        return [(headers, body) for headers, body in self.requests if f'"{kind}"' in body]

    def stop(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        found = json.loads(body) if headers["content-type"] == "application/json" else {}
        self.server.requests.append((headers, body))
        if found.get("type") == "url_verification":
            status, more, answer = 200, {}, found["challenge"].encode()
        else:
            status, more, answer = self.server.answer((headers, body))
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def inbox():
    socketserver.TCPServer.allow_reuse_address = True
    box = Inbox()
    yield box
    box.stop()


@pytest.fixture
def slack(inbox):
    with a_slack(events_url=inbox.url, ack_seconds=0.5, retry_seconds=(0.0, 0.05, 0.1)) as running:
        running.wait_for(lambda: running.state()["verified"])
        yield running


def say(slack, text="hello"):
    slack.gesture("say", person="U0RITA", channel="C0SALES", text=text)


def test_the_address_is_challenged_first(slack, inbox):
    headers, body = inbox.requests[0]
    fits("url_verification", json.loads(body))
    assert SignatureVerifier("fake-secret").is_valid_request(body, headers)


def test_an_app_that_starts_later_is_still_verified_and_told(inbox):
    with a_slack(events_url=inbox.url) as slack:
        say(slack, "early")
        slack.wait_for(inbox.events)
    assert inbox.events()[0]["text"] == "early"


def test_every_request_is_signed_as_the_official_verifier_expects(slack, inbox):
    say(slack)
    slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead mine")
    slack.wait_for(inbox.events)
    assert len(inbox.requests) >= 3
    for headers, body in inbox.requests:
        assert SignatureVerifier("fake-secret").is_valid_request(body, headers)
        assert not SignatureVerifier("other").is_valid_request(body, headers)


def test_events_come_in_the_order_things_happened(slack, inbox):
    for number in range(50):
        say(slack, str(number))
    slack.wait_for(lambda: len(inbox.events()) == 50)
    assert [event["text"] for event in inbox.events()] == [str(number) for number in range(50)]


def test_a_refused_event_comes_again_with_its_number_and_reason(slack, inbox):
    inbox.answer = lambda _: (500, {}, b"")
    say(slack)
    slack.wait_for(lambda: len(inbox.events()) == 4)
    told = [
        (headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason"))
        for headers, _ in inbox.of_kind("event_callback")
    ]
    assert told == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    ids = {json.loads(body)["event_id"] for _, body in inbox.of_kind("event_callback")}
    assert len(ids) == 1


def test_a_slow_answer_counts_as_none(slack, inbox):
    free = threading.Event()

    def slow(_):
        if not free.is_set():
            free.set()
            time.sleep(0.7)
        return 200, {}, b""

    inbox.answer = slow
    say(slack)
    slack.wait_for(lambda: len(inbox.events()) == 2)
    assert inbox.of_kind("event_callback")[1][0]["x-slack-retry-reason"] == "http_timeout"


def test_an_app_may_ask_not_to_be_told_again(slack, inbox):
    inbox.answer = lambda _: (500, {"x-slack-no-retry": "1"}, b"")
    say(slack, "once")
    say(slack, "then this")
    slack.wait_for(lambda: len(inbox.events()) == 2)
    assert [event["text"] for event in inbox.events()] == ["once", "then this"]


def test_a_command_is_a_form_and_its_answer_is_shown(slack, inbox):
    inbox.answer = lambda _: (200, {"content-type": "application/json"}, b'{"text": "3 leads"}')
    answer = slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead mine")
    assert answer["response"] == {"text": "3 leads"}
    form = parse_qs(inbox.requests[-1][1])
    assert form["command"] == ["/lead"]
    assert form["text"] == ["mine"]
    assert form["is_enterprise_install"] == ["false"]


def test_a_command_that_gets_an_error_is_told_to_the_person_alone(slack, inbox):
    inbox.answer = lambda _: (500, {}, b"")
    slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead mine")
    (seen,) = slack.seen("U0RITA", "C0SALES")
    assert seen["text"] == '/lead failed with the error "dispatch_failed"'
    assert slack.seen("U0TOM", "C0SALES") == []


def test_a_click_is_a_form_with_a_payload(slack, inbox):
    ts = client_of(slack).chat_postMessage(channel="C0SALES", text="c", blocks=a_card())["ts"]
    slack.gesture("click", person="U0RITA", channel="C0SALES", ts=ts, action_id="take")
    payload = json.loads(parse_qs(inbox.requests[-1][1])["payload"][0])
    assert (payload["type"], payload["actions"][0]["value"]) == ("block_actions", "42")


def test_bolt_takes_these_requests_and_its_answers_are_understood(slack, inbox):
    app = App(client=client_of(slack), signing_secret="fake-secret", process_before_response=True)

    @app.command("/lead")
    def lead(ack, command):
        ack(f"hello {command['user_name']}")

    def dispatch(request):
        headers, body = request
        answer = app.dispatch(BoltRequest(body=body, headers=headers))
        return (
            answer.status,
            {"content-type": answer.first_headers()["content-type"]},
            (answer.body.encode()),
        )

    inbox.answer = dispatch
    answer = slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead mine")
    assert answer["response"] == {"text": "hello rita"}


def test_an_app_that_is_away_is_dispatch_failed(inbox):
    with a_slack(events_url="http://127.0.0.1:9/slack/events") as slack:
        ts = client_of(slack).chat_postMessage(channel="C0SALES", text="c", blocks=a_card())["ts"]
        click = {"person": "U0RITA", "channel": "C0SALES", "ts": ts, "action_id": "take"}
        answer = slack.gesture("click", check=False, **click)
    assert (answer["ok"], answer["error"]) == (False, "dispatch_failed")
