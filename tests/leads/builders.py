"""One-line builders of the leads room's values."""

from typing import Any

from bot.leads.domain.lead import Lead, RuleOutcome, Stage
from tests.support.house import MONDAY_NOON

MINIMUM_SCORE = RuleOutcome("minimum_score", met=True, wanted="≥ 60", value="82")


def a_lead(**rest: Any) -> Lead:
    """Ada of Northwind Freight, L-42, waiting for someone."""
    return Lead(
        **{
            "id": 42,
            "source": "form",
            "email": "ada@northwind.example",
            "name": "Ada Okafor",
            "company": "Northwind Freight",
            "title": "Head of Operations",
            "phone": "+49 30 1234567",
            "country": "DE",
            "industry": "Logistics",
            "segment": "SaaS",
            "employees": 240,
            "score": 82,
            "campaign_id": 7,
            "campaign": "Webinar: Faster customs",
            "message": "We lose two days a week to customs paperwork. Can you do T1 transit?",
            "url": "https://northwind.example/customs?x=1",
            "extra": {},
            "occurred_at": MONDAY_NOON,
            "received_at": MONDAY_NOON,
            "stage": Stage.MQL,
            "definition_version": 3,
            "judgement": (MINIMUM_SCORE,),
            "announced_at": MONDAY_NOON,
            "card_at": MONDAY_NOON,
            **rest,
        }
    )
