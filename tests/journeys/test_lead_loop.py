"""The whole loop in the demo: a lead is announced, taken, rated; marketing answers; the rep is told."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.demo_process import DemoProcess
from tests.support.story import (
    button,
    card_of,
    direct_to,
    in_marketing,
    in_marketing_at,
    text_of,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def demo(tmp_path):
    """The demo on a Tuesday afternoon, when everybody works."""
    with DemoProcess(tmp_path / "demo") as running:
        today = datetime.now(UTC).date()
        tuesday = today + timedelta(days=(1 - today.weekday()) % 7 + 7)
        running.move_clock(datetime(tuesday.year, tuesday.month, tuesday.day, 15, 0, tzinfo=UTC))
        yield running


def test_a_lead_is_announced_taken_rated_and_marketing_answers(demo):
    slack = demo.slack

    card = card_of(slack)
    assert "Ada Okafor" in card["text"]
    assert "<!channel>" not in text_of(card)

    slack.gesture(
        "click", person="U0RITA", channel="C0SALES", ts=card["ts"], **button(card, "Take it")
    )
    taken = slack.wait_for(lambda: (m := card_of(slack)) and "Rita" in text_of(m) and m)
    assert taken["ts"] == card["ts"]

    late = slack.gesture("command", person="U0TOM", channel="C0SALES", text="/lead take L-1")
    assert "Rita Alvarez took L-1" in late["response"]["text"]

    slack.gesture("react", person="U0TOM", channel="C0SALES", ts=card["ts"], name="-1")
    why = direct_to(slack, "U0TOM", "Northwind Freight")
    slack.gesture(
        "click",
        person="U0TOM",
        channel=why["channel"],
        ts=why["ts"],
        **button(why, "Wrong segment"),
    )
    direct_to(slack, "U0TOM", "Marketing sees: wrong segment")

    line = in_marketing(slack, "👎 L-1 Northwind Freight: wrong segment")
    campaign = next(m for m in slack.messages("C0MKTG") if m["ts"] == line["thread_ts"])
    assert "Webinar: Faster customs" in campaign["text"]
    slack.wait_for(lambda: "rated 2.0 of 5" in in_marketing_at(slack, campaign["ts"])["text"])

    slack.gesture(
        "click",
        person="U0MARK",
        channel="C0MKTG",
        ts=line["ts"],
        **button(line, "We changed something"),
    )
    modal = slack.wait_for(lambda: slack.screen("U0MARK")["modals"])[-1]
    sentence_input = next(
        b
        for b in modal["blocks"]
        if b["type"] == "input" and b["element"]["type"] == "plain_text_input"
    )
    slack.gesture(
        "submit",
        person="U0MARK",
        view_id=modal["id"],
        values={
            sentence_input["block_id"]: {
                sentence_input["element"]["action_id"]: "Forwarders are out from today."
            }
        },
    )
    told = direct_to(slack, "U0TOM", "Your feedback changed")
    assert "Forwarders are out from today" in text_of(told)
