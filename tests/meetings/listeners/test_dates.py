from datetime import UTC, date, datetime

import pytest

from bot.meetings.domain.dates import State
from bot.people import store as people_store
from bot.people.domain import Absence
from tests.leads.scene import MARK, MAYA, RITA, SAM
from tests.meetings.date_scene import JOINT, MeetingHouse, buttons_of
from tests.meetings.listeners.test_setup import on_sqlite, text_of


@pytest.fixture
def scene(db):
    scene = MeetingHouse(db)
    scene.set_up()
    scene.stand()
    return scene


def replied(scene):
    return scene.house.acks[-1]


@on_sqlite
def test_before_it_is_set_up_everybody_is_told_who_does_it(db):
    scene = MeetingHouse(db)
    for word in ("next", "move suggest", "skip", "cancel"):
        scene.house.command(f"/meeting {word}", by=MAYA.id)
    assert set(scene.house.told) == {
        "No meeting is set up. A sales or marketing manager does it: /meeting setup."
    }


@on_sqlite
def test_next_shows_the_meeting_and_those_after_it(scene):
    scene.house.command("/meeting next", by=RITA.id)
    said = replied(scene)["text"]
    assert "December's strategy meeting" in said
    assert "Tue 1 December 2026, 10:00–11:00 Europe/Berlin" in said
    assert "• January: " in said
    assert "The rule: the first Tuesday of each month, 10:00 in Europe/Berlin." in said


def test_moved_by_word_the_channel_is_told_and_the_invitation_shows_it(scene):
    scene.house.command("/meeting move 3 Dec 2pm", by=SAM.id)
    assert "December's strategy meeting is on" in replied(scene)["text"]
    december = scene.the("2026-12")
    assert (december.starts_at, december.state, december.sequence) == (
        datetime(2026, 12, 3, 13, tzinfo=UTC),
        State.MOVED,
        1,
    )
    assert "(moved by Sam Carter)" in scene.invitation().text
    told = scene.shown(f"{december.subject}:change:1:joint")
    assert "is moved by Sam Carter to" in told.text
    assert "Please answer again." in told.text
    assert [action for action, _ in buttons_of(told)] == [
        "meeting.going",
        "meeting.cannot",
        "meeting.calendar_file",
    ]
    scene.house.command("/meeting move 4 Dec", by=SAM.id)
    outdated = scene.shown(f"{december.subject}:change:1:joint")
    assert outdated.text == "December's strategy meeting was moved, and has changed again since."
    assert buttons_of(outdated) == []


def test_suggest_offers_three_times_and_a_button_moves_it(scene):
    with scene.db.begin() as work:
        away = [Absence(date(2026, 11, 30), date(2026, 12, 1))]
        people_store.save_absences(work, RITA.id, away)
        people_store.save_absences(work, MARK.id, away)
    scene.house.command("/meeting move suggest", by=SAM.id)
    blocks = replied(scene)["blocks"]
    assert [block["block_id"] for block in blocks] == [
        "suggestions",
        "suggestion-0",
        "suggestion-1",
        "suggestion-2",
    ]
    assert all("all 6 work then" in block["text"]["text"] for block in blocks[1:])
    button = blocks[1]["accessory"]
    scene.house.click(button["action_id"], button["value"], by=SAM.id)
    assert scene.the("2026-12").starts_at == datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert scene.house.answers.responses[-1]["replace"]
    scene.house.click(button["action_id"], button["value"], by=SAM.id)
    assert "from before the meeting changed" in scene.heard


@on_sqlite
def test_a_forged_suggestion_moves_nothing(scene):
    far = "9" * 30
    for value in ("", "M1", "M1 0 soon", "M99 0 1796000000", "X", f"M1 0 {far}", f"M1 {far} 1"):
        scene.house.click("meeting.suggested_0", value, by=SAM.id)
        assert "before the meeting changed" in scene.heard
    assert scene.the("2026-12").sequence == 0


@on_sqlite
def test_without_words_a_form_asks_and_refuses_beside_the_day(scene):
    scene.house.command("/meeting move", by=SAM.id)
    opened = scene.house.opened
    assert opened["blocks"][1]["element"]["initial_date"] == "2026-12-01"
    note = {"meeting": scene.the("2026-12").id}
    fields = {
        "meeting.day": {"selected_date": "2026-11-20"},
        "meeting.time": {"selected_time": "10:00"},
    }
    ack = scene.house.submit("meeting.move", fields, by=SAM.id, note=note)
    assert ack["errors"] == {"meeting.day": "That time has passed. Pick one that is still to come."}
    fields["meeting.day"] = {"selected_date": "2026-12-02"}
    ack = scene.house.submit("meeting.move", fields, by=SAM.id, note=note)
    assert "is on" in text_of(ack["view"])
    assert scene.the("2026-12").starts_at == datetime(2026, 12, 2, 9, tzinfo=UTC)


@on_sqlite
def test_a_form_that_was_tampered_with_moves_nothing_and_is_told_so(scene):
    good = {"selected_date": "2026-12-02"}, {"selected_time": "10:00"}
    junk = [
        ({"meeting": "M1"}, *good),
        ({"meeting": 10**30}, *good),
        ({}, *good),
        ({"meeting": 1}, {"selected_date": "soon"}, {"selected_time": "10:00"}),
        ({"meeting": 1}, {"selected_date": "0001-01-01"}, {"selected_time": "00:00"}),
        ({"meeting": 1}, {"selected_date": "2026-12-02"}, {"selected_time": "25:99"}),
    ]
    for note, day, at in junk:
        fields = {"meeting.day": day, "meeting.time": at}
        scene.house.submit("meeting.move", fields, by=SAM.id, note=note)
        assert "Something went wrong" not in str(scene.house.acks[-1])
    scene.house.command("/meeting move 0001-01-01 00:10", by=SAM.id)
    assert "Something went wrong" not in str(scene.house.acks[-1])
    assert scene.the("2026-12").sequence == 0


@on_sqlite
def test_the_form_suggests_times_as_well(scene):
    scene.house.command("/meeting move", by=SAM.id)
    value = scene.house.opened["blocks"][3]["elements"][0]["value"]
    scene.house.click("meeting.suggest", value, by=SAM.id, view={"callback_id": "meeting.move"})
    assert "when would suit most?" in text_of(scene.house.client.called("views.update")[-1]["view"])


def test_skipped_with_a_reason_it_says_so_and_can_be_held_after_all(scene):
    scene.house.command("/meeting skip “the year end is upon us”", by=SAM.id)
    assert "is skipped." in replied(scene)["text"]
    invitation = scene.invitation()
    assert "Skipped by Sam Carter: the year end is upon us." in invitation.text
    assert [action for action, _ in buttons_of(invitation)] == ["meeting.restore"]
    told = scene.shown(f"{scene.the('2026-12').subject}:change:1:joint")
    assert "is skipped by Sam Carter: the year end is upon us." in told.text
    value = buttons_of(invitation)[0][1]
    scene.house.click("meeting.restore", value, by=RITA.id, channel=JOINT, ts="7.7")
    assert "Only sales and marketing managers can bring back" in scene.heard
    scene.house.click("meeting.restore", value, by=SAM.id, channel=JOINT, ts="7.7")
    assert scene.the("2026-12").state is State.PLANNED
    assert "Skipped" not in scene.invitation().text


def test_once_one_is_skipped_the_next_is_invited_to_when_it_is_near(scene):
    scene.house.command("/meeting skip", by=SAM.id)
    assert scene.the("2027-01").invited_at is None
    scene.clock.at = datetime(2026, 11, 26, tzinfo=UTC)
    scene.tick()
    assert scene.the("2027-01").invited_at is not None


def test_the_end_is_asked_about_and_calls_everything_off(scene):
    scene.house.command("/meeting cancel", by=RITA.id)
    assert "Only sales and marketing managers can end" in scene.heard
    scene.house.command("/meeting cancel", by=SAM.id)
    assert "*End the strategy meetings?*" in text_of(scene.house.opened)
    ack = scene.house.submit("meeting.end", by=SAM.id)
    assert "13 planned ones will not take place" in text_of(ack["view"])
    assert {one.state for one in scene.meetings()} == {State.CANCELLED}
    assert "Cancelled by Sam Carter." in scene.invitation().text
    changes = [key for key in scene.posted() if ":change:" in key]
    assert len(changes) == 1
    scene.house.command("/meeting next", by=SAM.id)
    assert "No meeting is set up." in scene.heard


@on_sqlite
def test_another_place_or_length_is_told_once(scene):
    scene.set_up(place="Room 4", minutes={"selected_option": {"value": "90"}})
    assert "Where: Room 4" in scene.invitation().text
    told = scene.shown(f"{scene.the('2026-12').subject}:change:1:joint")
    assert told.text == (
        "December's strategy meeting has another length or place: "
        "Tue 1 December 2026, 10:00–11:30 Europe/Berlin, Room 4."
    )
    assert scene.the("2027-01").place == "Room 4"


@on_sqlite
def test_hostile_words_are_shown_as_words(scene):
    scene.house.command("/meeting skip <!channel> *free* <https://evil.example|gift>", by=SAM.id)
    text = scene.invitation().text
    assert "<!channel>" not in text
    assert "&lt;!channel&gt;" in text
