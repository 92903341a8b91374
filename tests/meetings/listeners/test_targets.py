import json

import pytest

from fakeslack.blockkit import check_view
from tests.leads.scene import MARK, MAYA, RITA, SAM
from tests.meetings.agenda_scene import JOINT, a_meeting_house, asked, begun, shown, words_of


@pytest.fixture
def house(db):
    return a_meeting_house(db)


def chosen(value):
    return {"type": "static_select", "selected_option": {"value": value}}


def fields(**more):
    return {
        "metric": chosen("acceptance_rate"),
        "span": chosen("this-month"),
        "goal": "90 %",
        "sales_owner": {"type": "users_select", "selected_user": SAM.id},
        "marketing_owner": {"type": "users_select", "selected_user": MARK.id},
        **more,
    }


def ask(house, meeting):
    house.click("meeting.target", f"0 M{meeting}", by=MAYA.id, channel=JOINT)
    assert check_view(house.opened) == []
    return json.loads(house.opened["private_metadata"])


def test_a_target_is_set_once_and_stands_in_the_minutes(db, house):
    meeting = begun(house)
    note = ask(house, meeting)
    assert house.submit("meeting.target", fields(), by=MAYA.id, note=note) == {}
    house.submit("meeting.target", fields(), by=MAYA.id, note=note)
    said = words_of(shown(house, "meeting:%:running:%"))
    words = "Acceptance rate, December 2026: at least 90 % (Sam Carter and Mark Osei)"
    assert said.count(words) == 1
    house.command("/meeting end", by=MAYA.id)
    assert f"Targets set\n•  {words}" in words_of(shown(house, "%:minutes:%")).replace("*", "")
    agenda = asked(house, "/meeting agenda", by=RITA.id)
    assert "Target Acceptance rate, December 2026" in json.dumps(agenda["blocks"])


def test_what_is_wrong_with_a_target_is_said_under_its_field(house):
    meeting = begun(house)
    note = ask(house, meeting)
    for wrong, field in (
        ({"goal": "lots"}, "goal"),
        ({"goal": "190 %"}, "goal"),
        ({"span": chosen("never")}, "span"),
        ({"metric": chosen("beauty")}, "metric"),
        ({"sales_owner": {"selected_user": MARK.id}}, "sales_owner"),
    ):
        ack = house.submit("meeting.target", fields(**wrong), by=MAYA.id, note=note)
        assert list(ack["errors"]) == [field]


def test_only_managers_set_targets_and_only_while_it_runs(house):
    meeting = begun(house, chair=RITA.id)
    house.click("meeting.target", f"0 M{meeting}", by=RITA.id, channel=JOINT)
    assert "Only sales and marketing managers can set targets" in house.told[-1]
    note = ask(house, meeting)
    house.command("/meeting end", by=MAYA.id)
    ack = house.submit("meeting.target", fields(), by=MAYA.id, note=note)
    assert "This meeting is over" in json.dumps(ack)


def test_targets_that_have_not_begun_are_neither_behind_nor_on_course(house):
    meeting = begun(house)
    note = ask(house, meeting)
    house.submit("meeting.target", fields(span=chosen("next-month")), by=MAYA.id, note=note)
    house.command("/meeting end", by=MAYA.id)
    agenda = json.dumps(asked(house, "/meeting agenda", by=RITA.id)["blocks"])
    assert "Target Acceptance rate, January 2027: begins 1 Jan 2027" in agenda
    assert "on course" not in agenda
    assert "behind" not in agenda
