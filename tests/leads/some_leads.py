"""One-line builders of what arrives, and a room to receive it in."""

from datetime import UTC, datetime
from typing import Any

from bot.kit.commands import Commands
from bot.kit.outbox.enqueue import Outbox
from bot.leads.domain.lead import Arrival
from bot.leads.domain.settings import LeadSettings
from bot.leads.room import Room
from tests.builders import some_people_settings
from tests.support.house import MONDAY_NOON, StoppedClock

NOON = MONDAY_NOON


def an_arrival(external_id: str = "evt-1", **rest: Any) -> Arrival:
    """Ada, who qualifies by the first definition: `an_arrival(score=12)` does not."""
    given = {
        "source": "form",
        "email": "ada@northwind.example",
        "name": "Ada Okafor",
        "company": "Northwind Freight",
        "title": "Head of Operations",
        "country": "DE",
        "segment": "SaaS",
        "employees": 240,
        "score": 82,
        "campaign": "Webinar: Faster customs",
        "message": "Can you do T1 transit?",
        "occurred_at": datetime(2026, 11, 23, 11, 56, tzinfo=UTC),
    }
    return Arrival(external_id=external_id, **{**given, **rest})


def somebody(number: int, **rest: Any) -> Arrival:
    """One of many different people, each at a company of their own."""
    return an_arrival(
        f"evt-{number}",
        **{
            "email": f"person{number}@company{number}.example",
            "name": f"Person {number}",
            "company": f"Company {number}",
            **rest,
        },
    )


def a_room(clock: StoppedClock | None = None, **settings: Any) -> Room:
    return Room(
        outbox=Outbox(),
        clock=clock or StoppedClock(),
        commands=Commands(),
        settings=LeadSettings(**settings),
        people=some_people_settings(),
    )
