"""What is said privately after the ack: made in time or later, and once more when refused."""

import pytest
from werkzeug import Response

from bot.kit.commands import Reply
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.slack import Answers, make_client

CHART, TABLE = [{"type": "divider", "block_id": "chart"}], [{"type": "divider", "block_id": "text"}]


@pytest.fixture
def answers(httpserver):
    made = Answers(make_client("xoxb-fake", api_url=httpserver.url_for("/api/")), threads=1)
    made.phrase = lambda sentence: sentence.replace("/lead", "/acme-lead")
    return made


def said(httpserver, answers, make, *, refusal: str = "") -> list[dict]:
    """Everything that reached the response_url; the first is refused with `refusal`, if given."""
    heard: list[dict] = []

    def hear(request):
        heard.append(request.json)
        return Response(refusal, status=400) if refusal and len(heard) == 1 else Response("ok")

    httpserver.expect_request("/response").respond_with_handler(hear)
    gesture = Gesture(kind="command", user="U0RITA", response_url=httpserver.url_for("/response"))
    answers.later(gesture, make)
    answers.close()
    return heard


def test_what_takes_a_while_is_said_after_the_ack(httpserver, answers):
    (one,) = said(httpserver, answers, lambda: Reply("Funnel", CHART, TABLE))
    assert (one["text"], one["blocks"], one["replace_original"]) == ("Funnel", CHART, False)


def test_refused_blocks_are_followed_by_the_plain_ones(httpserver, answers):
    heard = said(
        httpserver, answers, lambda: Reply("Funnel", CHART, TABLE), refusal="invalid_blocks"
    )
    assert [one["blocks"] for one in heard] == [CHART, TABLE]


@pytest.mark.parametrize("refusal", ["used_url", "expired_url"])
def test_any_other_refusal_is_left_alone(httpserver, answers, refusal):
    assert len(said(httpserver, answers, lambda: Reply("A", CHART, TABLE), refusal=refusal)) == 1


def test_a_refusal_meanwhile_is_what_is_said(httpserver, answers):
    def make():
        raise Refusal("It is <gone>. /lead open shows what waits.")

    (one,) = said(httpserver, answers, make)
    assert one["text"] == "It is &lt;gone&gt;. /acme-lead open shows what waits."


def test_of_a_fault_the_person_is_told_kindly(httpserver, answers):
    (one,) = said(httpserver, answers, lambda: Reply(str(1 / 0)))
    assert "Something went wrong on our side" in one["text"]
    assert "division" not in one["text"]
