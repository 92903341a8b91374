import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leads.domain.sizes import read_range, size_in_words


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("11-50", (11, 50)),
        ("1,001 – 5,000", (1001, 5000)),
        ("1.001 to 5.000", (1001, 5000)),
        ("250+", (250, None)),
        ("10,000 +", (10000, None)),
        ("240", None),
        ("1-2-3", None),
        ("<!here>-5", None),
        ("", None),
    ],
)
def test_a_range_is_read(text, bounds):
    assert read_range(text) == bounds


@pytest.mark.parametrize(
    ("employees", "said", "words"),
    [
        (11, "11-50", "11–50"),
        (1001, "1,001-5,000", "1,001–5,000"),
        (250, "250+", "250+"),
        (1200, None, "1,200"),
        (40, "11-50", "40"),
        (11, ["11-50"], "11"),
        (None, "11-50", ""),
    ],
)
def test_a_size_is_shown_as_exactly_as_it_is_known(employees, said, words):
    assert size_in_words(employees, said) == words


@given(st.text())
def test_any_text_is_read(text):
    read_range(text)
