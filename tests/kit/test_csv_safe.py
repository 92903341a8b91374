import csv
import io
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.csv_safe import RUNS, Sheet, cell, write_csv


@pytest.mark.parametrize("text", ["=1+1", "+49 30 1", "-2", "@SUM(A1)", "\tx", "\rx", "\0x"])
def test_text_that_a_spreadsheet_would_run_is_quoted(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("Ada", "Ada"),
        ("a=b", "a=b"),
        (-5, "-5"),
        (Decimal("-12.50"), "-12.50"),
        (True, "yes"),
        (False, "no"),
        (
            datetime(2026, 11, 23, 13, 0, tzinfo=timezone(timedelta(hours=1))),
            "2026-11-23T12:00:00Z",
        ),
    ],
)
def test_other_values_are_written_plainly(value, shown):
    assert cell(value) == shown


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_no_cell_that_is_read_back_would_run(texts):
    file = io.StringIO(newline="")
    columns = tuple(f"c{n}" for n in range(len(texts)))
    assert write_csv(file, Sheet(columns, [texts])) == 1
    file.seek(0)
    header, row = csv.reader(file)
    assert tuple(header) == columns
    assert not any(found.startswith(RUNS) for found in row)
    assert [found.removeprefix("'") for found in row] == [text.removeprefix("'") for text in texts]
