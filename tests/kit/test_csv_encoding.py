"""A file is read as it was written; what cannot be told is not guessed."""

import pytest

from bot.kit.csv_encoding import encoding_of
from bot.kit.csv_text import NotACsv, open_sheet
from bot.leads.intake.csv_columns import lead_columns

WESTERN = [
    "Jürgen Müller,Bücher & Söhne,j@n.example,Größe",
    "José Nuñez,Café Zürich,jn@n.example,“mañana” – 5 €",
    "Åsa Öst,Smörgås AB,a@n.example,L’École",
    "Zoë O’Brien,Señor Bœuf,z@n.example,12 m² à Orléans",
]
POLISH = ["Łukasz Żak,Żabka Święta,l@n.example,Paweł", "Michał Król,Łódź,m@n.example,część"]


def a_file(folder, lines, encoding, newline="\r\n"):
    path = folder / "leads.csv"
    text = newline.join(["Name,Company,Email,Notes", *lines, ""])
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding, "ignore"))
    return path


def rows_of(path, encoding=""):
    with open_sheet(path, lead_columns, encoding=encoding) as sheet:
        return sheet.encoding, list(sheet.rows)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize(
    ("encoding", "lines"),
    [
        ("utf-8", WESTERN + POLISH),
        ("utf-8-sig", WESTERN + POLISH),
        ("utf-16", WESTERN + POLISH),
        ("utf-16-le", WESTERN + POLISH),
        ("cp1252", WESTERN),
        ("mac_roman", WESTERN),
        ("cp850", WESTERN),
        ("cp1250", POLISH),
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path, encoding, lines, newline):
    _, rows = rows_of(a_file(tmp_path, lines, encoding, newline))
    kept = [line.encode(encoding, "ignore").decode(encoding) for line in lines]
    assert [(",".join(row.cells), row.fault) for row in rows] == [(line, "") for line in kept]


@pytest.mark.parametrize("line", WESTERN)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_one_row_is_enough(tmp_path, encoding, line):
    _, (row,) = rows_of(a_file(tmp_path, [line], encoding))
    assert ",".join(row.cells) == line.encode(encoding, "ignore").decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("cp1251", "Иван Петров,Рога,i@n.example,"),
        ("koi8-r", "Иван Петров,Рога,i@n.example,"),
        ("cp932", "山田太郎,株式会社,y@n.example,"),
        ("gb18030", "张伟,上海贸易有限公司,z@n.example,"),
        ("cp1253", "Γιώργος Παπαδόπουλος,Αθήνα,g@n.example,"),
    ],
)
def test_what_cannot_be_told_is_refused_until_somebody_says(tmp_path, encoding, line):
    path = a_file(tmp_path, [line], encoding)
    with pytest.raises(NotACsv, match="--encoding"):
        rows_of(path)
    found, (row,) = rows_of(path, encoding)
    assert ",".join(row.cells) == line
    assert line.split()[0].split(",")[0] in found.sentence()


def test_a_guess_is_said_with_words_that_show_it(tmp_path):
    found, _ = rows_of(a_file(tmp_path, WESTERN, "mac_roman"))
    assert found.sentence() == "Read as Mac Roman, such as “Jürgen”, “Müller”, “Bücher”."
    found, _ = rows_of(a_file(tmp_path, WESTERN, "utf-8"))
    assert found.sentence() == ""


def test_a_byte_astray_in_utf_8_costs_one_row(tmp_path):
    path = a_file(tmp_path, WESTERN, "utf-8")
    path.write_bytes(
        path.read_bytes() + b"X Y,Z,x@n.example,trunc \xc3\r\nE F,G,e@n.example,ok\r\n"
    )
    _, rows = rows_of(path)
    assert [",".join(row.cells) for row in rows if not row.fault] == [
        *WESTERN,
        "E F,G,e@n.example,ok",
    ]
    (bad,) = [row for row in rows if row.fault]
    assert (bad.line, bad.cells[3]) == (6, "trunc \ufffd")
    assert "letters" in bad.fault


def test_a_byte_astray_alone_is_one_too(tmp_path):
    path = a_file(tmp_path, [], "utf-8")
    path.write_bytes(path.read_bytes() + "Jürgen,N,j@n.example,trunc ".encode() + b"\xc3\r\n")
    assert [bool(row.fault) for row in rows_of(path)[1]] == [True]


@pytest.mark.parametrize("given", ["cp932", "utf-8", "utf_8", "utf-16", "ascii", "UTF8"])
def test_what_is_given_counts_and_never_breaks(tmp_path, given):
    path = a_file(tmp_path, WESTERN, "cp1252")
    try:
        _, rows = rows_of(path, given)
    except NotACsv:
        assert given == "utf-16"
    else:
        assert any(row.fault for row in rows)


@pytest.mark.parametrize("given", ["klingon", "rot13", "base64"])
def test_an_encoding_that_there_is_not_is_said(tmp_path, given):
    with pytest.raises(NotACsv, match="no encoding"):
        rows_of(a_file(tmp_path, WESTERN, "utf-8"), given)


def test_ascii_needs_no_word(tmp_path):
    found = encoding_of(a_file(tmp_path, ["Ada,N,a@n.example,"], "ascii"))
    assert (found.clean, found.sentence()) == (True, "")
