"""One open quote costs one row; a note may have as many lines and commas as people write."""

import pytest

from bot.kit.csv_text import NotACsv, open_sheet
from bot.leads.intake.csv_columns import lead_columns

HEADER = "Name,Company,Email,Score,Notes"


def a_row(number, notes="ok"):
    return f"P{number},C{number},p{number}@c{number}.example,70,{notes}"


def rows_of(folder, *lines, header=HEADER):
    """The rows of a file that came through whole, and those that did not."""
    path = folder / "leads.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8", newline="")
    with open_sheet(path, lead_columns) as sheet:
        rows = list(sheet.rows)
    return [row for row in rows if not row.fault], [row for row in rows if row.fault]


def names(rows):
    return [row.cells[0] for row in rows]


def test_a_quote_that_is_never_closed_costs_its_own_row(tmp_path):
    torn = a_row(3, '"asked for a 24 screen')
    lines = [*map(a_row, range(3)), torn, *map(a_row, range(4, 60))]
    good, bad = rows_of(tmp_path, *lines)
    assert names(good) == [f"P{number}" for number in range(60) if number != 3]
    assert [(row.line, row.cells) for row in bad] == [
        (5, ["P3", "C3", "p3@c3.example", "70", "asked for a 24 screen"])
    ]
    assert "quote" in bad[0].fault


@pytest.mark.parametrize(
    "later",
    [
        a_row(40, '24"'),
        a_row(40, '"a 24 screen"'),
        a_row(40, '"another open one'),
        'P40,"C40, Inc",p40@c40.example,70,ok',
    ],
)
def test_a_quote_that_another_row_closes_costs_its_own_row(tmp_path, later):
    lines = [a_row(0, '"asked'), *map(a_row, range(1, 40)), later, *map(a_row, range(41, 50))]
    good, bad = rows_of(tmp_path, *lines)
    assert set(names(good)) | {"P40"} == {f"P{number}" for number in range(1, 50)} | {"P40"}
    assert {row.cells[0] for row in bad} <= {"P0", "P40"}
    assert len(good) + len(bad) == 50


@pytest.mark.parametrize("swallowed", [1, 2, 7])
def test_few_rows_in_a_cell_are_rows_too(tmp_path, swallowed):
    lines = [
        a_row(0, '"asked'),
        *map(a_row, range(1, swallowed)),
        a_row(swallowed, '24"'),
        a_row(9),
    ]
    good, bad = rows_of(tmp_path, *lines)
    assert (names(bad), len(good)) == (["P0"], swallowed + 1)


def test_a_quote_in_an_early_column_swallows_nothing(tmp_path):
    lines = ['P0,"C0,p0@c0.example,70,ok', 'P1,C1",p1@c1.example,70,ok', a_row(2)]
    good, bad = rows_of(tmp_path, *lines)
    assert (names(bad), names(good)) == (["P0"], ["P1", "P2"])


def test_rows_without_an_address_are_known_when_there_are_many(tmp_path):
    header = "Name,Company,Phone,Notes"
    lines = ['A,B,1,"asked', *[f"N{n},C{n},{n},ok" for n in range(6)], 'Z,Y,2,24"', "Q,R,3,ok"]
    good, bad = rows_of(tmp_path, *lines, header=header)
    assert (names(bad), len(good)) == (["A"], 8)


def test_a_cell_beyond_all_bounds_costs_its_own_row(tmp_path):
    lines = [a_row(0, '"asked'), *[a_row(number, "x" * 90) for number in range(1, 4000)]]
    good, bad = rows_of(tmp_path, *lines)
    assert (names(bad), len(good)) == (["P0"], 3999)


@pytest.mark.parametrize(
    "notes",
    [
        '"Street 1, Floor 2, Berlin\nStreet 3, Floor 4, Paris"',
        '"Hello,\n\nwe ship, daily, from Rome, Oslo, Bonn\nand, well, one, two, three\n\nAda"',
        '"Sites:\nBerlin,20,DE,yes,ok\nParis,30,FR,no,ok\nRome,4,IT,no,ok"',
        '"cc ada@n.example,bob@n.example\nada@n.example, bob@n.example, x, y, z"',
        '"He said ""24"" is best"", then\nleft, at, once, for, good"',
        '"one\r\ntwo\r\nthree"',
    ],
)
def test_a_note_of_many_lines_is_one_cell(tmp_path, notes):
    good, bad = rows_of(tmp_path, a_row(0, notes), a_row(1))
    assert (names(good), bad) == (["P0", "P1"], [])
    assert good[0].cells[4].count("\n") == notes.count("\n")


@pytest.mark.parametrize(
    "row",
    [
        'Ada,"Street 1, Floor 2\nBerlin",ada@n.example',
        'Ada,"Street 1\nFloor 2, Berlin, DE",ada@n.example',
        'Ada,"Street 1,Floor 2,Berlin\nStreet 3,Floor 4,Paris\nDE",ada@n.example',
    ],
)
def test_an_address_of_several_lines_in_three_columns_is_one_cell(tmp_path, row):
    good, bad = rows_of(tmp_path, row, "Bob,Bonn,b@n.example", header="Name,Company,Email")
    assert (names(good), bad) == (["Ada", "Bob"], [])


def test_the_rest_of_a_torn_note_is_given_back_and_makes_no_row(tmp_path):
    lines = [a_row(0, '"We said "yes", then'), "please call, urgent", 'thanks"', a_row(1)]
    good, bad = rows_of(tmp_path, *lines)
    assert names(good) == ["P1"]
    assert [row.line for row in bad] == [2, 3, 4]
    assert "follows a torn row" in bad[1].fault


def test_short_rows_go_on_after_a_torn_one_where_the_file_has_such_rows(tmp_path):
    lines = ["A,N,a@n.example", a_row(1, '"open'), "B,N,b@n.example", "C,N,c@n.example"]
    good, bad = rows_of(tmp_path, *lines)
    assert (names(good), names(bad)) == (["A", "B", "C"], ["P1"])


@pytest.mark.parametrize(
    ("notes", "read"),
    [('"24" screen"', '24 screen"'), ('24" screen', '24" screen'), ('"x" ', "x ")],
)
def test_sloppy_quotes_that_are_closed_are_read(tmp_path, notes, read):
    good, bad = rows_of(tmp_path, a_row(0, notes), a_row(1))
    assert (good[0].cells[4], bad) == (read, [])


FOOTER = [
    '"","","","",""',
    '"Confidential Information - Do Not Distribute"',
    '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."',
    '"Generated By:  Rita Rep  22.11.2026 06:30"',
    '"Northwind Demo"',
]


def test_what_salesforce_writes_below_a_report_is_no_row(tmp_path):
    good, bad = rows_of(tmp_path, a_row(0), *FOOTER)
    assert (names(good), bad) == (["P0"], [])


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([a_row(0), *FOOTER, a_row(1)], 6),
        ([a_row(0), FOOTER[1]], 2),
        ([a_row(0), *FOOTER, "Ada", "Bob"], 7),
        ([a_row(0), *FOOTER[:-1], "ada@n.example"], 5),
    ],
)
def test_what_is_perhaps_no_footer_stays(tmp_path, lines, kept):
    good, bad = rows_of(tmp_path, *lines)
    assert len(good) + len(bad) == kept


def test_a_quote_left_open_in_the_header_is_said(tmp_path):
    with pytest.raises(NotACsv, match="never closed"):
        rows_of(tmp_path, *map(a_row, range(9)), header='Name,"Company,Email,Score,Notes')


def test_lines_are_numbered_as_an_editor_numbers_them(tmp_path):
    lines = [a_row(0, '"two\nlines"'), a_row(1, '"open'), "", a_row(2), "x,x,x,x,x,x"]
    good, bad = rows_of(tmp_path, *lines)
    assert [row.line for row in good] == [2, 6]
    assert [row.line for row in bad] == [4, 7]
