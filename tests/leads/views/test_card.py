from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from inline_snapshot import snapshot

from bot.leads.domain.lead import RuleOutcome, Stage
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.views.card import CardFacts, RepVerdict, lead_card
from fakeslack.blockkit import check_message
from tests.leads.builders import a_lead
from tests.support.house import MONDAY_NOON as NOON

TOM = RepVerdict("U0TOM", "Tom Becker", Verdict.POOR, Reason.WRONG_SEGMENT)
TAKEN = {"owner": "U0RITA", "stage": Stage.ACCEPTED, "claimed_at": NOON}


def card(facts=None, **columns):
    message = lead_card(facts or CardFacts(a_lead(**columns)), LeadSettings())
    assert check_message(message.blocks) == []
    return message


def lines(message):
    """The card as it reads: its texts, then its buttons."""
    read = []
    for block in message.blocks:
        if "text" in block:
            read.append(block["text"]["text"])
        elements = block.get("elements", [])
        if block["type"] == "context":
            read += [element["text"] for element in elements]
        elif elements:
            read.append(
                " ".join(
                    f"[{element['text']['text']}]" if "text" in element else "[⋯]"
                    for element in elements
                )
            )
    return "\n".join(read)


def test_a_fresh_card():
    message = card()
    assert lines(message) == snapshot("""\
*Ada Okafor* · Head of Operations at *Northwind Freight*
SaaS · 240 people · DE  —  score 82 (≥ 60)
_Webinar: Faster customs_ · form · <!date^1795435200^{ago}|2026-11-23 12:00 UTC> · <https://northwind.example/customs?x=1|northwind.example>
“We lose two days a week to customs paperwork. Can you do T1 transit?”
[Take it] [Rate] [Reject] [⋯]
✋ take · 🔥 great · 👍 good · 👎 poor · 🗑️ bad   ·   L-42, definition v3\
""")
    assert message.text == snapshot(
        "Ada Okafor, Head of Operations at Northwind Freight, L-42. SaaS · 240 people · DE  —  score 82 (≥ 60). Waiting for someone to take it."
    )


def test_an_inquiry_says_that_marketing_has_it():
    text = card(stage=Stage.INQUIRY).text
    assert text.endswith("An inquiry, kept with marketing.")
    assert "Somebody" not in text


def test_taken_contacted_and_rated():
    lead = a_lead(**TAKEN, contacted_at=NOON + timedelta(minutes=23))
    message = card(CardFacts(lead, owner="Rita Alvarez", verdicts=(TOM,)))
    assert lines(message) == snapshot("""\
*Ada Okafor* · Head of Operations at *Northwind Freight*
SaaS · 240 people · DE  —  score 82 (≥ 60)
_Webinar: Faster customs_ · form · <!date^1795435200^{ago}|2026-11-23 12:00 UTC> · <https://northwind.example/customs?x=1|northwind.example>
“We lose two days a week to customs paperwork. Can you do T1 transit?”
✋ Rita Alvarez since <!date^1795435200^{date_short_pretty} {time}|2026-11-23 12:00 UTC>, contacted <!date^1795436580^{time}|2026-11-23 12:23 UTC> · 👎 Tom Becker: wrong segment
[Update] [Rate] [⋯]
🔥 great · 👍 good · 👎 poor · 🗑️ bad   ·   L-42, definition v3\
""")
    assert message.text == snapshot(
        "Ada Okafor, Head of Operations at Northwind Freight, L-42. SaaS · 240 people · DE  —  score 82 (≥ 60). Rita Alvarez has it, contacted. Tom Becker rated it poor."
    )


@pytest.mark.parametrize(
    ("columns", "ending"),
    [
        (
            {"stage": Stage.REJECTED, "reason": "no_budget"},
            "*Rejected* · Tom Becker, <!date^1795435200^{date_short_pretty}|2026-11-23 12:00 UTC>: no budget",
        ),
        (
            {"stage": Stage.WON, "amount": Decimal("12500.00")},
            "*Won* 12,500 EUR · Tom Becker, <!date^1795435200^{date_short_pretty}|2026-11-23 12:00 UTC>",
        ),
        (
            {"stage": Stage.RECYCLED, "recycle_on": date(2027, 2, 1)},
            (
                "*Back with marketing* · Tom Becker, <!date^1795435200^{date_short_pretty}|2026-11-23 12:00 UTC> · "
                "marketing is asked again on 01 Feb 2027"
            ),
        ),
    ],
)
def test_an_ended_card_says_how_and_offers_no_step(columns, ending):
    message = card(CardFacts(a_lead(**columns, ended_at=NOON), ended_by="Tom Becker"))
    assert ending in lines(message).splitlines()
    assert "[Rate] [⋯]" in lines(message)
    assert "Take it" not in str(message)


def test_a_deal_shows_its_stage_and_amount():
    lead = a_lead(
        **{**TAKEN, "stage": Stage.OPPORTUNITY, "contacted_at": NOON, "amount": Decimal("1234.50")}
    )
    text = lines(card(CardFacts(lead, owner="Rita Alvarez")))
    assert "*opportunity* 1,234.50 EUR" in text
    assert "[Update] [Rate] [⋯]" in text


def test_many_verdicts_are_counted():
    reps = tuple(replace(TOM, rep=f"U{n}", name=f"Rep {n}") for n in range(9))
    assert "· and 3 more" in lines(card(CardFacts(a_lead(), verdicts=reps)))


def test_the_old_story_is_a_button_away():
    old = a_lead(id=17, stage=Stage.REJECTED, reason="bad_timing", ended_at=NOON)
    message = card(CardFacts(a_lead(previous_lead=17), previous=old))
    assert (
        "Earlier story: L-17, rejected, <!date^1795435200^{date_short}|2026-11-23 12:00 UTC>: bad timing"
        in lines(message)
    )
    (earlier,) = [block for block in message.blocks if block["block_id"] == "earlier"]
    assert (earlier["accessory"]["action_id"], earlier["accessory"]["value"]) == (
        "lead.open",
        "L17",
    )


def test_the_bounds_a_value_met_stand_beside_it():
    size = RuleOutcome("employees", met=True, wanted="50–500 people", value="240 people")
    unmet = RuleOutcome("minimum_score", met=False, wanted="≥ 90", value="82")
    assert "240 people (50–500 people) · DE  —  score 82\n" in lines(card(judgement=(size, unmet)))


def test_a_score_that_changed_since_it_was_judged_keeps_the_rule_with_the_old_one():
    assert "  —  score 50 (was 82 ≥ 60)\n" in lines(card(score=50))
    assert "score 50 (was 82 ≥ 60). Waiting" in card(score=50).text
    assert "score" not in lines(card(score=None))


def test_where_another_organisation_reads_along_nothing_personal_is_shown():
    lead = a_lead(**TAKEN)
    tom = replace(TOM, comment="Ada has no budget")
    old = a_lead(id=17, stage=Stage.REJECTED, reason="bad_timing", ended_at=NOON)
    message = card(
        CardFacts(lead, owner="Rita Alvarez", verdicts=(tom,), previous=old, shared=True)
    )
    for personal in ("Ada", "Okafor", "Northwind", "northwind", "Head of", "paperwork", "budget"):
        assert personal not in str(message)
    assert "SaaS · 240 people · DE" in lines(message)
    assert "[Open it privately]" in lines(message)


def test_an_erased_lead_has_no_name_left():
    lead = a_lead(erased=True, name="", email="", company="", title="", message="", url="")
    message = card(CardFacts(lead))
    assert "Erased on request" in lines(message)
    assert "erased on request" in message.text
    assert "Contact details" not in str(message)
    assert lines(message).endswith("[⋯]\nL-42, definition v3")
    assert "Waiting" not in message.text
    assert "Assign" not in str(message)


def test_who_works_on_a_lead_that_was_erased_can_still_say_what_became_of_it():
    assert "[Update] [⋯]" in lines(card(CardFacts(a_lead(**TAKEN, erased=True))))


@pytest.mark.parametrize(
    "missing",
    ["name", "company", "title", "segment", "country", "campaign", "message", "url", "email"],
)
def test_a_card_without_a_value_leaves_no_gap(missing):
    text = lines(card(**{missing: ""}))
    assert "·  ·" not in text
    assert "**" not in text
    assert "__" not in text


def test_a_lead_that_says_nothing_still_has_a_card():
    nothing = dict.fromkeys(
        ("name", "company", "title", "segment", "country", "campaign", "message", "url", "email"),
        "",
    )
    assert lines(card(**nothing, score=None, employees=None, judgement=())).startswith("*No name*")


HOSTILE = [
    "<!channel> <@U0RITA> <#C0SALES>",
    "<https://evil.example|our site> https://evil.example",
    "*bold* _it_ ~s~ `code` ```block```",
    ":tada: :white_check_mark:",
    "> quote\n\n\n&gt; more\n- list",
    "\u202eevil\u202c \u2066x\u2069",
    "دانا العربي",
    "x" * 10_000,
    "&<>" * 4000,
    "\x00\x07\u2028\u2029",
    "🎉" * 3000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_pings_nobody_links_nothing_and_breaks_no_limit(text):
    columns = dict.fromkeys(
        (
            "name",
            "company",
            "title",
            "segment",
            "country",
            "campaign",
            "source",
            "message",
            "url",
            "email",
        ),
        text,
    )
    message = card(
        **columns, judgement=(RuleOutcome("minimum_score", met=True, wanted=text, value=text),)
    )
    said = lines(message) + message.text
    for forged in (
        "<!channel",
        "<@",
        "<#",
        "<http",
        "*bold*",
        "`code`",
        ":tada:",
        "\u202e",
        "\x00",
    ):
        assert forged not in said
    assert len(message.text) <= 4000


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://northwind.example/a?b=1&c=2",
            "<https://northwind.example/a?b=1&amp;c=2|northwind.example>",
        ),
        ("https://bank.example@evil.example/", "|evil.example>"),
        ("javascript:alert(1)", None),
        ("https://[::1", None),
        ("https://x.example/|fake>", None),
    ],
)
def test_a_link_is_named_by_the_host_it_goes_to(url, shown):
    text = lines(card(url=url))
    assert (shown in text) if shown else ("<http" not in text and "javascript" not in text)


def test_a_company_of_which_a_range_was_said_shows_the_range():
    shown = card(employees=11, extra={"employees": "11-50"})
    assert "SaaS · 11–50 people · DE" in shown.text + str(shown.blocks)
    forged = card(employees=11, extra={"employees": "11-<!channel>"})
    assert "SaaS · 11 people · DE" in forged.text + str(forged.blocks)
