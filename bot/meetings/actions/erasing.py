"""Erasing a person: what people wrote of them in meetings goes, and agendas are shown anew."""

from collections.abc import Sequence
from datetime import datetime

from bot.kit.db import Work
from bot.leads.domain.naming import names_person
from bot.leads.queries.leads import lead_by_id
from bot.meetings.actions.showing import action_subject, actions_subject
from bot.meetings.domain.dates import State
from bot.meetings.room import Room
from bot.meetings.store.dates import occurrences_from
from bot.meetings.store.erasing import blank_texts

OPEN = frozenset({State.PLANNED, State.MOVED, State.RUNNING})
"""The states in which a meeting's messages may still show leads."""


def forget_in_meetings(
    room: Room,
    work: Work,
    address: str,
    lead_ids: Sequence[int],
    at: datetime,  # noqa: ARG001 - as the leads room calls it
) -> int:
    """Blank what people wrote that holds a person's address or name; tell how many texts.

    Agendas that are not over show leads as they are now, so they are asked for anew, and so is
    what shows a text that was blanked; the other meetings of years are left alone. Called while
    the leads are still there.
    """
    found = [lead for one in lead_ids if (lead := lead_by_id(work, one))]

    def names_them(text: str) -> bool:
        return address in text.casefold() or any(names_person(text, lead) for lead in found)

    blanked = blank_texts(work, names_them)
    real = room.clock.real()
    for occurrence in occurrences_from(work):
        if occurrence.state not in OPEN and occurrence.id not in blanked.occurrences:
            continue
        for subject in (occurrence.subject, actions_subject(occurrence.id)):
            room.outbox.refresh_subject(work, subject=subject, at=real)
    for action_id in sorted(blanked.actions):
        room.outbox.refresh_subject(work, subject=action_subject(action_id), at=real)
    return blanked.texts
