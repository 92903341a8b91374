"""What managers are shown before the meeting is set up."""

from dataclasses import replace
from datetime import datetime
from itertools import islice

from bot.kit.db import Work
from bot.meetings.domain.date_plan import chair_in_turn, plan
from bot.meetings.domain.dates import Series, State
from bot.meetings.domain.rule import WorkDays
from bot.meetings.queries.invitation import invited_to
from bot.meetings.room import Room
from bot.meetings.store.dates import occurrences_from, series_ever
from bot.meetings.views.setup import DATES_SHOWN, Preview
from bot.people import queries as people
from bot.people.domain import Team


def preview_of(room: Room, work: Work, wanted: Series, works: WorkDays, *, at: datetime) -> Preview:
    """Return the next dates of what is wanted, and who is invited."""
    before = series_ever(work)
    series = replace(wanted, begins_on=before.begins_on) if before else wanted
    occurrences = occurrences_from(work)
    stays = [
        (one.period, str(one.state), one.starts_at)
        for one in occurrences
        if one.ends_at > at and one.state in {State.MOVED, State.SKIPPED}
    ]
    managers = [[one.id for one in people.managers(work, team)] for team in Team]
    turn = sum(one.ends_at <= at and one.state.takes_place for one in occurrences)
    chair = series.chair or chair_in_turn(turn, managers)
    return Preview(
        series=series,
        planned=list(islice(plan(series, works, after=at), DATES_SHOWN)),
        stays=stays,
        invited=len({one.person for one in invited_to(work, series, 0)} | ({chair} - {""})),
        chair=people.names(work, [chair])[chair] if chair else "",
        mail=room.settings.mail.is_on,
    )
