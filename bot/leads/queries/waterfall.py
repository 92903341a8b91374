"""The waterfall, counted from the leads' rows: for the scoreboard and whatever it feeds.

Which row counts when is said by `Flow`, and once more in docs/decisions/. A step counts where it
happened and only while it stands: a lead that was handed back is no longer accepted, nor sales
qualified. `accepted`, `rejected` and the ratings are the very numbers of `numbers_by_campaign`.

Each count is a statement of its own, so that each is answered from the index of its moment.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select, union_all
from sqlalchemy.sql.expression import Select

from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.kit.sql_plans import by_no_index
from bot.kit.sql_time import epoch
from bot.leads.domain.campaigns import by_frequency
from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.domain.waterfall import Answer, By, Cohort, Flow, Key, Milestone
from bot.leads.store.tables import campaigns, leads, verdicts

AT_ONCE = 1000
"""Rows read at a time."""
_GROUPED = {
    None: null(),
    By.CAMPAIGN: by_no_index(leads.c.campaign_id),
    By.SOURCE: by_no_index(leads.c.source),
    By.SEGMENT: by_no_index(leads.c.segment),
    By.REP: by_no_index(leads.c.owner),
}
_REJECTED = leads.c.stage == Stage.REJECTED.value
# By the index of its end: that of its stage has the deals of all years.
_WON = by_no_index(leads.c.stage) == Stage.WON.value
_ANY_STAGE = leads.c.stage.in_([stage.value for stage in Stage])
"""Always so; it lets the index of (stage, received_at) find arrivals."""
_REACHED: dict[Milestone, tuple[ColumnElement[Any], ColumnElement[bool]]] = {
    Milestone.INQUIRY: (leads.c.received_at, _ANY_STAGE),
    Milestone.MQL: (leads.c.announced_at, leads.c.announced_at.is_not(None)),
    Milestone.ACCEPTED: (leads.c.claimed_at, leads.c.claimed_at.is_not(None)),
    Milestone.SALES_QUALIFIED: (
        leads.c.sales_qualified_at,
        leads.c.sales_qualified_at.is_not(None),
    ),
    Milestone.OPPORTUNITY: (leads.c.opportunity_at, leads.c.opportunity_at.is_not(None)),
    Milestone.WON: (leads.c.ended_at, and_(_WON, leads.c.ended_at.is_not(None))),
}
"""When each step was made, and whether it was."""
_LASTED = {
    Milestone.INQUIRY: (leads.c.received_at, leads.c.announced_at),
    Milestone.MQL: (leads.c.announced_at, leads.c.answered_at),
    Milestone.ACCEPTED: (leads.c.answered_at, leads.c.sales_qualified_at),
    Milestone.SALES_QUALIFIED: (leads.c.sales_qualified_at, leads.c.opportunity_at),
    Milestone.OPPORTUNITY: (leads.c.opportunity_at, leads.c.ended_at),
}
"""From when to when the way to the next step is measured. That a lead changed hands meanwhile
makes its way no shorter: it was accepted when sales first took it."""
_AMOUNT = func.coalesce(leads.c.amount, 0)


def first_arrival(work: Work) -> datetime | None:
    """Return when the first lead of all arrived, None before any has."""
    # A question a stage is answered from the index; the least of all leads reads every one of them.
    firsts = union_all(
        *(
            select(func.min(leads.c.received_at).label("at")).where(leads.c.stage == stage.value)
            for stage in Stage
        )
    ).subquery()
    found: datetime | None = work.execute(select(func.min(firsts.c.at))).scalar_one()
    return found


def flows(work: Work, period: Period, by: By | None = None) -> dict[Key, Flow]:
    """Return what happened in a period, by group; a group of which nothing happened is left out.

    Without `by` the one group is None, and it is there only when something happened.
    """
    found: dict[Key, dict[str, Any]] = defaultdict(
        lambda: {"reached": Counter(), "went_on": Counter()}
    )
    for milestone in Milestone:
        for row in work.execute(_steps(milestone, period, by)):
            group = found[row.key]
            group["reached"][milestone] = row.count
            if milestone.next:
                group["went_on"][milestone] = row.went_on
            if milestone is Milestone.ACCEPTED:
                group |= {"taken": row.count, "refused": row.refused, "both": row.both}
            if milestone is Milestone.OPPORTUNITY:
                group["pipeline"] = _money(row.amount)
    for row in work.execute(_ends(period, by)):
        found[row.key][row.stage] = row.count
        if row.stage == Stage.WON.value:
            found[row.key]["revenue"] = _money(row.amount)
    ratings, reasons = _ratings(work, period, by)
    for key in ratings:
        found[key] |= {"ratings": ratings[key], "reasons": by_frequency(reasons[key])}
    return {key: _flow(group) for key, group in found.items()}


def _flow(group: dict[str, Any]) -> Flow:
    rejected = group.get("rejected", 0)
    both = group.get("both", 0)
    taken = group.get("taken", 0)
    more = {name: group[name] for name in ("ratings", "reasons") if name in group}
    return Flow(
        reached=group["reached"],
        went_on=group["went_on"],
        rejected=rejected,
        disqualified=group.get("disqualified", 0),
        recycled=group.get("recycled", 0),
        lost=group.get("lost", 0),
        decided=taken + rejected - both,
        stood=taken - group.get("refused", 0),
        pipeline=group.get("pipeline", Decimal(0)),
        revenue=group.get("revenue", Decimal(0)),
        **more,
    )


def _steps(milestone: Milestone, period: Period, by: By | None) -> Select[Any]:
    moment, made = _REACHED[milestone]
    columns: list[ColumnElement[Any]] = [_GROUPED[by].label("key"), func.count().label("count")]
    if milestone.next:
        columns.append(_count(_REACHED[milestone.next][1]).label("went_on"))
    if milestone is Milestone.ACCEPTED:
        columns += [
            _count(_REJECTED).label("refused"),
            _count(and_(_REJECTED, within(leads.c.ended_at, period))).label("both"),
        ]
    if milestone is Milestone.OPPORTUNITY:
        columns.append(func.sum(_AMOUNT).label("amount"))
    return _each(select(*columns).where(within(moment, period), made), by)


def _each(statement: Select[Any], by: By | None) -> Select[Any]:
    """Group it; without groups leave out the one row that says nothing."""
    if by is None:
        return statement.having(func.count() > 0)
    return statement.group_by(_GROUPED[by])


def _ends(period: Period, by: By | None) -> Select[Any]:
    grouped = [] if by is None else [_GROUPED[by]]
    return (
        select(
            _GROUPED[by].label("key"),
            leads.c.stage,
            func.count().label("count"),
            func.sum(_AMOUNT).label("amount"),
        )
        .where(within(leads.c.ended_at, period))
        .group_by(*grouped, by_no_index(leads.c.stage))
    )


def _count(condition: ColumnElement[bool]) -> Any:
    return func.count(case((condition, 1)))


def _money(amount: Any) -> Decimal:
    return Decimal(str(amount or 0)).quantize(Decimal("0.01"))


def _ratings(
    work: Work, period: Period, by: By | None
) -> tuple[dict[Key, Counter[Verdict]], dict[Key, Counter[Reason | None]]]:
    ratings: dict[Key, Counter[Verdict]] = defaultdict(Counter)
    reasons: dict[Key, Counter[Reason | None]] = defaultdict(Counter)
    said: list[ColumnElement[Any]] = [verdicts.c.verdict, verdicts.c.reason]
    statement = select(_GROUPED[by].label("key"), *said, func.count())
    if by is not None:
        statement = statement.join(leads, leads.c.id == verdicts.c.lead_id)
        said = [_GROUPED[by], *said]
    rows = work.execute(
        statement.where(
            verdicts.c.verdict.is_not(None), within(verdicts.c.first_at, period)
        ).group_by(*said)
    )
    for key, given, why, count in rows:
        verdict = Verdict(given)
        ratings[key][verdict] += count
        if verdict.wants_reason:
            reasons[key][Reason(why) if why else None] += count
    return ratings, reasons


def medians(
    work: Work, period: Period, milestone: Milestone, by: By | None = None
) -> dict[Key, float]:
    """Return, by group, the median seconds from a step made in the period to the next one.

    Of the leads that have made the next one so far; a group without any is left out.
    """
    if milestone.next is None:
        return {}
    moment, made = _REACHED[milestone]
    begun, done = _LASTED[milestone]
    lasted = epoch(done) - epoch(begun)
    grouped = [] if by is None else [_GROUPED[by]]
    ranked = (
        select(
            _GROUPED[by].label("key"),
            lasted.label("lasted"),
            func.row_number().over(partition_by=grouped, order_by=lasted).label("place"),
            func.count().over(partition_by=grouped).label("many"),
        )
        .where(within(moment, period), made, _REACHED[milestone.next][1])
        .where(begun.is_not(None), done.is_not(None))
        .subquery()
    )
    # The one in the middle, or the two.
    middle = and_(ranked.c.place * 2 >= ranked.c.many, ranked.c.place * 2 <= ranked.c.many + 2)
    rows = work.execute(
        select(ranked.c.key, func.avg(ranked.c.lasted)).where(middle).group_by(ranked.c.key)
    )
    return {key: max(0.0, float(seconds)) for key, seconds in rows}


def cohorts(work: Work, period: Period, by: By | None = None) -> dict[Key, Cohort]:
    """Return what has become so far of the leads that qualified in a period, by group."""
    later = list(Milestone)[1:]
    ends = (Stage.REJECTED, Stage.DISQUALIFIED, Stage.RECYCLED, Stage.LOST)
    statement = select(
        _GROUPED[by].label("key"),
        *(_count(_REACHED[one][1]).label(one.value) for one in later),
        *(_count(leads.c.stage == one.value).label(f"in_{one.value}") for one in ends),
        func.sum(case((leads.c.opportunity_at.is_not(None), _AMOUNT), else_=0)).label("pipeline"),
        func.sum(case((_WON, _AMOUNT), else_=0)).label("revenue"),
    ).where(within(leads.c.announced_at, period))
    return {
        row.key: Cohort(
            reached={one: getattr(row, one.value) for one in later},
            rejected=row.in_rejected,
            disqualified=row.in_disqualified,
            recycled=row.in_recycled,
            lost=row.in_lost,
            pipeline=_money(row.pipeline),
            revenue=_money(row.revenue),
        )
        for row in work.execute(_each(statement, by))
    }


def first_answers(work: Work, period: Period, by: By | None = None) -> Iterator[Answer]:
    """Give, for each lead announced in a period, how long it waited for sales' first answer.

    Answered is a lead that was taken, given to somebody or rejected; a taking that was taken back
    is none. Leads that can no longer be answered (erased meanwhile) are left out.
    """
    waits = and_(leads.c.stage == Stage.MQL.value, ~leads.c.erased)
    rows = work.execute(
        select(
            _GROUPED[by].label("key"),
            epoch(leads.c.announced_at),
            epoch(leads.c.answered_at),
            leads.c.answered_by,
        ).where(within(leads.c.announced_at, period), or_(leads.c.answered_at.is_not(None), waits))
    )
    return (Answer(*row) for part in rows.partitions(AT_ONCE) for row in part)


def first_contacts(work: Work, period: Period, by: By | None = None) -> Iterator[Answer]:
    """Give, for each lead taken in a period, how long it waited for the first contact.

    It is measured from when the one who made contact had it. Leads that nobody has, or whose story
    ended without a contact, are left out; while it is waited for, `by` is the owner.
    """
    waits = and_(
        leads.c.contacted_at.is_(None), leads.c.stage == Stage.ACCEPTED.value, ~leads.c.erased
    )
    taken = func.coalesce(leads.c.contact_from, leads.c.claimed_at)
    who = func.coalesce(leads.c.contacted_by, leads.c.owner)
    # A lead given to somebody else after its contact was claimed later than it was contacted.
    since = Period(start=period.start)
    rows = work.execute(
        select(
            _GROUPED[by].label("key"), epoch(taken), epoch(leads.c.contacted_at), who.label("who")
        ).where(
            within(leads.c.claimed_at, since),
            within(taken, period),
            or_(leads.c.contacted_at.is_not(None), waits),
        )
    )
    return (Answer(*row) for part in rows.partitions(AT_ONCE) for row in part)


def waterfall_rows(work: Work, period: Period) -> Iterator[Any]:
    """Give the leads of which anything happened in a period, by number, with every moment.

    Each row is a lead with `campaign_name` and `kind`, and with when the person who made contact
    had it (`taken_at`), which is `contact_from` also while the contact is waited for.
    """
    moments = (
        leads.c.received_at,
        leads.c.announced_at,
        leads.c.answered_at,
        leads.c.claimed_at,
        leads.c.contact_from,
        leads.c.sales_qualified_at,
        leads.c.opportunity_at,
        leads.c.ended_at,
    )
    statement = (
        select(
            leads.c.id,
            leads.c.source,
            leads.c.segment,
            leads.c.stage,
            leads.c.owner,
            leads.c.reason,
            leads.c.amount,
            leads.c.erased,
            leads.c.contacted_at,
            leads.c.contacted_by,
            leads.c.answered_by,
            *moments,
            func.coalesce(leads.c.contact_from, leads.c.claimed_at).label("taken_at"),
            campaigns.c.kind,
            campaigns.c.name.label("campaign_name"),
        )
        .outerjoin(campaigns, campaigns.c.id == leads.c.campaign_id)
        .where(or_(*(within(moment, period) for moment in moments)))
        .order_by(leads.c.id)
        .execution_options(yield_per=AT_ONCE)
    )
    yield from work.execute(statement)


def names_of_groups(work: Work, by: By, keys: list[Key]) -> dict[Key, str]:
    """Return what groups are called; reps are named by the people room."""
    if by is By.CAMPAIGN:
        rows = work.execute(select(campaigns.c.id, campaigns.c.name))
        known = {row.id: row.name for row in rows}
        return {key: known.get(key, "A deleted campaign") for key in keys if isinstance(key, int)}
    return {key: str(key) if key else f"No {by}" for key in keys}
