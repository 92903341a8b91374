"""A person was erased: the digests that named or quoted them are shown without."""

from collections.abc import Sequence
from datetime import datetime

from bot.digests.room import Room
from bot.digests.store.digests import written
from bot.kit.db import Work
from bot.leads.room import OnErased


def show_without(room: Room) -> OnErased:
    """Return what is done when a person is erased; digests keep no word of anybody's to blank."""

    def erased(work: Work, _address: str, lead_ids: Sequence[int], _at: datetime) -> int:
        gone = set(lead_ids)
        for digest in written(work) if gone else ():
            facts = digest.facts or {}
            named = {lead for lead, _ in facts.get("became", ())}
            quoted = (facts.get("quote") or {}).get("lead")
            if gone & (named | {quoted}):
                room.outbox.refresh(work, key=digest.key, at=room.clock.real())
        return 0

    return erased
