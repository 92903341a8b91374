"""The rows of content requests. What decides who wins is one statement each."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from bot.content.domain.request import (
    WAITING,
    Asker,
    Closing,
    Request,
    State,
    Wish,
)
from bot.content.store.request_tables import (
    askers,
    requests,
)
from bot.kit.db import Work

_WAITING = tuple(state.value for state in WAITING)


def insert_request(
    work: Work, wish: Wish, *, asker: str, existing: Sequence[int], once: str | None, at: datetime
) -> int | None:
    """Save a new request and who asked; return its id, or None when `once` was saved before."""
    request_id = work.execute(
        work.insert(requests)
        .values(
            once=once,
            topic=wish.topic,
            belief=wish.belief,
            format=wish.format,
            segment=wish.segment,
            stage=wish.stage,
            needed_by=wish.needed_by,
            lead_id=wish.lead_id,
            asker=asker,
            asked_at=at,
            state=State.OPEN.value,
            reason="",
            existing=list(existing),
            unowned_since=at,
        )
        .on_conflict_do_nothing(index_elements=["once"])
        .returning(requests.c.id)
    ).scalar_one_or_none()
    if request_id is None:
        return None
    request_id = int(request_id)
    add_askers(work, request_id, [Asker(asker, at, wish.needed_by, wish.lead_id)])
    return request_id


def filed_with(work: Work, once: str) -> Request | None:
    """Return the request that was filed with this form, or None."""
    row = work.execute(select(requests).where(requests.c.once == once)).first()
    return request_from(row) if row else None


def request_from(row: Any) -> Request:
    """Read a row of the requests."""
    return Request(
        id=row.id,
        topic=row.topic,
        belief=row.belief,
        format=row.format,
        segment=row.segment,
        stage=row.stage,
        needed_by=row.needed_by,
        lead_id=row.lead_id,
        asker=row.asker,
        asked_at=row.asked_at,
        state=State(row.state),
        owner=row.owner,
        claimed_at=row.claimed_at,
        delivered_at=row.delivered_at,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        closing=Closing(row.closing) if row.closing else None,
        merged_into=row.merged_into,
        reason=row.reason,
        existing=tuple(row.existing),
        reminded=row.reminded,
        brought_up=row.brought_up,
        overdue_told_on=row.overdue_told_on,
    )


def load_request(work: Work, request_id: int) -> Request | None:
    """Return a request, or None."""
    row = work.execute(select(requests).where(requests.c.id == request_id)).first()
    return request_from(row) if row else None


def load_request_for_update(work: Work, request_id: int) -> Request | None:
    """Return a request that nobody else changes until this transaction ends, or None."""
    row = work.execute(
        select(requests).where(requests.c.id == request_id).with_for_update()
    ).first()
    return request_from(row) if row else None


def load_requests(
    work: Work,
    *which: ColumnElement[bool],
    order: Sequence[Any] = (),
    most: int | None = None,
    skip: int = 0,
) -> list[Request]:
    """Return the requests for which all of `which` hold."""
    statement: Select[Any] = select(requests).where(*which)
    statement = statement.order_by(*order, requests.c.id).limit(most)
    rows = work.execute(statement.offset(skip) if skip else statement)
    return [request_from(row) for row in rows]


def count_requests(work: Work, *which: ColumnElement[bool]) -> int:
    """Count the requests for which all of `which` hold."""
    found = work.execute(select(func.count()).select_from(requests).where(*which))
    return int(found.scalar_one())


def needed_first() -> ColumnElement[date]:
    """Order by the day it is needed by."""
    return requests.c.needed_by


def is_waiting() -> ColumnElement[bool]:
    """Say in SQL what `Request.is_waiting` says."""
    return requests.c.state.in_(_WAITING)


def is_not_over() -> ColumnElement[bool]:
    """Say in SQL: it waits, or was delivered and nobody has said whether it helped."""
    return requests.c.state.in_([*_WAITING, State.DELIVERED.value])


def is_free() -> ColumnElement[bool]:
    """Say in SQL: it waits and nobody has taken it."""
    return requests.c.state == State.OPEN.value


def is_owned_by(person: str) -> ColumnElement[bool]:
    """Say in SQL: `person` has it and owes the answer."""
    return and_(requests.c.owner == person, requests.c.state == State.CLAIMED.value)


def was_asked_by(person: str) -> ColumnElement[bool]:
    """Say in SQL: `person` is among those who asked."""
    theirs = select(askers.c.request_id).where(askers.c.person == person)
    return requests.c.id.in_(theirs)


def is_needed_before(day: date) -> ColumnElement[bool]:
    """Say in SQL: the day it was needed by is over on `day`."""
    return requests.c.needed_by < day


def take(work: Work, request_id: int, *, owner: str, at: datetime) -> bool:
    """Make `owner` the only owner if nobody is; tell whether that happened."""
    taken = work.execute(
        update(requests)
        .where(requests.c.id == request_id, is_free())
        .values(owner=owner, claimed_at=at, state=State.CLAIMED.value, unowned_since=None)
    )
    return bool(taken.rowcount)


def hand(work: Work, request_id: int, *, before: str | None, owner: str, at: datetime) -> bool:
    """Make `owner` the only owner while `before` still has it; tell whether that happened."""
    same = requests.c.owner == before if before else requests.c.owner.is_(None)
    handed = work.execute(
        update(requests)
        .where(requests.c.id == request_id, is_waiting(), same)
        .values(
            owner=owner,
            claimed_at=at,
            state=State.CLAIMED.value,
            unowned_since=None,
            reminded=None,
        )
    )
    return bool(handed.rowcount)


def let_go(work: Work, request_id: int, *, owner: str, at: datetime) -> bool:
    """Free a request that `owner` has and will not answer; tell whether that happened."""
    freed = work.execute(
        update(requests)
        .where(requests.c.id == request_id, is_owned_by(owner))
        .values(
            owner=None,
            claimed_at=None,
            state=State.OPEN.value,
            unowned_since=at,
            reminded=None,
        )
    )
    return bool(freed.rowcount)


def owners(work: Work) -> list[str]:
    """Return everybody who has a request that waits."""
    found = select(requests.c.owner).where(requests.c.state == State.CLAIMED.value).distinct()
    return sorted(work.execute(found).scalars())


def _may_answer(owner: str, *, any_owner: bool) -> ColumnElement[bool]:
    if any_owner:
        return is_waiting()
    return or_(is_free(), is_owned_by(owner))


def deliver(work: Work, request_id: int, *, by: str, at: datetime) -> bool:
    """Mark it delivered by `by`, who has it or finds it free; tell whether that happened."""
    done = work.execute(
        update(requests)
        .where(requests.c.id == request_id, _may_answer(by, any_owner=False))
        .values(
            state=State.DELIVERED.value,
            owner=by,
            claimed_at=func.coalesce(requests.c.claimed_at, at),
            delivered_at=at,
            answered_at=func.coalesce(requests.c.answered_at, at),
            unowned_since=None,
        )
    )
    return bool(done.rowcount)


def decline(
    work: Work, request_id: int, *, by: str, reason: str, any_owner: bool, at: datetime
) -> bool:
    """Turn it down with a reason; tell whether that happened."""
    done = work.execute(
        update(requests)
        .where(requests.c.id == request_id, _may_answer(by, any_owner=any_owner))
        .values(
            state=State.DECLINED.value,
            reason=reason,
            answered_at=func.coalesce(requests.c.answered_at, at),
            closed_at=at,
            closed_by=by,
            unowned_since=None,
        )
    )
    return bool(done.rowcount)


def close(
    work: Work,
    request_id: int,
    *,
    closing: Closing,
    by: str,
    at: datetime,
    from_states: Collection[State],
    merged_into: int | None = None,
) -> bool:
    """Close it if it stands in one of `from_states`; tell whether that happened."""
    done = work.execute(
        update(requests)
        .where(
            requests.c.id == request_id, requests.c.state.in_([one.value for one in from_states])
        )
        .values(
            state=State.CLOSED.value,
            closing=closing.value,
            closed_at=at,
            closed_by=by,
            merged_into=merged_into,
            unowned_since=None,
        )
    )
    return bool(done.rowcount)


def reopen(work: Work, request_id: int, *, why: str, at: datetime) -> bool:
    """Let it wait again if it was delivered; tell whether that happened."""
    delivered = or_(
        requests.c.state == State.DELIVERED.value, requests.c.closing == Closing.HELPED.value
    )
    done = work.execute(
        update(requests)
        .where(requests.c.id == request_id, delivered)
        .values(
            state=State.OPEN.value,
            owner=None,
            claimed_at=None,
            closed_at=None,
            closed_by=None,
            closing=None,
            reason=why,
            unowned_since=at,
            reminded=None,
            overdue_told_on=None,
        )
    )
    return bool(done.rowcount)


def close_again(work: Work, request_id: int, *, owner: str, by: str, at: datetime) -> bool:
    """Close it as helped if nobody has taken it since it opened again; tell whether that happened.

    `owner` is who had delivered it.
    """
    done = work.execute(
        update(requests)
        .where(requests.c.id == request_id, is_free())
        .values(
            state=State.CLOSED.value,
            closing=Closing.HELPED.value,
            closed_at=at,
            closed_by=by,
            owner=owner,
            reason="",
            unowned_since=None,
        )
    )
    return bool(done.rowcount)


def save_needed_by(work: Work, request_id: int, day: date) -> None:
    """Change the day it is needed by."""
    work.execute(update(requests).where(requests.c.id == request_id).values(needed_by=day))


def note_brought_up(work: Work, request_ids: Collection[int], *, message: str) -> list[int]:
    """Remember which message brings these up; return those that no other one has meanwhile."""
    noted = work.execute(
        update(requests)
        .where(requests.c.id.in_(request_ids), is_free(), requests.c.unowned_since.is_not(None))
        .values(unowned_since=None, brought_up=message)
        .returning(requests.c.id)
    )
    return list(noted.scalars())


def was_brought_up(message: str) -> ColumnElement[bool]:
    """Say in SQL: this message brought it up."""
    return requests.c.brought_up == message


def is_unowned_since_before(moment: datetime) -> ColumnElement[bool]:
    """Say in SQL: nobody has taken it since before `moment`, and it was not brought up."""
    return and_(is_free(), requests.c.unowned_since <= moment)


def note_reminded(work: Work, request_id: int, *, owner: str, message: str) -> bool:
    """Remember which message reminds the owner; tell whether no other one has meanwhile."""
    noted = work.execute(
        update(requests)
        .where(requests.c.id == request_id, is_owned_by(owner), requests.c.reminded.is_(None))
        .values(reminded=message)
    )
    return bool(noted.rowcount)


def is_to_be_reminded_of(*, first: date, last: date, taken_before: datetime) -> ColumnElement[bool]:
    """Say in SQL: taken before that moment, needed on one of these days, its owner not reminded."""
    return and_(
        requests.c.state == State.CLAIMED.value,
        requests.c.reminded.is_(None),
        requests.c.needed_by.between(first, last),
        requests.c.claimed_at < taken_before,
    )


def is_overdue_untold(day: date) -> ColumnElement[bool]:
    """Say in SQL: it waits past its day, and no manager was told."""
    return and_(is_waiting(), requests.c.needed_by < day, requests.c.overdue_told_on.is_(None))


def note_overdue(work: Work, request_ids: Collection[int], *, day: date) -> None:
    """Remember on which day the managers were told that these are overdue."""
    work.execute(update(requests).where(requests.c.id.in_(request_ids)).values(overdue_told_on=day))


def add_askers(work: Work, request_id: int, some: Iterable[Asker]) -> None:
    """Add people who ask for it; who asks already needs it by the earlier day."""
    there = {one.person: one for one in load_askers(work, request_id)}
    for one in some:
        known = there.get(one.person)
        if known is None:
            work.execute(
                askers.insert().values(
                    request_id=request_id,
                    person=one.person,
                    asked_at=one.asked_at,
                    needed_by=one.needed_by,
                    lead_id=one.lead_id,
                )
            )
            continue
        both = replace(
            known,
            needed_by=min(known.needed_by, one.needed_by),
            lead_id=known.lead_id or one.lead_id,
        )
        work.execute(
            update(askers)
            .where(askers.c.request_id == request_id, askers.c.person == one.person)
            .values(needed_by=both.needed_by, lead_id=both.lead_id)
        )


def save_asker(work: Work, request_id: int, asker: Asker) -> None:
    """Have somebody else of those who ask stand for the request."""
    work.execute(
        update(requests)
        .where(requests.c.id == request_id)
        .values(asker=asker.person, lead_id=asker.lead_id)
    )


def remove_asker(work: Work, request_id: int, person: str) -> None:
    """Take somebody out of those who ask."""
    work.execute(
        askers.delete().where(askers.c.request_id == request_id, askers.c.person == person)
    )


def load_askers(work: Work, request_id: int) -> list[Asker]:
    """Return who asked for it, first to last."""
    rows = work.execute(
        select(askers)
        .where(askers.c.request_id == request_id)
        .order_by(askers.c.asked_at, askers.c.person)
    )
    return [Asker(row.person, row.asked_at, row.needed_by, row.lead_id) for row in rows]


def askers_of(work: Work, request_ids: Collection[int]) -> dict[int, list[Asker]]:
    """Return who asked for each of these requests, first to last."""
    found: dict[int, list[Asker]] = {one: [] for one in request_ids}
    rows = work.execute(
        select(askers)
        .where(askers.c.request_id.in_(request_ids))
        .order_by(askers.c.asked_at, askers.c.person)
    )
    for row in rows:
        found[row.request_id].append(Asker(row.person, row.asked_at, row.needed_by, row.lead_id))
    return found


def told_overdue_on(day: date) -> ColumnElement[bool]:
    """Say in SQL: the managers were told on `day` that it is overdue."""
    return requests.c.overdue_told_on == day
