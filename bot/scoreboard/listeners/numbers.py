"""`/smarketing glossary` and `/smarketing report`: what anybody of the two teams may ask."""

from bot.kit.commands import Reply
from bot.kit.gestures import Gesture
from bot.kit.house import House
from bot.people.queries import acting
from bot.scoreboard.domain.asked import read_report_words
from bot.scoreboard.queries.reports import must_see, report
from bot.scoreboard.room import Room
from bot.scoreboard.views.glossary import glossary


def register(house: House, room: Room) -> None:
    """Answer both words, privately."""

    def explain(gesture: Gesture, _words: str) -> Reply:
        with house.db.read() as work:
            acting(work, gesture)
        message = glossary(room.settings)
        return Reply(message.text, message.blocks)

    def show(gesture: Gesture, words: str) -> None:
        at = room.clock.business()
        asked = read_report_words(words, at=at, zone=room.settings.people.zone)
        with house.db.read() as work:
            must_see(asked, acting(work, gesture))

        def make() -> Reply:
            """Over years and a million leads this takes longer than an ack may."""
            with house.db.read() as work:
                message = report(
                    work,
                    room.settings,
                    asked,
                    by=acting(work, gesture),
                    at=at,
                    command=room.commands.name("smarketing"),
                )
            return Reply(message.text, message.blocks, message.fallback_blocks)

        house.answers.later(gesture, make)

    house.commands.register(
        "smarketing", "glossary", about="what each number means", answer=explain
    )
    house.commands.register(
        "smarketing",
        "report",
        usage="[period] [by campaign|source|segment|rep|team | for campaign NAME]",
        about="the funnel of a period: week, month, last quarter, 2026-11 …",
        answer=show,
    )
