"""Leads that stand announced in Slack, put there by the bot's own actions, without a network."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, func, select, update

from benchmarks.load.workspace import MARKETING, REPS, SALES
from benchmarks.stage import bot_settings
from benchmarks.waiting import until
from bot.app import Bot
from bot.config import GivenSettings
from bot.kit.clock import Clock
from bot.kit.db import Database
from bot.kit.outbox.table import SENT, outbox
from bot.leads.actions.receive import receive_leads
from bot.leads.domain.lead import Arrival
from bot.people.store import people

CAMPAIGNS = 10
BATCH = 500


def a_lead(number: int) -> dict[str, Any]:
    """Return one of many different people who qualify, as a webhook tells of them."""
    return {
        "id": f"evt-{number}",
        "source": "form",
        "email": f"person{number}@company{number}.example",
        "name": f"Person Number{number}",
        "company": f"Company {number}",
        "title": "Head of Operations",
        "country": "DE",
        "segment": "SaaS",
        "employees": 240,
        "score": 82,
        "campaign": f"Webinar {number % CAMPAIGNS}: Faster customs",
        "message": "We lose two days a week to customs paperwork. Can you do T1 transit?",
        "url": "https://www.example.com/webinar",
    }


def announce(url: str, count: int) -> list[int]:
    """Announce `count` leads on cards that stand in Slack; return their ids in order.

    The card of lead 42 stands at `ts_of(42)`.
    """
    bot = Bot(GivenSettings(**bot_settings(database_url=url)), Clock())
    room = replace(bot.room, settings=replace(bot.room.settings, cards_a_minute=count + 1))
    at = bot.clock.real() - timedelta(minutes=10)
    ids: list[int] = []
    arrivals = (_arrival(a_lead(number)) for number in range(count))
    for batch in _batches(arrivals):
        with bot.db.begin() as work:
            ids += [one.lead_id for one in receive_leads(room, work, batch, at=at)]
    _pretend_sent(bot.db)
    bot.stop()
    return ids


def ts_of(lead_id: int) -> str:
    """Return where the card of an announced lead stands."""
    return f"1764000000.{lead_id:06d}"


async def wait_for_people(db: Database) -> None:
    """Return once the bot has read who is in the channels."""

    def known() -> bool:
        with db.read() as work:
            count = work.execute(select(func.count()).select_from(people)).scalar_one()
        return int(count) >= len(REPS)

    await until(known)


def _arrival(told: dict[str, Any]) -> Arrival:
    return Arrival(external_id=told["id"], **{name: told[name] for name in told if name != "id"})


def _batches(arrivals: Iterator[Arrival]) -> Iterator[list[Arrival]]:
    while batch := list(islice(arrivals, BATCH)):
        yield batch


def _pretend_sent(db: Database) -> None:
    """Mark every message as standing in Slack, a lead's card at the lead's own ts."""
    with db.begin() as work:
        rows = work.execute(select(outbox.c.id, outbox.c.view, outbox.c.args)).all()
        marks = [
            {
                "which": row.id,
                "place": SALES if row.view == "lead_card" else MARKETING,
                "stamp": ts_of(row.args["lead"] if row.view == "lead_card" else 900_000 + row.id),
            }
            for row in rows
        ]

        work.execute(
            update(outbox)
            .where(outbox.c.id == bindparam("which"))
            .values(
                state=SENT,
                shown=outbox.c.wanted,
                channel=bindparam("place"),
                ts=bindparam("stamp"),
                first_dispatched_at=outbox.c.created_at,
                sent_at=outbox.c.created_at,
            ),
            marks,
        )
