"""What is said privately after the ack: made in time or later, and once more when refused."""

import re

import pytest
from werkzeug import Response

from bot.kit.commands import Reply
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.kit.slack import Answers, make_client, notice

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


@pytest.mark.parametrize("private", [True, False])
def test_only_a_private_message_whose_button_was_clicked_is_replaced(answers, private):
    said = []
    answers._respond = lambda _url, reply, *, replace: said.append((reply.text, replace))
    click = Gesture(kind="action", user="U0RITA", on_private=private)
    answers.later(click, lambda: Reply("Counted"), replace=True)
    answers.replace(click, Reply("Gone"))
    answers.close()
    assert sorted(said) == [("Counted", private), ("Gone", private)]


def opened(
    httpserver, answers, make, *, in_modal: bool = False, at_once: bool = False
) -> list[tuple[str, dict]]:
    """What Slack was asked for, first to last, while a modal is opened that takes a while."""
    heard = []

    def hear(request):
        method = request.path.rpartition("/")[2]
        heard.append((method, request.json))
        return Response('{"ok": true, "view": {"id": "V7"}}', mimetype="application/json")

    httpserver.expect_request(re.compile("/api/.*")).respond_with_handler(hear)
    gesture = Gesture(kind="action", user="U0RITA", trigger_id="t1", in_modal=in_modal)
    if at_once:
        answers.open(gesture, make)
    else:
        answers.open_later(gesture, "Whole agenda", make)
    answers.close()
    return heard


@pytest.mark.parametrize(("in_modal", "first"), [(False, "views.open"), (True, "views.push")])
def test_a_modal_that_takes_a_while_is_opened_before_it_is_made(
    httpserver, answers, in_modal, first
):
    heard = opened(httpserver, answers, lambda: notice("Here it is"), in_modal=in_modal)
    assert [method for method, _ in heard] == [first, "views.update"]
    assert heard[0][1]["trigger_id"] == "t1"
    assert "One moment" in str(heard[0][1]["view"])
    assert heard[1][1]["view_id"] == "V7"
    assert "Here it is" in str(heard[1][1]["view"])


def test_a_modal_that_cannot_be_made_says_why(httpserver, answers):
    def refuse():
        raise Refusal("It is <gone>. /lead open shows what waits.")

    heard = opened(httpserver, answers, refuse)
    assert "It is &lt;gone&gt;. /acme-lead open" in str(heard[1][1]["view"])


def test_a_modal_that_fails_says_so_kindly(httpserver, answers):
    heard = opened(httpserver, answers, lambda: notice(str(1 / 0)))
    assert "Something went wrong on our side" in str(heard[1][1]["view"])


def test_a_modal_is_made_after_the_ack(httpserver, answers):
    heard = opened(httpserver, answers, lambda: notice("Here it is"), at_once=True)
    assert [method for method, _ in heard] == ["views.open"]
    assert "Here it is" in str(heard[0][1]["view"])


def test_one_that_fails_then_says_so_kindly(httpserver, answers):
    heard = opened(httpserver, answers, lambda: notice(str(1 / 0)), at_once=True)
    assert "Something went wrong on our side" in str(heard[0][1]["view"])
