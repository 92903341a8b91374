"""The two kinds of table.

docs.slack.dev/reference/block-kit/blocks/table-block and .../data-table-block
"""

from collections.abc import Iterator, Sequence
from typing import Any

from fakeslack.blockkit.rich_text import RICH_TEXT
from fakeslack.blockkit.rules import (
    FINE,
    Rule,
    Wrong,
    boolean,
    by_type,
    integer,
    list_of,
    number,
    obj,
    one_of,
    or_null,
    string,
    typed,
    wrong,
)

RAW_TEXT = typed({"text": string()}, {"emoji": boolean})

TABLE_CELL = by_type(
    {
        "raw_text": RAW_TEXT,
        "raw_number": typed({"value": number}, {"text": string()}),
        "rich_text": RICH_TEXT,
    }
)
TABLE: dict[str, Rule] = {
    "rows": list_of(list_of(TABLE_CELL, least=1, most=20), least=1, most=100),
}
# A column may be passed over with null.
COLUMN_SETTINGS: dict[str, Rule] = {
    "column_settings": list_of(
        or_null(obj(optional={"align": one_of("left", "center", "right"), "is_wrapped": boolean})),
        most=20,
    ),
}

DATA_CELL = by_type(
    {
        "raw_text": RAW_TEXT,
        "raw_number": typed({"value": number, "text": string()}),
        "rich_text": RICH_TEXT,
    }
)
# The header and up to 200 rows.
DATA_TABLE: dict[str, Rule] = {
    "caption": string(),
    "rows": list_of(list_of(DATA_CELL, least=1, most=20), least=2, most=201),
}
PAGING: dict[str, Rule] = {
    "page_size": integer(1, 100),
    "row_header_column_index": integer(0),
}


def data_table_is_even(table: Any) -> Sequence[Wrong]:
    """Plain headers, rows of one width, and a row header that is one of the columns."""
    header, *rows = table["rows"]
    for place, cell in enumerate(header):
        if cell["type"] == "rich_text":
            return wrong("unsupported type: rich_text", "rows", 0, place, "type")
    for place, row in enumerate(rows, start=1):
        if len(row) != len(header):
            return wrong("all rows must have the same number of cells", "rows", place)
    if table.get("row_header_column_index", 0) >= len(header):
        return wrong(f"must be less than or equal to {len(header) - 1}", "row_header_column_index")
    return FINE


def characters(table: Any) -> int:
    """All the text in a table's cells."""
    return sum(len(words) for row in table["rows"] for cell in row for words in _words(cell))


def _words(part: Any) -> Iterator[str]:
    if "text" in part:
        yield part["text"]
    for inner in part.get("elements", ()):
        yield from _words(inner)
