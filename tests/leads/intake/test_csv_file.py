import csv
import random
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.kit.csv_encoding import encoding_of
from bot.kit.csv_rejected import rejected_file_of
from bot.kit.csv_text import NotACsv
from bot.kit.errors import OperatorError
from bot.kit.outbox.table import outbox
from bot.leads.actions.receive import Outcome
from bot.leads.intake.csv_file import import_file
from bot.leads.store.leads import load_lead
from bot.leads.store.tables import arrivals, leads, trail
from tests.builders import a_marketer
from tests.leads.some_leads import a_room

SHEETS = Path(__file__).parent / "sheets"
HEADER = "Name,Email,Company,Score"


def a_file(folder, text, *, encoding="utf-8", name="leads.csv"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def many(count, *, bad=()):
    rows = [
        f"Person {number},{'not an address' if number in bad else f'p{number}@c{number}.example'},C{number},{number % 100}"
        for number in range(count)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


def bring_in(db, path, **rest):
    return import_file(db, a_room(), path, **rest)


def count(db, table):
    with db.read() as work:
        return work.execute(select(func.count()).select_from(table)).scalar_one()


def lead(db, number=1):
    with db.read() as work:
        return load_lead(work, number)


def test_hubspots_export_is_recognised(db):
    report = bring_in(db, SHEETS / "hubspot.csv")
    assert (report.rows, report.outcomes[Outcome.ANNOUNCED], report.rejected) == (2, 2, 0)
    ada = lead(db)
    assert (ada.name, ada.email) == ("Ada Okafor", "ada.okafor@northwind-freight.example")
    assert (ada.company, ada.title) == ("Northwind Freight", "Head of Operations")
    assert (ada.country, ada.employees, ada.score) == ("DE", 240, 82)
    assert (ada.source, ada.message) == (
        "Offline Sources",
        "We lose two days a week.\nCan you do T1 transit?",
    )
    assert ada.extra == {
        "id": "1001",
        "Lead Status": "New",
        "Last Activity Date": "2026-11-20 10:12",
    }
    assert lead(db, 2).employees == 1200


def test_salesforces_export_is_recognised(db):
    bring_in(db, SHEETS / "salesforce.csv")
    lucia = lead(db)
    assert (lucia.name, lucia.company, lucia.country) == ("Lucía Ferrer", "Solmar Foods", "ES")
    assert (lucia.employees, lucia.source, lucia.score) == (51, "Web", None)
    assert lucia.extra["Rating"] == "Hot"
    assert lucia.extra["employees"] == "51-200"


def test_salesforces_weekly_export_is_recognised(db):
    bring_in(db, SHEETS / "salesforce_api.csv")
    ada = lead(db)
    assert (ada.name, ada.company, ada.country) == ("Ada Okafor", "Northwind Freight", "DE")
    assert (ada.employees, ada.industry, ada.source) == (240, "Logistics", "Web")
    assert (ada.phone, ada.title) == ("+49 170 1", "COO")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_delimiters_as_spreadsheets_write_them(
    sqlite_db, tmp_path, encoding, delimiter, newline
):
    rows = [["Name", "E-Mail", "Firma"], ["Jürgen Müßig", "jm@büro.example", "Büro; und, Söhne"]]
    text = newline.join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + newline
    report = bring_in(sqlite_db, a_file(tmp_path, text, encoding=encoding))
    assert report.rejected == 0
    assert (lead(sqlite_db).name, lead(sqlite_db).company) == ("Jürgen Müßig", "Büro; und, Söhne")


def test_excels_hint_of_the_delimiter_is_taken(sqlite_db, tmp_path):
    bring_in(sqlite_db, a_file(tmp_path, "sep=;\r\nName;E-Mail\r\nAda;ada@n.example\r\n"))
    assert lead(sqlite_db).email == "ada@n.example"


def test_a_letter_beyond_the_first_block_still_decides_the_encoding(tmp_path):
    long = HEADER + "\n" + "x" * 3_000_000
    assert encoding_of(a_file(tmp_path, long + "é")).codec == "utf-8-sig"
    assert encoding_of(a_file(tmp_path, long + "é", encoding="cp1252")).codec == "cp1252"


def test_empty_lines_and_cells_are_passed_over(sqlite_db, tmp_path):
    report = bring_in(sqlite_db, a_file(tmp_path, f"\n\n{HEADER}\n\n,,,\nAda,ada@n.example,N\n\n"))
    assert (report.rows, report.rejected) == (1, 0)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Ada,ada@n.example,Northwind\n", "Company,Score\nN,1\n", "\x00\x01\x02"]
)
def test_a_file_without_a_header_is_refused_with_the_cure(sqlite_db, tmp_path, text):
    with pytest.raises(NotACsv, match=r"header|columns|empty"):
        bring_in(sqlite_db, a_file(tmp_path, text))


def test_a_bad_row_is_rejected_with_its_reason_while_the_rest_go_on(db, tmp_path):
    path = a_file(
        tmp_path,
        f"{HEADER}\n"
        "Ada,ada@n.example,N,82\n"
        "Bob,bob at n,N,10\n"
        "=HYPERLINK(1),@x,N,ten\n"
        ",,,5\n"
        "Eve,eve@n.example,N,1,2,3\n"
        "Zoe,zoe@n.example,N,70\n",
    )
    report = bring_in(db, path)
    assert (report.rows, report.rejected, sum(report.outcomes.values())) == (6, 4, 2)
    assert [line for line, _ in report.reasons] == [3, 4, 5, 6]
    assert report.rejected_file == rejected_file_of(path)
    assert stat.S_IMODE(report.rejected_file.stat().st_mode) == 0o600
    with report.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert [row["Rejected line"] for row in rejected] == ["3", "4", "5", "6"]
    assert "e-mail address" in rejected[0]["Rejected because"]
    assert rejected[1]["Name"] == "'=HYPERLINK(1)"
    assert "score" in rejected[1]["Rejected because"]
    assert "Who is it" in rejected[2]["Rejected because"]
    assert "6 cells" in rejected[3]["Rejected because"]


def test_a_mended_file_of_rejected_rows_can_be_imported(sqlite_db, tmp_path):
    path = a_file(tmp_path, "Name,Email,Phone,Company\nBob,bob at n,+49 30 1,N\n")
    rejected = bring_in(sqlite_db, path).rejected_file
    rejected.write_text(
        rejected.read_text(encoding="utf-8-sig").replace("bob at n", "bob@n.example")
    )
    assert bring_in(sqlite_db, rejected).rejected == 0
    assert (lead(sqlite_db).phone, lead(sqlite_db).extra) == ("+49 30 1", {})


def test_a_quote_never_closed_is_reported(sqlite_db, tmp_path):
    report = bring_in(
        sqlite_db, a_file(tmp_path, f'{HEADER}\nAda,ada@n.example,"N,1\n' + "x,y\n" * 200_000)
    )
    assert report.rejected >= 1
    assert "quote" in report.reasons[0][1]


def test_the_same_file_again_changes_nothing(db, tmp_path):
    path = a_file(tmp_path, many(600, bad={7}))
    first = bring_in(db, path)
    before = [count(db, table) for table in (leads, arrivals, trail, outbox)]
    again = bring_in(db, path)
    assert (first.known, sum(first.outcomes.values()), first.rejected) == (0, 599, 1)
    assert (again.known, sum(again.outcomes.values()), again.rejected) == (599, 0, 1)
    assert [count(db, table) for table in (leads, arrivals, trail, outbox)] == before


def test_columns_that_change_every_day_make_no_row_new(sqlite_db, tmp_path):
    bring_in(sqlite_db, a_file(tmp_path, "Email,Company,Last Activity\na@n.example,N,Monday\n"))
    again = bring_in(
        sqlite_db, a_file(tmp_path, "Email,Company,Last Activity\na@n.example,N,Tuesday\n")
    )
    assert (again.known, again.rejected) == (1, 0)


def test_what_changed_in_a_row_joins_the_lead_that_is_there(sqlite_db, tmp_path):
    bring_in(sqlite_db, a_file(tmp_path, f"{HEADER}\nAda,ada@n.example,N,10\n"))
    again = bring_in(sqlite_db, a_file(tmp_path, f"{HEADER}\nAda,ada@n.example,N,90\n"))
    assert again.outcomes == {Outcome.ANNOUNCED: 1}
    assert count(sqlite_db, leads) == 1


def test_a_person_twice_in_a_file_is_one_lead(db, tmp_path):
    text = f"{HEADER}\nAda,ada@n.example,N,10\nAda O,ADA@n.example,N,20\nAda,ada@n.example,N,10\n"
    report = bring_in(db, a_file(tmp_path, text))
    assert report.outcomes == {Outcome.KEPT: 1, Outcome.JOINED: 1}
    assert report.known == 1
    assert count(db, leads) == 1


def test_a_large_import_does_not_flood(db, tmp_path):
    report = bring_in(db, a_file(tmp_path, many(500)))
    assert report.outcomes[Outcome.ANNOUNCED] == 10
    assert report.outcomes[Outcome.ROLLED_UP] == 190
    assert report.outcomes[Outcome.KEPT] == 300
    with db.read() as work:
        keys = list(work.execute(select(outbox.c.key)).scalars())
        announced = work.execute(
            select(func.count()).select_from(leads).where(leads.c.announced_at.is_not(None))
        ).scalar_one()
    assert len([key for key in keys if key.startswith("rollup:")]) == 1
    assert len([key for key in keys if key.endswith(":card")]) == 10
    assert announced == 200


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(db, tmp_path):
    path = a_file(tmp_path, many(600, bad={7}) + "Again,p1@c1.example,C1,1\n")
    rehearsed = bring_in(db, path, dry_run=True)
    assert [count(db, table) for table in (leads, arrivals, trail, outbox)] == [0, 0, 0, 0]
    assert not rejected_file_of(path).exists()
    done = bring_in(db, path)
    assert rehearsed.outcomes == done.outcomes
    assert (rehearsed.rows, rehearsed.known, rehearsed.rejected) == (601, 0, 1)
    assert rehearsed.sentence() == done.sentence()


def people_again_and_again(count):
    """Rows of 300 people in no order: some with an address, some by name, some bad, some the same."""
    chance = random.Random(3)  # noqa: S311
    rows = [
        f"N{who} Z,{chance.choice(['', f'x{who}@n{who}.example', 'bad' * (who % 97 == 0)])},K{who},"
        f"{chance.choice([10, 70, 90])}"
        for who in (chance.randrange(300) for _ in range(count))
    ]
    return "\n".join([HEADER, *rows]) + "\n"


@pytest.mark.parametrize("before", [0, 120])
def test_a_dry_run_counts_as_the_real_one_whoever_comes_again(db, tmp_path, before):
    bring_in(db, a_file(tmp_path, people_again_and_again(before), name="before.csv"))
    rows = [count(db, table) for table in (leads, arrivals, trail, outbox)]
    path = a_file(tmp_path, people_again_and_again(1700))
    rehearsed = bring_in(db, path, dry_run=True)
    assert [count(db, table) for table in (leads, arrivals, trail, outbox)] == rows
    done = bring_in(db, path)
    assert (rehearsed.sentence(), rehearsed.reasons) == (done.sentence(), done.reasons)
    assert done.known
    assert done.outcomes[Outcome.JOINED]


def test_a_dry_run_holds_up_nobody(db, tmp_path):
    path = a_file(tmp_path, many(1000))
    others = [a_file(tmp_path, many(1), name=f"{number}.csv") for number in range(2)]
    bring_in(
        db, path, dry_run=True, progress=lambda _read, _size: bring_in(db, others.pop()) and None
    )
    assert others == []
    assert count(db, leads) == 1


def test_a_clean_file_needs_no_place_for_rejected_rows(sqlite_db, tmp_path):
    path = a_file(tmp_path, many(2), name=f"{'x' * 246}.csv")
    assert bring_in(sqlite_db, path).rejected_file is None
    nowhere = tmp_path / "leads.csv" / "nowhere"
    assert bring_in(sqlite_db, a_file(tmp_path, many(3)), rejected_to=nowhere).rejected == 0


def test_rejected_rows_that_cannot_be_written_stop_the_import_with_the_cure(sqlite_db, tmp_path):
    path = a_file(tmp_path, many(9, bad={3}), name=f"{'x' * 246}.csv")
    with pytest.raises(OperatorError, match="--rejected"):
        bring_in(sqlite_db, path)
    elsewhere = tmp_path / "rejected.csv"
    report = bring_in(sqlite_db, path, rejected_to=elsewhere)
    assert (report.rejected, report.rejected_file) == (1, elsewhere)
    assert bring_in(sqlite_db, path, rejected_to=elsewhere).rejected == 1, "its own may be replaced"


def test_no_other_file_is_replaced_by_rejected_rows(sqlite_db, tmp_path):
    path = a_file(tmp_path, many(9, bad={3}))
    with pytest.raises(OperatorError, match="holds no rejected rows"):
        bring_in(sqlite_db, path, rejected_to=path)
    assert path.read_text() == many(9, bad={3})


def test_what_an_earlier_run_rejected_is_gone_once_all_is_well(sqlite_db, tmp_path):
    path = a_file(tmp_path, many(5, bad={3}))
    rejected = bring_in(sqlite_db, path).rejected_file
    bring_in(sqlite_db, a_file(tmp_path, many(5)))
    assert not rejected.exists()


def test_a_torn_row_is_given_back_as_it_stands_and_the_rest_come_in(db, tmp_path):
    header = "Name,Company,Email,Score,Notes"
    rows = [f"P{n} Q,C{n},p{n}@c{n}.example,70,ok" for n in range(60)]
    rows[3] = 'P3 Q,C3,p3@c3.example,70,"a 24 screen'
    path = a_file(tmp_path, "\n".join([header, *rows]) + "\n")
    report = bring_in(db, path)
    assert (report.rows, report.rejected, count(db, leads)) == (60, 1, 59)
    with report.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Notes"], row["Rejected line"]) == ("a 24 screen", "5")
    bring_in(db, report.rejected_file)
    assert count(db, leads) == 60


def test_how_a_file_was_read_is_reported_where_it_is_a_guess(sqlite_db, tmp_path):
    text = f"{HEADER}\nJosé Müller,j@n.example,Café,70\n"
    assert bring_in(sqlite_db, a_file(tmp_path, text), dry_run=True).read_as == ""
    path = a_file(tmp_path, text, encoding="mac_roman")
    assert "Mac Roman, such as “José”, “Müller”" in bring_in(sqlite_db, path, dry_run=True).read_as
    path = a_file(tmp_path, text, encoding="cp850")
    bring_in(sqlite_db, path, encoding="cp850")
    assert lead(sqlite_db).name == "José Müller"


def test_progress_is_told_in_bytes(sqlite_db, tmp_path):
    path = a_file(tmp_path, many(1000))
    told = []
    bring_in(sqlite_db, path, progress=lambda read, size: told.append((read, size)))
    assert len(told) == 2
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_who_imported_stands_in_the_trail(sqlite_db, tmp_path):
    bring_in(sqlite_db, a_file(tmp_path, many(1)), by=a_marketer("U0MARK"))
    with sqlite_db.read() as work:
        assert "U0MARK" in set(work.execute(select(trail.c.actor)).scalars())


IMPORT = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from bot.kit.db import open_database
    from bot.leads.intake.csv_file import import_file
    from tests.leads.some_leads import a_room
    print("ready", flush=True)
    print(import_file(open_database(sys.argv[1]), a_room(), Path(sys.argv[2])).sentence(), flush=True)
    """
)


def test_killed_at_any_row_and_run_again_nothing_is_lost_or_doubled(db, database_url, tmp_path):
    lines = many(2500, bad={3, 1000}).splitlines()
    lines.insert(1300, 'Torn,torn@t.example,"an open quote,90')
    path = a_file(tmp_path, "\n".join(lines))
    chance = random.Random(7)  # noqa: S311
    killed = 0
    for _ in range(4):
        process = start_import(database_url, path)
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.02, 0.6))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(10) == -signal.SIGKILL
        process.stdout.close()
    assert killed
    finished = start_import(database_url, path)
    assert finished.stdout.read()
    assert finished.wait(60) == 0
    finished.stdout.close()
    with db.read() as work:
        per_address = (
            work.execute(select(func.count()).select_from(leads).group_by(leads.c.email))
            .scalars()
            .all()
        )
        announced = select(leads.c.id).where(leads.c.announced_at.is_not(None))
        twice = work.execute(
            select(trail.c.lead_id)
            .where(trail.c.kind == "announced")
            .group_by(trail.c.lead_id)
            .having(func.count() > 1)
        ).all()
        told = set(
            work.execute(select(trail.c.lead_id).where(trail.c.kind == "announced")).scalars()
        )
        assert told == set(work.execute(announced).scalars())
    assert len(per_address) == 2498
    assert set(per_address) == {1}
    assert twice == []
    assert len(told) == 1000 - sum(1 for bad in (3, 1000) if bad % 100 >= 60)
    assert count(db, arrivals) == 2498


def start_import(url, path):
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, url, str(path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_the_same_file_imported_twice_at_once_brings_every_row_in_once(db, tmp_path):
    files = [a_file(tmp_path, many(400), name=f"{which}.csv") for which in "ab"]
    reports = [None, None]

    def one(place):
        reports[place] = bring_in(db, files[place])

    threads = [threading.Thread(target=one, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.rejected for report in reports] == [0, 0]
    assert sum(sum(report.outcomes.values()) for report in reports) == 400
    assert sum(report.known for report in reports) == 400
    assert count(db, leads) == count(db, arrivals) == 400


def test_the_same_people_in_two_files_at_once_are_each_one_lead(db, tmp_path):
    forwards = [
        f"Person {number},p{number}@c{number}.example,C,{number % 100}" for number in range(300)
    ]
    backwards = [f"{row.upper()}0" for row in reversed(forwards)]
    files = [
        a_file(tmp_path, "\n".join([HEADER, *rows]), name=f"{which}.csv")
        for which, rows in (("a", forwards), ("b", backwards))
    ]
    threads = [threading.Thread(target=bring_in, args=(db, file)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(db, leads) == 300
    assert count(db, arrivals) == 600
