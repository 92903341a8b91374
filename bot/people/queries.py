"""What other rooms may ask about people, channels and working time."""

from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.people import store
from bot.people.domain import (
    Channel,
    Outsider,
    PeopleSettings,
    Person,
    Team,
    WorkingTime,
    must_be_manager,
    must_be_marketer,
    must_be_rep,
    must_be_sales_manager,
)
from bot.people.domain.working_time import read_days, read_hours

__all__ = [
    "acting",
    "alias_of",
    "channel",
    "channel_id",
    "expect_acting",
    "expect_name",
    "is_public_or_shared",
    "is_shared",
    "managers",
    "must_be_manager",
    "must_be_marketer",
    "must_be_rep",
    "must_be_sales_manager",
    "name",
    "names",
    "people_in",
    "people_of",
    "person",
    "working_time",
    "working_times",
    "workspace_time",
]

UNKNOWN_NAME = "someone"
"""Shown for a person we have never seen a name of."""

_REFUSED = {
    Outsider.DEACTIVATED: "Your account is deactivated, so your role here has ended.",
    Outsider.OTHER_ORGANISATION: (
        "You are here from another organisation. "
        "Only the sales and marketing teams of this workspace can use this."
    ),
    Outsider.GUEST: (
        "Guests can't use this. It is for full members of the sales and marketing teams; "
        "the colleague who invited you can do it for you."
    ),
    Outsider.APP: "Apps can't use this; a person has to.",
}


def acting(work: Work, gesture: Gesture) -> Person:
    """Return who made the gesture, with the roles they have now.

    Raises Refusal for guests, other organisations, the deactivated and whoever is in neither
    team. Ask it at every door and at every submit: roles end while modals are open.
    """
    facts = store.facts_of(work, gesture.user)
    if facts is None:
        raise Refusal(_in_neither_team(work))
    if gesture.user_team and facts.team_id and gesture.user_team != facts.team_id:
        raise Refusal(_REFUSED[Outsider.OTHER_ORGANISATION])
    who = facts.person
    if who.outsider:
        raise Refusal(_REFUSED[who.outsider])
    if not who.teams:
        raise Refusal(_in_neither_team(work))
    return who


def expect_acting(work: Work, gesture: Gesture) -> None:
    """Have `acting` asked along with the next question."""
    store.expect_facts(work, gesture.user)


def _in_neither_team(work: Work) -> str:
    named = {alias: channel(work, alias) for alias in Team}
    sales, marketing = (f"#{found.name if found else alias}" for alias, found in named.items())
    return (
        f"Only members of {sales} or {marketing} can use this. "
        "Join the channel of your team and try again."
    )


def person(work: Work, id: str) -> Person | None:  # noqa: A002 - Slack's word for it
    """Return a person by Slack id, with the roles they have now; None for somebody never seen."""
    facts = store.facts_of(work, id)
    return facts.person if facts else None


def people_of(work: Work, ids: Collection[str]) -> dict[str, Person]:
    """Return several people by Slack id, with the roles they have now; who was never seen is not
    among them.
    """
    return {facts.id: facts.person for facts in store.facts_of_some(work, ids)}


def people_in(work: Work, team: Team) -> list[Person]:
    """Return everybody of a team by name: its reps or marketers, and its managers."""
    everyone = (facts.person for facts in store.facts_of_team(work, team))
    return [one for one in everyone if team in one.teams]


def managers(work: Work, team: Team) -> list[Person]:
    """Return the managers of a team by name."""
    return [
        one
        for one in people_in(work, team)
        if (one.is_sales_manager if team is Team.SALES else one.is_marketing_manager)
    ]


def names(work: Work, ids: Iterable[str]) -> dict[str, str]:
    """Return a name for every one of `ids`; "someone" for whom we do not know."""
    asked = set(ids)
    return dict.fromkeys(asked, UNKNOWN_NAME) | (store.names_of(work, asked) if asked else {})


def name(work: Work, id: str) -> str:  # noqa: A002 - Slack's word for it
    """Return a person's name; "someone" for whom we do not know."""
    found = person(work, id)
    return found.name if found else UNKNOWN_NAME


def expect_name(work: Work, id: str) -> None:  # noqa: A002 - Slack's word for it
    """Have `name` asked along with the next question."""
    store.expect_facts(work, id)


def channel(work: Work, alias: str) -> Channel | None:
    """Return the channel "sales", "marketing" or "joint"; None until Slack was first asked."""
    return store.channel_by(work, alias=alias)


def channel_id(work: Work, alias: str) -> str | None:
    """Return the Slack id of the channel "sales", "marketing" or "joint"."""
    found = store.channel_by(work, alias=alias)
    return found.slack_id if found else None


def alias_of(work: Work, slack_channel_id: str) -> str | None:
    """Return "sales", "marketing" or "joint" for the id of that channel; None for any other."""
    found = store.channel_by(work, slack_id=slack_channel_id)
    return found.alias if found else None


def is_shared(work: Work, alias: str) -> bool:
    """Tell whether another organisation reads along, so that nothing personal may be shown."""
    found = store.channel_by(work, alias=alias)
    return found is not None and found.is_ext_shared


def is_public_or_shared(work: Work, alias: str) -> bool:
    """Tell whether more people can read the channel than its team."""
    found = store.channel_by(work, alias=alias)
    return found is not None and (found.is_public or found.is_ext_shared)


def workspace_time(settings: PeopleSettings) -> WorkingTime:
    """Return the company's working time, for what concerns no single person."""
    return settings.working_time


def working_time(work: Work, person: Person | None, settings: PeopleSettings) -> WorkingTime:
    """Return a person's working time: own zone, days, hours and absences; None = the company's."""
    company = settings.working_time
    if person is None:
        return company
    days, hours = store.own_hours(work, person.id)
    opens, closes = read_hours(hours) if hours else (company.opens, company.closes)
    return WorkingTime(
        zone=_zone(person.zone, settings.zone),
        days=read_days(days) if days else company.days,
        opens=opens,
        closes=closes,
        holidays=company.holidays,
        absences=store.absences_of(work, person.id),
    )


def working_times(
    work: Work, ids: Iterable[str], settings: PeopleSettings
) -> dict[str, WorkingTime]:
    """Return the working time of many people at once; who is not known works as the company."""
    company = settings.working_time
    times = dict.fromkeys(ids, company)
    for id_, own in store.own_times_of(work, times).items():
        opens, closes = read_hours(own.hours) if own.hours else (company.opens, company.closes)
        times[id_] = WorkingTime(
            zone=_zone(own.zone, settings.zone),
            days=read_days(own.days) if own.days else company.days,
            opens=opens,
            closes=closes,
            holidays=company.holidays,
            absences=own.absences,
        )
    return times


def _zone(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return otherwise
