"""Actions as rows, and the agenda as a document."""

from collections.abc import Iterator

from bot.kit.csv_safe import Sheet
from bot.kit.db import Work
from bot.kit.periods import Period
from bot.meetings.queries.dates import load_occurrence, meeting_now
from bot.meetings.queries.messages import agenda_facts, today_of
from bot.meetings.room import Room
from bot.meetings.store.action_items import all_actions
from bot.meetings.views.agenda import agenda_markdown
from bot.people import queries as people

ACTIONS = (
    "action",
    "meeting",
    "point",
    "what",
    "owner",
    "owner_id",
    "due",
    "success",
    "state",
    "days_late",
    "moved",
    "given_by",
    "given_at",
    "closed_at",
    "reason",
)


def export_actions(room: Room, work: Work, period: Period) -> Sheet:
    """Return the actions given in a period, a row each, by their due date."""
    return Sheet(ACTIONS, _action_rows(room, work, period))


def _action_rows(room: Room, work: Work, period: Period) -> Iterator[tuple[object, ...]]:
    today = today_of(room)
    found = all_actions(work, period)
    named = people.names(work, [one.owner for one in found] + [one.by for one in found])
    for one in found:
        occurrence = load_occurrence(work, one.occurrence_id)
        yield (
            one.number,
            occurrence.starts_at if occurrence else None,
            one.point,
            one.what,
            named[one.owner],
            one.owner,
            one.due.isoformat(),
            one.success,
            one.state.value,
            one.days_late(today),
            one.moved,
            named[one.by],
            one.at,
            one.closed_at,
            one.reason,
        )


def agenda_document(room: Room, work: Work) -> str | None:
    """Return the agenda of the meeting that runs, or of the next one, as Markdown."""
    occurrence = meeting_now(work, room.clock.business())
    if occurrence is None:
        return None
    return agenda_markdown(agenda_facts(room, work, occurrence))
