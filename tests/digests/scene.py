"""The sales floor of the leads room on the morning of a digest."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.digests import feature
from bot.digests.actions.writing import write_unwritten
from bot.digests.domain.timing import Kind
from bot.digests.room import Room
from bot.digests.store.choices import note_reader
from bot.digests.store.tables import digests
from bot.kit.db import Database
from bot.kit.house import House
from bot.kit.outbox.table import outbox
from bot.leads import feature as leads_feature
from bot.leads.domain.settings import LeadSettings
from bot.people.feature import tell_at_work
from bot.scoreboard.domain.settings import ScoreSettings
from fakeslack.blockkit import check_message
from tests.builders import some_people_settings
from tests.leads.scene import MAYA, SAM, open_the_floor
from tests.support.house import StoppedClock, TestedHouse, a_house

MONDAY_AT_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""In Berlin; the digest tells of week 47, 16-22 November."""
IN_THE_WEEK = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def a_morning(
    db: Database,
    *,
    at: datetime = MONDAY_AT_NINE,
    read_since: str | None = "2026-W01",
    shared: bool = False,
    **people: Any,
) -> tuple[TestedHouse, Room]:
    """A house with leads and digests; its managers have read digests since `read_since`."""
    open_the_floor(db, shared=shared)
    rooms: list[Room] = []

    def plug_in(house: House) -> None:
        of_people = some_people_settings(**people)
        leads = leads_feature.plug_in(house, LeadSettings(), of_people)
        tell_at_work(house, leads.at_work)
        rooms.append(feature.plug_in(house, of_people, leads, ScoreSettings(of_people)))

    house = a_house(db, plug_in=plug_in, clock=StoppedClock(at))
    if read_since:
        with db.begin() as work:
            for manager in (SAM, MAYA):
                note_reader(work, Kind.DIGEST, manager.id, first_week=read_since)
    return house, rooms[0]


def tick(house: TestedHouse, room: Room) -> list[str]:
    """What a tick does, and the writing it wakes; the keys of the messages it made."""
    before = set(messages(house))
    house.schedule.tick_now()
    write_unwritten(room, house.db)
    return [key for key in messages(house) if key not in before]


def messages(house: TestedHouse) -> list[str]:
    """The keys of every digest, note and copy that was sent, first to last."""
    with house.db.read() as work:
        rows = work.execute(
            select(outbox.c.key).where(outbox.c.view == "digest").order_by(outbox.c.id)
        )
        return list(rows.scalars())


def shown(house: TestedHouse, key: str) -> Any:
    """A digest as the sender would render it now; Slack would take it, charts or not."""
    with house.db.read() as work:
        row = work.execute(select(outbox).where(outbox.c.key == key)).one()
        message = house.views.render(work, row.view, row.args)
    good(message)
    return message


def good(message: Any) -> None:
    assert message.text
    assert check_message(message.blocks) == []
    assert check_message(message.fallback_blocks or message.blocks) == []


def asked(house: TestedHouse) -> list[tuple[str, str, str]]:
    with house.db.read() as work:
        rows = work.execute(select(digests).order_by(digests.c.id))
        return [(row.kind, row.reader, row.week) for row in rows]
