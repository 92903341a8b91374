"""What a digest tells is kept as JSON and comes back as it was."""

import json

from bot.digests.domain.facts import Digest, Note
from bot.digests.store.facts import pack, unpack_digest, unpack_note
from tests.digests.views.test_digest import AT, FACTS


def kept(facts):
    """As the database keeps it."""
    return json.loads(json.dumps(pack(facts)))


def test_a_digest_comes_back_as_it_was():
    assert unpack_digest(kept(FACTS)) == FACTS
    assert unpack_digest(kept(Digest("2026-W47", AT))) == Digest("2026-W47", AT)
    met = Digest("2026-W47", AT, meeting=AT, so_far=True)
    assert unpack_digest(kept(met)) == met


def test_a_note_comes_back_as_it_was():
    note = Note("2026-W47", AT, 1, 2, 3, 4, 5, ((7, "won"),), (8,))
    assert unpack_note(kept(note)) == note


def test_nothing_of_any_person_is_kept():
    assert "Northwind" not in str(pack(FACTS))


def test_what_another_release_kept_is_read_as_far_as_it_is_known():
    older = {"week": "2026-W47", "written_at": "2026-11-23T08:00:00Z"}
    assert unpack_digest(older) == Digest("2026-W47", AT)
    assert unpack_note(older) == Note("2026-W47", AT)
    need = {"kind": "untouched", "count": 2, "weight": 9}
    newer = unpack_digest({**older, "needs": [need], "weather": "fine"})
    assert newer.needs[0].count == 2
