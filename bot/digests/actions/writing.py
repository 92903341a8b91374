"""Writing what was asked for: counted while only reading, saved and sent in a moment."""

import structlog

from bot.digests.domain.facts import Digest, Note
from bot.digests.domain.timing import Kind
from bot.digests.queries.gather import gather_digest, gather_note
from bot.digests.queries.messages import pack
from bot.digests.room import Room
from bot.digests.store.digests import Asked, forget_digest, save_facts, unwritten
from bot.kit.db import Database, Work
from bot.kit.periods import Week
from bot.people import queries as people

log = structlog.get_logger(__name__)


def write_unwritten(room: Room, db: Database) -> int:
    """Write and send every digest that was asked for; tell how many.

    One that fails does not keep the others; it is tried again at the next look.
    """
    with db.read() as work:
        waiting = unwritten(work)
    return sum(_write(room, db, asked) for asked in waiting)


def _write(room: Room, db: Database, asked: Asked) -> bool:
    try:
        with db.read() as work:
            facts = _count(room, work, asked)
        with db.begin() as work:
            return _save(room, work, asked, facts)
    except Exception:
        log.exception("digest_not_written", key=asked.key)
        return False


def _count(room: Room, work: Work, asked: Asked) -> Digest | Note | None:
    week = Week.named(asked.week, room.people.zone)
    if asked.kind is Kind.COPY:
        return gather_digest(room, work, week=week, reader=None, at=asked.made_at)
    reader = people.person(work, asked.reader)
    if asked.kind is Kind.NOTE:
        if reader is None or not reader.is_rep:
            return None
        return gather_note(work, week=week, rep=asked.reader, at=asked.made_at)
    if reader is None or not reader.is_manager:
        return None
    return gather_digest(room, work, week=week, reader=reader, at=asked.made_at)


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
