"""Direct messages that can wait arrive when their reader works, not on Sunday night."""

from datetime import datetime
from typing import Any

from bot.kit.db import Work
from bot.leads.room import Room
from bot.leads.store.feedback import HeldPost, hold_post, people_held_for, take_held
from bot.people import queries as people


def tell_at_work(
    room: Room,
    work: Work,
    *,
    key: str,
    person: str,
    view: str,
    args: dict[str, Any],
    at: datetime,
    subject: str | None = None,
) -> None:
    """Have `person` told once: now while they work, else when they next do.

    `at` is business time. Who has left both teams by then is not told any more.
    """
    post = HeldPost(key, person, view, args, subject)
    if _is_at_work(room, work, person, at=at):
        _post(room, work, post)
    else:
        hold_post(work, post, at=at)


def somebody_to_tell(room: Room, work: Work, *, at: datetime) -> bool:
    """Tell whether a message is held for anybody who works now."""
    return any(_can_be_told(room, work, person, at=at) for person in people_held_for(work))


def tell_those_at_work(room: Room, work: Work, *, at: datetime) -> None:
    """Send what was held for those who work now, and drop what was held for those who left."""
    ready = [person for person in people_held_for(work) if _can_be_told(room, work, person, at=at)]
    for post in take_held(work, ready):
        if _is_at_work(room, work, post.person, at=at):
            _post(room, work, post)


def _can_be_told(room: Room, work: Work, person: str, *, at: datetime) -> bool:
    known = people.person(work, person)
    return not (known and known.teams) or _is_at_work(room, work, person, at=at)


def _is_at_work(room: Room, work: Work, person: str, *, at: datetime) -> bool:
    known = people.person(work, person)
    if known is None or not known.teams:
        return False
    return people.working_time(work, known, room.people).is_working(at)


def _post(room: Room, work: Work, post: HeldPost) -> None:
    room.outbox.post(
        work,
        key=post.key,
        to=post.person,
        view=post.view,
        args=post.args,
        subject=post.subject,
        at=room.clock.real(),
    )
