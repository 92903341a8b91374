"""What the clock does in this room: the morning's list, the managers' note,
and on the first working morning of a week the campaigns' new messages.
"""

from datetime import date, datetime

from bot.kit.db import Work
from bot.kit.house import House
from bot.kit.periods import Week
from bot.leads.actions.campaign_messages import renew_weeks
from bot.leads.actions.left_behind import list_left_behind, tell_managers
from bot.leads.queries.left_behind import morning_message, overdue_message
from bot.leads.room import Room


def register(house: House, room: Room) -> None:
    """Have the jobs done when they are due, and their messages rendered."""
    house.views.register("left_behind", morning_message)
    house.views.register("overdue", overdue_message)

    def morning(_work: Work, at: datetime) -> str | None:
        return morning_due(room, at)

    def left_behind(work: Work, period: str, at: datetime) -> None:
        day = date.fromisoformat(period)
        list_left_behind(room, work, day=day, at=at)
        tell_managers(room, work, day=day, at=at)

    def week(_work: Work, at: datetime) -> str | None:
        return week_due(room, at)

    def renew(work: Work, _period: str, at: datetime) -> None:
        renew_weeks(room, work, at=at)

    house.schedule.due("leads.renew_weeks", week, renew)
    house.schedule.due("leads.left_behind", morning, left_behind)


def morning_due(room: Room, at: datetime) -> str | None:
    """Return today's name ("2026-11-23") on a working day once it is time for the list.

    The day and the time are the company's: its zone, its working days, its holidays.
    """
    company = room.people.working_time
    local = at.astimezone(company.zone)
    if not company.is_working_day(local.date()) or local.time() < room.settings.left_behind_at:
        return None
    return local.date().isoformat()


def week_due(room: Room, at: datetime) -> str | None:
    """Return this week's name ("2026-W48") from its first working morning on."""
    begun = room.people.working_time.working_day_begun(at)
    return Week.of(at, room.people.zone).name if begun else None
