import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.kit.outbox.table import outbox
from bot.kit.slack_host import may_see_the_token
from bot.leads.actions.imports import ask_for_import
from bot.leads.intake import slack_file
from bot.leads.intake.csv_file import BATCH
from bot.leads.intake.slack_file import NotFetched, SlackImports, fetch_file
from bot.leads.intake.turn import Turn, TurnOver
from bot.leads.queries.imports import import_message
from bot.leads.store.imports import LEASE, lease_import
from bot.leads.store.tables import imports, leads
from tests.leads.scene import MARK, RITA, SAM, a_floor
from tests.leads.some_leads import a_room
from tests.support.house import StoppedClock

SHEET = "Name,Email,Company,Score\nAda,ada@n.example,N,82\nBob,bob at n,N,90\n"


@pytest.fixture
def floor(db):
    return a_floor(db)


@pytest.fixture
def slack(floor, httpserver):
    """A Slack that hands out the file F0CSV; the token must come with the asking."""
    httpserver.expect_request(
        "/files/F0CSV", headers={"authorization": f"Bearer {floor.client.token}"}
    ).respond_with_data(SHEET, content_type="text/csv")
    floor.client.base_url = httpserver.url_for("/api/")
    floor.client.answers["files.info"] = {"file": a_file(httpserver.url_for("/files/F0CSV"))}
    return httpserver


def a_file(address, **rest):
    return {
        "id": "F0CSV",
        "name": "leads.csv",
        "filetype": "csv",
        "size": 80,
        "url_private": address,
        **rest,
    }


def a_message(*files):
    return {"ts": "1764000000.000100", "text": "", "files": list(files)}


def use_shortcut(floor, *, by, message=None):
    floor.shortcut("lead.import", by=by, message=message or a_message(a_file("")))


def wait_for_the_report(floor, number=1):
    """The import runs in a thread of its own: wait until it is reported."""
    done = threading.Event()
    for _ in range(400):
        with floor.db.read() as work:
            report = work.execute(select(imports.c.report).where(imports.c.id == number)).scalar()
        if report:
            return report
        done.wait(0.05)
    raise AssertionError("the import was not reported")


def reported(floor, number=1):
    with floor.db.read() as work:
        message = import_message(work, {"import": number})
        to = work.execute(
            select(outbox.c.destination).where(outbox.c.key == f"import:{number}")
        ).scalar()
    return to, message.text


def count(floor, table):
    with floor.db.read() as work:
        return work.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize("who", [MARK, SAM])
def test_marketers_and_managers_import_and_are_told_in_a_message(floor, slack, who):
    use_shortcut(floor, by=who.id)
    assert "Reading leads.csv" in floor.told[-1]
    wait_for_the_report(floor)
    to, text = reported(floor)
    assert to == who.id
    assert "2 rows: 1 announced, 1 rejected." in text
    assert "line 3" in text
    assert count(floor, leads) == 1


@pytest.mark.parametrize("who", [RITA.id, "U0GUS", "U0NOBODY"])
def test_others_are_refused(floor, who):
    use_shortcut(floor, by=who)
    assert floor.told
    assert "Reading" not in floor.told[-1]
    assert count(floor, imports) == 0


def test_a_rep_is_told_who_may(floor):
    use_shortcut(floor, by=RITA.id)
    assert "Only marketers and managers can import leads" in floor.told[-1]


@pytest.mark.parametrize(
    "files", [[], [{"id": "F1", "name": "photo.png"}], [None], [{"name": "x.csv"}]]
)
def test_a_message_without_a_csv_file_is_refused_with_the_cure(floor, files):
    use_shortcut(floor, by=MARK.id, message=a_message(*files))
    assert "no CSV file" in floor.told[-1]


@pytest.mark.parametrize("name", ["Leads.XLSX", "leads.xls", "leads.numbers"])
def test_a_spreadsheet_is_refused_with_the_cure(floor, name):
    use_shortcut(floor, by=MARK.id, message=a_message({"id": "F1", "name": name}))
    assert "save it as “CSV UTF-8”" in floor.told[-1]


def test_the_report_says_how_the_file_was_read_where_that_is_a_guess(floor, slack):
    slack.clear()
    slack.expect_request("/files/F0CSV").respond_with_data(
        SHEET.replace("Ada", "Zoë").encode("cp1252"), content_type="text/csv"
    )
    use_shortcut(floor, by=MARK.id)
    assert "1 rejected. Read as Windows-1252, such as “Zoë”." in str(wait_for_the_report(floor))


def test_the_same_file_again_doubles_nothing(floor, slack):
    for number in (1, 2):
        use_shortcut(floor, by=MARK.id)
        wait_for_the_report(floor, number)
    assert "1 was here before" in reported(floor, 2)[1]
    assert count(floor, leads) == 1


def test_a_file_that_is_no_sheet_is_reported_with_the_reason(floor, slack):
    slack.clear()
    slack.expect_request("/files/F0CSV").respond_with_data("just words", content_type="text/plain")
    use_shortcut(floor, by=MARK.id)
    assert "must name the columns" in wait_for_the_report(floor)["failed"]
    assert "was not imported" in reported(floor)[1]


def asked(db, room):
    with db.begin() as work:
        return ask_for_import(room, work, file="F0CSV", name="leads.csv", by=MARK)


def state_of_the_import(db):
    with db.read() as work:
        row = work.execute(select(imports.c.lease_until, imports.c.tries, imports.c.report)).one()
    return tuple(row)


class DisturbedClock(StoppedClock):
    """A clock at which something happens while rows are received, once."""

    def __init__(self):
        super().__init__()
        self.then = []

    def business(self):
        while self.then:
            self.then.pop()()
        return super().business()


def many_rows(slack, count):
    rows = "".join(f"Person {n},p{n}@n{n}.example,N{n},1\n" for n in range(count))
    slack.clear()
    slack.expect_request("/files/F0CSV").respond_with_data(
        "Name,Email,Company,Score\n" + rows, content_type="text/csv"
    )


def test_what_a_crash_interrupted_is_taken_up_a_minute_later(floor, slack):
    clock = StoppedClock()
    room = a_room(clock)
    import_id = asked(floor.db, room)
    with floor.db.begin() as work:
        assert lease_import(work, import_id, at=clock.real())
    imports_here = SlackImports(floor.db, room, floor.client)
    imports_here.take_up()
    assert count(floor, leads) == 0
    clock.move(seconds=61)
    imports_here.take_up()
    assert count(floor, leads) == 1
    imports_here.take_up()
    assert state_of_the_import(floor.db)[1] == 2


def test_a_stopped_import_ends_after_the_rows_it_is_at_and_the_next_start_goes_on(floor, slack):
    many_rows(slack, 600)
    clock = DisturbedClock()
    room = a_room(clock)
    stopped = SlackImports(floor.db, room, floor.client)
    clock.then.append(stopped.stop)
    asked(floor.db, room)
    asked(floor.db, room)
    stopped.take_up()
    assert count(floor, leads) == BATCH
    with floor.db.read() as work:
        rows = work.execute(select(imports.c.lease_until, imports.c.tries, imports.c.report)).all()
    assert rows == [(None, 0, None)] * 2
    SlackImports(floor.db, room, floor.client).take_up()
    assert count(floor, leads) == 600
    assert "100 kept as inquiries, 500 were here before" in reported(floor)[1]
    assert "600 were here before" in reported(floor, 2)[1]


def test_a_stop_does_not_wait_for_the_rest_of_a_file_that_is_fetched(floor, slack):
    def asked_for(_arguments):
        stopped.stop()
        return {"file": a_file(slack.url_for("/files/F0CSV"))}

    floor.client.answers["files.info"] = asked_for
    room = a_room(StoppedClock())
    stopped = SlackImports(floor.db, room, floor.client)
    asked(floor.db, room)
    stopped.take_up()
    assert (count(floor, leads), state_of_the_import(floor.db)) == (0, (None, 0, None))


def test_the_house_ends_imports_and_what_is_asked_then_waits_for_the_next_start(floor, slack):
    (end,) = floor.endings
    end()
    use_shortcut(floor, by=MARK.id)
    assert "Reading leads.csv" in floor.told[-1]
    assert state_of_the_import(floor.db) == (None, 0, None)


def test_who_was_too_slow_leaves_the_file_to_who_took_it_up(floor, slack):
    clock = StoppedClock()
    room = a_room(clock)
    slow, quick = (SlackImports(floor.db, room, floor.client) for _ in range(2))
    file = floor.client.answers["files.info"]

    def slowly(_arguments):
        floor.client.answers["files.info"] = file
        clock.move(seconds=61)
        quick.take_up()
        return file

    floor.client.answers["files.info"] = slowly
    asked(floor.db, room)
    slow.take_up()
    assert count(floor, leads) == 1
    assert "2 rows: 1 announced, 1 rejected." in reported(floor)[1]
    assert state_of_the_import(floor.db)[1] == 2


def test_a_turn_that_is_another_s_is_neither_kept_nor_given_back(floor):
    clock = StoppedClock()
    import_id = asked(floor.db, a_room(clock))
    stopping = threading.Event()
    slow = Turn.take(floor.db, clock, import_id, stopping)
    clock.move(seconds=61)
    other = Turn.take(floor.db, clock, import_id, threading.Event())
    before = state_of_the_import(floor.db)
    with pytest.raises(TurnOver):
        slow.go_on()
    stopping.set()
    with pytest.raises(TurnOver):
        slow.go_on()
    assert state_of_the_import(floor.db) == before
    clock.move(seconds=30)
    other.go_on()
    assert state_of_the_import(floor.db)[0] == clock.real() + LEASE


def test_an_import_that_always_fails_is_given_up_and_told(floor, monkeypatch):
    clock = StoppedClock()
    room = a_room(clock)
    asked(floor.db, room)

    def broken(*_args, **_how):
        raise RuntimeError

    monkeypatch.setattr(slack_file, "fetch_file", broken)
    imports_here = SlackImports(floor.db, room, floor.client)
    for _ in range(3):
        imports_here.take_up()
        clock.at += timedelta(minutes=6)
    assert "failed 3 times" in reported(floor)[1]


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://files.slack.com/files-pri/T1-F1/x.csv", True),
        ("https://acme.slack.com/x.csv", True),
        ("http://files.slack.com/x.csv", False),
        ("https://files.slack.com.evil.example/x.csv", False),
        ("https://notslack.com/x.csv", False),
        ("https://evil.example/slack.com/x.csv", False),
        ("https://slack.com@evil.example/x.csv", False),
        ("https://user:pw@slack.com/x.csv", False),
        ("http://127.0.0.1:8065/files/F1/x.csv", True),
        ("http://127.0.0.1:9999/files/F1/x.csv", False),
        ("https://127.0.0.1:8065/x.csv", False),
        ("file:///etc/passwd", False),
        ("", False),
        ("https://[", False),
        ("https://slack.com:notaport/", False),
    ],
)
def test_the_token_goes_to_slack_alone(address, may):
    assert may_see_the_token(address, "http://127.0.0.1:8065/api/") is may


def fetch(floor, tmp_path, **rest):
    into: Path = tmp_path / "leads.csv"
    fetch_file(floor.client, "F0CSV", into=into, **rest)
    return into.read_text()


def test_a_file_elsewhere_is_not_fetched(floor, tmp_path):
    floor.client.answers["files.info"] = {"file": a_file("https://drive.example/x.csv")}
    with pytest.raises(NotFetched, match="not kept by Slack"):
        fetch(floor, tmp_path)


def test_no_redirect_is_followed_with_the_token(floor, slack, tmp_path):
    slack.clear()
    slack.expect_request("/files/F0CSV").respond_with_data(
        "", status=302, headers={"location": slack.url_for("/elsewhere")}
    )
    with pytest.raises(NotFetched, match="try again"):
        fetch(floor, tmp_path)
    assert [request.path for request, _ in slack.log] == ["/files/F0CSV"]


def test_a_file_too_large_is_refused_by_what_it_says_and_by_what_it_is(floor, slack, tmp_path):
    floor.client.answers["files.info"]["file"]["size"] = 100 * 2**20
    with pytest.raises(NotFetched, match="25 MB"):
        fetch(floor, tmp_path)
    floor.client.answers["files.info"]["file"]["size"] = 1
    with pytest.raises(NotFetched, match="larger"):
        fetch(floor, tmp_path, most=10)


def test_a_login_page_instead_of_the_file_names_the_scope(floor, slack, tmp_path):
    slack.clear()
    slack.expect_request("/files/F0CSV").respond_with_data("<html>", content_type="text/html")
    with pytest.raises(NotFetched, match="files:read"):
        fetch(floor, tmp_path)


@pytest.mark.parametrize(
    "error", ["file_not_found", "file_deleted", "missing_scope", "fatal_error"]
)
def test_what_slack_says_is_passed_on_in_words(floor, tmp_path, error):
    floor.client.answers["files.info"] = {"ok": False, "error": error}
    with pytest.raises(NotFetched):
        fetch(floor, tmp_path)
