"""Which other times would suit those invited."""

from datetime import datetime, timedelta

from bot.kit.db import Work
from bot.meetings.domain.date_suggestions import Suggestion, suggest
from bot.meetings.domain.dates import Occurrence
from bot.meetings.queries.invitation import invited_to
from bot.meetings.room import Room
from bot.meetings.store.dates import occurrences_from, the_series
from bot.people import queries as people

NOTICE = timedelta(hours=24)
"""How soon a suggested time may be."""


def suggested_times(
    room: Room, work: Work, occurrence: Occurrence, *, at: datetime
) -> list[Suggestion]:
    """Return up to three times around a meeting's own that suit the working hours of most.

    Absences and public holidays count; so does that meetings keep their order.
    """
    series = the_series(work)
    if series is None:
        return []
    invited = [one.person for one in invited_to(work, series, occurrence.id)]
    known = people.people_of(work, invited)
    hours = people.working_times(work, known, room.people)
    others = [
        one for one in occurrences_from(work) if one.id != occurrence.id and one.state.takes_place
    ]
    ends = [one.ends_at for one in others if one.starts_at < occurrence.starts_at]
    starts = [one.starts_at for one in others if one.starts_at > occurrence.starts_at]
    return suggest(
        list(hours.values()),
        people.workspace_time(room.people),
        planned=occurrence.starts_at,
        length=occurrence.length,
        earliest=max([at + NOTICE, *ends]),
        before=min(starts, default=occurrence.starts_at + timedelta(days=60)),
    )
