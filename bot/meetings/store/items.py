"""The rows of what people put on the agenda, their votes, and what is left off this time."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.kit.db import Work
from bot.meetings.domain.items import Item, ItemState
from bot.meetings.store.agenda_tables import drops, items, votes


def insert_item(
    work: Work,
    *,
    text: str,
    by: str,
    at: datetime,
    address: str = "",
    nonce: str | None = None,
    parked_in: int | None = None,
) -> int | None:
    """Save an item; None when one of that nonce was saved before."""
    row = work.execute(
        work.insert(items)
        .values(
            text=text,
            by=by,
            at=at,
            address=address,
            state=ItemState.OPEN.value,
            nonce=nonce,
            parked_in=parked_in,
        )
        .on_conflict_do_nothing(index_elements=["nonce"])
        .returning(items.c.id)
    ).first()
    return row.id if row else None


def load_item(work: Work, item_id: int) -> Item | None:
    """Return an item by its number."""
    row = work.execute(select(items).where(items.c.id == item_id)).first()
    return _item(row, _voters(work, [item_id])) if row else None


def open_items(work: Work) -> list[Item]:
    """Return what waits to be talked about: most votes first, then the oldest."""
    rows = work.execute(
        select(items).where(items.c.state == ItemState.OPEN.value).order_by(items.c.id)
    ).all()
    voters = _voters(work, [row.id for row in rows])
    found = [_item(row, voters) for row in rows]
    return sorted(found, key=lambda item: (-item.votes, item.id))


def set_state(work: Work, item_id: int, state: ItemState, *, covered_in: int | None = None) -> None:
    """Say what became of an open item."""
    work.execute(
        update(items)
        .where(items.c.id == item_id, items.c.state == ItemState.OPEN.value)
        .values(state=state.value, covered_in=covered_in)
    )


def set_parked(work: Work, item_id: int, occurrence_id: int) -> None:
    """Note that a meeting put an item off; it stays open."""
    work.execute(update(items).where(items.c.id == item_id).values(parked_in=occurrence_id))


def vote(work: Work, item_id: int, person: str, *, at: datetime) -> bool:
    """Count a person's vote once; tell whether it is new."""
    row = work.execute(
        work.insert(votes)
        .values(item_id=item_id, person=person, at=at)
        .on_conflict_do_nothing(index_elements=["item_id", "person"])
        .returning(votes.c.item_id)
    ).first()
    return row is not None


def unvote(work: Work, item_id: int, person: str) -> None:
    """Take a person's vote back."""
    work.execute(delete(votes).where(votes.c.item_id == item_id, votes.c.person == person))


def dropped_keys(work: Work, occurrence_id: int) -> frozenset[str]:
    """Return the keys of the points that are left off one agenda."""
    rows = work.execute(select(drops.c.key).where(drops.c.occurrence_id == occurrence_id))
    return frozenset(key for (key,) in rows)


def save_drops(
    work: Work, occurrence_id: int, keys: Collection[str], *, by: str, at: datetime
) -> None:
    """Have exactly these points left off one agenda."""
    work.execute(delete(drops).where(drops.c.occurrence_id == occurrence_id))
    for key in sorted(set(keys)):
        work.execute(
            work.insert(drops)
            .values(occurrence_id=occurrence_id, key=key, by=by, at=at)
            .on_conflict_do_nothing(index_elements=["occurrence_id", "key"])
        )


def _voters(work: Work, ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    if ids:
        rows = work.execute(select(votes.c.item_id, votes.c.person).where(votes.c.item_id.in_(ids)))
        for item_id, person in rows:
            found.setdefault(item_id, set()).add(person)
    return found


def _item(row: Any, voters: dict[int, set[str]]) -> Item:
    return Item(
        id=row.id,
        text=row.text,
        by=row.by,
        at=row.at,
        address=row.address,
        state=ItemState(row.state),
        parked_in=row.parked_in,
        voters=frozenset(voters.get(row.id, ())),
    )
