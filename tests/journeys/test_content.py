"""Content with real processes: searched in vain, asked for, answered, judged, found by the next."""

import csv
import io

import pytest

from tests.support.bot_process import BotProcess, settings_for, smarketing
from tests.support.story import ADA, button, card_of, direct_to, in_marketing, text_of

pytestmark = pytest.mark.journey

WORDS = "customs checklist"
LINK = "https://content.example.com/customs-checklist"
ALWAYS = {"WORKING_DAYS": "Mon-Sun", "WORKING_HOURS": "00:00-23:59"}
"""Whenever this test runs, somebody works."""


@pytest.fixture
def settings(slack, sqlite_url, tmp_path):
    given = settings_for(slack, sqlite_url, **ALWAYS)
    done = smarketing("migrate", settings=given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return given


def typed(slack, person, words):
    """Type a slash command in sales; give back what the person alone reads."""
    answer = slack.gesture("command", person=person, channel="C0SALES", text=words)
    return answer["response"] if answer.get("response") else {}


def modal_of(slack, person):
    return slack.wait_for(lambda: slack.screen(person)["modals"])[-1]


def press(slack, person, message, words, channel):
    clicked = {"channel": channel, "ts": message["ts"], **button(message, words)}
    return slack.gesture("click", person=person, **clicked)


def exported(kind, settings, cwd):
    done = smarketing("export", kind, settings=settings, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_from_a_search_in_vain_to_the_next_rep_who_finds_it(slack, settings, tmp_path):
    with BotProcess(settings, cwd=tmp_path) as bot:
        bot.webhook(ADA)
        card = card_of(slack)
        press(slack, "U0RITA", card, "Take it", "C0SALES")

        assert "customs checklist" in text_of(typed(slack, "U0RITA", f"/content find {WORDS}"))

        typed(slack, "U0RITA", f"/content request {WORDS} for L-1")
        form = modal_of(slack, "U0RITA")
        assert "The library has nothing for" in str(form["blocks"])
        inputs = {b["block_id"]: b for b in form["blocks"] if b["type"] == "input"}
        assert inputs["topic"]["element"]["initial_value"] == WORDS
        assert inputs["lead"]["element"]["initial_option"]["value"] == "L1"
        slack.gesture(
            "submit",
            person="U0RITA",
            view_id=form["id"],
            values={"belief": {"belief": "Paperwork is a choice"}},
        )
        asked = in_marketing(slack, "CR-1: Rita Alvarez (L-1 Northwind Freight) asked for")
        assert "Paperwork is a choice" in text_of(asked)

        typed(slack, "U0MARK", "/content take CR-1")
        slack.wait_for(lambda: "Mark Osei has it" in in_marketing(slack, "CR-1: ")["text"])
        late = typed(slack, "U0MAYA", "/content take CR-1")
        assert "Mark Osei took CR-1" in late["text"]
        answer = typed(slack, "U0MARK", f"/content answer CR-1 <{LINK}> Six steps, one page")
        assert "Rita Alvarez gets it" in answer["text"]

        told = direct_to(slack, "U0RITA", LINK)
        assert "Six steps, one page" in text_of(told)
        press(slack, "U0RITA", told, "It helped", told["channel"])
        direct_to(slack, "U0RITA", "You said that it helped")
        delivered = slack.wait_for(
            lambda: (m := in_marketing(slack, "CR-1: ")) and "It helped Rita" in m["text"] and m
        )
        press(slack, "U0MARK", delivered, "Add to the library", "C0MKTG")
        slack.wait_for(lambda: "in the library as A-1" in text_of(in_marketing(slack, "CR-1: ")))

        found = typed(slack, "U0TOM", f"/content find {WORDS}")
        shelf = [block for block in found["blocks"] if "accessory" in block]
        assert LINK in str(shelf[0])
        gaps = text_of(typed(slack, "U0MARK", "/content gaps"))
        assert WORDS in gaps
        story = text_of(typed(slack, "U0RITA", "/lead trail L-1"))
        assert "Mark Osei delivered content for it (CR-1)" in story

    (request,) = exported("content", settings, tmp_path)
    assert (request["state"], request["closing"]) == ("closed", "helped")
    assert (request["asker"], request["owner"], request["lead"]) == (
        "Rita Alvarez",
        "Mark Osei",
        "L-1",
    )
    assert (request["link"], request["in_library"], request["helped"]) == (LINK, "A-1", "1")
    searches = exported("searches", settings, tmp_path)
    assert [row["request"] for row in searches if row["words"] == WORDS].count("CR-1") >= 1
    (asset,) = exported("library", settings, tmp_path)
    assert (asset["title"], asset["link"]) == (WORDS, LINK)
