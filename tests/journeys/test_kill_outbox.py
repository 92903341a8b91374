"""The bot is killed at every step between a lead's arrival and its card: there is one card."""

from collections import Counter
from pathlib import Path

import pytest

from bot.kit.db import open_database
from bot.kit.migrate import migrate
from tests.support.bot_process import BotProcess, settings_for

pytestmark = pytest.mark.journey

DYING = str(Path(__file__).with_name("dying_bot.py"))
ADA = {
    "id": "form-1",
    "source": "website",
    "email": "ada@northwind-freight.example",
    "name": "Ada Okafor",
    "company": "Northwind Freight",
    "segment": "SaaS",
    "employees": 240,
    "country": "DE",
    "score": 82,
    "campaign": "Webinar: Faster customs",
}
POST_STEPS = [
    "saved",
    "claimed",
    "before the post",
    "after the post",
    "while recording",
    "recorded",
]
EDIT_STEPS = ["before the edit", "after the edit"]
LOOK_STEPS = ["while looking", "after looking"]


@pytest.fixture
def installation(slack, empty_url):
    """Settings of a migrated installation."""
    db = open_database(empty_url)
    migrate(db)
    db.close()
    return settings_for(slack, empty_url)


on_sqlite = pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize(
    "empty_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def start(installation, tmp_path):
    """Start the bot, whole or doomed to die at a step."""
    running = []

    def begin(dies_at=None):
        command = (DYING, dies_at) if dies_at else ("-m", "bot", "run")
        running.append(BotProcess(installation, cwd=tmp_path, command=command))
        return running[-1]

    yield begin
    for bot in running:
        bot.kill()


def send_lead(bot, lead=ADA):
    """Send a lead as a form does: an answer that does not come is no matter, it asks again."""
    try:
        return bot.webhook(lead)[0]
    except OSError:
        return None


def cards(slack):
    return [m for m in slack.messages("C0SALES") if m.get("metadata") and not m.get("deleted")]


def keys(slack):
    return Counter(
        message["metadata"]["event_payload"]["key"]
        for channel in ("C0SALES", "C0MKTG")
        for message in slack.messages(channel)
        if message.get("metadata") and not message.get("deleted")
    )


def one_card(slack, words="Ada Okafor"):
    """Wait for the card to show `words`, and see that there is one card, one message a key."""
    slack.wait_for(lambda: any(words in str(card) for card in cards(slack)), timeout=30)
    [card] = [card for card in cards(slack) if "Ada Okafor" in str(card)]
    assert set(keys(slack).values()) == {1}
    return card


@on_sqlite
@pytest.mark.parametrize("step", POST_STEPS)
def test_killed_at_any_step_there_is_exactly_one_card(slack, start, step):
    killed_at_a_post(slack, start, step)


@on_postgresql
@pytest.mark.parametrize("step", ["claimed", "after the post"])
def test_killed_on_postgresql_there_is_exactly_one_card(slack, start, step):
    killed_at_a_post(slack, start, step)


def killed_at_a_post(slack, start, step):
    doomed = start(dies_at=step)
    send_lead(doomed)
    assert doomed.wait() == -9
    again = start()
    assert send_lead(again) == 200
    one_card(slack)
    slack.wait_for(
        lambda: (
            [call["ok"] for call in slack.calls("chat.postMessage")].count(True)
            == sum(keys(slack).values())
        )
    )


@on_sqlite
@pytest.mark.parametrize(
    "fault", [("delay", {"seconds": 5}), ("lost_reply", {}), ("half_reply", {})]
)
def test_killed_while_slack_answers_there_is_exactly_one_card(slack, start, fault):
    name, more = fault
    slack.faults("chat.postMessage", name, channel="C0SALES", **more)
    bot = start()
    send_lead(bot)
    slack.wait_for(lambda: cards(slack))
    bot.kill()
    start()
    one_card(slack)
    slack.wait_for(lambda: settled(slack))
    one_card(slack)


@on_sqlite
@pytest.mark.parametrize("fault", ["reset", "http_503", "internal_error"])
def test_killed_after_a_post_that_never_was_there_is_exactly_one_card(slack, start, fault):
    slack.faults("chat.postMessage", fault, channel="C0SALES")
    bot = start()
    send_lead(bot)
    slack.wait_for(lambda: slack.calls("chat.postMessage"))
    bot.kill()
    assert not cards(slack)
    start()
    one_card(slack)


@on_sqlite
@pytest.mark.parametrize("step", LOOK_STEPS)
def test_killed_while_a_lost_reply_is_looked_for_there_is_exactly_one_card(slack, start, step):
    slack.faults("chat.postMessage", "lost_reply", channel="C0SALES")
    doomed = start(dies_at=step)
    send_lead(doomed)
    assert doomed.wait() == -9
    start()
    slack.wait_for(lambda: settled(slack))
    one_card(slack)


@on_sqlite
@pytest.mark.parametrize("step", EDIT_STEPS)
def test_killed_at_an_edit_the_card_shows_the_last_state(slack, start, step):
    doomed = start(dies_at=step)
    send_lead(doomed)
    card = one_card(slack)
    slack.gesture("react", person="U0RITA", channel="C0SALES", ts=card["ts"], name="hand")
    assert doomed.wait() == -9
    start()
    shown = one_card(slack, words="Rita")
    assert shown["ts"] == card["ts"]


def settled(slack):
    """Whether the bot looked for what was uncertain."""
    return slack.calls("conversations.history")
