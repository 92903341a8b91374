"""What the clock does about dates: it plans ahead, invites when it is time, and sends the mail."""

from datetime import datetime

from bot.kit.db import Work
from bot.kit.house import House
from bot.meetings.actions.dates import plan_ahead
from bot.meetings.actions.invitation import invite, invite_newcomers, to_be_invited
from bot.meetings.mail.sending import MailRun
from bot.meetings.room import Room
from bot.meetings.store.dates import the_series

MAIL = "meetings.mail"
NEWCOMERS_EVERY = 1800.0
"""Seconds between two looks for people who have joined since the invitation."""
MAIL_EVERY = 60.0
"""Seconds between two looks at the queue of mail when nobody woke it."""


def register(house: House, room: Room) -> None:
    """Have the jobs done when they are due."""

    def plan_due(work: Work, at: datetime) -> str | None:
        series = the_series(work)
        if series is None:
            return None
        return f"{at.astimezone(series.zone).date().isoformat()}:{series.version}"

    def plan(work: Work, _period: str, at: datetime) -> None:
        plan_ahead(room, work, at=at)

    def invite_due(work: Work, at: datetime) -> str | None:
        coming = to_be_invited(work, at)
        return f"{coming.id}:{coming.sequence}:{coming.state}" if coming else None

    def invite_all(work: Work, _period: str, at: datetime) -> None:
        if coming := to_be_invited(work, at):
            invite(room, work, coming, at=at)

    def newcomers() -> None:
        with house.db.read() as work:
            if the_series(work) is None:
                return
        with house.db.begin() as work:
            invite_newcomers(room, work, at=room.clock.business())

    house.schedule.due("meetings.plan", plan_due, plan)
    house.schedule.due("meetings.invite", invite_due, invite_all)
    house.schedule.sweep("meetings.newcomers", NEWCOMERS_EVERY, newcomers)
    house.schedule.sweep(MAIL, MAIL_EVERY, MailRun(house.db, room, house.client).sweep)
