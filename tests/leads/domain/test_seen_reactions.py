from datetime import timedelta

from bot.leads.domain.seen_reactions import Known, Missed, missed, seen_by_name
from tests.support.house import MONDAY_NOON as NOON

BEFORE, AFTER = NOON - timedelta(minutes=1), NOON + timedelta(minutes=1)


def test_aliases_are_joined_in_order_and_tones_are_not():
    seen = seen_by_name([("+1", ["A"]), ("+1::skin-tone-2", ["B"]), ("thumbsup", ["B", "A"])])
    assert seen == {"+1": ("A", "B"), "+1::skin-tone-2": ("B",)}


def test_any_tone_of_what_is_known_is_enough():
    known = [Known("A", "+1", BEFORE), Known("A", "+1::skin-tone-2", BEFORE)]
    assert missed({"+1::skin-tone-5": ("A",)}, known, as_of=NOON) == []
    assert [one.name for one in missed({}, known, as_of=NOON)] == ["+1", "+1::skin-tone-2"]


def test_of_two_tones_that_nobody_told_of_the_first_is_added():
    (added,) = missed({"hand::skin-tone-2": ("A",), "hand": ("A",)}, [], as_of=NOON)
    assert (added.name, added.present) == ("hand::skin-tone-2", True)


def test_what_is_known_and_seen_needs_nothing():
    assert missed({"+1": ("A",)}, [Known("A", "+1", BEFORE)], as_of=NOON) == []


def test_what_is_seen_and_unknown_is_added_in_slacks_order():
    added = missed({"fire": ("A",), "+1": ("A",)}, [], as_of=NOON)
    assert [(one.name, one.present) for one in added] == [("fire", True), ("+1", True)]
    assert added[0].at < added[1].at


def test_what_is_known_and_unseen_is_removed_unless_it_is_newer():
    known = [Known("A", "+1", BEFORE), Known("B", "+1", AFTER)]
    assert missed({}, known, as_of=NOON) == [Missed("A", "+1", present=False, at=NOON)]
