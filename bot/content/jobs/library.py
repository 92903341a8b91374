"""What the clock does for the library, on the company's working mornings."""

from datetime import date, datetime

from bot.content.actions.news import ask_owners, tell_news
from bot.content.queries.library_messages import LibraryMessages
from bot.content.room import Room
from bot.kit.db import Work
from bot.kit.house import House


def register(house: House, room: Room) -> None:
    """Have the jobs done when they are due, and their messages rendered."""
    messages = LibraryMessages(room)
    house.views.register("library_news", messages.news)
    house.views.register("library_review", messages.review)
    house.views.register("library_fitting", messages.fitting)

    def morning(_work: Work, at: datetime) -> str | None:
        day = room.people.working_time.working_day_begun(at)
        return day.isoformat() if day else None

    def news(work: Work, period: str, _at: datetime) -> None:
        tell_news(room, work, day=date.fromisoformat(period))

    def review(work: Work, period: str, at: datetime) -> None:
        ask_owners(room, work, day=date.fromisoformat(period), at=at)

    house.schedule.due("content.library_news", morning, news)
    house.schedule.due("content.library_review", morning, review)
