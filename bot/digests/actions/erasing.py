"""A person was erased: the digests that named or quoted them are shown without."""

from collections.abc import Sequence
from datetime import datetime

from bot.content.domain.request import speaks_of
from bot.digests.domain.facts import without_topics
from bot.digests.domain.timing import Kind
from bot.digests.queries.messages import pack, unpack_digest, unpack_note
from bot.digests.room import Room
from bot.digests.store.digests import Asked, rewrite_facts, written
from bot.kit.db import Work
from bot.leads.domain.lead import Lead
from bot.leads.queries.leads import lead_by_id
from bot.leads.room import OnErased


def show_without(room: Room) -> OnErased:
    """Return what is done when a person is erased: topics that name them go, quotes are gone."""

    def erased(work: Work, address: str, lead_ids: Sequence[int], _at: datetime) -> int:
        leads = [lead for one in lead_ids if (lead := lead_by_id(work, one))]
        blanked = 0
        for digest in written(work) if leads or address else ():
            number, named = _blank(work, digest, address, leads)
            blanked += number
            if number or named:
                room.outbox.refresh(work, key=digest.key, at=room.clock.real())
        return blanked

    return erased


def _blank(work: Work, digest: Asked, address: str, leads: list[Lead]) -> tuple[int, bool]:
    """Blank what a digest keeps; tell how many texts, and whether it shows one of the leads."""
    gone = {lead.id for lead in leads}
    kept = digest.facts or {}
    if digest.kind is Kind.NOTE:
        return 0, bool(gone & {lead for lead, _ in unpack_note(kept).became})

    def names_them(topic: str) -> bool:
        holds = bool(address) and address.casefold() in topic.casefold()
        return holds or any(speaks_of(topic, lead) for lead in leads)

    facts, number = without_topics(unpack_digest(kept), names_them)
    if number:
        rewrite_facts(work, digest.id, pack(facts))
    return number, facts.quote is not None and facts.quote.lead in gone
