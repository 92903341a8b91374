"""A sales floor for tests: Rita, Tom and Priya sell, Mark markets, Sam and Maya manage."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.kit.commands import Commands
from bot.kit.db import Database, Work
from bot.kit.house import House
from bot.kit.outbox.enqueue import Outbox
from bot.kit.outbox.table import SENT, outbox
from bot.leads import feature
from bot.leads.domain.lead import Stage, card_key
from bot.leads.domain.settings import LeadSettings
from bot.leads.room import Room
from bot.leads.store.campaigns import campaign_for
from bot.leads.store.leads import insert_lead, load_lead
from bot.leads.store.trail import read_trail
from bot.people import store as people_store
from bot.people.domain import Channel
from bot.people.feature import tell_at_work
from tests.builders import (
    a_marketer,
    a_marketing_manager,
    a_rep,
    a_sales_manager,
    some_facts,
    some_people_settings,
)
from tests.support.house import MONDAY_NOON, StoppedClock, TestedHouse, a_house

RITA = a_rep("U0RITA", "Rita Alvarez")
TOM = a_rep("U0TOM", "Tom Becker")
PRIYA = a_rep("U0PRIYA", "Priya Nair")
MARK = a_marketer()
SAM = a_sales_manager()
MAYA = a_marketing_manager()
NOON = MONDAY_NOON

SALES = "C0SALES"
CARD_TS = "1764000000.000100"


def open_the_floor(db: Database, *, shared: bool = False) -> None:
    """Save the people and the two channels."""
    facts = [
        *(some_facts(one.id, one.name, in_sales=True) for one in (RITA, TOM, PRIYA)),
        some_facts(SAM.id, SAM.name, in_sales=True, sales_manager=True),
        some_facts(MARK.id, MARK.name, in_marketing=True),
        some_facts(MAYA.id, MAYA.name, in_marketing=True, marketing_manager=True),
        some_facts("U0GUS", "Gus Guest", in_sales=True, guest=True),
        some_facts("U0XENA", "Xena Extern", in_sales=True, stranger=True, team_id="T0OTHER"),
    ]
    with db.begin() as work:
        people_store.save_facts(work, facts, read_at=NOON)
        for alias, slack_id in (("sales", SALES), ("marketing", "C0MKTG")):
            people_store.save_channel(
                work,
                Channel(
                    alias=alias,
                    slack_id=slack_id,
                    name=alias,
                    is_private=True,
                    is_ext_shared=shared and alias == "sales",
                    is_archived=False,
                    bot_is_member=True,
                ),
            )


def a_floor(
    db: Database, *, clock: StoppedClock | None = None, prefix: str = "", **settings: Any
) -> TestedHouse:
    """A house with the leads room plugged in and its people known."""
    open_the_floor(db)

    def plug_in(house: House) -> None:
        room = feature.plug_in(house, LeadSettings(**settings), some_people_settings())
        tell_at_work(house, room.at_work)

    return a_house(db, plug_in=plug_in, clock=clock, prefix=prefix)


def a_room(clock: StoppedClock | None = None, **settings: Any) -> Room:
    """What actions take, without a house around it."""
    return Room(
        outbox=Outbox(),
        clock=clock or StoppedClock(),
        commands=Commands(),
        settings=LeadSettings(**settings),
        people=some_people_settings(),
    )


def a_saved_lead(db: Database, *, card: bool = True, at: str = CARD_TS, **columns: Any) -> int:
    """Save an announced lead (Ada of Northwind Freight) whose card stands in Slack at `at`."""
    with db.begin() as work:
        campaign = columns.pop("campaign", "Webinar: Faster customs")
        lead_id = insert_lead(
            work,
            **{
                "source": "form",
                "email": "ada@northwind.example",
                "name": "Ada Okafor",
                "company": "Northwind Freight",
                "person_key": "",
                "title": "Head of Operations",
                "phone": "+49 30 1234567",
                "country": "DE",
                "industry": "",
                "segment": "SaaS",
                "employees": 240,
                "score": 82,
                "campaign_id": campaign_for(work, campaign, "form", NOON),
                "message": "We lose two days a week to customs paperwork.",
                "url": "https://northwind.example/customs",
                "extra": {},
                "occurred_at": NOON,
                "received_at": NOON,
                "stage": Stage.MQL,
                "definition_version": 3,
                "judgement": [
                    {"rule": "minimum_score", "met": True, "wanted": "≥ 60", "value": "82"}
                ],
                "announced_at": NOON,
                "card_at": NOON if card else None,
                "came_back": 0,
                **columns,
            },
        )
        if card:
            key = card_key(lead_id)
            Outbox().post(
                work,
                key=key,
                to="sales",
                view="lead_card",
                args={"lead": lead_id},
                subject=f"lead:{lead_id}",
                at=NOON,
            )
            stand_in_slack(work, key, ts=at)
    return lead_id


def stand_in_slack(work: Work, key: str, *, channel: str = SALES, ts: str = CARD_TS) -> None:
    """As if the sender had posted the message."""
    work.execute(
        update(outbox)
        .where(outbox.c.key == key)
        .values(state=SENT, shown=outbox.c.wanted, channel=channel, ts=ts)
    )


def owned(by: str = RITA.id, *, minutes: float = 30, **columns: Any) -> dict[str, Any]:
    """Columns of a lead that `by` took that long before noon."""
    return {
        "owner": by,
        "claimed_at": NOON - timedelta(minutes=minutes),
        "stage": Stage.ACCEPTED,
        **columns,
    }


def the_lead_now(db: Database, lead_id: int) -> Any:
    with db.read() as work:
        return load_lead(work, lead_id)


def story(db: Database, lead_id: int) -> list[str]:
    """The kinds of the trail, first to last."""
    with db.read() as work:
        return [step.kind for step in read_trail(work, lead_id)]


def message_row(db: Database, key: str) -> Any:
    """The outbox row of a message, or None."""
    with db.read() as work:
        return work.execute(select(outbox).where(outbox.c.key == key)).first()


def shown(house: TestedHouse, key: str) -> Any:
    """The message `key` as the sender would render it now."""
    with house.db.read() as work:
        row = work.execute(select(outbox).where(outbox.c.key == key)).one()
        return house.views.render(work, row.view, row.args)


def reaction(
    name: str,
    *,
    by: str,
    at: float = 1764000100.0,
    ts: str = CARD_TS,
    removed: bool = False,
    channel: str = SALES,
) -> dict[str, Any]:
    """A reaction event as Slack sends it."""
    return {
        "type": "reaction_removed" if removed else "reaction_added",
        "user": by,
        "reaction": name,
        "item": {"type": "message", "channel": channel, "ts": ts},
        "item_user": "U0BOT",
        "event_ts": f"{at:.6f}",
    }
