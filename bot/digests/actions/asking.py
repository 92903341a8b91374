"""Asking for the digests that are due: once a reader and week, whoever asks and how often."""

from datetime import datetime

from bot.digests.queries.due import plan
from bot.digests.room import Room
from bot.digests.store.choices import note_reader
from bot.digests.store.digests import ask_for
from bot.kit.db import Work


def ask_for_due(room: Room, work: Work, *, at: datetime) -> int:
    """Note new readers and ask for what is due; tell how many digests that is.

    They are written afterwards, outside this transaction, since counting takes a while.
    """
    todo = plan(room, work, at)
    for kind, person, first_week in todo.begin:
        note_reader(work, kind, person, first_week=first_week)
    return sum(ask_for(work, kind, reader, week, at=at) for kind, reader, week in todo.due)
