import json
import time
import urllib.error
import urllib.request

import pytest
from slack_sdk.webhook import WebhookClient

from fakeslack import response_urls
from tests.fakeslack.clients import error_of
from tests.fakeslack.samples import a_button, a_card


@pytest.fixture
def pressed(client, slack, app):
    """Presses a message's button as Rita; what the app was sent."""
    sent = []

    @app.action("take")
    def taken(ack, body):
        sent.append(body)
        ack()

    def press(ts="", person="U0RITA"):
        if not ts:
            ts = client.chat_postMessage(channel="C0SALES", text="card", blocks=a_card())["ts"]
        slack.gesture("click", person=person, channel="C0SALES", ts=ts, action_id="take")
        return sent[-1]

    return press


def answer(body, **said):
    return WebhookClient(body["response_url"], retry_handlers=[]).send_dict(said)


def test_an_answer_is_for_the_one_who_pressed(pressed, slack):
    assert answer(pressed(), text="Rita has it").status_code == 200
    assert [row["text"] for row in slack.seen("U0RITA", "C0SALES")] == ["card", "Rita has it"]
    assert [row["text"] for row in slack.seen("U0TOM", "C0SALES")] == ["card"]


def test_an_answer_may_be_for_all(pressed, slack):
    answer(pressed(), text="taken", response_type="in_channel")
    assert [row["text"] for row in slack.seen("U0TOM", "C0SALES")] == ["card", "taken"]


def test_an_answer_may_take_the_messages_place(pressed, slack):
    answer(pressed(), text="taken", replace_original=True, blocks=a_card(a_button("rate")))
    (message,) = slack.messages("C0SALES")
    assert message["text"] == "taken"
    assert message["blocks"][1]["elements"][0]["action_id"] == "rate"


def test_an_answer_may_delete_the_message(pressed, slack):
    body = pressed()
    answer(body, delete_original=True)
    assert slack.messages("C0SALES") == []
    assert "message_not_found" in answer(body, delete_original=True).body


def test_an_ephemeral_message_is_changed_and_deleted_through_its_own_button(client, slack, pressed):
    client.chat_postEphemeral(channel="C0SALES", user="U0RITA", text="psst", blocks=a_card())
    (seen,) = slack.seen("U0RITA", "C0SALES")
    body = pressed(seen["ts"])
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    answer(body, text="thanks", replace_original=True)
    assert [row["text"] for row in slack.seen("U0RITA", "C0SALES")] == ["thanks"]
    answer(body, delete_original=True)
    assert slack.seen("U0RITA", "C0SALES") == []


def test_an_address_works_five_times(pressed):
    body = pressed()
    statuses = [answer(body, text=str(turn)).status_code for turn in range(6)]
    assert statuses == [200] * 5 + [404]
    assert json.loads(answer(body, text="again").body)["error"] == "used_url"


def test_an_address_works_for_half_an_hour(pressed, monkeypatch):
    body = pressed()
    later = time.monotonic() + 1801
    monkeypatch.setattr(response_urls, "_now", lambda: later)
    refused = answer(body, text="late")
    assert (refused.status_code, json.loads(refused.body)["error"]) == (404, "expired_url")


def test_an_invented_address_is_refused(slack):
    url = f"{slack.url}/response/invented"
    assert WebhookClient(url, retry_handlers=[]).send(text="x").status_code == 404


def test_invalid_blocks_are_refused_here_too(pressed):
    refused = answer(pressed(), text="x", blocks=[{"type": "nonsense"}])
    assert (refused.status_code, json.loads(refused.body)["error"]) == (400, "invalid_blocks")


def test_a_laid_out_error_is_what_it_answers(pressed, slack):
    url = pressed()["response_url"]
    slack.faults("response_url", "error", error="invalid_blocks")
    answer = WebhookClient(url).send(text="a chart")
    assert (answer.status_code, "invalid_blocks" in answer.body) == (400, True)
    assert WebhookClient(url).send(text="a table").status_code == 200


def test_what_is_no_json_is_refused(pressed):
    request = urllib.request.Request(pressed()["response_url"], b"{")  # noqa: S310
    with pytest.raises(urllib.error.HTTPError, match="400") as refused:
        urllib.request.urlopen(request)  # noqa: S310
    refused.value.close()


def test_a_button_in_a_thread_is_answered_in_the_thread(client, slack, pressed):
    parent = client.chat_postMessage(channel="C0SALES", text="card")["ts"]
    reply = client.chat_postMessage(
        channel="C0SALES", text="why?", blocks=a_card(), thread_ts=parent
    )["ts"]
    answer(pressed(reply), text="noted")
    assert [row["text"] for row in slack.seen("U0RITA", "C0SALES", parent)] == [
        "card",
        "why?",
        "noted",
    ]


def test_each_answer_is_recorded_as_a_call(pressed, slack):
    answer(pressed(), text="noted")
    (call,) = slack.calls("response_url")
    assert (call["ok"], call["args"]["text"]) == (True, "noted")


def test_ephemeral_messages_take_no_api_calls(client, slack):
    client.chat_postEphemeral(channel="C0SALES", user="U0RITA", text="psst")
    (seen,) = slack.seen("U0RITA", "C0SALES")
    update = client.chat_update
    assert error_of(update, channel="C0SALES", ts=seen["ts"], text="x") == "message_not_found"
