"""Names of two letters; tests/leads/domain/test_numbers.py has those of one."""

import pytest

from bot.kit.numbering import Numbering

REQUESTS = Numbering("CR")


@pytest.mark.parametrize("text", ["CR-12", "cr12", "CR–12", "cr - 12", "#CR-012", "(12)"])
def test_a_thing_is_named_in_many_ways(text):
    assert REQUESTS.read(text) == 12


@pytest.mark.parametrize("text", ["", "CR", "C-12", "R-12", "L-12", "CR-0", "CR-12x", None])
def test_what_names_nothing(text):
    assert REQUESTS.read(text) is None


@pytest.mark.parametrize(
    ("words", "split"),
    [
        ("CR-12 https://x.example note", (12, "https://x.example note")),
        ("cr 12 too late", (12, "too late")),
        ("“CR-12” done", (12, "done")),
        ("create it", (None, "it")),
        ("CR-" + "9" * 20, (0, "")),
    ],
)
def test_the_number_comes_first(words, split):
    assert REQUESTS.split(words) == split


def test_a_button_carries_what_is_read_back():
    assert REQUESTS.read_value(REQUESTS.value_for(12, "take")) == ("take", 12)
    assert REQUESTS.name(12) == "CR-12"
