"""Calendars to subscribe to over real HTTP, and the calendar file put into Slack."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pytest_httpserver import HTTPServer
from sqlalchemy import select
from starlette.testclient import TestClient
from werkzeug import Request, Response

from bot.kit.web import make_web
from bot.meetings.domain.dates import Occurrence, State
from bot.meetings.store.calendar import feeds, files
from bot.meetings.views.calendar import Address, calendar_file, cancellation, feed, request
from bot.meetings.views.invitation import place_in_words
from bot.people import store as people_store
from tests.builders import some_facts
from tests.leads.scene import MARK, NOON, RITA, SAM
from tests.meetings.date_scene import JOINT, MeetingHouse, buttons_of
from tests.meetings.listeners.test_setup import on_sqlite

PUBLIC = "https://bot.example.com"


@pytest.fixture
def scene(db):
    scene = MeetingHouse(db, public_url=PUBLIC)
    scene.set_up()
    scene.stand()
    return scene


@pytest.fixture
def web(scene) -> Iterator[TestClient]:
    with TestClient(make_web(scene.house.routes)) as client:
        yield client


def an_address(scene, by=RITA.id, words=""):
    scene.house.command(f"/meeting calendar {words}".strip(), by=by)
    said = scene.house.acks[-1]["text"]
    return said.partition(PUBLIC)[2].partition("`")[0], said


def test_a_calendar_to_subscribe_to_holds_a_year_of_meetings(scene, web):
    path, said = an_address(scene)
    assert "nothing about leads" in said
    answer = web.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=900"
    calendar = Calendar.from_ical(answer.text)
    events = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert len(events) == 13
    assert events[0]["UID"] == scene.the("2026-12").uid
    assert events[0].decoded("DTSTART") == datetime(
        2026, 12, 1, 10, tzinfo=ZoneInfo("Europe/Berlin")
    )
    assert "ATTENDEE" not in events[0]


def test_it_follows_what_becomes_of_a_meeting(scene, web):
    path, _ = an_address(scene)
    scene.house.command("/meeting skip", by=SAM.id)
    event = Calendar.from_ical(web.get(path).text).walk("VEVENT")[0]
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    scene.house.command("/meeting move 2027-01-07 10:00", by=SAM.id)
    event = Calendar.from_ical(web.get(path).text).walk("VEVENT")[1]
    assert event.decoded("DTSTART").day == 7


def test_only_a_fingerprint_of_the_address_is_kept(scene):
    path, _ = an_address(scene)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 43
    with scene.db.read() as work:
        (row,) = work.execute(select(feeds)).all()
    assert token not in str(row)
    assert row.person == RITA.id


def test_revoked_every_address_ends_and_a_new_one_begins(scene, web):
    old, other = an_address(scene)[0], an_address(scene)[0]
    assert web.get(old).status_code == web.get(other).status_code == 200
    new, said = an_address(scene, words="revoke")
    assert said.startswith("Two addresses ended. ")
    assert [web.get(path).status_code for path in (old, other, new)] == [404, 404, 200]


def test_whatever_is_no_living_address_gets_the_same_answer(scene, web):
    path, _ = an_address(scene, by="U0TOM")
    with scene.db.begin() as work:
        people_store.save_facts(work, [some_facts("U0TOM", "Tom Becker")], read_at=NOON)
    never = "/calendar/" + "A" * 43 + ".ics"
    answers = [
        web.get(one)
        for one in (path, never, "/calendar/x.ics", f"/calendar/{'y' * 200}.ics", "/calendar/ü.ics")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(set(answer.headers) - {"date"})) for answer in answers}) == 1


def test_who_is_deactivated_has_no_calendar_any_more(scene, web):
    path, _ = an_address(scene, by="U0TOM")
    with scene.db.begin() as work:
        gone = some_facts("U0TOM", "Tom Becker", in_sales=True, deleted=True)
        people_store.save_facts(work, [gone], read_at=NOON)
    assert web.get(path).status_code == 404


@on_sqlite
def test_with_a_list_of_guests_only_they_see_the_meetings(db):
    scene = MeetingHouse(db, public_url=PUBLIC)
    scene.set_up(who={"selected_option": {"value": "list"}}, people={"selected_users": [RITA.id]})
    with TestClient(make_web(scene.house.routes)) as web:
        mine = Calendar.from_ical(web.get(an_address(scene)[0]).text)
        theirs = Calendar.from_ical(web.get(an_address(scene, by=MARK.id)[0]).text)
    assert len(mine.walk("VEVENT")) == 13
    assert theirs.walk("VEVENT") == []


@on_sqlite
def test_addresses_are_not_made_without_end(scene):
    for _ in range(10):
        an_address(scene)
    scene.house.command("/meeting calendar", by=RITA.id)
    assert "You have 10 addresses already." in scene.heard


@on_sqlite
def test_without_a_public_address_it_says_what_there_is_instead(db):
    scene = MeetingHouse(db)
    scene.set_up()
    scene.house.command("/meeting calendar", by=RITA.id)
    assert "your operator would set PUBLIC_URL" in scene.heard
    scene.house.command("/meeting calendar please", by=RITA.id)
    assert "Write /meeting calendar for an address" in scene.heard
    assert [route for route in scene.house.routes if "/calendar/" in str(route)] == []


@pytest.fixture
def slack(scene, httpserver: HTTPServer):
    """A place for one file; what was put there."""
    taken: list[bytes] = []

    def take(request: Request) -> Response:
        taken.append(request.get_data())
        return Response("OK")

    httpserver.expect_request("/upload/1").respond_with_handler(take)
    client = scene.house.client
    client.base_url = httpserver.url_for("/api/")
    client.answers |= {
        "conversations.open": {"channel": {"id": "D0RITA"}},
        "files.getUploadURLExternal": {
            "file_id": "F0ICS",
            "upload_url": httpserver.url_for("/upload/1"),
        },
    }
    return taken


def press(scene, by=RITA.id):
    value = dict(buttons_of(scene.invitation()))["meeting.calendar_file"]
    scene.house.click("meeting.calendar_file", value, by=by, channel=JOINT, ts="7.7")


def wait_for_answer(scene, number=1):
    """What the person was told once the file was given, which is in a thread of its own."""
    until = time.monotonic() + 20
    while len(scene.house.answers.responses) < number:
        assert time.monotonic() < until
        time.sleep(0.01)
    return scene.house.answers.responses[-1]["text"]


def test_add_to_calendar_gives_the_file_in_a_direct_message_once(scene, slack):
    press(scene)
    assert "is in our direct messages" in wait_for_answer(scene)
    press(scene)
    (contents,) = slack
    (event,) = Calendar.from_ical(contents).walk("VEVENT")
    assert event["UID"] == scene.the("2026-12").uid
    (completed,) = scene.house.client.called("files.completeUploadExternal")
    assert completed["channel_id"] == "D0RITA"
    with scene.db.read() as work:
        (row,) = work.execute(select(files)).all()
    assert (row.file, row.person, row.shared_at) == ("F0ICS", RITA.id, NOON)
    scene.clock.move(minutes=1)
    press(scene)
    wait_for_answer(scene, 3)
    assert len(slack) == 2


@on_sqlite
def test_a_file_that_slack_does_not_take_is_told_so(scene, slack):
    scene.house.client.answers["files.getUploadURLExternal"] = {
        "ok": False,
        "error": "missing_scope",
    }
    press(scene)
    assert "Slack did not take the calendar file." in wait_for_answer(scene)


@on_sqlite
def test_a_file_goes_to_no_other_host(scene, slack):
    scene.house.client.answers["files.getUploadURLExternal"] = {
        "file_id": "F0ICS",
        "upload_url": "http://evil.example/upload",
    }
    press(scene)
    assert "Slack did not take the calendar file." in wait_for_answer(scene)
    assert slack == []


def an_occurrence(at, zone, **rest):
    return Occurrence(
        **{
            "id": 1,
            "series": 1,
            "period": "2026-12",
            "starts_at": at,
            "ends_at": at + timedelta(hours=1),
            "state": State.PLANNED,
            "uid": "abc@smarketing",
            "changed_at": NOON,
            **rest,
        }
    )


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")


@settings(max_examples=40, deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1)),  # noqa: DTZ001 - hypothesis adds none
    st.sampled_from(ZONES),
    st.text(max_size=60),
)
def test_what_is_written_is_read_back_as_the_same_moment(at, name, place):
    zone = ZoneInfo(name)
    start = at.replace(microsecond=0, tzinfo=UTC)
    meeting = an_occurrence(start, zone, place=" ".join(place.split()))
    guest, organiser = Address("rita@example.com", 'Rita "R" Alvarez'), Address("m@example.com")
    both = {"organiser": organiser, "guest": guest, "sequence": 3}
    for written in (
        request(meeting, zone, **both),
        cancellation(meeting, zone, **both),
        calendar_file(meeting, zone),
        feed([meeting], zone),
    ):
        calendar = Calendar.from_ical(written)
        (event,) = calendar.walk("VEVENT")
        assert event.decoded("DTSTART").astimezone(UTC) == start
        for own in calendar.walk("VTIMEZONE"):
            local = start.astimezone(zone).replace(tzinfo=None)
            assert local.replace(tzinfo=own.to_tz()).utcoffset() in {
                start.astimezone(zone).utcoffset(),
                (start + timedelta(hours=1)).astimezone(zone).utcoffset(),
                (start - timedelta(hours=1)).astimezone(zone).utcoffset(),
            }
        assert all(len(line) <= 75 for line in written.split(b"\r\n"))


@pytest.mark.parametrize(
    ("place", "is_link"),
    [
        ("https://meet.example.com/a,b;c", True),
        ("https://meet.example.com/a and Room 4, second floor", False),
        ("Room 4", False),
    ],
)
def test_a_place_is_a_link_when_it_is_an_address_alone_and_is_whole_in_any_case(place, is_link):
    meeting = an_occurrence(NOON, ZoneInfo("Europe/Berlin"), place=place)
    (event,) = Calendar.from_ical(calendar_file(meeting, ZoneInfo("Europe/Berlin"))).walk("VEVENT")
    assert str(event["LOCATION"]) == place
    assert event.get("URL") == (place if is_link else None)
    assert place_in_words(place).startswith("<") == is_link
    assert place.removeprefix("https://") in place_in_words(place)
