"""`SLACK_MODE=http`: Slack calls the bot; everything a person does comes in as a signed request."""

import pytest

from tests.support.bot_process import BotProcess, free_port, settings_for, smarketing
from tests.support.fake_slack import FakeSlack, SlackDoors
from tests.support.story import ADA, button, card_of, direct_to, text_of

pytestmark = pytest.mark.journey


@pytest.fixture
def over_http(sqlite_url, tmp_path, manifest):
    slack_port = free_port()
    doors = SlackDoors(f"http://127.0.0.1:{slack_port}")
    given = settings_for(doors, sqlite_url, SLACK_MODE="http")
    given.pop("SLACK_APP_TOKEN")
    events = f"http://127.0.0.1:{given['HTTP_PORT']}/slack/events"
    assert smarketing("migrate", settings=given, cwd=tmp_path).returncode == 0
    with (
        FakeSlack("--manifest", manifest, "--events-url", events, port=slack_port) as slack,
        BotProcess(given, cwd=tmp_path) as bot,
    ):
        yield bot, slack


def test_a_lead_is_taken_rated_and_asked_about_over_http(over_http):
    bot, slack = over_http
    bot.webhook(ADA)
    card = card_of(slack)
    slack.gesture(
        "click", person="U0RITA", channel="C0SALES", ts=card["ts"], **button(card, "Take it")
    )
    slack.wait_for(lambda: "Rita" in text_of(card_of(slack)))
    slack.gesture("react", person="U0TOM", channel="C0SALES", ts=card["ts"], name="thumbsdown")
    direct_to(slack, "U0TOM", "What was wrong?")
    mine = slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead mine")
    assert "L-1" in str(mine["response"])
    slack.gesture(
        "click",
        person="U0RITA",
        channel="C0SALES",
        ts=card["ts"],
        **button(card_of(slack), "Update"),
    )
    assert "Update L-1" in str(slack.wait_for(lambda: slack.screen("U0RITA")["modals"]))


def test_an_unsigned_request_is_refused(over_http):
    bot, _ = over_http
    status, _ = bot.post("/slack/events", '{"type": "url_verification", "challenge": "x"}', {})
    assert status == 401


def test_who_may_not_is_told_so_and_changes_nothing(over_http):
    bot, slack = over_http
    bot.webhook(ADA)
    card = card_of(slack)
    for person, words in (
        ("U0MARK", "Only sales reps can take leads"),
        ("U0GUS", "Guests can't use this"),
        ("U0XENA", "organisation"),
    ):
        slack.gesture("join", person=person, channel="C0SALES", check=False)
        slack.gesture(
            "click", person=person, channel="C0SALES", ts=card["ts"], **button(card, "Take it")
        )
        slack.wait_for(
            lambda person=person, words=words: any(
                words in m["text"] for m in slack.seen(person, "C0SALES") if m.get("ephemeral")
            )
        )
    assert "Take it" in text_of(card_of(slack))
