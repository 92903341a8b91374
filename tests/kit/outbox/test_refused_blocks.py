"""A chart that Slack refuses: the message goes once more as its text table, and is never parked."""

import pytest

from bot.kit.outbox.table import PARKED, SENT
from bot.kit.outbox.views import Message
from tests.kit.outbox.slack_model import Crash

CHART = [{"type": "data_visualization", "block_id": "chart"}]
TABLE = [{"type": "section", "block_id": "table"}]


@pytest.fixture
def charted(desk):
    """A desk on which "digest" is a message with a chart and its fallback."""
    message = Message("83 qualified", CHART, fallback_blocks=TABLE)
    desk.views.register("charted", lambda _work, _args: message)
    with desk.db.begin() as work:
        desk.outbox.post(work, key="digest", to="sales", view="charted", args={}, at=desk.clock.at)
    return desk


def sent_blocks(desk, method="chat.postMessage"):
    return [given["blocks"] for given in desk.slack.named(method)]


def ask_again(desk):
    with desk.db.begin() as work:
        desk.outbox.refresh(work, key="digest", at=desk.clock.at)
    desk.run(20)


def test_a_chart_that_is_taken_is_sent_as_it_is(charted):
    charted.run(5)
    assert sent_blocks(charted) == [CHART]


@pytest.mark.parametrize("error", ["invalid_blocks", "invalid_blocks_format"])
def test_a_refused_chart_goes_once_more_as_its_table(charted, error):
    charted.slack.fail("chat.postMessage", error)
    charted.run(10)
    assert sent_blocks(charted) == [CHART, TABLE]
    assert charted.slack.texts() == ["83 qualified"]
    assert charted.row("digest").state == SENT


def test_a_refused_table_leaves_the_text(charted):
    charted.slack.fail("chat.postMessage", "invalid_blocks", "invalid_blocks")
    charted.run(10)
    assert sent_blocks(charted) == [CHART, TABLE, None]
    assert charted.row("digest").state == SENT


def test_a_refusal_of_another_kind_parks_it_as_ever(charted):
    charted.slack.fail("chat.postMessage", "is_archived")
    charted.run(10)
    assert charted.row("digest").state == PARKED
    assert sent_blocks(charted) == [CHART]


def test_a_message_without_a_fallback_is_parked_as_ever(desk):
    desk.post("card")
    desk.slack.fail("chat.postMessage", "invalid_blocks")
    desk.run(10)
    assert desk.row("card").state == PARKED


def test_the_lost_answer_to_the_table_makes_no_second_copy(charted):
    charted.slack.fail("chat.postMessage", "invalid_blocks", "lost")
    charted.run(300)
    assert charted.slack.texts() == ["83 qualified"]
    assert sent_blocks(charted) == [CHART, TABLE]
    assert charted.row("digest").state == SENT


def test_a_death_between_refusal_and_table_makes_no_second_copy(charted):
    charted.slack.fail("chat.postMessage", "invalid_blocks", "crash after")
    with pytest.raises(Crash):
        charted.run(5)
    charted.run(300)
    assert charted.slack.texts() == ["83 qualified"]
    assert sent_blocks(charted) == [CHART, TABLE]


def test_once_refused_it_is_edited_as_a_table_without_asking_for_the_chart_again(charted):
    charted.slack.fail("chat.postMessage", "invalid_blocks")
    charted.run(10)
    ask_again(charted)
    assert sent_blocks(charted, "chat.update") == [TABLE]


def test_an_edit_whose_chart_is_refused_is_made_as_a_table(charted):
    charted.run(5)
    charted.slack.fail("chat.update", "invalid_blocks")
    ask_again(charted)
    assert sent_blocks(charted, "chat.update") == [CHART, TABLE]
    assert charted.row("digest").state == SENT
