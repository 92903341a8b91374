"""The shared numbers in a real workspace: a report, a target, and the rows that give both."""

import csv
import io
from typing import Any

import pytest

from tests.support.bot_process import smarketing
from tests.support.story import ADA, card_of, text_of

pytestmark = pytest.mark.journey

SALES = {"channel": "C0SALES"}


def said_to(slack: Any, person: str, words: str) -> dict[str, Any]:
    """Wait for a private message in the sales channel that says `words`."""
    return slack.wait_for(
        lambda: next(
            (
                message
                for message in reversed(slack.seen(person, "C0SALES"))
                if message.get("ephemeral") and words in text_of(message)
            ),
            None,
        )
    )


def kinds(message: dict[str, Any]) -> list[str]:
    return [block["type"] for block in message["blocks"]]


def test_both_teams_see_the_same_numbers_and_every_one_has_its_rows(bot, slack, settings, tmp_path):
    for number in range(3):
        bot.webhook(ADA | {"id": f"n{number}", "email": f"ada{number}@northwind.example"})
    card_of(slack, "L-3")
    slack.gesture("command", person="U0RITA", **SALES, text="/lead take L-1")
    slack.gesture("command", person="U0RITA", **SALES, text="/lead contacted L-1")
    slack.gesture("command", person="U0PRIYA", **SALES, text="/lead reject L-2 no need")
    slack.gesture("command", person="U0TOM", **SALES, text="/lead rate L-1 good")

    slack.gesture("command", person="U0RITA", **SALES, text="/smarketing report week")
    report = said_to(slack, "U0RITA", "Funnel, this week")
    assert {"data_visualization", "data_table"} <= set(kinds(report))
    assert "Qualified leads: leads 3, went on 1, share 33 %" in report["text"]
    assert "Accepted *50 %*" in text_of(report)

    # Slack does not take the chart: the same is said as text.
    slack.faults("response_url", "error", error="invalid_blocks")
    slack.gesture("command", person="U0TOM", **SALES, text="/smarketing report week by campaign")
    plain = said_to(slack, "U0TOM", "By campaign, this week")
    assert "data_visualization" not in kinds(plain)
    assert "Webinar: Faster customs" in text_of(plain)

    slack.gesture("command", person="U0SAM", **SALES, text="/smarketing target set")
    form = slack.wait_for(lambda: slack.screen("U0SAM")["modals"])[-1]
    asked = {"metric": "qualified", "span": "this-month", "goal": "10"}
    asked |= {"sales_owner": "U0RITA", "marketing_owner": "U0MARK"}
    values = {name: {name: value} for name, value in asked.items()}
    slack.gesture("submit", person="U0SAM", view_id=form["id"], values=values)
    slack.gesture("command", person="U0MARK", channel="C0MKTG", text="/smarketing target")
    slack.wait_for(
        lambda: any("3 of 10 so far" in text_of(one) for one in slack.seen("U0MARK", "C0MKTG"))
    )

    done = smarketing("export", "funnel", settings=settings, cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [bool(row["qualified_at"]) for row in rows] == [True] * 3
    assert [row["lead"] for row in rows if row["accepted_at"]] == ["L-1"]
    assert [row["lead"] for row in rows if row["rejected_at"]] == ["L-2"]
    numbers = smarketing("export", "metrics", "--since", "week", settings=settings, cwd=tmp_path)
    by_name = {row["metric"]: row for row in csv.DictReader(io.StringIO(numbers.stdout))}
    assert float(by_name["qualified"]["value"]) == 3
    assert float(by_name["qualified"]["target"]) == 10
    assert float(by_name["acceptance_rate"]["value"]) == 50
    assert float(by_name["rating"]["value"]) == 4
    targets = smarketing("export", "targets", settings=settings, cwd=tmp_path)
    assert "qualified" in targets.stdout
