"""Which leads nobody took or contacted in time, and how the messages about them stand."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.kit.db import Work
from bot.kit.outbox.views import Message
from bot.leads.domain.left_behind import LISTED, Waiting, latest_start
from bot.leads.domain.settings import LeadSettings
from bot.leads.queries.leads import Found, listed
from bot.leads.store.left_behind import (
    count_told,
    count_unlisted,
    count_unlisted_waiting,
    latest_morning,
    listed_on,
    load_listed,
    not_contacted,
    owned_by,
    owners,
    told_on,
    unowned_since,
)
from bot.leads.views.left_behind import LeftBehind, Overdue, Standing, left_behind, overdue
from bot.people import queries as people
from bot.people.domain import PeopleSettings, Team, WorkingTime


def waiting_too_long(
    work: Work,
    *,
    settings: LeadSettings,
    company: PeopleSettings,
    at: datetime,
    longer_by: timedelta = timedelta(0),
    untold: bool = False,
    orphaned: bool = True,
) -> list[Waiting]:
    """Return the leads past their promise by more than `longer_by` of working time, oldest first.

    A lead without an owner is measured in the company's working time from its announcement; one
    that is taken and not contacted in its owner's, absences included, from when it was taken.
    The leads of an owner who has left sales are among them at once, whatever was done with them;
    without `orphaned` only where they were not contacted in time. With `untold`, without those the
    sales managers were told of already.
    """
    extra = longer_by.total_seconds() / 60
    found = []
    accept = latest_start(
        people.workspace_time(company), minutes=settings.accept_within_minutes + extra, at=at
    )
    if accept:
        rows = unowned_since(work, accept, untold=untold)
        found += [Waiting(row.id, row.since) for row in rows]
    contact = _Latest(
        work, company=company, minutes=settings.contact_within_hours * 60 + extra, at=at
    )
    gone = _gone(work, owners(work)) if orphaned else set()
    found += [
        Waiting(row.id, row.since)
        for row in not_contacted(work, untold=untold)
        if row.owner not in gone and contact.is_past(row.owner, row.since)
    ]
    if gone:
        found += [Waiting(row.id, row.since) for row in owned_by(work, gone, untold=untold)]
    return sorted(found, key=lambda one: (one.since, one.lead_id))


def some_left_behind(
    work: Work,
    *,
    settings: LeadSettings,
    company: PeopleSettings,
    at: datetime,
    most: int,
    skip: int = 0,
) -> Found:
    """Return a page of `waiting_too_long`."""
    waiting = waiting_too_long(work, settings=settings, company=company, at=at)
    page = [one.lead_id for one in waiting[skip : skip + most]]
    return Found(listed(work, load_listed(work, page)), len(waiting))


def _gone(work: Work, some: set[str]) -> set[str]:
    """Return those of some owners who are no reps any more."""
    return some - {one.id for one in people.people_in(work, Team.SALES) if one.is_rep}


class _Latest:
    """Remembers each owner's latest start, since one owner has many leads."""

    def __init__(
        self, work: Work, *, company: PeopleSettings, minutes: float, at: datetime
    ) -> None:
        self._work = work
        self._company = company
        self._minutes = minutes
        self._at = at
        self._known: dict[str, datetime | None] = {}

    def is_past(self, owner: str, since: datetime) -> bool:
        if owner not in self._known:
            self._known[owner] = latest_start(self._time(owner), minutes=self._minutes, at=self._at)
        latest = self._known[owner]
        return latest is not None and since <= latest

    def _time(self, owner: str) -> WorkingTime:
        person = people.person(self._work, owner)
        return people.working_time(self._work, person, self._company)


def morning_message(work: Work, args: dict[str, Any]) -> Message | None:
    """Render "left_behind" {"day"}: that morning's leads as they stand now.

    Once a later morning has come it only says how many of them still wait, without names and
    buttons.
    """
    day = date.fromisoformat(args["day"])
    those = listed_on(work, day)
    if not those:
        return None
    unlisted = count_unlisted(work, day)
    gone = _gone(work, owners(work)) if unlisted else set()
    facts = LeftBehind(
        day=day,
        leads=_standing(work, those),
        unlisted=unlisted,
        more=count_unlisted_waiting(work, day, gone=gone) if unlisted else 0,
        is_over=latest_morning(work) != day,
        shared=people.is_shared(work, "sales"),
    )
    return left_behind(facts)


def overdue_message(work: Work, args: dict[str, Any]) -> Message | None:
    """Render "overdue" {"day"}: what the sales managers are told privately."""
    day = date.fromisoformat(args["day"])
    told = told_on(work, day, most=LISTED)
    if not told:
        return None
    gone = _gone(work, owners(work))
    more = count_told(work, day, after=told[-1], gone=gone)
    return overdue(Overdue(leads=_standing(work, told), more=more))


def _standing(work: Work, lead_ids: list[int]) -> tuple[Standing, ...]:
    found = load_listed(work, lead_ids)
    owning = {lead.owner for lead in found if lead.owner}
    named, gone = people.names(work, owning), _gone(work, owning)
    return tuple(
        Standing(lead, named[lead.owner], has_left=lead.owner in gone)
        if lead.owner
        else Standing(lead)
        for lead in found
    )
