"""The rows of the mornings' lists and of what managers were told."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select

from bot.kit.db import Work
from bot.kit.prepared import Prepared
from bot.leads.domain.lead import WITH_SALES, Lead, Stage
from bot.leads.domain.left_behind import LISTED
from bot.leads.store.leads import lead_from, select_leads
from bot.leads.store.tables import leads, left_behind_days, left_behind_leads, overdue_leads

UNOWNED = (
    leads.c.stage == Stage.MQL.value,
    leads.c.owner.is_(None),
    leads.c.announced_at.is_not(None),
    ~leads.c.erased,
)
NOT_CONTACTED = (
    leads.c.stage == Stage.ACCEPTED.value,
    leads.c.owner.is_not(None),
    leads.c.claimed_at.is_not(None),
    leads.c.contacted_at.is_(None),
    ~leads.c.erased,
)
OWNED = (
    leads.c.stage.in_([stage.value for stage in WITH_SALES]),
    leads.c.owner.is_not(None),
    leads.c.claimed_at.is_not(None),
    ~leads.c.erased,
)


def unowned_since(work: Work, latest: Any, *, untold: bool) -> list[Any]:
    """Return (id, since) of leads announced at `latest` or before that nobody has, oldest first.

    With `untold`, without those the managers were told of already.
    """
    statement = (
        select(leads.c.id, leads.c.announced_at.label("since"))
        .where(*UNOWNED, leads.c.announced_at <= latest)
        .order_by(leads.c.announced_at, leads.c.id)
    )
    return list(work.execute(_untold(statement) if untold else statement))


def not_contacted(work: Work, *, untold: bool) -> list[Any]:
    """Return (id, owner, since) of leads whose owner made no contact yet, oldest first."""
    statement = (
        select(leads.c.id, leads.c.owner, leads.c.claimed_at.label("since"))
        .where(*NOT_CONTACTED)
        .order_by(leads.c.claimed_at, leads.c.id)
    )
    return list(work.execute(_untold(statement) if untold else statement))


def owners(work: Work) -> set[str]:
    """Return everybody who has a lead with sales."""
    return set(work.execute(select(leads.c.owner).where(*OWNED).distinct()).scalars())


def owned_by(work: Work, some: Collection[str], *, untold: bool) -> list[Any]:
    """Return (id, since) of the leads with sales that these people have, oldest first."""
    statement = (
        select(leads.c.id, leads.c.claimed_at.label("since"))
        .where(*OWNED, leads.c.owner.in_(list(some)))
        .order_by(leads.c.claimed_at, leads.c.id)
    )
    return list(work.execute(_untold(statement) if untold else statement))


def _untold(statement: Any) -> Any:
    return statement.where(
        ~exists(select(overdue_leads.c.lead_id).where(overdue_leads.c.lead_id == leads.c.id))
    )


def load_listed(work: Work, lead_ids: Sequence[int]) -> list[Lead]:
    """Return these leads, in the order given."""
    rows = work.execute(select_leads().where(leads.c.id.in_(list(lead_ids))))
    found = {row.id: lead_from(row) for row in rows}
    return [found[id_] for id_ in lead_ids if id_ in found]


def save_morning(work: Work, day: date, lead_ids: Sequence[int]) -> None:
    """Save which leads were left behind on a morning, also when that is none."""
    work.execute(left_behind_days.insert().values(day=day, more=max(0, len(lead_ids) - LISTED)))
    rows = [{"day": day, "lead_id": id_, "place": place} for place, id_ in enumerate(lead_ids)]
    if rows:
        work.execute(left_behind_leads.insert(), rows)


def latest_morning(work: Work, *, before: date | None = None) -> date | None:
    """Return the day of the last morning's list, or of the last before a day."""
    statement = select(func.max(left_behind_days.c.day))
    if before is not None:
        statement = statement.where(left_behind_days.c.day < before)
    found: date | None = work.execute(statement).scalar_one()
    return found


def listed_on(work: Work, day: date) -> list[int]:
    """Return which leads a morning's message lists, in order."""
    ids = work.execute(
        select(left_behind_leads.c.lead_id)
        .where(left_behind_leads.c.day == day, left_behind_leads.c.place < LISTED)
        .order_by(left_behind_leads.c.place)
    )
    return list(ids.scalars())


def count_unlisted(work: Work, day: date) -> int:
    """Count the leads that were left behind on a morning beside those its message lists."""
    more = select(left_behind_days.c.more).where(left_behind_days.c.day == day)
    return int(work.execute(more).scalar_one())


def count_unlisted_waiting(work: Work, day: date, *, gone: Collection[str]) -> int:
    """Count those of them that still wait; `gone` are the owners who are no reps any more."""
    counted = work.execute(
        select(func.count())
        .select_from(left_behind_leads.join(leads, leads.c.id == left_behind_leads.c.lead_id))
        .where(
            left_behind_leads.c.day == day,
            left_behind_leads.c.place >= LISTED,
            _waits(gone),
        )
    )
    return int(counted.scalar_one())


def _waits(gone: Collection[str]) -> ColumnElement[bool]:
    orphaned = and_(*OWNED, leads.c.owner.in_(list(gone)))
    return or_(and_(*UNOWNED), and_(*NOT_CONTACTED), orphaned)


_MORNING = (
    select(left_behind_leads.c.day)
    .where(
        left_behind_leads.c.lead_id == bindparam("lead"),
        left_behind_leads.c.day == select(func.max(left_behind_days.c.day)).scalar_subquery(),
    )
    .scalar_subquery()
)
_TOLD = (
    select(overdue_leads.c.day)
    .where(overdue_leads.c.lead_id == bindparam("lead"))
    .scalar_subquery()
)
_STANDS_ON = Prepared(select(_MORNING.label("morning"), _TOLD.label("told")), aside=True)


def stands_on(work: Work, lead_id: int) -> tuple[date | None, date | None]:
    """Return the day of the last morning's list if the lead is on it, and when managers were told.

    Asked after every step of every lead, so it is one question.
    """
    row = work.execute(_STANDS_ON, {"lead": lead_id}).one()
    return row.morning, row.told


def expect_stands_on(work: Work, lead_id: int) -> None:
    """Have `stands_on` asked along with the next question."""
    work.expect(_STANDS_ON, {"lead": lead_id})


def note_overdue(work: Work, day: date, lead_ids: Sequence[int]) -> None:
    """Note that the managers were told of these leads."""
    if lead_ids:
        rows = [{"lead_id": id_, "day": day} for id_ in lead_ids]
        work.execute(work.insert(overdue_leads).on_conflict_do_nothing(), rows)


def told_on(work: Work, day: date, *, most: int) -> list[int]:
    """Return the first leads the managers were told of on a day."""
    rows = work.execute(
        select(overdue_leads.c.lead_id)
        .where(overdue_leads.c.day == day)
        .order_by(overdue_leads.c.lead_id)
        .limit(most)
    )
    return list(rows.scalars())


def count_told(work: Work, day: date, *, after: int, gone: Collection[str]) -> int:
    """Count the leads after number `after` that managers were told of and that still wait.

    `gone` are the owners who are no reps any more.
    """
    counted = work.execute(
        select(func.count())
        .select_from(overdue_leads.join(leads, leads.c.id == overdue_leads.c.lead_id))
        .where(
            overdue_leads.c.day == day,
            overdue_leads.c.lead_id > after,
            _waits(gone),
        )
    )
    return int(counted.scalar_one())
