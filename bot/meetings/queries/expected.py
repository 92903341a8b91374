"""Who is expected at a meeting, who chairs it now, and who came."""

from dataclasses import dataclass

from bot.kit.db import Work
from bot.meetings.domain.dates import Occurrence
from bot.meetings.domain.running import Run
from bot.meetings.store.attendance import guests_of, replies_to
from bot.meetings.store.dates import series_ever
from bot.meetings.store.running import load_presence
from bot.people import queries as people
from bot.people.domain import Outsider, Person, Team


@dataclass(frozen=True, slots=True)
class Chairing:
    """Who chairs a meeting: nobody (empty) when that person has left both teams meanwhile.

    `nobody_else` says that no manager could do it in their place, so that anybody may.
    """

    id: str = ""
    name: str = ""
    nobody_else: bool = False


def chairing(work: Work, occurrence: Occurrence) -> Chairing:
    """Return who chairs a meeting, as far as they are still with us."""
    person = people.person(work, occurrence.chair) if occurrence.chair else None
    if person and person.teams:
        return Chairing(person.id, person.name)
    managed = any(people.managers(work, team) for team in Team)
    return Chairing(nobody_else=not managed)


def members(work: Work) -> list[Person]:
    """Return everybody of both teams once, by name."""
    found = {one.id: one for team in Team for one in people.people_in(work, team)}
    return sorted(found.values(), key=lambda one: (one.name.casefold(), one.id))


def expected(work: Work, occurrence: Occurrence) -> list[str]:
    """Return the Slack ids of those who may come: invited, and not unable to."""
    series = series_ever(work)
    ours = [one.id for one in members(work)]
    invited = list(ours) if series is None or series.everyone else []
    if series:
        invited += series.people
    invited += [*guests_of(work, occurrence.id), *([occurrence.chair] if occurrence.chair else [])]
    replies = replies_to(work, occurrence.id, starts_at=occurrence.starts_at)
    known = set(ours)
    return [
        one
        for one in dict.fromkeys(invited)
        if replies.get(one, True) and (one in known or not _has_left(work, one))
    ]


def _has_left(work: Work, person: str) -> bool:
    found = people.person(work, person)
    return found is not None and found.outsider is Outsider.DEACTIVATED


def pinged_in(work: Work, occurrence: Occurrence, *, to: str) -> tuple[str, ...]:
    """Return whom the message in `to` mentions: everybody once, in the channel of their team."""
    some = expected(work, occurrence)
    if to == "joint":
        return tuple(some)
    teams = {one.id: one.team for one in members(work)}
    return tuple(one for one in some if teams.get(one) == to)


def who_came(work: Work, occurrence: Occurrence, run: Run) -> list[str]:
    """Return who came: as corrected, else those who said they would, and who started it."""
    corrected = load_presence(work, occurrence.id)
    if corrected is not None:
        return corrected
    replies = replies_to(work, occurrence.id, starts_at=occurrence.starts_at)
    going = [one for one, comes in replies.items() if comes]
    return list(dict.fromkeys([*going, *([run.started_by] if run.started_by else [])]))
