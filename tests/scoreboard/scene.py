"""The sales floor with its scoreboard; `a_lead_that` gives leads with a story."""

from datetime import datetime, timedelta
from typing import Any

from bot.kit.commands import Commands
from bot.kit.db import Database
from bot.kit.house import House
from bot.kit.outbox.enqueue import Outbox
from bot.leads import feature as leads
from bot.leads.domain.lead import Stage
from bot.leads.domain.settings import LeadSettings
from bot.people.feature import tell_at_work
from bot.scoreboard import feature
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.room import Room
from tests.builders import some_people_settings
from tests.leads.scene import NOON, RITA, a_saved_lead, open_the_floor
from tests.support.house import StoppedClock, TestedHouse, a_house


def some_score_settings(**rest: Any) -> ScoreSettings:
    return ScoreSettings(**{"people": some_people_settings(), **rest})


def a_score_room(clock: StoppedClock | None = None, **settings: Any) -> Room:
    """What actions take, without a house around it."""
    return Room(
        outbox=Outbox(),
        clock=clock or StoppedClock(),
        commands=Commands(),
        settings=some_score_settings(**settings),
    )


def a_board(db: Database, *, clock: StoppedClock | None = None, prefix: str = "") -> TestedHouse:
    """A house with leads and scoreboard plugged in and its people known."""
    open_the_floor(db)

    def plug_in(house: House) -> None:
        leads.plug_in(house, LeadSettings(), some_people_settings())
        tell_at_work(house, feature.plug_in(house, some_score_settings()).at_work)

    return a_house(db, plug_in=plug_in, clock=clock, prefix=prefix)


def a_lead_that(
    db: Database,
    *,
    qualified: datetime = NOON,
    taken: float | None = None,
    contacted: float | None = None,
    by: str = RITA.id,
    stage: Stage | None = None,
    **columns: Any,
) -> int:
    """Save a lead that qualified then, was taken and contacted so many minutes later."""
    story: dict[str, Any] = {"received_at": qualified, "announced_at": qualified}
    reached = Stage.MQL
    if taken is not None:
        at = qualified + timedelta(minutes=taken)
        story |= {"owner": by, "claimed_at": at, "answered_at": at, "answered_by": by}
        reached = Stage.ACCEPTED
        if contacted is not None:
            story |= {
                "contacted_at": at + timedelta(minutes=contacted),
                "contact_from": at,
                "contacted_by": by,
            }
    return a_saved_lead(db, card=False, **{**story, "stage": stage or reached, **columns})
