"""A channel that becomes shared with another organisation shows no personal data any more."""

import pytest

from tests.support.story import ADA, card_of, direct_to, text_of

pytestmark = pytest.mark.journey


def test_standing_cards_lose_their_names_and_both_managers_are_told_once(bot, slack):
    bot.webhook(ADA)
    assert "Ada Okafor" in card_of(slack)["text"]
    slack.gesture("set_channel", channel="C0SALES", ext_shared=True)
    slack.wait_for(lambda: "Ada" not in text_of(card_of(slack)))
    assert "Northwind" not in text_of(card_of(slack))
    for manager in ("U0SAM", "U0MAYA"):
        direct_to(slack, manager, "shared")
    bot.webhook(
        ADA
        | {"id": "form-2", "email": "jo@alpenrad.example", "name": "Jo Berg", "company": "Alpenrad"}
    )
    assert "Jo Berg" not in text_of(card_of(slack, "L-2"))
