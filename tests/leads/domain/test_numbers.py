import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leads.domain.numbers import read_number, read_value, split_number, value_for


@pytest.mark.parametrize(
    "text",
    ["L-42", "l-42", "42", "L–42", "L—42", "L42", "#42", "L-042", " L-42, ", "L - 42", "(L-42)"],
)
def test_a_lead_is_named_in_many_ways(text):
    assert read_number(text) == 42


@pytest.mark.parametrize(
    "text", ["", "L", "L-0", "-42", "42a", "4 2", "L-" + "9" * 16, "٤٢", None, 42, "CR-12"]
)
def test_what_names_no_lead(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("words", "split"),
    [
        ("L-42 good stuff", (42, "good stuff")),
        ("l 42 good", (42, "good")),
        ("L 42", (42, "")),
        ("42", (42, "")),
        ("“L-42” good", (42, "good")),
        ("'L-42'", (42, "")),
        ('"L 42" good', (42, "good")),
        ("«L-42 good»", (42, "good")),
        ("9" * 20 + " good", (0, "good")),
        ("good", (None, "")),
        ("", (None, "")),
    ],
)
def test_the_number_comes_first(words, split):
    assert split_number(words) == split


@given(st.integers(1, 10**14), st.sampled_from(["", "trail", "reject:no_need"]))
def test_a_buttons_value_is_read_back(lead_id, verb):
    assert read_value(value_for(lead_id, verb)) == (verb, lead_id)


@given(st.text())
def test_any_value_is_read(value):
    read_value(value)
    split_number(value)
