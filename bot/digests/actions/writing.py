"""Writing what was asked for: counted while only reading, saved and sent in a moment."""

from datetime import datetime

import structlog

from bot.digests.domain.facts import Digest, Note
from bot.digests.domain.timing import Kind
from bot.digests.queries.gather import for_reader, gather_common, gather_note
from bot.digests.queries.messages import pack
from bot.digests.room import Room
from bot.digests.store.digests import Asked, forget_digest, save_facts, unwritten
from bot.kit.db import Database, Work
from bot.kit.periods import Week
from bot.people import queries as people

log = structlog.get_logger(__name__)


def write_unwritten(room: Room, db: Database) -> int:
    """Write and send every digest that was asked for; tell how many.

    What all readers of a moment are told is counted once for them. One that fails does not keep
    the others; it is tried again at the next look.
    """
    with db.read() as work:
        waiting = unwritten(work)
    counted: Counted = {}
    return sum(_write(room, db, asked, counted) for asked in waiting)


Counted = dict[tuple[str, datetime], Digest]
"""What is common to the digests of a week that were asked for at one moment."""


def _write(room: Room, db: Database, asked: Asked, counted: Counted) -> bool:
    try:
        with db.read() as work:
            facts = _count(room, work, asked, counted)
        with db.begin() as work:
            return _save(room, work, asked, facts)
    except Exception:
        log.exception("digest_not_written", key=asked.key)
        return False


def _count(room: Room, work: Work, asked: Asked, counted: Counted) -> Digest | Note | None:
    week, at = Week.named(asked.week, room.people.zone), asked.made_at
    reader = people.person(work, asked.reader)
    if asked.kind is Kind.NOTE:
        if reader is None or not reader.is_rep:
            return None
        return gather_note(work, week=week, rep=asked.reader, at=at)
    if asked.kind is Kind.DIGEST and not (reader and reader.is_manager):
        return None
    common = counted.get((asked.week, at)) or gather_common(room, work, week=week, at=at)
    counted[asked.week, at] = common
    if reader is None:
        return common
    return for_reader(room, work, common, reader=reader, week=week, at=at)


def _save(room: Room, work: Work, asked: Asked, facts: Digest | Note | None) -> bool:
    if facts is None:
        forget_digest(work, asked.id)
        return False
    if not save_facts(work, asked.id, pack(facts)):
        return False
    return room.outbox.post(
        work,
        key=asked.key,
        to=asked.reader,
        view="digest",
        args={"digest": asked.id},
        at=room.clock.real(),
    )
