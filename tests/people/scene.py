"""The people of the tests: who they are, saved; and a house with this room plugged in."""

from typing import Any

from bot.kit.db import Work
from bot.people import store
from bot.people.domain import Channel, Facts, Team
from bot.people.feature import plug_in
from tests.builders import some_facts, some_people_settings
from tests.people.slack_users import SmallSlack
from tests.support.house import MONDAY_NOON, TestedHouse, a_house

RITA = some_facts("U0RITA", "Rita Alvarez", in_sales=True)
TOM = some_facts("U0TOM", "Tom Becker", in_sales=True, in_marketing=True, zone="America/New_York")
MARK = some_facts("U0MARK", "Mark Osei", in_marketing=True)
SAM = some_facts("U0SAM", "Sam Carter", in_sales=True, sales_manager=True)
MAYA = some_facts("U0MAYA", "Maya Haddad", in_marketing=True, marketing_manager=True)
GUS = some_facts("U0GUS", "Gus Guest", in_sales=True, guest=True)
XENA = some_facts("U0XENA", "Xena Extern", in_sales=True, stranger=True, team_id="T0OTHER")
EVERYBODY = (RITA, TOM, MARK, SAM, MAYA, GUS, XENA)

SALES = Channel("sales", "C0SALES", "sales", is_private=True)
MARKETING = Channel("marketing", "C0MKTG", "marketing", is_private=True)


def save(work: Work, *people: Facts) -> None:
    """Save both channels and these people, or everybody."""
    for channel in (SALES, MARKETING):
        store.save_channel(work, channel)
    store.save_facts(work, people or EVERYBODY, read_at=MONDAY_NOON)


def a_peopled_house(db, *people: Facts, prefix: str = "", **settings: Any) -> TestedHouse:
    """A house with this room in it and these people known, or everybody."""
    house = a_house(
        db, plug_in=lambda house: plug_in(house, some_people_settings(**settings)), prefix=prefix
    )
    with db.begin() as work:
        save(work, *people)
    return house


def an_unpeopled_house(db, **settings: Any) -> tuple[TestedHouse, SmallSlack]:
    """A house on its first day, with a small Slack to look at."""
    house = a_house(db, plug_in=lambda house: plug_in(house, some_people_settings(**settings)))
    return house, SmallSlack(house.client)


def sweep(house: TestedHouse) -> float | None:
    """Let the room look at Slack; the seconds until it wants to look again before its time."""
    return next(sweep for sweep in house.schedule.sweeps if sweep.name == "people.sync").do()


def role_of(db, person: str) -> str | None:
    with db.read() as work:
        facts = store.facts_of(work, person)
    return facts.role if facts else None


def channel_now(db, alias: str) -> Channel | None:
    with db.read() as work:
        return store.channel_by(work, alias=Team(alias))
