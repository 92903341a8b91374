import json
import threading

import pytest
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.fakeslack.clients import a_slack, an_app, client_of, close_soon


class Listener:
    """The official Socket Mode client, which acknowledges what it is told to."""

    def __init__(self, slack, *, answers=True):
        self.requests = []
        self.answers = answers
        self.client = SocketModeClient(
            slack.app_token, web_client=client_of(slack), ping_interval=1, concurrency=1
        )
        self.client.socket_mode_request_listeners.append(self.hear)
        self.raw = []
        self.client.on_message_listeners.append(self.raw.append)

    def hear(self, client, request):
        self.requests.append(request)
        if self.answers:
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    def frames(self, kind):
        found = [json.loads(text) for text in self.raw]
        return [frame for frame in found if frame.get("type") == kind]

    def events(self):
        return [request.payload["event"] for request in self.requests]


@pytest.fixture
def listen(slack):
    """Connects a client; it is closed when the test ends."""
    made = []

    def connect(**how):
        listener = Listener(slack, **how)
        made.append(listener)
        listener.client.connect()
        slack.wait_for(lambda: slack.state()["connections"] == len(made))
        listener.client.current_session.sock.settimeout(0.1)
        return listener

    yield connect
    for listener in made:
        close_soon(listener.client)


def opened(slack):
    return [row for row in slack.traffic() if row["kind"] == "socket_opened"]


def say(slack, text):
    return slack.gesture("say", person="U0RITA", channel="C0SALES", text=text)["ts"]


def test_hello_counts_the_connections(slack, listen):
    listen()
    second = listen()
    hello = slack.wait_for(lambda: second.frames("hello"))[0]
    assert hello["num_connections"] == 2
    assert hello["connection_info"]["app_id"] == "A0SMARKET"


def test_an_event_goes_to_one_connection_only(slack, listen):
    first, second = listen(), listen()
    for number in range(10):
        say(slack, str(number))
    slack.wait_for(lambda: len(first.requests) + len(second.requests) == 10)
    assert len(first.requests) == len(second.requests) == 5
    texts = [event["text"] for event in first.events() + second.events()]
    assert sorted(texts) == [str(number) for number in range(10)]


def test_events_arrive_in_the_order_things_happened(slack, listen):
    listener = listen()
    for number in range(100):
        say(slack, str(number))
    slack.wait_for(lambda: len(listener.requests) == 100)
    assert [event["text"] for event in listener.events()] == [str(n) for n in range(100)]


def test_what_is_not_acknowledged_comes_again_a_limited_number_of_times():
    with a_slack(ack_seconds=0.1) as slack:
        listener = Listener(slack, answers=False)
        listener.client.connect()
        slack.wait_for(lambda: slack.state()["connections"])
        say(slack, "hello?")
        slack.wait_for(lambda: any(row["direction"] == "lost" for row in slack.traffic()))
        close_soon(listener.client)
    attempts = [(request.retry_attempt, request.retry_reason) for request in listener.requests]
    assert attempts == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({request.payload["event_id"] for request in listener.requests}) == 1
    assert len({request.envelope_id for request in listener.requests}) == 4


def test_an_event_waits_for_a_connection_for_a_while(slack, listen):
    say(slack, "early")
    listener = listen()
    slack.wait_for(lambda: listener.requests)
    assert listener.events()[0]["text"] == "early"


def test_a_ping_is_answered(client):
    address = client.apps_connections_open(app_token="xapp-fake")["url"]
    with connect(address) as line:
        assert line.ping("still there?").wait(5)


def test_a_ticket_is_good_for_one_connection(client):
    url = client.apps_connections_open(app_token="xapp-fake")["url"]
    with connect(url) as first:
        assert json.loads(first.recv())["type"] == "hello"
        with pytest.raises(InvalidStatus, match="403"), connect(url):
            pass


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_the_client_is_told_why_it_must_leave(slack, listen, reason):
    listener = listen()
    assert slack.gesture("disconnect", reason=reason)["connections"] == 1
    (told,) = slack.wait_for(lambda: listener.frames("disconnect"))
    assert told["reason"] == reason
    slack.wait_for(lambda: len(opened(slack)) == 2 and slack.state()["connections"] == 1)


def test_after_a_refresh_the_official_client_comes_back_and_hears(slack):
    heard = threading.Event()
    with an_app(slack) as app:

        @app.event("message")
        def message(event):
            heard.set()

        slack.gesture("disconnect", reason="refresh_requested")
        slack.wait_for(lambda: slack.state()["connections"] == 1, timeout=15)
        say(slack, "are you back?")
        assert heard.wait(10)


def test_a_deaf_socket_is_left_for_a_new_one(slack):
    heard = threading.Event()
    with an_app(slack) as app:

        @app.event("message")
        def message(event):
            if event["text"] == "again":
                heard.set()

        slack.faults("events", "deaf")
        say(slack, "into the void")
        slack.wait_for(lambda: len(opened(slack)) == 2, timeout=20)
        say(slack, "again")
        assert heard.wait(15)


def test_a_bolt_listener_that_fails_sends_no_acknowledgement():
    with a_slack(ack_seconds=0.3) as slack, an_app(slack) as app:
        tries = []

        @app.event("message")
        def message(event):
            tries.append(event["text"])
            if len(tries) == 1:
                raise RuntimeError("database away")

        say(slack, "hello")
        slack.wait_for(lambda: len(tries) == 2)
    assert tries == ["hello", "hello"]


def test_events_without_an_app_are_lost_in_the_end_and_hold_up_nothing():
    with a_slack(ack_seconds=0.1) as slack:
        for number in range(50):
            say(slack, str(number))
        lost = lambda: [row for row in slack.traffic() if row["direction"] == "lost"]  # noqa: E731
        slack.wait_for(lambda: len(lost()) == 50, timeout=3)
