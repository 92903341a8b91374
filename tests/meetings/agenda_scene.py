"""A strategy meeting on Tuesday, 1 December 2026, 10:00 in Berlin, that Maya chairs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.kit.db import Database, Work
from bot.kit.house import House
from bot.kit.outbox.table import SENT, outbox
from bot.leads import feature as leads
from bot.leads.domain.settings import LeadSettings
from bot.meetings import feature
from bot.meetings.domain.dates import Consulted, Occurrence, Series
from bot.meetings.domain.settings import MeetingSettings
from bot.meetings.store.dates import (
    insert_occurrence,
    load_occurrence,
    occurrences_from,
    save_series,
)
from bot.people import store as people_store
from bot.people.domain import Channel
from bot.people.feature import tell_at_work
from bot.scoreboard import feature as scoreboard
from bot.scoreboard.domain.settings import ScoreSettings
from fakeslack.blockkit import check_message
from tests.builders import some_people_settings
from tests.leads.scene import MAYA, open_the_floor
from tests.support.house import StoppedClock, TestedHouse, a_house

BERLIN = ZoneInfo("Europe/Berlin")
TEN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""When the meeting begins."""
DRAFTED = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Five working days before, as work begins."""
JOINT = "C0JOINT"


def a_meeting_house(
    db: Database,
    *,
    at: datetime = DRAFTED,
    joint: bool = True,
    rooms: list[Any] | None = None,
    new: bool = True,
    **settings: Any,
) -> TestedHouse:
    """A house with leads and meetings; another replica of one that is there unless `new`."""
    if new:
        open_the_floor(db)
    if joint and new:
        with db.begin() as work:
            channel = Channel("joint", JOINT, "strategy", is_private=True)
            people_store.save_channel(work, channel)
    people = some_people_settings(joint_channel="#strategy" if joint else "")

    def plug_in(house: House) -> None:
        leads_room = leads.plug_in(house, LeadSettings(), people)
        board = scoreboard.plug_in(house, ScoreSettings(people))
        room = feature.plug_in(house, MeetingSettings(**settings), people, leads_room, board)
        if rooms is not None:
            rooms.append(room)
        tell_at_work(house, leads_room.at_work)

    return a_house(db, plug_in=plug_in, clock=StoppedClock(at))


def a_meeting_room(db: Database, *, at: datetime = DRAFTED, joint: bool = True) -> Any:
    """What actions take, and its clock, on a floor whose people are known."""
    rooms: list[Any] = []
    a_meeting_house(db, at=at, joint=joint, rooms=rooms)
    return rooms[0]


def a_meeting(
    db: Database,
    *,
    starts_at: datetime = TEN,
    minutes: int = 60,
    chair: str = MAYA.id,
    period: str = "",
    consulted: tuple[Consulted, ...] = (),
    **columns: Any,
) -> int:
    """Save a meeting and the series it belongs to; give back its id."""
    with db.begin() as work:
        series = save_series(
            work,
            Series(
                0,
                "first Tuesday",
                BERLIN,
                "10:00",
                minutes,
                begins_on=date(2026, 11, 1),
                chair=chair,
                consulted=consulted,
            ),
            by=MAYA.id,
            at=starts_at - timedelta(days=20),
        )
        insert_occurrence(
            work,
            series=series,
            period=period or f"{starts_at:%Y-%m}",
            ruled_for=starts_at.date(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            chair=chair,
            changed_at=starts_at - timedelta(days=20),
            **columns,
        )
        return next(one.id for one in occurrences_from(work) if one.starts_at == starts_at)


def the_meeting_now(db: Database, meeting: int) -> Occurrence:
    with db.read() as work:
        found = load_occurrence(work, meeting)
        assert found
        return found


def in_outbox(db: Database, like: str = "%") -> list[Any]:
    """The outbox rows whose keys are like that, oldest first."""
    with db.read() as work:
        return list(
            work.execute(select(outbox).where(outbox.c.key.like(like)).order_by(outbox.c.id))
        )


def keys(db: Database, like: str = "%") -> list[str]:
    return [row.key for row in in_outbox(db, like)]


def shown(house: TestedHouse, like: str) -> Any:
    """What the last message whose key is like that says now; its blocks are checked."""
    row = in_outbox(house.db, like)[-1]
    with house.db.read() as work:
        message = house.views.render(work, row.view, row.args)
    if message is not None:
        assert check_message(message.blocks) == []
        assert 0 < len(message.text) <= 4000
    return message


def words_of(message: Any) -> str:
    """All that a message says, buttons and lines, in order."""
    return "\n".join(_texts(message.blocks))


def _texts(what: Any) -> list[str]:
    if isinstance(what, dict):
        own = [what["text"]] if isinstance(what.get("text"), str) else []
        return own + [
            text
            for name, value in what.items()
            if name != "text" or not own
            for text in _texts(value)
        ]
    if isinstance(what, list):
        return [text for one in what for text in _texts(one)]
    return []


def stand(work: Work, like: str, *, channel: str = JOINT) -> None:
    """As if the sender had posted every message whose key is like that."""
    rows = work.execute(select(outbox.c.key, outbox.c.id).where(outbox.c.key.like(like))).all()
    for key, number in rows:
        work.execute(
            update(outbox)
            .where(outbox.c.key == key)
            .values(
                state=SENT, shown=outbox.c.wanted, channel=channel, ts=f"1764000{number:03}.000100"
            )
        )


def drafted(house: TestedHouse, **columns: Any) -> int:
    """A meeting whose draft stands in the joint channel."""
    meeting = a_meeting(house.db, **columns)
    house.schedule.tick()
    with house.db.begin() as work:
        stand(work, f"meeting:{meeting}:agenda:%")
    return meeting


def begun(house: TestedHouse, **columns: Any) -> int:
    """A meeting that Maya started at its time."""
    meeting = drafted(house, **columns)
    house.clock.at = the_meeting_now(house.db, meeting).starts_at
    house.schedule.tick()
    house.click("meeting.start", f"M{meeting}", by=MAYA.id, channel=JOINT)
    return meeting


def asked(house: TestedHouse, command: str, *, by: str) -> Any:
    """What somebody is told after a command whose answer takes its time."""
    house.command(command, by=by)
    return house.answers.responses[-1]
