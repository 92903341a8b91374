"""Leads found by words, by owner, by waiting; all newest state, nothing cached."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.leads.domain.duplicates import fold
from bot.leads.domain.lead import WITH_SALES, Lead, Stage
from bot.leads.domain.numbers import read_number
from bot.leads.store.leads import lead_from, load_lead, select_leads
from bot.leads.store.tables import leads
from bot.leads.views.lists import Listed
from bot.people import queries as people

MOST_WORDS = 8
"""Words of a search that are used; more would only narrow it to nothing."""
_WAITS = and_(leads.c.stage == Stage.MQL, ~leads.c.erased)


@dataclass(frozen=True, slots=True)
class Found:
    """Some leads of a list, and how many there are in all."""

    leads: tuple[Listed, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.leads)


def lead_by_id(work: Work, lead_id: int) -> Lead | None:
    """Return a lead, erased ones too (see `Lead.erased`); None when there is none."""
    return load_lead(work, lead_id)


def find_leads(work: Work, words: str, *, most: int, skip: int = 0) -> Found:
    """Return the leads whose name, company, address or title hold every word, newest first."""
    number = read_number(words)
    one = load_lead(work, number) if number else None
    if one:
        return Found(listed(work, [one]), 1)
    tokens = words.split()[:MOST_WORDS]
    if not tokens:
        return Found((), 0)
    which = [_holds(token) for token in tokens]
    return _page(work, [*which, ~leads.c.erased], order=[leads.c.id.desc()], most=most, skip=skip)


def _holds(token: str) -> ColumnElement[bool]:
    folded = fold(token)
    columns = (leads.c.name, leads.c.company, leads.c.email, leads.c.title)
    said = [func.lower(column).contains(token.lower(), autoescape=True) for column in columns]
    if folded:
        said.append(leads.c.person_key.contains(folded, autoescape=True))
    return or_(*said)


def leads_of(work: Work, owner: str, *, most: int, skip: int = 0) -> Found:
    """Return the leads a rep has to work on: those not contacted first, then oldest first.

    Whom nobody can contact any more is no work; a deal that went further is.
    """
    can_go_on = or_(~leads.c.erased, leads.c.contacted_at.is_not(None))
    return _page(
        work,
        [leads.c.owner == owner, leads.c.stage.in_(WITH_SALES), can_go_on],
        order=[leads.c.contacted_at.is_not(None), leads.c.claimed_at, leads.c.id],
        most=most,
        skip=skip,
    )


def waiting_leads(work: Work, *, most: int, skip: int = 0) -> Found:
    """Return the leads that wait for someone, oldest first."""
    return _page(
        work,
        [_WAITS, leads.c.announced_at.is_not(None)],
        order=[leads.c.announced_at, leads.c.id],
        most=most,
        skip=skip,
    )


def segments_of_leads(work: Work, period: Period, *, most: int = 12) -> list[tuple[str, int]]:
    """Return the segments that the most leads announced in a period are of, and how many each."""
    number = func.count()
    rows = work.execute(
        select(leads.c.segment, number)
        .where(within(leads.c.announced_at, period), leads.c.segment != "")
        .group_by(leads.c.segment)
        .order_by(number.desc(), leads.c.segment)
        .limit(most)
    )
    return [(row.segment, row[1]) for row in rows]


def leads_of_rollup(
    work: Work, key: str, *, most: int, skip: int = 0, waiting_first: bool = False
) -> Found:
    """Return leads of a roll-up in the order they came; `waiting_first` puts the others last."""
    order: list[Any] = [~_WAITS, leads.c.id] if waiting_first else [leads.c.id]
    return _page(work, [leads.c.rollup == key], order=order, most=most, skip=skip)


def waiting_in_rollup(work: Work, key: str) -> int:
    """Count the leads of a roll-up that still wait for someone."""
    which = (leads.c.rollup == key, _WAITS)
    return int(work.execute(select(func.count()).select_from(leads).where(*which)).scalar_one())


def _page(work: Work, which: list[Any], *, order: list[Any], most: int, skip: int = 0) -> Found:
    rows = work.execute(select_leads().where(*which).order_by(*order).limit(most).offset(skip))
    some = [lead_from(row) for row in rows]
    total = skip + len(some)
    if len(some) == most or (skip and not some):
        count = select(func.count()).select_from(leads).where(*which)
        total = int(work.execute(count).scalar_one())
    return Found(listed(work, some), total)


def listed(work: Work, some: list[Lead]) -> tuple[Listed, ...]:
    """Return leads with the names of their owners."""
    named = people.names(work, [lead.owner for lead in some if lead.owner])
    return tuple(Listed(lead, named[lead.owner] if lead.owner else "") for lead in some)
