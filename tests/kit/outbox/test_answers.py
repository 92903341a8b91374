"""What the SDK's own client makes of a real server's answers, judged."""

import gc
import json
import socket
import threading
import warnings
from datetime import UTC, datetime

import pytest
from werkzeug import Response

from bot.kit.outbox.answers import (
    CONTENT_CURE,
    NoToken,
    NotSent,
    Refused,
    Sent,
    Uncertain,
    Vanished,
    cure_of,
)
from bot.kit.outbox.calls import Calls, Copy
from bot.kit.outbox.views import Message
from bot.kit.slack import make_client

CARD = Message("Ada", [{"type": "divider"}])


def calls_to(server, timeout=10) -> Calls:
    return Calls(make_client("xoxb-test", api_url=server.url_for("/api/"), timeout=timeout))


def post(calls: Calls):
    return calls.post(CARD, channel="C0SALES", thread_ts=None, nonce="n" * 32, asking=1)


def reply(server, body, *, method="chat.postMessage", **rest):
    server.expect_request(f"/api/{method}").respond_with_json(body, **rest)


def test_an_ok_with_its_ts_is_sent(httpserver):
    reply(httpserver, {"ok": True, "channel": "C0SALES", "ts": "1.2"})
    assert post(calls_to(httpserver)) == Sent("C0SALES", "1.2")


def test_an_ok_without_ts_is_uncertain(httpserver):
    reply(httpserver, {"ok": True})
    assert isinstance(post(calls_to(httpserver)), Uncertain)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        ("channel_not_found", Refused("channel_not_found")),
        ("not_in_channel", Refused("not_in_channel")),
        ("is_archived", Refused("is_archived")),
        ("missing_scope", Refused("missing_scope")),
        ("invalid_blocks", Refused("invalid_blocks")),
        ("msg_too_long", Refused("msg_too_long")),
        ("message_not_found", Vanished("message_not_found")),
        ("invalid_auth", NoToken("invalid_auth")),
        ("token_revoked", NoToken("token_revoked")),
        ("account_inactive", NoToken("account_inactive")),
        ("not_authed", NoToken("not_authed")),
        ("fatal_error", Uncertain("fatal_error")),
        ("internal_error", Uncertain("internal_error")),
        ("an_error_of_tomorrow", Uncertain("an_error_of_tomorrow", unknown=True)),
    ],
)
def test_each_error_has_its_meaning(httpserver, error, meaning):
    reply(httpserver, {"ok": False, "error": error})
    assert post(calls_to(httpserver)) == meaning


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("soon", 30.0), (None, 30.0), ("inf", 3600.0), ("99999999", 3600.0)],
)
def test_too_fast_is_not_sent_and_says_how_long_to_wait(httpserver, header, seconds):
    headers = {"Retry-After": header} if header else {}
    reply(httpserver, {"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    assert post(calls_to(httpserver)) == NotSent("ratelimited", retry_after=seconds)


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("body", ["<html>oops</html>", '{"ok": false, "error": "is_archived"}'])
def test_a_server_error_is_uncertain_whatever_it_says(httpserver, status, body):
    httpserver.expect_request("/api/chat.postMessage").respond_with_data(body, status=status)
    assert post(calls_to(httpserver)) == Uncertain(f"HTTP {status}")


@pytest.mark.parametrize("body", ['{"ok": tr', "", "[]", '"yes"', "null"])
def test_half_a_reply_is_uncertain(httpserver, body):
    httpserver.expect_request("/api/chat.postMessage").respond_with_data(body)
    assert isinstance(post(calls_to(httpserver)), Uncertain)


def test_a_slow_reply_is_uncertain_and_may_still_happen(httpserver):
    heard = threading.Event()

    def slow(_request):
        heard.wait(10)
        return Response("{}")

    httpserver.expect_request("/api/chat.postMessage").respond_with_handler(slow)
    answer = post(calls_to(httpserver, timeout=0.1))
    heard.set()
    assert answer == Uncertain("no answer: TimeoutError", later=True)


@pytest.mark.parametrize(
    "said",
    [b"", b"HTTP/1.1 200 OK", b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"ok": true, "ts"'],
)
def test_a_connection_that_ends_early_is_uncertain(said):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hang_up():
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(said)

        rude = threading.Thread(target=hang_up)
        rude.start()
        port = listening.getsockname()[1]
        answer = post(Calls(make_client("xoxb-test", api_url=f"http://127.0.0.1:{port}/api/")))
        rude.join()
    assert isinstance(answer, Uncertain)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()  # the SDK leaves the response it could not read to the collector


def test_a_closed_port_is_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    answer = post(Calls(make_client("xoxb-test", api_url=f"http://127.0.0.1:{port}/api/")))
    assert isinstance(answer, NotSent)
    assert answer.retry_after is None


def test_an_unknown_host_is_not_sent():
    answer = post(Calls(make_client("xoxb-test", api_url="http://slack.invalid/api/")))
    assert isinstance(answer, NotSent)


def test_exactly_one_call_is_made(httpserver):
    reply(
        httpserver, {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "0"}
    )
    post(calls_to(httpserver))
    assert len(httpserver.log) == 1


def test_an_edit_and_a_deletion_name_the_message(httpserver):
    reply(httpserver, {"ok": True}, method="chat.update")
    reply(httpserver, {"ok": True}, method="chat.delete")
    calls = calls_to(httpserver)
    assert calls.edit(CARD, channel="C0SALES", ts="1.2") == Sent("C0SALES", "1.2")
    assert calls.delete(channel="C0SALES", ts="1.2") == Sent("C0SALES", "1.2")
    edited = httpserver.log[0][0].get_json()
    assert (edited["channel"], edited["ts"], edited["text"]) == ("C0SALES", "1.2", "Ada")


def test_a_response_url_replaces_the_message(httpserver):
    httpserver.expect_request("/response/1").respond_with_data("ok")
    answer = calls_to(httpserver).respond(
        CARD, url=httpserver.url_for("/response/1"), channel="C0SALES", ts="1.2"
    )
    assert answer == Sent("C0SALES", "1.2")
    assert httpserver.log[0][0].get_json() == {
        "replace_original": True,
        "text": "Ada",
        "blocks": [{"type": "divider"}],
    }


def test_a_response_url_elsewhere_is_not_called(httpserver):
    calls = Calls(make_client("xoxb-test", api_url="http://slack.example/api/"))
    answer = calls.respond(CARD, url=httpserver.url_for("/response/1"), channel="C0", ts="1.2")
    assert isinstance(answer, Uncertain)
    assert httpserver.log == []


def test_a_spent_response_url_is_no_success(httpserver):
    httpserver.expect_request("/response/1").respond_with_data("used_url", status=404)
    answer = calls_to(httpserver).respond(
        CARD, url=httpserver.url_for("/response/1"), channel="C0", ts="1.2"
    )
    assert answer == Uncertain("HTTP 404")


def test_copies_are_found_by_their_nonce_on_every_page(httpserver):
    pages = {
        "": {"messages": [_said("9.0", "mine", 2), _said("8.0", "other", 1)], "next": "p2"},
        "p2": {"messages": [{"ts": "7.0", "text": "hi"}, _said("6.0", "mine", 1)], "next": ""},
    }

    def history(request):
        page = pages[request.form.get("cursor", request.args.get("cursor", ""))]
        assert (
            request.args.get("include_all_metadata") or request.form["include_all_metadata"]
        ) == "1"
        body = {
            "ok": True,
            "messages": page["messages"],
            "response_metadata": {"next_cursor": page["next"]},
        }
        return Response(json.dumps(body), content_type="application/json")

    httpserver.expect_request("/api/conversations.history").respond_with_handler(history)
    since = datetime(2026, 11, 23, tzinfo=UTC)
    found = calls_to(httpserver).find("mine", channel="C0SALES", thread_ts=None, since=since)
    assert found == [Copy("6.0", 1), Copy("9.0", 2)]


def _said(ts, nonce, asking):
    payload = {"key": nonce, "asking": asking}
    return {"ts": ts, "metadata": {"event_type": "smarketing", "event_payload": payload}}


def test_an_error_of_the_content_asks_for_a_report():
    assert cure_of("invalid_blocks") == CONTENT_CURE
    assert "Invite the bot" in cure_of("not_in_channel")
    assert "posting permissions" in cure_of("restricted_action_read_only_channel")
    assert "scopes" in cure_of("not_allowed_token_type")
    assert "Nothing is left to do" in cure_of("cant_update_message")
