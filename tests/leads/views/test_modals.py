import json
from datetime import date
from decimal import Decimal

import pytest

from bot.leads.domain.lead import Stage
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.steps import NEEDS_REASON, Step
from bot.leads.domain.verdicts import Reason, StandingVerdict, Verdict
from bot.leads.views.contact import contact_details
from bot.leads.views.modals import (
    done_modal,
    rate_modal,
    reason_modal,
    step_form,
    update_modal,
    word_modal,
)
from bot.leads.views.why import WhyFacts, lead_why
from fakeslack.blockkit import check_message, check_view
from tests.leads.builders import a_lead
from tests.support.house import MONDAY_NOON as NOON

SETTINGS = LeadSettings()
TODAY = date(2026, 11, 23)
HOSTILE = a_lead(
    id=10**14,
    name="<!channel> *x* " * 50,
    company="x" * 10_000,
    message="&" * 10_000,
    extra={"<!here>" * 30: "y" * 9000, "n": [1, {"a": None}]},
)


def standing(verdict, reason=None, comment=""):
    return StandingVerdict(42, "U0RITA", verdict, reason, comment, NOON)


@pytest.mark.parametrize("lead", [a_lead(), HOSTILE, a_lead(erased=True, name="", company="")])
def test_every_modal_is_one_slack_takes(lead):
    views = [
        update_modal(lead, list(Step), owner="Rita Alvarez", settings=SETTINGS),
        *(step_form(lead, step, today=TODAY, settings=SETTINGS) for step in Step),
        *(reason_modal(lead, step) for step in NEEDS_REASON),
        *(reason_modal(lead, Step.DISQUALIFY, rated_for=reason) for reason in Reason),
        *(done_modal(lead, step, word=True) for step in Step),
        rate_modal(lead, None, SETTINGS),
        *(
            rate_modal(lead, standing(verdict, Reason.OTHER, "x" * 500), SETTINGS)
            for verdict in Verdict
        ),
        word_modal(lead, "x" * 500),
    ]
    assert [check_view(view) for view in views] == [[]] * len(views)
    assert "<!channel>" not in str(views)


def test_update_says_how_the_lead_stands():
    lead = a_lead(stage=Stage.OPPORTUNITY, owner="U0RITA", amount=Decimal(9000))
    view = update_modal(lead, [Step.WON], owner="Rita Alvarez", settings=SETTINGS)
    assert "L-42 is an opportunity, with Rita Alvarez, 9,000 EUR. What happened?" in str(view)
    lead = a_lead(stage=Stage.ACCEPTED, owner="U0RITA", contacted_at=NOON)
    view = update_modal(lead, [Step.HAND_BACK], owner="Rita Alvarez", settings=SETTINGS)
    assert "L-42 is accepted and contacted, with Rita Alvarez." in str(view)


def test_the_amount_known_is_filled_in_and_only_won_demands_it():
    lead = a_lead(amount=Decimal("9000.00"))
    won, lost = (
        step_form(lead, step, today=TODAY, settings=SETTINGS) for step in (Step.WON, Step.LOST)
    )
    assert won["blocks"][1]["element"]["initial_value"] == "9000"
    assert not won["blocks"][1].get("optional")
    assert lost["blocks"][1]["optional"]


def test_a_recycled_lead_rests_three_months_unless_said_otherwise():
    view = step_form(a_lead(), Step.RECYCLE, today=TODAY, settings=SETTINGS)
    assert view["blocks"][1]["element"]["initial_date"] == "2027-02-21"


def test_modals_remember_ids_only():
    view = step_form(a_lead(), Step.WON, today=TODAY, settings=SETTINGS)
    assert json.loads(view["private_metadata"]) == {"lead": 42, "step": "won"}


@pytest.mark.parametrize("lead", [a_lead(), HOSTILE, a_lead(erased=True)])
def test_contact_details_are_plain_and_fit(lead):
    message = contact_details(lead)
    assert check_message(message.blocks, ephemeral=True) == []
    assert {block["text"]["type"] for block in message.blocks} == {"plain_text"}
    assert "<!" not in message.text


def test_contact_details_hold_a_long_message_whole():
    blocks = contact_details(a_lead(message="word " * 3000)).blocks
    assert str(blocks).count("word") == 3000
    assert check_message(blocks, ephemeral=True) == []


def test_contact_details_fit_whatever_was_sent_along():
    extra = {f"column {n}": "word " * 20_000 for n in range(200)}
    message = contact_details(a_lead(message="word " * 4000, extra=extra))
    assert check_message(message.blocks, ephemeral=True) == []


def test_contact_details_hold_everything_said():
    text = contact_details(a_lead(extra={"utm": "spring"})).blocks[0]["text"]["text"]
    assert text.splitlines() == [
        "L-42, contact details",
        "Name: Ada Okafor",
        "Title: Head of Operations",
        "Company: Northwind Freight",
        "E-mail: ada@northwind.example",
        "Phone: +49 30 1234567",
        "Country: DE",
        "Industry: Logistics",
        "Segment: SaaS",
        "People: 240",
        "Score: 82",
        "Campaign: Webinar: Faster customs",
        "Source: form",
        "Link: https://northwind.example/customs?x=1",
        "utm: spring",
        "Wrote: We lose two days a week to customs paperwork. Can you do T1 transit?",
    ]


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (standing(Verdict.POOR), "You rated Northwind Freight (L-42) 👎. What was wrong?"),
        (
            standing(Verdict.POOR, Reason.WRONG_SEGMENT),
            "Northwind Freight (L-42) 👎  Thanks. Marketing sees: wrong segment.",
        ),
        (
            standing(Verdict.BAD, Reason.OTHER, "<!here>"),
            "Northwind Freight (L-42) 🗑️  Thanks. Marketing sees: other. ‘&lt;!here&gt;’",
        ),
        (
            standing(Verdict.GOOD),
            "You rate Northwind Freight (L-42) 👍 now. Thanks, nothing more is asked.",
        ),
        (
            standing(None),
            "You took your verdict on Northwind Freight (L-42) back. Nothing more is asked.",
        ),
        (None, "You took your verdict on Northwind Freight (L-42) back. Nothing more is asked."),
    ],
)
def test_why_follows_the_verdict(verdict, text):
    message = lead_why(WhyFacts(a_lead(), verdict), SETTINGS)
    assert message.text == text
    assert check_message(message.blocks) == []


def test_why_offers_five_buttons_and_the_rest_in_a_select():
    message = lead_why(WhyFacts(a_lead(), standing(Verdict.POOR)), SETTINGS)
    elements = message.blocks[1]["elements"]
    assert [e["text"]["text"] for e in elements[:5]] == [
        "Wrong segment", "Bad timing", "No budget", "Wrong contact data", "No need",
    ]  # fmt: skip
    assert len(elements[5]["options"]) == len(Reason) - 5
