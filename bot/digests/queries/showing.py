"""What stands now behind each thing that needs a manager."""

from datetime import datetime, timedelta

from bot.content.queries.gaps import most_wanted
from bot.content.queries.requests import open_requests, overdue_requests
from bot.digests.domain.facts import NeedKind
from bot.digests.queries.gather import untouched_leads
from bot.digests.room import Room
from bot.digests.views.lists import LISTED, lines_under
from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.kit.periods import Period, in_words, midnight
from bot.kit.wording import counted, field
from bot.leads.queries.lists import list_of
from bot.meetings.queries import open_actions
from bot.people import queries as people

LOOK_BACK = 28
"""Days of wishes that are listed."""


def behind(room: Room, work: Work, kind: NeedKind, name: str, *, at: datetime) -> Message:
    """Return what is behind a need as it stands at `at`; all done is said too."""
    match kind:
        case NeedKind.UNTOUCHED:
            return _leads(room, work, at=at)
        case NeedKind.ACTIONS:
            return _actions(room, work, at=at)
        case NeedKind.REQUESTS:
            return _requests(room, work, at=at)
        case _:
            return _wishes(room, work, name, at=at)


def _leads(room: Room, work: Work, *, at: datetime) -> Message:
    found = untouched_leads(room, work, at=at)
    command = room.commands.name("lead")
    hint = f"`{command} open` lists all that wait; a sales manager gives one away with Assign."
    if not found:
        return lines_under("No lead is left untouched any more", [], hint=hint)
    heading = f"{counted(len(found), 'lead').capitalize()} untouched for over a working day"
    return list_of(
        work, found, heading=heading, most=LISTED, now=at, settings=room.leads.settings, hint=hint
    )


def _actions(room: Room, work: Work, *, at: datetime) -> Message:
    today = at.astimezone(room.people.zone).date()
    late = [one for one in open_actions(work) if one.days_late(today)]
    named = people.names(work, [one.owner for one in late])
    lines = [
        f"{one.number} {field(one.what)} · {field(named[one.owner])}, {one.standing(today)}"
        for one in late
    ]
    heading = "Overdue actions" if lines else "No action is overdue any more"
    return lines_under(heading, lines, hint="The next meeting talks about those that are open.")


def _requests(room: Room, work: Work, *, at: datetime) -> Message:
    late = overdue_requests(work, at, room.people)
    named = people.names(work, [one.owner for one in late if one.owner])
    lines = [
        f"{one.number} {field(one.topic)} · needed by {in_words(one.needed_by)}, "
        + (field(named[one.owner]) if one.owner else "nobody's yet")
        for one in late
    ]
    heading = "Content requests past their day" if lines else "No request is past its day any more"
    return lines_under(heading, lines, hint=_content_hint(room))


def _wishes(room: Room, work: Work, name: str, *, at: datetime) -> Message:
    first = at.astimezone(room.people.zone).date() - timedelta(days=LOOK_BACK)
    wishes = most_wanted(work, Period(midnight(first, room.people.zone)), LISTED)
    lines = []
    for one in wishes:
        mark = "👉 " if one.topic == name else ""
        lines.append(f"{mark}“{field(one.topic)}” · {one.words}")
    waiting = len(open_requests(work))
    lines.append(f"{counted(waiting, 'request').capitalize()} open in all")
    return lines_under("Wanted in the last four weeks", lines, hint=_content_hint(room))


def _content_hint(room: Room) -> str:
    return f"`{room.commands.name('content')} help` lists how requests are taken and answered."
