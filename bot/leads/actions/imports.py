"""A file of leads given in Slack: asked for, and once it is read, reported to who asked."""

from typing import Any

from bot.kit.db import Work
from bot.kit.errors import Refusal
from bot.leads.domain.imports import import_key
from bot.leads.room import Room
from bot.leads.store.imports import Import, finish_import, insert_import
from bot.people.domain import Person


def ask_for_import(room: Room, work: Work, *, file: str, name: str, by: Person) -> int:
    """Note down a file to import; only marketers and managers may ask."""
    if not (by.is_marketer or by.is_manager):
        raise Refusal(
            "Only marketers and managers can import leads. "
            f"You are {by.role_in_words} here; /smarketing people shows who can change that."
        )
    return insert_import(work, file=file, name=name, person=by.id, at=room.clock.real())


def report_import(room: Room, work: Work, asked: Import, report: dict[str, Any]) -> bool:
    """Tell the person who asked, in a direct message, what became of their file.

    Tell whether it was not told before.
    """
    is_new = finish_import(work, asked.id, report)
    if is_new:
        room.outbox.post(
            work,
            key=import_key(asked.id),
            to=asked.person,
            view="lead_import",
            args={"import": asked.id},
            at=room.clock.real(),
        )
    return is_new


def report_again(room: Room, work: Work, import_id: int) -> None:
    """Have the report say whether the rejected rows stand in Slack as a file."""
    room.outbox.refresh(work, key=import_key(import_id), at=room.clock.real())
