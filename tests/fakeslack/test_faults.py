import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from fakeslack import pacing
from tests.fakeslack.clients import client_of, error_of, refusal


def post(client, text="hello", **more):
    return client.chat_postMessage(channel="C0SALES", text=text, **more)


def posted(slack):
    return [message["text"] for message in slack.messages("C0SALES")]


def test_a_rate_limit_says_how_long_to_wait(slack, client):
    slack.faults("chat.postMessage", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as refused:
        post(client)
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert posted(slack) == []
    assert post(client)["ok"]


@pytest.mark.parametrize(
    ("fault", "status"), [("http_500", 500), ("http_502", 502), ("http_503", 503)]
)
def test_slack_is_down(slack, client, fault, status):
    slack.faults("*", fault, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            post(client)
        assert refused.value.response.status_code == status
    assert post(client)["ok"]
    assert posted(slack) == ["hello"]


def test_an_internal_error_may_have_stored_the_message_or_not(slack, client):
    slack.faults("chat.postMessage", "internal_error")
    assert error_of(post, client, "one") == "internal_error"
    slack.faults("chat.postMessage", "internal_error", stored=True)
    assert error_of(post, client, "two") == "internal_error"
    assert posted(slack) == ["two"]


def test_a_lost_reply_leaves_the_message_standing(slack, client):
    slack.faults("chat.postMessage", "lost_reply")
    with pytest.raises(OSError):
        post(client, "did it arrive?")
    assert posted(slack) == ["did it arrive?"]
    (call,) = slack.calls("chat.postMessage")
    assert (call["fault"], call["ok"]) == ("lost_reply", True)
    assert call["stored_ts"] == slack.messages("C0SALES")[0]["ts"]


def test_a_half_reply_leaves_the_message_standing(slack, client):
    slack.faults("chat.postMessage", "half_reply")
    with pytest.raises(Exception, match="IncompleteRead"):
        post(client, "half heard")
    assert posted(slack) == ["half heard"]


def test_a_reset_comes_before_anything_is_stored(slack, client):
    slack.faults("chat.postMessage", "reset")
    with pytest.raises(ConnectionResetError):
        post(client)
    assert posted(slack) == []
    (call,) = slack.calls("chat.postMessage")
    assert (call["fault"], call["ok"], call["stored_ts"]) == ("reset", False, "")


def test_a_delay_does_the_work_at_once_and_answers_late(slack):
    impatient = client_of(slack)
    impatient.timeout = 0.3
    slack.faults("chat.postMessage", "delay", seconds=1)
    with pytest.raises(TimeoutError):
        post(impatient, "slow")
    assert posted(slack) == ["slow"]


def test_the_official_clients_own_retry_posts_twice_after_a_lost_reply(slack):
    slack.faults("chat.postMessage", "lost_reply")
    post(WebClient("xoxb-fake", base_url=slack.api_url), "once?")
    assert posted(slack) == ["once?", "once?"]


def test_lagging_history_does_not_show_the_last_seconds(slack, client):
    parent = post(client, "just now")["ts"]
    post(client, "reply", thread_ts=parent)
    slack.faults("conversations.history", "lagging_history", seconds=60)
    slack.faults("conversations.replies", "lagging_history", seconds=60)
    assert client.conversations_history(channel="C0SALES")["messages"] == []
    assert len(client.conversations_replies(channel="C0SALES", ts=parent)["messages"]) == 1
    assert len(client.conversations_history(channel="C0SALES")["messages"]) == 1


@pytest.mark.parametrize("error", ["token_revoked", "is_archived", "not_in_channel"])
def test_slacks_own_refusals_can_be_called_up(slack, client, error):
    slack.faults("chat.postMessage", error)
    assert error_of(post, client) == error
    assert post(client)["ok"]


def test_any_other_error_can_be_called_up_by_name(slack, client):
    slack.faults("chat.update", "error", error="edit_window_closed")
    ts = post(client)["ts"]
    assert error_of(client.chat_update, channel="C0SALES", ts=ts, text="x") == "edit_window_closed"


def test_a_missing_scope_names_it(slack, client):
    slack.faults("chat.postMessage", "missing_scope")
    answer = refusal(post, client)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert "chat:write" not in answer["provided"].split(",")


def test_a_fault_may_be_for_one_channel(slack, client):
    slack.faults("chat.postMessage", "is_archived", channel="C0MKTG")
    assert post(client)["ok"]
    assert error_of(client.chat_postMessage, channel="C0MKTG", text="x") == "is_archived"


def test_a_share_goes_on_until_it_is_cleared(slack, client):
    slack.faults("chat.postMessage", "is_archived", share=0.5)
    outcomes = []
    for _ in range(40):
        try:
            outcomes.append(post(client)["ok"])
        except SlackApiError:
            outcomes.append(False)
    assert 5 < outcomes.count(False) < 35
    slack.clear_faults()
    assert all(post(client)["ok"] for _ in range(10))


@pytest.mark.parametrize(
    "wish",
    [
        {"fault": "sunshine"},
        {"method": "events", "fault": "lost_reply"},
        {"method": "chat.postMessage", "fault": "drop"},
        {"fault": "reset", "times": 0},
        {"fault": "reset", "share": 2},
        {"fault": "delay", "seconds": "long"},
        {"fault": "ratelimited", "retry_after": -1},
        {},
    ],
)
def test_weather_that_cannot_be_is_refused_with_a_reason(slack, wish):
    answer = slack.post("/faults", wish)
    assert (answer["ok"], answer["error"]) == (False, "invalid_fault")
    assert answer["message"]


class TestEvents:
    @pytest.fixture
    def heard(self, app):
        texts = []

        @app.event("message")
        def message(event):
            texts.append(event["text"])

        return texts

    def say(self, slack, *texts):
        for text in texts:
            slack.gesture("say", person="U0RITA", channel="C0SALES", text=text)

    def test_dropped(self, slack, heard):
        slack.faults("events", "drop")
        self.say(slack, "1", "2")
        slack.wait_for(lambda: "2" in heard)
        assert heard == ["2"]

    def test_doubled_with_the_same_event_id(self, slack, heard):
        slack.faults("events", "double")
        self.say(slack, "1")
        slack.wait_for(lambda: len(heard) == 2)
        sent = [row["payload"]["payload"] for row in slack.traffic() if row["kind"] == "events_api"]
        assert len({payload["event_id"] for payload in sent}) == 1

    def test_delayed_past_the_next(self, slack, heard):
        slack.faults("events", "delay", seconds=0.3)
        self.say(slack, "1", "2")
        slack.wait_for(lambda: len(heard) == 2)
        assert heard == ["2", "1"]

    def test_shuffled_last_to_first(self, slack, heard):
        slack.faults("events", "shuffle", times=3)
        self.say(slack, "1", "2", "3", "4")
        slack.wait_for(lambda: len(heard) == 4)
        assert sorted(heard[:3]) == ["1", "2", "3"]
        assert [
            row["payload"]["payload"]["event"]["text"]
            for row in slack.traffic()
            if row["kind"] == "events_api"
        ] == ["3", "2", "1", "4"]


def test_real_pacing_takes_one_message_a_second_a_channel(slack, client):
    slack.faults(pacing=True)
    post(client)
    assert refusal(post, client)["error"] == "ratelimited"
    assert client.chat_postMessage(channel="C0MKTG", text="elsewhere")["ok"]
    slack.faults(pacing=False)
    assert post(client)["ok"]


def test_real_pacing_counts_by_method_and_minute(slack, client, monkeypatch):
    slack.faults(pacing=True)
    for _ in range(20):
        client.users_list()
    with pytest.raises(SlackApiError) as refused:
        client.users_list()
    assert 0 < int(refused.value.response.headers["Retry-After"]) <= 60
    assert client.users_info(user="U0RITA")["ok"]
    later = time.monotonic() + 61
    monkeypatch.setattr(pacing, "_now", lambda: later)
    assert client.users_list()["ok"]
