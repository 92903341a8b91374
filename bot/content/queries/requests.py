"""What other rooms and the lists ask about content requests."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.content.domain.request import AnswerTime, ContentNumbers, Request, State
from bot.content.queries.request_exports import first_delivered_at
from bot.content.store import requests as store
from bot.content.store.request_tables import opinions, requests
from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.people.domain import PeopleSettings, Person


def content_numbers(work: Work, period: Period) -> ContentNumbers:
    """Return the requests of a period; see ContentNumbers for what counts as what."""
    declined = requests.c.state == State.DECLINED.value
    said = select(
        func.count().filter(opinions.c.helped), func.count().filter(~opinions.c.helped)
    ).where(within(opinions.c.at, period))
    helped, not_helped = work.execute(said).one()
    return ContentNumbers(
        asked=store.count_requests(work, within(requests.c.asked_at, period)),
        answered=store.count_requests(work, within(first_delivered_at(), period)),
        declined=store.count_requests(work, declined, within(requests.c.closed_at, period)),
        helped=int(helped),
        not_helped=int(not_helped),
        open_now=store.count_requests(work, store.is_waiting()),
    )


def open_requests(work: Work) -> Sequence[Request]:
    """Return the requests that wait for an answer, the one needed first."""
    return store.load_requests(work, store.is_waiting(), order=[requests.c.needed_by])


def overdue_requests(
    work: Work, at: datetime, company: PeopleSettings | None = None
) -> Sequence[Request]:
    """Return the requests whose day is over and that have no answer, longest overdue first.

    The day is the company's, when its settings are given.
    """
    today = at.astimezone(company.zone).date() if company else at.date()
    return store.load_requests(
        work, store.is_waiting(), store.is_needed_before(today), order=[requests.c.needed_by]
    )


def answer_minutes(work: Work, period: Period) -> Sequence[AnswerTime]:
    """Return when each request asked for in a period was asked and first answered.

    Rows, so that whoever counts promises counts them in their own working time. Those that were
    withdrawn or merged before an answer owe none and are left out.
    """
    closed_unanswered = (requests.c.state == State.CLOSED.value) & requests.c.answered_at.is_(None)
    rows = work.execute(
        select(requests.c.id, requests.c.asked_at, requests.c.answered_at)
        .where(within(requests.c.asked_at, period), ~closed_unanswered)
        .order_by(requests.c.asked_at, requests.c.id)
    )
    return [AnswerTime(row.id, row.asked_at, row.answered_at) for row in rows]


class Which(StrEnum):
    """The lists that people ask for."""

    OPEN = "open"
    MINE = "mine"
    OVERDUE = "overdue"
    ALL = "all"


def some_requests(
    work: Work, which: Which, *, by: Person, today: date, most: int, skip: int = 0
) -> tuple[list[Request], int]:
    """Return the requests of a list after the first `skip`, and how many there are in all.

    `mine` is what somebody has to answer, and what they asked for that is not closed. Those that
    wait come first, the one needed first; all of them newest first.
    """
    conditions: dict[Which, tuple[ColumnElement[bool], ...]] = {
        Which.OPEN: (store.is_waiting(),),
        Which.MINE: (
            or_(
                store.is_owned_by(by.id),
                and_(store.was_asked_by(by.id), store.is_not_over()),
            ),
        ),
        Which.OVERDUE: (store.is_waiting(), store.is_needed_before(today)),
        Which.ALL: (),
    }
    where = conditions[which]
    order = [requests.c.id.desc()] if which is Which.ALL else [requests.c.needed_by]
    found = store.load_requests(work, *where, order=order, most=most, skip=skip)
    if found and len(found) < most:
        return found, skip + len(found)
    return found, store.count_requests(work, *where)


def some_of(work: Work, *which: ColumnElement[bool], most: int) -> tuple[list[Request], int]:
    """Return the first requests for which all of `which` hold, and how many there are."""
    found = store.load_requests(work, *which, order=[requests.c.needed_by], most=most)
    return found, len(found) if len(found) < most else store.count_requests(work, *which)
