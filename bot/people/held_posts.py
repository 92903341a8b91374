"""The direct messages that wait until their reader works, as rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, String, Table, delete, select

from bot.kit.db import UtcDateTime, Work, metadata

held_posts = Table(
    "held_posts",
    metadata,
    # What the outbox will be asked for.
    Column("key", String(200), primary_key=True),
    Column("person", String(20), nullable=False),
    Column("view", String(60), nullable=False),
    Column("args", JSON, nullable=False),
    Column("subject", String(60)),
    Column("held_at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A direct message that waits until its reader works."""

    key: str
    person: str
    view: str
    args: dict[str, Any]
    subject: str | None


def hold_post(work: Work, post: HeldPost, *, at: datetime) -> None:
    """Keep a post for later; the same key again changes nothing."""
    work.execute(
        work.insert(held_posts)
        .values(
            key=post.key,
            person=post.person,
            view=post.view,
            args=post.args,
            subject=post.subject,
            held_at=at,
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )


def people_held_for(work: Work) -> Sequence[str]:
    """Return the people for whom a post is held."""
    found = work.execute(select(held_posts.c.person).distinct().order_by(held_posts.c.person))
    return list(found.scalars())


def take_held(work: Work, people: Collection[str]) -> list[HeldPost]:
    """Take the posts held for `people` out of the rows, first held first."""
    rows = work.execute(
        delete(held_posts).where(held_posts.c.person.in_(list(people))).returning(held_posts)
    ).all()
    return [
        HeldPost(row.key, row.person, row.view, row.args, row.subject)
        for row in sorted(rows, key=lambda row: (row.held_at, row.key))
    ]
