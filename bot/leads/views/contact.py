"""Everything a lead said about themselves, for one reader, in plain text."""

from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.leads.domain.lead import Lead
from bot.leads.domain.sizes import size_in_words
from bot.leads.views.lines import plain_message

EXTRAS = 20
"""Extra fields that are shown."""
EXTRA = 1000
"""Characters of one."""


def contact_details(lead: Lead) -> Message:
    """Return who the lead is, how to reach them and what they wrote, as plain text."""
    if lead.erased:
        return plain_message([f"{lead.number} was erased on request; nothing is kept of them."])
    said = {
        "Name": lead.name,
        "Title": lead.title,
        "Company": lead.company,
        "E-mail": lead.email,
        "Phone": lead.phone,
        "Country": lead.country,
        "Industry": lead.industry,
        "Segment": lead.segment,
        "People": size_in_words(lead.employees, lead.extra.get("employees")),
        "Score": str(lead.score) if lead.score is not None else "",
        "Campaign": lead.campaign,
        "Source": lead.source,
        "Link": lead.url,
        **{
            str(name)[:60]: cut(str(value), EXTRA)
            for name, value in list(lead.extra.items())[:EXTRAS]
        },
        "Wrote": lead.message,
    }
    lines = [f"{name}: {_line(value)}" for name, value in said.items() if value]
    return plain_message([f"{lead.number}, contact details", *lines])


def _line(text: str) -> str:
    return " ".join(text.split())
