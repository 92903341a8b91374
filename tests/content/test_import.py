"""`smarketing import-content`: what is bad is given back with its reason, the rest comes in once."""

import csv
import random
import signal
import subprocess
import sys
import textwrap
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.content.domain.asset import State
from bot.content.domain.search import read_query
from bot.content.domain.settings import ContentSettings
from bot.content.intake import csv_file
from bot.content.intake.csv_file import import_content
from bot.content.queries.library import asset_by_link
from bot.content.queries.search import search_library
from bot.content.store.asset_tables import asset_terms, assets
from bot.kit.csv_text import NotACsv
from tests.builders import some_people_settings
from tests.content.scene import MARK, MONA, NOON, open_the_content_floor
from tests.support.house import StoppedClock

CLOCK = StoppedClock()
HEADER = "Title,URL,Type,Segment,Funnel stage,Owner,Review date,Status,Must know\n"


@pytest.fixture
def floor(db):
    open_the_content_floor(db)
    return db


def brought_in(db, path, **more):
    return import_content(
        db, CLOCK, path, settings=ContentSettings(), company=some_people_settings(), **more
    )


def a_file(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "content.csv"
    path.write_bytes((header + "\n".join(rows) + "\n").encode(encoding))
    return path


def counted(db) -> int:
    with db.read() as work:
        return work.execute(select(func.count()).select_from(assets)).scalar_one()


def the_asset(db, link):
    with db.read() as work:
        found = asset_by_link(work, link)
    assert found is not None
    return found


def test_a_row_says_all_of_an_asset(floor, tmp_path):
    path = a_file(
        tmp_path,
        'Customs one-pager,https://www.example.com/customs/?utm_source=mail,One Pager,"SaaS; Retail",'
        "consideration,mona schmidt,2027-03-01,approved,yes",
        "Not yet,example.com/draft,Slides,,,,,draft,",
    )
    assert brought_in(floor, path).sentence() == "2 rows: 1 added, 1 added as drafts."
    asset = the_asset(floor, "http://example.com/customs")
    assert (asset.format, asset.segments, asset.stage) == (
        "one-pager",
        ("SaaS", "Retail"),
        "consideration",
    )
    assert (asset.owner, asset.must_know, asset.state) == (MONA.id, True, State.APPROVED)
    assert asset.review_by is not None
    assert asset.review_by.isoformat() == "2027-03-01"
    draft = the_asset(floor, "https://example.com/draft")
    assert draft.state is State.DRAFT
    assert draft.review_by is not None
    assert draft.review_by.isoformat() == "2027-05-23", "six months from today"


def test_importing_again_adds_nothing_and_changes_nothing(floor, tmp_path):
    path = a_file(tmp_path, "One,https://example.com/1,,,,,,,", "Two,https://example.com/2,,,,,,,")
    brought_in(floor, path)
    again = a_file(tmp_path, "One changed,https://EXAMPLE.com/1/,,,,,,,", "No link two,,,,,,,,")
    report = brought_in(floor, again)
    assert (report.known, report.rejected) == (1, 1)
    assert the_asset(floor, "https://example.com/1").title == "One"


def test_a_bad_row_is_given_back_with_its_reason_and_comes_in_once_mended(floor, tmp_path):
    path = a_file(
        tmp_path,
        "Good,https://example.com/good,,,,,,,",
        ",https://example.com/untitled,,,,,,,",
        "Bad link,javascript:alert(1),,,,,,,",
        "Bad stage,https://example.com/s,,,somewhere,,,,",
        "Bad day,https://example.com/d,,,,,2027-02-30,,",
        "Bad owner,https://example.com/o,,,,Nobody Known,,,",
        "Bad state,https://example.com/x,,,,,,perhaps,",
        "=cmd(),https://example.com/f,,,,,,maybe,",
    )
    report = brought_in(floor, path)
    assert (report.approved, report.rejected) == (1, 7)
    assert report.rejected_file is not None
    with report.rejected_file.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    reasons = [row["Rejected because"] for row in rows]
    assert [one.partition(":")[0] for one in reasons] == [
        "title", "link", "stages", "review by", "owner", "state", "state",
    ]  # fmt: skip
    assert rows[-1]["Title"] == "'=cmd()"
    assert rows[0]["Rejected line"] == "3"
    mended = report.rejected_file.read_text(encoding="utf-8-sig")
    mended = mended.replace("somewhere", "decision").replace("Nobody Known", MARK.name)
    again = tmp_path / "mended.csv"
    again.write_text(mended, encoding="utf-8")
    assert brought_in(floor, again).approved == 2
    assert counted(floor) == 3


def test_a_dry_run_says_the_same_and_changes_nothing(floor, tmp_path, monkeypatch):
    monkeypatch.setattr(csv_file, "BATCH", 2)
    rows = [f"Piece {n},https://example.com/{n % 5},,,,,,," for n in range(9)]
    rows.append("Bad,nowhere,,,,,,,")
    path = a_file(tmp_path, *rows)
    rehearsed = brought_in(floor, path, dry_run=True)
    assert counted(floor) == 0
    assert not (tmp_path / "content.csv.rejected.csv").exists()
    assert rehearsed.sentence() == "10 rows: 5 added, 4 were here before, 1 rejected."
    assert brought_in(floor, path).sentence() == rehearsed.sentence()


IMPORT = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from bot.content.domain.settings import ContentSettings
    from bot.content.intake import csv_file
    from bot.kit.clock import Clock
    from bot.kit.db import open_database
    from tests.builders import some_people_settings
    csv_file.BATCH = 20
    print("ready", flush=True)
    report = csv_file.import_content(
        open_database(sys.argv[1]),
        Clock(),
        Path(sys.argv[2]),
        settings=ContentSettings(),
        company=some_people_settings(),
    )
    print(report.sentence(), flush=True)
    """
)


def test_killed_at_any_row_and_run_again_nothing_is_lost_or_doubled(floor, database_url, tmp_path):
    rows = [f"Piece {n},https://example.com/{n},,,,,,," for n in range(600)]
    path = a_file(tmp_path, *rows)
    chance = random.Random(7)  # noqa: S311 - when to kill
    killed = 0
    for _ in range(3):
        process = start_import(database_url, path)
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.02, 0.4))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(10) == -signal.SIGKILL
        process.stdout.close()
    assert killed
    brought_in(floor, path)
    assert counted(floor) == 600
    with floor.read() as work:
        found = select(func.count(asset_terms.c.asset_id.distinct()))
        assert work.execute(found).scalar_one() == 600, "each is found"


def start_import(url, path):
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, url, str(path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_nobody_known_in_marketing_is_said_as_such(db, tmp_path):
    path = a_file(tmp_path, "One,https://example.com/1,,,,mona@example.com,,,")
    ((_, reason),) = brought_in(db, path).reasons
    assert reason.startswith("owner: The bot has not read yet who is in marketing")


def test_however_a_spreadsheet_writes_it(floor, tmp_path):
    ways = [(code, mark) for code in ("utf-8-sig", "utf-16", "cp1252") for mark in ",;\t"]
    for place, (encoding, delimiter) in enumerate(ways):
        header = delimiter.join(["Title", "Link", "Description"]) + "\r\n"
        row = delimiter.join(["Grüße aus Köln", f"https://example.com/{place}", "für alle"])
        brought_in(floor, a_file(tmp_path, row, header=header, encoding=encoding))
    with floor.read() as work:
        found = search_library(work, read_query("koln"), most=20)
    assert [one.about for one in found.exact] == ["für alle"] * len(ways)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"Foo,Bar\n1,2\n"])
def test_what_is_no_table_of_content_is_refused_whole(floor, tmp_path, content):
    path = tmp_path / "content.csv"
    path.write_bytes(content)
    with pytest.raises(NotACsv):
        brought_in(floor, path)


def test_the_demo_s_library_comes_in_whole(floor):
    with as_file(files("bot.commands.demo") / "content.csv") as sample:
        report = brought_in(floor, sample, dry_run=True)
    owners = {reason.split("“")[1].split("”")[0] for _, reason in report.reasons}
    assert owners <= {"mark@example.com", "mona@example.com", "maya@example.com"}
    assert report.rows == 25
    assert NOON.year == 2026
