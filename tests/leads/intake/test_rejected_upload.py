"""The rejected rows of an import come back in Slack as a file, and go when they must."""

import csv
import io

import pytest
from slack_sdk.errors import SlackApiError

from bot.kit.slack import make_client
from bot.leads.actions.erase import erase_person
from bot.leads.actions.imports import ask_for_import
from bot.leads.intake.rejected_upload import RejectedUploads
from bot.leads.intake.slack_file import SlackImports
from bot.leads.queries.imports import import_message
from bot.leads.store.imports import load_import
from bot.leads.store.rejected_uploads import note_shared, note_upload, reject_uploads_of
from bot.leads.store.tables import rejected_files, rejected_uploads
from tests.leads.scene import MARK, NOON, a_floor, message_row
from tests.leads.some_leads import a_room
from tests.support.fake_slack import FakeSlack

SHEET = (
    "Name,Email,Company,Score,Notes\n"
    "Ada,ada@n.example,N,82,\n"
    "Bob,bob at n,N,90,=HYPERLINK(1)\n"
    "Cy,Cy@N.example,N,many,\n"
)


@pytest.fixture
def floor(sqlite_db, httpserver):
    """A house beside a Slack that hands out F0CSV and takes a file at /upload/ticket."""
    house = a_floor(sqlite_db)
    house.client.base_url = httpserver.url_for("/api/")
    httpserver.expect_request("/files/F0CSV").respond_with_data(SHEET, content_type="text/csv")
    httpserver.expect_request("/upload/ticket", method="POST").respond_with_data("OK")
    house.client.answers |= {
        "files.info": {"file": {"size": 9, "url_private": httpserver.url_for("/files/F0CSV")}},
        "conversations.open": {"channel": {"id": "D0MARK"}},
        "files.getUploadURLExternal": {
            "file_id": "F0REJECTED",
            "upload_url": httpserver.url_for("/upload/ticket"),
        },
    }
    return house


def bring_in(floor, name="leads.csv"):
    room = a_room(floor.clock)
    with floor.db.begin() as work:
        number = ask_for_import(room, work, file="F0CSV", name=name, by=MARK)
    running = SlackImports(floor.db, room, floor.client)
    running.run(number)
    return running


def uploaded(httpserver):
    return [request.get_data() for request, _ in httpserver.log if request.path == "/upload/ticket"]


def report(floor):
    with floor.db.read() as work:
        return import_message(work, {"import": 1}).text


def uploads(floor):
    with floor.db.read() as work:
        return [(row.file, row.state) for row in work.execute(rejected_uploads.select())]


def erase(floor, email):
    with floor.db.begin() as work:
        return erase_person(a_room(floor.clock), work, email=email, at=NOON)


def test_the_rejected_rows_come_back_as_a_file_that_no_spreadsheet_runs(floor, httpserver):
    bring_in(floor)
    (contents,) = uploaded(httpserver)
    rows = list(csv.DictReader(io.StringIO(contents.decode("utf-8-sig"))))
    assert [(row["Name"], row["Notes"], row["Rejected line"]) for row in rows] == [
        ("Bob", "'=HYPERLINK(1)", "3"),
        ("Cy", "", "4"),
    ]
    assert "Not an e-mail address" in rows[0]["Rejected because"]
    (asked,) = floor.client.called("files.getUploadURLExternal")
    assert (asked["filename"], asked["length"]) == ("leads.csv.rejected.csv", len(contents))
    (shared,) = floor.client.called("files.completeUploadExternal")
    assert shared["channel_id"] == "D0MARK"
    assert "F0REJECTED" in str(shared["files"])
    assert uploads(floor) == [("F0REJECTED", "shared")]
    assert "line 3" in report(floor)
    assert "All of them are in the file I sent you" in report(floor)
    assert message_row(floor.db, "import:1").wanted == 2
    with floor.db.read() as work:
        assert work.execute(rejected_files.select()).first() is None


def test_the_file_that_was_given_back_keeps_its_name(floor):
    bring_in(floor, name="leads.csv.rejected.csv")
    (asked,) = floor.client.called("files.getUploadURLExternal")
    assert asked["filename"] == "leads.csv.rejected.csv"


def test_a_file_without_rejected_rows_brings_none(floor, httpserver):
    httpserver.clear()
    httpserver.expect_request("/files/F0CSV").respond_with_data("Email\nada@n.example\n")
    bring_in(floor)
    assert floor.client.called("files.getUploadURLExternal") == []


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("conversations.open", {"ok": False, "error": "user_disabled"}),
        ("files.getUploadURLExternal", {"ok": False, "error": "missing_scope"}),
        ("files.getUploadURLExternal", {}),
        (
            "files.getUploadURLExternal",
            {"file_id": "F1", "upload_url": "https://evil.example/upload"},
        ),
        ("files.completeUploadExternal", {"ok": False, "error": "fatal_error"}),
    ],
)
def test_when_the_upload_fails_the_report_still_names_the_first_rows(floor, method, answer):
    floor.client.answers[method] = answer
    bring_in(floor)
    assert "line 3" in report(floor)
    assert "Mend these rows and import the file again" in report(floor)


def test_slack_that_does_not_take_the_bytes_costs_only_the_file(floor, httpserver):
    httpserver.clear()
    httpserver.expect_request("/files/F0CSV").respond_with_data(SHEET, content_type="text/csv")
    httpserver.expect_request("/upload/ticket").respond_with_data("no", status=503)
    bring_in(floor)
    assert floor.client.called("files.completeUploadExternal") == []
    assert "line 3" in report(floor)


def test_erasing_a_person_deletes_the_file_they_stand_in(floor):
    running = bring_in(floor)
    assert erase(floor, "dee@n.example").sentence().startswith("Nobody")
    running.take_up()
    assert floor.client.called("files.delete") == []
    erased = erase(floor, "cy@n.example")
    assert erased.sentence() == "One file of rejected rows in Slack will be deleted."
    assert erased.somebody
    assert "Mend these rows" in report(floor)
    floor.client.answers["files.delete"] = {"ok": False, "error": "ratelimited"}
    running.take_up()
    assert uploads(floor) == [("F0REJECTED", "unwanted")]
    del floor.client.answers["files.delete"]
    running.take_up()
    assert floor.client.called("files.delete")[-1] == {"file": "F0REJECTED"}
    assert uploads(floor) == []


def test_a_file_that_somebody_deleted_is_forgotten(floor):
    running = bring_in(floor)
    erase(floor, "cy@n.example")
    floor.client.answers["files.delete"] = {"ok": False, "error": "file_deleted"}
    running.take_up()
    assert uploads(floor) == []


def test_a_person_erased_while_the_file_is_under_way_is_not_left_in_slack(floor):
    def meanwhile(_arguments):
        erase(floor, "cy@n.example")
        return {}

    floor.client.answers["files.completeUploadExternal"] = meanwhile
    bring_in(floor)
    assert floor.client.called("files.delete") == [{"file": "F0REJECTED"}]
    assert uploads(floor) == []


def test_only_fingerprints_of_addresses_are_kept(db):
    with db.begin() as work:
        number = ask_for_import(a_room(), work, file="F1", name="x.csv", by=MARK)
        note_upload(work, "F2", import_id=number, text="a,<Ada@N.example>,'bo@n.example.'\n")
        assert note_shared(work, "F2")
        assert not note_shared(work, "F2")
        kept = str(work.execute(rejected_uploads.select()).all())
        assert "example" not in kept
        assert reject_uploads_of(work, "da@n.example") == []
        assert reject_uploads_of(work, "ada@n.example") == [number]
        assert reject_uploads_of(work, "bo@n.example") == []


@pytest.mark.journey
def test_slack_takes_the_file_shows_it_in_the_direct_message_and_deletes_it(floor):
    with FakeSlack() as slack:
        client = make_client(slack.bot_token, api_url=slack.api_url)
        here = RejectedUploads(floor.db, a_room(floor.clock), client)
        with floor.db.begin() as work:
            ask_for_import(a_room(), work, file="F0CSV", name="leads.csv", by=MARK)
            asked = load_import(work, 1)
        here.share(asked, b"Email,Rejected because\r\ncy@n.example,score\r\n")
        ((file, state),) = uploads(floor)
        assert state == "shared"
        direct = client.conversations_open(users=[MARK.id])["channel"]["id"]
        (message,) = slack.messages(direct)
        assert "The rejected rows of leads.csv" in message["text"]
        assert client.files_info(file=file)["file"]["name"] == "leads.csv.rejected.csv"
        erase(floor, "cy@n.example")
        here.delete_unwanted()
        assert uploads(floor) == []
        with pytest.raises(SlackApiError, match="file_not_found"):
            client.files_info(file=file)
