"""Charts hold Slack's limits whatever numbers and names they are given."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.charts import ChartFacts, Series, chart, chart_as_text, text_table
from fakeslack.blockkit import check_message

_NAMES = st.text(max_size=60)
_VALUES = st.one_of(st.none(), st.floats(), st.integers(-(10**12), 10**12))


@st.composite
def some_facts(draw):
    labels = draw(st.lists(_NAMES, max_size=30))
    series = draw(st.lists(st.tuples(_NAMES, st.lists(_VALUES, max_size=30)), max_size=15))
    return ChartFacts(
        title=draw(_NAMES),
        labels=tuple(labels),
        series=tuple(
            Series(name, tuple([*values, *[None] * len(labels)][: len(labels)]))
            for name, values in series
        ),
        kind=draw(st.sampled_from(["bar", "line", "area"])),
        x_label=draw(_NAMES),
        y_label=draw(_NAMES),
    )


@given(some_facts())
def test_slack_takes_every_chart(facts):
    blocks = chart(facts, block_id="chart")
    assert not blocks or check_message(blocks) == []
    text = {"type": "section", "text": {"type": "mrkdwn", "text": chart_as_text(facts)[:3000]}}
    assert check_message([text]) == []


def test_a_chart_without_numbers_is_left_out():
    assert chart(ChartFacts("Empty", (), ()), block_id="b") == []
    nothing = (Series("a", (None, math.nan)),)
    assert chart(ChartFacts("Nothing", ("x", "y"), nothing), block_id="b") == []


def test_labels_that_are_cut_alike_are_kept_apart():
    labels = ("Account-based outreach, first wave", "Account-based outreach, second wave")
    facts = ChartFacts("Campaigns", labels, (Series("Qualified", (1, 2)),))
    (block,) = chart(facts, block_id="b")
    categories = block["chart"]["axis_config"]["categories"]
    assert categories == ["Account-based outre…", "Account-based outr 2"]


def test_the_text_form_says_every_number_and_escapes_names():
    facts = ChartFacts("<Odd> title", ("<!here> `x`", "B"), (Series("Leads", (1200, None)),))
    text = chart_as_text(facts)
    assert "*&lt;Odd&gt; title*" in text
    assert "&lt;!here&gt; 'x'  1,200" in text
    assert "B                –" in text


@pytest.mark.parametrize("rows", [5, 500])
def test_a_long_table_says_how_many_rows_it_leaves_out(rows):
    text = text_table(["Name", "Leads"], [[f"Campaign {n}", str(n)] for n in range(rows)])
    assert len(text) < 3000
    assert ("more" in text) == (rows > 100)
