"""What meetings themselves bring to the agenda: actions, people's items, the plan."""

from bot.kit.text import cut
from bot.kit.wording import counted
from bot.meetings.domain.agenda import Line, Point, Wanted
from bot.meetings.queries.asking import Asking
from bot.meetings.queries.dates import next_meeting
from bot.meetings.store.action_items import actions_closed, open_actions
from bot.meetings.store.items import open_items
from bot.people.domain import Team

SHOWN = 12
TITLE = 120
"""Characters of an item in its point's title; all of it stands below when it is longer."""


def since_last_time(asking: Asking) -> list[Point]:
    """The actions: all open ones, late ones first, and what was done since."""
    today = asking.at.astimezone(asking.room.people.zone).date()
    still = sorted(open_actions(asking.work), key=lambda one: (one.due, one.id))
    closed = actions_closed(asking.work, asking.period)
    if not still and not closed:
        return []
    named = asking.names(one.owner for one in [*still, *closed])
    lines = [
        Line(f"{one.number} {named[one.owner]}: {cut(one.what, 120)} · {one.standing(today)}")
        for one in [*still, *closed]
    ]
    if len(lines) > SHOWN:
        lines = [*lines[: SHOWN - 1], Line(f"and {len(lines) - SHOWN + 1} more: /meeting actions")]
    late = sum(bool(one.days_late(today)) for one in still)
    said = [f"{len(still)} open" + (f", {late} late" if late else "")] if still else []
    if done := sum(one.state.value == "done" for one in closed):
        said.append(f"{done} done")
    if given_up := len(closed) - done:
        said.append(f"{given_up} given up")
    return [
        Point(
            key="since-last-time",
            title=f"Since last time: actions {' · '.join(said)}",
            wanted=Wanted.DISCUSS if late or given_up else Wanted.INFORM,
            presents=asking.chair,
            floor=3,
            enough=min(10, 3 + len(lines)),
            weight=85,
            lines=tuple(lines),
        )
    ]


def own_items(asking: Asking) -> list[Point]:
    """What people put there, by votes."""
    found = open_items(asking.work)
    named = asking.names(one.by for one in found)
    points = []
    for item in found:
        put = f"{counted(item.votes, 'vote')} · put there {asking.day(item.at)}"
        lines = [Line(f"{put} · parked last time" if item.parked_in else put)]
        if len(item.text) > TITLE:
            lines.append(Line(item.text))
        if item.address:
            lines.append(Line("the message it is about", item.address))
        points.append(
            Point(
                key=item.key,
                title=cut(item.text, TITLE),
                wanted=Wanted.DISCUSS,
                presents=named[item.by],
                floor=5,
                enough=10,
                weight=min(74, 55 + 3 * item.votes + (6 if item.parked_in else 0)),
                lines=tuple(lines),
                item=item.id,
                votes=item.votes,
            )
        )
    return points


def the_plan(asking: Asking) -> list[Point]:
    """What is planned until the meeting after; it is the last thing on every agenda."""
    after = next_meeting(asking.work, asking.occurrence.ends_at)
    lines = []
    if after and after.id != asking.occurrence.id:
        lines.append(Line(f"The next meeting is on {asking.day(after.starts_at)}"))
    return [
        Point(
            key="plan",
            title="The next month's plan",
            wanted=Wanted.DECIDE,
            presents=asking.heads(Team.MARKETING, Team.SALES),
            floor=5,
            enough=10,
            weight=90,
            lines=tuple(lines),
        )
    ]
