"""The form that adds a lead by hand, and what it says once it is sent."""

from slackblocks import Block, EmailInput, InputBlock, PlainTextInput, SectionBlock

from bot.kit.blocks import escape, mrkdwn, plain
from bot.kit.modals import View, modal
from bot.kit.text import cut
from bot.kit.wording import listed
from bot.leads.definition.wording import unmet_in_words
from bot.leads.domain.lead import Lead
from bot.leads.domain.receipt import Outcome, Received
from bot.leads.views.card import who_in_words

FIELDS = {
    "name": ("Name", "Ada Okafor"),
    "company": ("Company", "Northwind Freight"),
    "email": ("E-mail", "ada@northwind.example"),
    "title": ("Job title", "Head of Operations"),
    "phone": ("Phone", "+49 30 1234567"),
    "country": ("Country", "Germany, or DE"),
    "industry": ("Industry", "Logistics"),
    "segment": ("Segment", "SaaS"),
    "employees": ("Company size", "240"),
    "score": ("Score", "82"),
    "campaign": ("Campaign", "Webinar: Faster customs"),
    "url": ("Link", "https://northwind.example/customs"),
    "message": ("What they said", "They lose two days a week to customs paperwork."),
}
"""The fields of the form: label and example. None is needed by itself."""
LONGEST = {
    "message": 3000, "url": 2000, "phone": 60, "country": 60, "employees": 20, "score": 20,
}  # fmt: skip
FAULT = 150
"""Characters of a fault beside its field."""


def add_modal() -> View:
    """Return the form; its block ids are the names of the fields."""
    blocks: list[Block] = [
        SectionBlock(
            mrkdwn("A name with a company or a phone number, or an e-mail address, is enough."),
            block_id="about",
        )
    ]
    for name, (label, example) in FIELDS.items():
        text = (
            EmailInput(action_id=name, placeholder=plain(example))
            if name == "email"
            else PlainTextInput(
                action_id=name,
                placeholder=plain(example),
                max_length=LONGEST.get(name, 200),
                multiline=name == "message",
            )
        )
        blocks.append(InputBlock(plain(label), text, block_id=name, optional=True))
    return modal("Add a lead", blocks, callback="lead.add", submit="Add", close="Cancel")


def added_modal(lead: Lead, received: Received) -> View:
    """Return what became of the lead that was added."""
    said = f"*{lead.number}* {who_in_words(lead)}\n{escape(outcome_in_words(lead, received))}"
    return modal("Add a lead", [SectionBlock(mrkdwn(said), block_id="added")])


def outcome_in_words(lead: Lead, received: Received) -> str:
    """Return in plain text whether a lead was announced, joined, or kept and why."""
    if received.outcome is Outcome.ANNOUNCED:
        return "It qualifies; its card is on the way to sales."
    if received.outcome is Outcome.ROLLED_UP:
        return "It qualifies; sales finds it in the list of this minute's leads."
    unmet = listed(unmet_in_words(lead.judgement))
    missing = f" What is missing for sales: {unmet}." if unmet else ""
    if received.outcome is Outcome.JOINED:
        known = (
            "We knew this person already, and what you added joined their lead; what it replaced "
            "stands in the lead's trail."
        )
        return known + (missing if lead.stage.value == "inquiry" else "")
    return f"It is kept as an inquiry and not announced.{missing}"


def errors_of(faults: dict[str, str]) -> dict[str, str]:
    """Return the faults beside their fields; what has no field of its own stands at the name."""
    return {
        (name if name in FIELDS else "name"): cut(detail, FAULT) for name, detail in faults.items()
    }
