import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.people import store as people_store
from fakeslack.blockkit import check_message, check_view
from tests.builders import some_facts
from tests.leads.scene import MAYA, PRIYA, RITA, SAM, TOM
from tests.meetings.agenda_scene import (
    BERLIN,
    TEN,
    a_meeting_house,
    asked,
    begun,
    in_outbox,
    keys,
    shown,
    words_of,
)


@pytest.fixture
def house(db):
    """Tom has one action, due on Friday, 4 December; the meeting is over."""
    house = a_meeting_house(db)
    begun(house)
    house.command("/meeting action <@U0TOM|tom> Send the <b> list by 4 Dec", by=MAYA.id)
    house.command("/meeting end", by=MAYA.id)
    return house


def click(house, what, by=TOM, action=1):
    return house.click(f"meeting.action.{what}", f"ACT{action}", by=by.id)


def note_of(house):
    assert check_view(house.opened) == []
    return json.loads(house.opened["private_metadata"])


def picked(day):
    return {"due": {"type": "datepicker", "selected_date": day}}


def go_to(house, day, hour=9):
    house.clock.at = datetime(2026, day.month, day.day, hour, 30, tzinfo=BERLIN)
    house.schedule.tick()


def mine(house):
    return words_of(shown(house, "meeting:%:yours:%"))


def test_each_owner_gets_theirs_with_buttons_once(db, house):
    (row,) = in_outbox(db, "meeting:%:yours:%")
    assert row.destination == TOM.id
    said = mine(house)
    assert "One action from the strategy meeting" in said
    assert "ACT-1" in said
    assert "&lt;b&gt;" in said
    for label in ("Done", "Can't", "New date"):
        assert label in said


def test_done_is_one_tap_and_shows_everywhere(db, house):
    click(house, "done")
    assert "done" in mine(house)
    assert "New date" not in mine(house)
    assert "ACT-1 Tom Becker: Send the &lt;b&gt; list, done" in words_of(
        shown(house, "%:minutes:%")
    )
    click(house, "done")
    assert house.told[-1] == "ACT-1 is done already."


def test_only_its_owner_and_managers_change_an_action(house):
    for what in ("done", "cannot", "new_date"):
        click(house, what, by=PRIYA)
        assert house.told[-1] == "ACT-1 is Tom Becker's. They or a manager can change it."
    ack = house.submit(
        "meeting.action.cannot", {"reason": "x"}, by=PRIYA.id, note={"action": "ACT1"}
    )
    assert "They or a manager" in json.dumps(ack)
    click(house, "done", by=SAM)
    assert "done" in mine(house)


def test_what_cannot_be_done_says_why_on_the_next_agenda(house):
    click(house, "cannot")
    note = note_of(house)
    house.submit(
        "meeting.action.cannot", {"reason": "The <!here> list is lost"}, by=TOM.id, note=note
    )
    said = json.dumps(asked(house, "/meeting agenda", by=RITA.id)["blocks"])
    assert "can't be done: The &lt;!here&gt; list is lost" in said
    assert "one given up" in said or "1 given up" in said
    house.submit("meeting.action.cannot", {"reason": "again"}, by=TOM.id, note=note)
    assert "was given up" in json.dumps(house.acks[-1])


def test_a_new_date_is_kept_and_reminded_of_anew(db, house):
    click(house, "new_date")
    note = note_of(house)
    past = house.submit("meeting.action.new_date", picked("2026-11-30"), by=TOM.id, note=note)
    assert past["errors"]["due"] == "Pick today or a later day."
    house.submit("meeting.action.new_date", picked("2026-12-09"), by=TOM.id, note=note)
    assert "ACT-1 is due Wed 9 Dec now." in json.dumps(house.acks[-1])
    assert "due 9 Dec · moved 1×" in mine(house)
    go_to(house, date(2026, 12, 3))
    assert keys(db, "action:%") == []
    go_to(house, date(2026, 12, 8))
    assert keys(db, "action:%") == ["action:1:due:2026-12-09"]


def test_the_owner_is_reminded_the_working_day_before_and_once_when_it_is_late(db, house):
    go_to(house, date(2026, 12, 2))
    assert keys(db, "action:%") == []
    go_to(house, date(2026, 12, 3))
    assert keys(db, "action:%") == ["action:1:due:2026-12-04"]
    assert "is due Fri 4 Dec" in words_of(shown(house, "action:1:due:%"))
    for day in (4, 5, 6, 7, 8):
        go_to(house, date(2026, 12, day))
    assert keys(db, "action:%") == ["action:1:due:2026-12-04", "action:1:late:2026-12-04"]
    assert "was due Fri 4 Dec" in words_of(shown(house, "action:1:late:%"))


def test_a_manager_is_told_once_when_it_is_a_week_late(db, house):
    for day in range(8, 11):
        go_to(house, date(2026, 12, day))
    assert keys(db, "%week_late%") == []
    for day in (11, 14, 15, 16):
        go_to(house, date(2026, 12, day))
    assert keys(db, "%week_late%") == [f"action:1:week_late:{SAM.id}"]
    assert "Tom Becker's *ACT-1* is more than a week late. You are told once." in words_of(
        shown(house, "%week_late%")
    )


def test_reminders_wait_for_the_owners_own_working_hours(db, house):
    with db.begin() as work:
        people_store.save_facts(
            work,
            [some_facts(TOM.id, TOM.name, in_sales=True, zone="America/New_York")],
            read_at=TEN,
        )
    go_to(house, date(2026, 12, 3))
    assert keys(db, "action:%") == []
    go_to(house, date(2026, 12, 3), hour=16)
    assert keys(db, "action:%") == ["action:1:due:2026-12-04"]


def test_who_has_left_is_not_reminded_and_a_manager_hands_it_on(db, house):
    with db.begin() as work:
        gone = some_facts(TOM.id, TOM.name, in_sales=True, deleted=True)
        people_store.save_facts(work, [gone], read_at=TEN)
    go_to(house, date(2026, 12, 3))
    assert keys(db, "action:1:due%") == []
    go_to(house, date(2026, 12, 11))
    assert {row.destination for row in in_outbox(db, "%week_late%")} == {SAM.id, MAYA.id}
    refusal = house.command("/meeting hand ACT-1 <@U0PRIYA|p>", by=RITA.id)["text"]
    assert "They or a manager" in refusal
    said = house.command("/meeting hand ACT-1 <@U0PRIYA|p>", by=SAM.id)["text"]
    assert said.startswith("ACT-1 is Priya Nair's now")
    assert [row.destination for row in in_outbox(db, "action:1:given:%")] == [PRIYA.id]
    refusal = house.command("/meeting hand ACT-1 <@U0GUS|g>", by=SAM.id)["text"]
    assert "in neither team" in refusal


def test_the_lists_of_actions(db, house):
    ack = house.command("/meeting actions", by=RITA.id)
    assert check_message(ack["blocks"]) == []
    assert "Open actions: 1" in ack["text"]
    assert "Done" not in json.dumps(ack["blocks"])
    ack = house.command("/meeting actions mine", by=TOM.id)
    assert "meeting.action.done" in json.dumps(ack["blocks"])
    assert "none" in house.command("/meeting actions mine", by=RITA.id)["text"]
    assert "ACT-1 is done" in house.command("/meeting done ACT-1", by=TOM.id)["text"]
    assert "none" in house.command("/meeting actions", by=RITA.id)["text"]
    assert "ACT-1" in house.command("/meeting actions all", by=RITA.id)["text"]
    assert "Write /meeting actions" in house.command("/meeting actions xx", by=RITA.id)["text"]
    assert "Which one?" in house.command("/meeting done", by=TOM.id)["text"]
    assert "There is no such action" in house.command("/meeting done ACT-99", by=TOM.id)["text"]


def test_a_click_in_a_private_list_shows_what_became_of_it(house):
    house.command("/meeting actions mine", by=TOM.id)
    click(house, "done")
    assert house.answers.responses[-1]["replace"] is True
    assert "is done" in house.answers.responses[-1]["text"]


def test_open_actions_are_on_the_next_agenda_the_late_first(db, house):
    house.clock.at = TEN + timedelta(days=25)
    said = json.dumps(asked(house, "/meeting agenda", by=RITA.id)["blocks"])
    assert "Since last time: actions 1 open, 1 late" in said
    assert "22 days late" in said


def test_my_open_actions_stand_in_home(db, house):
    section = house.home_sections[-1]
    for one in house.home_sections:
        with db.read() as work:
            blocks = one(work, TOM.id)
        if "My actions from the meetings" in json.dumps(blocks):
            section = one
    with db.read() as work:
        assert "ACT-1" in json.dumps(section(work, TOM.id))
        assert section(work, RITA.id) == []


def test_a_forged_button_gets_a_sentence(house):
    for value in ("", "ACT", "ACT0", "ACT99", "ACT" + "9" * 40, "L1", "ACT1; DROP"):
        count = len(house.told)
        for what in ("done", "cannot", "new_date"):
            house.click(f"meeting.action.{what}", value, by=TOM.id)
        house.submit("meeting.action.cannot", {"reason": ""}, by=TOM.id, note={"action": value})
        assert len(house.told) == count + 4


def test_what_happened_to_an_action_is_kept(db, house):
    house.submit(
        "meeting.action.new_date", picked("2026-12-09"), by=TOM.id, note={"action": "ACT1"}
    )
    click(house, "done", by=SAM)
    with db.read() as work:
        steps = work.execute(text("SELECT kind, by FROM meeting_action_steps ORDER BY id")).all()
    assert [tuple(step) for step in steps] == [
        ("made", MAYA.id),
        ("new_date", TOM.id),
        ("done", SAM.id),
    ]
