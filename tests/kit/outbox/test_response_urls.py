"""A click's own response_url edits its card without spending chat.update."""

from datetime import timedelta

import pytest
from werkzeug import Response

from bot.kit.outbox.enqueue import RESPONSE_URL_LIVES
from bot.kit.outbox.pacing import EDITS


@pytest.fixture
def card(desk, httpserver):
    """A desk with one card posted, whose Slack answers response_urls over HTTP."""
    desk.slack.base_url = httpserver.url_for("/api/")
    desk.sender = desk.another_sender()
    desk.post("card", "fresh")
    desk.send()
    return desk


def test_a_click_is_answered_through_its_response_url(card, httpserver):
    httpserver.expect_request("/response/1").respond_with_data("ok")
    card.click("card", "taken", response_url=httpserver.url_for("/response/1"))
    card.send()
    assert [request.get_json()["text"] for request, _ in httpserver.log] == ["taken"]
    assert not card.slack.named("chat.update")
    assert card.row("card").response_url is None
    assert card.row("card").state == "sent"


def test_it_is_answered_even_while_chat_update_is_paused(card, httpserver):
    httpserver.expect_request("/response/1").respond_with_data("ok")
    with card.db.begin() as work:
        card.sender.pace.pause(work, EDITS, at=card.clock.at, seconds=60)
    card.click("card", "taken", response_url=httpserver.url_for("/response/1"))
    assert card.send() == 1
    assert len(httpserver.log) == 1


def test_when_it_fails_chat_update_does_it(card, httpserver):
    httpserver.expect_request("/response/1").respond_with_data("expired_url", status=404)
    card.click("card", "taken", response_url=httpserver.url_for("/response/1"))
    card.send()
    assert card.slack.texts() == ["taken"]
    assert card.row("card").response_url is None


def test_an_old_one_is_not_used(card, httpserver):
    card.click("card", "taken", response_url=httpserver.url_for("/response/1"))
    card.clock.move((RESPONSE_URL_LIVES + timedelta(seconds=1)).total_seconds())
    card.send()
    assert httpserver.log == []
    assert card.slack.texts() == ["taken"]
    assert card.row("card").response_url is None


def test_a_newer_click_keeps_its_own(card, httpserver):
    newer = httpserver.url_for("/response/2")

    def answer(_request):
        card.click("card", "contacted", response_url=newer)
        return Response("ok")

    httpserver.expect_request("/response/1").respond_with_handler(answer)
    httpserver.expect_request("/response/2").respond_with_data("ok")
    card.click("card", "taken", response_url=httpserver.url_for("/response/1"))
    card.send()
    assert [request.path for request, _ in httpserver.log] == ["/response/1", "/response/2"]
    assert httpserver.log[1][0].get_json()["text"] == "contacted"


def test_when_its_answer_is_out_of_time_the_message_is_edited_once_more(card, httpserver):
    def answer(_request):
        card.run(45)
        return Response("ok")

    httpserver.expect_request("/response/1").respond_with_handler(answer)
    card.click("card", "taken", response_url=httpserver.url_for("/response/1"))
    card.send()
    assert len(card.slack.named("chat.update")) == 2  # the next sender's, and one after both
