from datetime import UTC, datetime

import pytest

from bot.meetings.actions.invitation import invite_consulted
from bot.people import store as people_store
from tests.builders import some_facts
from tests.leads.scene import MARK, NOON, RITA, SAM, message_row
from tests.meetings.date_scene import JOINT, MeetingHouse, buttons_of
from tests.meetings.listeners.test_setup import on_sqlite


@pytest.fixture
def scene(db):
    scene = MeetingHouse(db)
    scene.set_up(consulted0={"selected_users": ["U0FIN"]}, topic0="target")
    scene.stand()
    return scene


def press(scene, action, by, **rest):
    value = dict(buttons_of(scene.invitation()))["meeting.going"]
    return scene.house.click(action, value, by=by, channel=JOINT, ts="7.7", **rest)


def test_who_comes_is_on_the_message(scene):
    assert "Six answers still to come" in scene.invitation().text
    press(scene, "meeting.going", RITA.id)
    press(scene, "meeting.going", SAM.id)
    press(scene, "meeting.cannot", MARK.id)
    text = scene.invitation().text
    assert "Going (2): Rita Alvarez and Sam Carter" in text
    assert "Can't (1): Mark Osei" in text
    assert "Three answers still to come" in text
    press(scene, "meeting.cannot", SAM.id)
    assert "Can't (2): Mark Osei and Sam Carter" in scene.invitation().text


def test_the_click_edits_the_message_through_its_own_address(scene):
    press(scene, "meeting.going", RITA.id)
    row = message_row(scene.db, f"{scene.the('2026-12').subject}:invitation:joint")
    assert row.response_url == "http://127.0.0.1:9/response/1"


def test_after_a_move_everybody_is_asked_again(scene):
    press(scene, "meeting.going", RITA.id)
    scene.house.command("/meeting move 3 Dec 14:00", by=SAM.id)
    assert "Six answers still to come" in scene.invitation().text
    scene.house.command("/meeting move 1 Dec 10:00", by=SAM.id)
    assert "Going (1): Rita Alvarez" in scene.invitation().text


@on_sqlite
def test_guests_and_strangers_are_refused(scene):
    press(scene, "meeting.going", "U0GUS")
    assert "Guests can't use this." in scene.heard
    press(scene, "meeting.going", "U0XENA", team="T0OTHER")
    assert "from another organisation" in scene.heard
    press(scene, "meeting.going", "U0NOBODY")
    assert "Only members of #sales or #marketing" in scene.heard


def test_who_is_consulted_answers_in_a_direct_message(scene):
    with scene.db.begin() as work:
        invite_consulted(
            scene.room, work, occurrence=scene.the("2026-12"), agenda=["New target"], at=NOON
        )
    assert "Seven answers still to come" in scene.invitation().text
    press(scene, "meeting.going", "U0FIN")
    assert "Going (1): someone" in scene.invitation(to="U0FIN").text


@on_sqlite
def test_who_left_both_teams_is_neither_asked_nor_heard(scene):
    with scene.db.begin() as work:
        people_store.save_facts(work, [some_facts("U0TOM", "Tom Becker")], read_at=NOON)
    assert "Five answers still to come" in scene.invitation().text
    press(scene, "meeting.going", "U0TOM")
    assert "Only members of" in scene.heard


@on_sqlite
def test_an_answer_too_late_is_told_so(scene):
    value = dict(buttons_of(scene.invitation()))["meeting.going"]
    scene.clock.at = datetime(2026, 12, 1, 12, tzinfo=UTC)
    scene.house.click("meeting.going", value, by=RITA.id)
    assert "has begun or is over" in scene.heard
    scene.clock.at = NOON
    scene.house.command("/meeting skip", by=SAM.id)
    scene.house.click("meeting.going", value, by=RITA.id)
    assert "That meeting is skipped." in scene.heard
    scene.house.click("meeting.going", "L42", by=RITA.id)
    assert "before the meeting changed" in scene.heard


@on_sqlite
def test_many_names_are_counted(db):
    scene = MeetingHouse(db)
    with db.begin() as work:
        crowd = [some_facts(f"U0N{n:03}", f"Nina {n:03}", in_sales=True) for n in range(30)]
        people_store.save_facts(work, crowd, read_at=NOON)
    scene.set_up()
    scene.stand()
    for n in range(30):
        press(scene, "meeting.going", f"U0N{n:03}")
    assert "Going (30): Nina 000, " in scene.invitation().text
    assert "Nina 014 and 15 more" in scene.invitation().text


@on_sqlite
def test_answered_in_a_private_message_that_message_shows_it(scene):
    scene.house.command("/meeting next", by=RITA.id)
    value = dict(buttons_of(scene.invitation()))["meeting.going"]
    scene.house.click("meeting.going", value, by=RITA.id, ts="9.9", private=True)
    response = scene.house.answers.responses[-1]
    assert response["replace"]
    assert "Going (1): Rita Alvarez" in response["text"]


@on_sqlite
def test_who_said_they_come_and_left_is_not_listed_any_more(scene):
    press(scene, "meeting.going", "U0TOM")
    assert "Going (1): Tom Becker" in scene.invitation().text
    with scene.db.begin() as work:
        people_store.save_facts(work, [some_facts("U0TOM", "Tom Becker")], read_at=NOON)
    assert "Going" not in scene.invitation().text.partition("Say whether")[0]
