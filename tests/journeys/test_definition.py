"""A definition in the demo: proposed, tried, signed by both teams, announced; then leads obey it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.demo_process import DemoProcess
from tests.support.story import button, card_of, direct_to, text_of

pytestmark = pytest.mark.journey


@pytest.fixture
def demo(tmp_path):
    """The demo on a Tuesday afternoon, when everybody works."""
    with DemoProcess(tmp_path / "demo") as running:
        today = datetime.now(UTC).date()
        tuesday = today + timedelta(days=(1 - today.weekday()) % 7 + 7)
        running.move_clock(datetime(tuesday.year, tuesday.month, tuesday.day, 15, 0, tzinfo=UTC))
        yield running


def typed(form: dict[str, Any], **words: Any) -> dict[str, Any]:
    """What a form sends when it is filled: what it began with, and `words` over it."""
    values = {}
    for block in form["blocks"]:
        element = block.get("element") or {}
        name = block["block_id"]
        if element.get("type") == "plain_text_input":
            values[name] = {
                element["action_id"]: words.get(name, element.get("initial_value") or "")
            }
        elif element.get("type") == "checkboxes":
            values[name] = {element["action_id"]: [o["value"] for o in element["options"]]}
    return values


def propose(slack, person, **words):
    slack.gesture(
        "command", person=person, channel="C0SALES", text="/smarketing definition propose"
    )
    form = slack.wait_for(lambda: slack.screen(person)["modals"])[-1]
    answer = slack.gesture(
        "submit", person=person, view_id=form["id"], values=typed(form, **words), check=False
    )
    return form, answer


def click(slack, person, message, label):
    place = {"channel": message["channel"], "ts": message["ts"]}
    slack.gesture("click", person=person, **place, **button(message, label))


def in_channel(slack, channel, words):
    return slack.wait_for(
        lambda: next((m for m in slack.messages(channel) if words in text_of(m)), None)
    )


def a_lead(name: str, **rest: Any) -> dict[str, Any]:
    return {
        "id": name,
        "source": "website",
        "email": f"somebody@{name}.example",
        "name": f"Somebody {name}",
        "company": f"Company {name}",
        **rest,
    }


def card_number(slack, name):
    """The number of the lead whose card stands in the sales channel."""
    card = in_channel(slack, "C0SALES", f"Company {name}")
    return re.search(r"L-\d+", card["text"])[0]


def test_a_definition_is_proposed_tried_signed_announced_and_obeyed(demo):
    slack = demo.slack
    card_of(slack)

    form, _ = propose(slack, "U0SAM", minimum_score="seventy", why="Below 80 nobody ever bought.")
    faults = slack.wait_for(lambda: slack.screen("U0SAM")["modals"][-1].get("errors"))
    assert "whole number" in faults["minimum_score"]
    slack.gesture(
        "submit",
        person="U0SAM",
        view_id=form["id"],
        values=typed(form, minimum_score="80", why="Below 80 nobody ever bought."),
    )
    slack.gesture("close", person="U0SAM", view_id=form["id"], all=True)

    mine = direct_to(slack, "U0SAM", "would have qualified")
    assert "instead of" in mine["text"]
    assert "score: at least 80 (was at least 60)" in mine["text"]
    assert "Would not qualify any more" in text_of(mine)

    hers = direct_to(slack, "U0MAYA", "would have qualified")
    assert "Would not qualify any more" not in text_of(hers)
    click(slack, "U0MAYA", hers, "Sign for marketing")
    direct_to(slack, "U0SAM", "Marketing: signed by Maya")

    demo.webhook(a_lead("between", score=72))
    assert "definition v1" in text_of(card_of(slack, card_number(slack, "between")))

    click(slack, "U0SAM", mine, "Sign for sales")
    for channel in ("C0SALES", "C0MKTG"):
        told = in_channel(slack, channel, "v2 of a qualified lead is in force")
        assert "score: at least 80 (was at least 60)" in told["text"]
        assert "Below 80 nobody ever bought." in told["text"]

    told = in_channel(slack, "C0SALES", "v2 of a qualified lead is in force") | {
        "channel": "C0SALES"
    }
    click(slack, "U0RITA", told, "I know it")
    in_channel(slack, "C0MKTG", "sales 1 of")

    demo.webhook(a_lead("too-low", score=72))
    demo.webhook(a_lead("high", score=88))
    number = card_number(slack, "high")
    assert "definition v2" in text_of(card_of(slack, number))
    assert not [m for m in slack.messages("C0SALES") if "Company too-low" in text_of(m)]
    slack.gesture("command", person="U0RITA", channel="C0SALES", text="/lead find Company too-low")
    found = slack.wait_for(
        lambda: next((m for m in slack.seen("U0RITA", "C0SALES") if "too-low" in m["text"]), None)
    )
    assert "an inquiry" in found["text"]

    shown = slack.gesture(
        "command", person="U0RITA", channel="C0SALES", text="/smarketing definition"
    )["response"]["text"]
    assert "signed by Maya Haddad (marketing) and Sam Carter (sales)" in shown
    assert "score is at least 80" in shown
