"""What the clock does with requests: reminders, what nobody takes, what is overdue."""

from datetime import date, datetime

from bot.content.actions.request_reminders import (
    bring_up,
    free_what_leavers_had,
    remind_owners,
    tell_of_overdue,
    to_bring_up,
    to_remind,
)
from bot.content.room import Room
from bot.kit.db import Work
from bot.kit.house import House


def register(house: House, room: Room) -> None:
    """Have the jobs done when they are due."""

    def reminders(work: Work, at: datetime) -> str | None:
        return _now(at) if to_remind(room, work, at=at) else None

    def remind(work: Work, _period: str, at: datetime) -> None:
        remind_owners(room, work, at=at)

    def waiting(work: Work, at: datetime) -> str | None:
        return _now(at) if to_bring_up(room, work, at=at) else None

    def bring(work: Work, _period: str, at: datetime) -> None:
        bring_up(room, work, at=at)

    def morning(_work: Work, at: datetime) -> str | None:
        day = room.people.working_time.working_day_begun(at)
        return day.isoformat() if day else None

    def tell(work: Work, period: str, at: datetime) -> None:
        free_what_leavers_had(room, work, at=at)
        tell_of_overdue(room, work, day=date.fromisoformat(period), at=at)

    house.schedule.due("content.remind", reminders, remind)
    house.schedule.due("content.bring_up", waiting, bring)
    house.schedule.due("content.overdue", morning, tell)


def _now(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
