import json
from datetime import timedelta

import pytest

from bot.meetings.domain.dates import State
from bot.meetings.store.dates import update_occurrence
from bot.people import store as people_store
from fakeslack.blockkit import check_view
from tests.builders import some_facts
from tests.leads.scene import MARK, MAYA, PRIYA, RITA, SAM, TOM, a_saved_lead
from tests.meetings.agenda_scene import (
    JOINT,
    TEN,
    a_meeting_house,
    asked,
    begun,
    drafted,
    in_outbox,
    keys,
    shown,
    stand,
    the_meeting_now,
    words_of,
)


@pytest.fixture
def house(db):
    return a_meeting_house(db)


def running(house):
    return words_of(shown(house, "meeting:%:running:%"))


def minutes(house):
    return words_of(shown(house, "meeting:%:minutes:%"))


def press(house, what, meeting, position=0, by=MAYA):
    return house.click(f"meeting.{what}", f"{position} M{meeting}", by=by.id, channel=JOINT)


def note_of(house):
    assert check_view(house.opened) == []
    return json.loads(house.opened["private_metadata"])


def given(house, owner=TOM, what="Send the list", due="2026-12-04", **more):
    """The fields of an action's form."""
    return {
        "what": what,
        "owner": {"type": "users_select", "selected_user": owner.id},
        "due": {"type": "datepicker", "selected_date": due},
        "success": "No forwarder in December",
        **more,
    }


def test_at_its_time_the_agenda_is_pinned_and_everybody_pinged_once(db, house):
    drafted(house)
    house.clock.at = TEN
    house.schedule.tick()
    house.schedule.tick()
    (row,) = in_outbox(db, "meeting:%:running:%")
    said = shown(house, row.key)
    for one in (RITA, TOM, PRIYA, MARK, SAM, MAYA):
        assert words_of(said).count(f"<@{one.id}>") == 1
    assert "U0GUS" not in words_of(said)
    assert "Start" in words_of(said)
    assert "meetings.pins" in house.schedule.asked
    pins = next(sweep for sweep in house.schedule.sweeps if sweep.name == "meetings.pins")
    pins.do()
    pins.do()
    assert [call["channel"] for call in house.client.called("pins.add")] == [JOINT]


def test_a_pin_waits_for_its_message_and_for_slack(db, house):
    meeting = drafted(house)
    with db.begin() as work:
        work.connection.exec_driver_sql("UPDATE outbox SET ts = NULL")
    house.clock.at = TEN
    house.schedule.tick()
    pins = next(sweep for sweep in house.schedule.sweeps if sweep.name == "meetings.pins")
    assert [pins.do() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert house.client.called("pins.add") == []
    with db.begin() as work:
        stand(work, f"meeting:{meeting}:agenda:%")
    house.client.answers["pins.add"] = {"ok": False, "error": "ratelimited"}
    assert [pins.do(), pins.do()] == [1, 2]
    house.client.answers["pins.add"] = {"ok": False, "error": "already_pinned"}
    assert pins.do() is None
    house.client.answers["pins.add"] = {"ok": True}
    assert pins.do() is None
    assert len(house.client.called("pins.add")) == 3


def test_who_cannot_come_is_not_pinged(db, house):
    from bot.meetings.store.attendance import save_reply

    meeting = drafted(house)
    with db.begin() as work:
        save_reply(work, meeting, TOM.id, going=False, starts_at=TEN, at=TEN)
    house.clock.at = TEN
    house.schedule.tick()
    assert f"<@{TOM.id}>" not in running(house)


def test_in_two_channels_everybody_is_pinged_in_their_own(db):
    house = a_meeting_house(db, joint=False)
    meeting = drafted(house)
    house.clock.at = TEN
    house.schedule.tick()
    sales = words_of(shown(house, f"meeting:{meeting}:running:%:sales"))
    marketing = words_of(shown(house, f"meeting:{meeting}:running:%:marketing"))
    assert f"<@{RITA.id}>" in sales
    assert f"<@{RITA.id}>" not in marketing
    assert f"<@{MARK.id}>" in marketing
    assert f"<@{MARK.id}>" not in sales


def test_two_points_of_one_title_keep_what_was_said_of_each(house):
    house.command("/meeting add Pricing", by=RITA.id)
    house.command("/meeting add Pricing", by=MARK.id)
    meeting = begun(house)
    house.command("/meeting decide One price list", by=MAYA.id)
    assert "*Pricing*\n1 of 3" in running(house)
    press(house, "next", meeting)
    assert "*Pricing (2)*\n2 of 3" in running(house)
    assert "One price list" not in running(house)
    house.command("/meeting decide No rebates in December", by=MAYA.id)
    house.command("/meeting end", by=MAYA.id)
    assert "One price list _(Pricing)_" in minutes(house)
    assert "No rebates in December _(Pricing (2))_" in minutes(house)


def test_the_chair_starts_it_and_each_point_says_when_it_should_end(db, house):
    house.command("/meeting add Forwarders", by=RITA.id)
    meeting = begun(house)
    assert the_meeting_now(db, meeting).state is State.RUNNING
    said = running(house)
    assert "Forwarders" in said
    assert "1 of 2 · until" in said
    assert "The next month's plan" in said
    assert "Next item" in said
    press(house, "next", meeting)
    said = running(house)
    assert "2 of 2 · until" in said
    assert "Next item" not in said
    assert "End the meeting" in said


def test_a_second_start_or_next_changes_nothing_and_is_told_so(db, house):
    house.command("/meeting add Forwarders", by=RITA.id)
    meeting = begun(house)
    house.click("meeting.start", f"M{meeting}", by=SAM.id, channel=JOINT)
    assert house.told[-1] == "The meeting has been started already."
    press(house, "next", meeting)
    press(house, "next", meeting, by=SAM)
    assert "Somebody moved on just before you. “The next month's plan” is on now." in house.told[-1]
    press(house, "park", meeting, by=SAM)
    assert "Somebody moved on just before you." in house.told[-1]
    assert "2 of 2" in running(house)


def test_it_cannot_be_started_long_before_or_after_its_time_nor_by_anybody(db, house):
    drafted(house, chair=RITA.id)
    assert "not time yet" in house.command("/meeting start", by=RITA.id)["text"]
    house.clock.at = TEN - timedelta(minutes=10)
    refusal = house.command("/meeting start", by=TOM.id)["text"]
    assert "Only Rita Alvarez, who chairs, and the managers can start the meeting" in refusal
    assert "has begun" in house.command("/meeting start", by=RITA.id)["text"]
    assert len(keys(db, "meeting:%:running:%")) == 1
    house.clock.at = TEN
    house.schedule.tick()
    assert len(keys(db, "meeting:%:running:%")) == 1


def test_nobody_started_it_and_its_message_says_so(db, house):
    meeting = drafted(house)
    house.clock.at = TEN
    house.schedule.tick()
    house.clock.move(hours=12)
    house.schedule.tick()
    house.schedule.tick()
    said = running(house)
    assert "was not started here" in said
    assert "Start" not in said
    house.click("meeting.start", f"M{meeting}", by=MAYA.id, channel=JOINT)
    assert "That meeting's day has passed" in house.told[-1]


def test_when_the_chair_has_left_a_manager_starts_it(db, house):
    meeting = drafted(house, chair=RITA.id)
    with db.begin() as work:
        gone = some_facts(RITA.id, RITA.name, in_sales=True, deleted=True)
        people_store.save_facts(work, [gone], read_at=TEN)
    house.clock.at = TEN
    house.schedule.tick()
    house.click("meeting.start", f"M{meeting}", by=TOM.id, channel=JOINT)
    assert "Only the managers can start the meeting" in house.told[-1]
    house.click("meeting.start", f"M{meeting}", by=SAM.id, channel=JOINT)
    assert the_meeting_now(db, meeting).state is State.RUNNING


def test_with_neither_chair_nor_manager_anybody_starts_it(db, house):
    meeting = drafted(house, chair=RITA.id)
    gone = [some_facts(one.id, one.name, in_sales=True, deleted=True) for one in (RITA, SAM, MAYA)]
    with db.begin() as work:
        people_store.save_facts(work, gone, read_at=TEN)
    house.clock.at = TEN
    house.schedule.tick()
    house.click("meeting.start", f"M{meeting}", by=TOM.id, channel=JOINT)
    assert the_meeting_now(db, meeting).state is State.RUNNING


def test_decisions_are_noted_once_and_only_by_those_who_lead(db, house):
    meeting = begun(house)
    press(house, "decide", meeting, by=TOM)
    assert "Only Maya Haddad, who chairs, and the managers can note a decision" in house.told[-1]
    press(house, "decide", meeting)
    note = note_of(house)
    fields = {"text": "Forwarders are <!channel> *out*"}
    assert house.submit("meeting.decide", {"text": " "}, by=MAYA.id, note=note)["errors"]
    house.submit("meeting.decide", fields, by=MAYA.id, note=note)
    house.submit("meeting.decide", fields, by=MAYA.id, note=note)
    said = running(house)
    assert said.count("✔ Decided: Forwarders are") == 1
    assert "<!channel>" not in said
    assert "Noted as decided" in house.command("/meeting decide Prices go up", by=SAM.id)["text"]
    assert "✔ Decided: Prices go up" in running(house)
    refusal = house.command("/meeting decide Mine", by=TOM.id)["text"]
    assert "take on an action of your own" in refusal


def test_an_action_has_one_owner_of_ours_and_a_day_to_come(db, house):
    meeting = begun(house)
    press(house, "act", meeting)
    note = note_of(house)
    outsider = house.submit(
        "meeting.act",
        given(house, owner=MAYA, what="x") | {"owner": {"selected_user": "U0GUS"}},
        by=MAYA.id,
        note=note,
    )
    assert "is in neither team" in outsider["errors"]["owner"]
    late = house.submit("meeting.act", given(house, due="2026-11-30"), by=MAYA.id, note=note)
    assert late["errors"]["due"] == "Pick today or a later day."
    for _ in range(2):
        house.submit("meeting.act", given(house), by=MAYA.id, note=note)
    assert running(house).count("→ ACT-1 Tom Becker: Send the list, due Fri 4 Dec") == 1
    assert "ACT-2" not in running(house)


def test_everybody_takes_an_action_on_and_only_leaders_give_one(db, house):
    begun(house)
    refusal = house.command("/meeting action <@U0PRIYA|priya> Do it by Friday", by=TOM.id)["text"]
    assert "give actions to others. You can take one on yourself." in refusal
    mine = house.command("/meeting action Call Ada by 4 Dec", by=TOM.id)["text"]
    assert mine == "ACT-1 is Tom Becker's, due Fri 4 Dec: Call Ada"
    theirs = house.command("/meeting action <@U0PRIYA|priya> Stand by the door", by=SAM.id)["text"]
    assert theirs == "ACT-2 is Priya Nair's, due Tue 15 Dec: Stand by the door"
    named = house.command("/meeting action Ask <@U0MARK|mark> for the list by 4 Dec", by=SAM.id)
    assert "ACT-3 is Mark Osei's" in named["text"]
    both = house.command("/meeting action <@U0TOM> Ask <@U0MARK|mark> for it by 4 Dec", by=SAM.id)
    assert both["text"] == "ACT-4 is Tom Becker's, due Fri 4 Dec: Ask @Mark Osei for it"
    assert house.command("/meeting action", by=TOM.id) == {}
    assert house.opened["callback_id"] == "meeting.act"
    kept = house.submit("meeting.act", given(house, owner=RITA), by=TOM.id, note=note_of(house))
    assert "give actions to others" in kept["errors"]["owner"]


def test_what_is_parked_comes_back_on_the_next_agenda(db, house):
    house.command("/meeting add Forwarders", by=TOM.id)
    house.command("/meeting add Pricing page", by=RITA.id)
    meeting = begun(house)
    press(house, "next", meeting)
    assert "*Pricing page*" in running(house)
    press(house, "park", meeting, 1)
    assert "The next month's plan" in running(house)
    assert "Parked for" in house.command("/meeting park Trade fair in May", by=TOM.id)["text"]
    press(house, "end", meeting, 2)
    assert "Parked, comes back next time" in minutes(house)
    assert "Trade fair in May" in minutes(house)
    said = json.dumps(asked(house, "/meeting agenda", by=RITA.id)["blocks"])
    assert "Pricing page" in said
    assert "Trade fair in May" in said
    assert "parked last time" in said


def test_minutes_say_who_came_what_was_decided_who_does_what_and_what_was_not_reached(db, house):
    from bot.meetings.store.attendance import save_reply

    a_saved_lead(db)
    meeting = drafted(house)
    with db.begin() as work:
        save_reply(work, meeting, RITA.id, going=True, starts_at=TEN, at=TEN)
    house.clock.at = TEN
    house.schedule.tick()
    house.click("meeting.start", f"M{meeting}", by=MAYA.id, channel=JOINT)
    house.command("/meeting decide Forwarders are out", by=MAYA.id)
    house.command("/meeting action <@U0TOM|tom> Send the list by 4 Dec", by=MAYA.id)
    house.clock.move(minutes=20)
    press(house, "end", meeting)
    press(house, "end", meeting)
    assert "This meeting is over" in house.told[-1]
    said = minutes(house)
    assert "2 came: Rita Alvarez and Maya Haddad · Maya Haddad chaired" in said
    assert "Forwarders are out _(The shared numbers)_" in said
    assert "ACT-1 Tom Becker: Send the list, due Fri 4 Dec" in said
    assert "Not reached\n" in said.replace("*", "")
    assert "is over after 20 minutes" in running(house)
    assert keys(db, "meeting:%:minutes:%") == [f"meeting:{meeting}:minutes:joint"]
    assert [row.destination for row in in_outbox(db, "meeting:%:yours:%")] == [TOM.id]
    assert the_meeting_now(db, meeting).state is State.HELD


def test_the_chair_corrects_who_came(db, house):
    meeting = begun(house)
    press(house, "end", meeting)
    house.click("meeting.who_came", f"minutes M{meeting}", by=TOM.id, channel=JOINT)
    assert "can correct who came" in house.told[-1]
    house.click("meeting.who_came", f"minutes M{meeting}", by=MAYA.id, channel=JOINT)
    note = note_of(house)
    people = {"type": "multi_users_select", "selected_users": [TOM.id, RITA.id]}
    house.submit("meeting.who_came", {"people": people}, by=MAYA.id, note=note)
    assert "2 came: Rita Alvarez and Tom Becker" in minutes(house)
    house.submit("meeting.who_came", {"people": None}, by=MAYA.id, note=note)
    assert "Nobody came" in minutes(house)


def test_minutes_as_markdown_and_by_month_and_the_history(db, house):
    assert "No meeting was held" in house.command("/meeting history", by=RITA.id)["text"]
    meeting = begun(house)
    house.command("/meeting decide Prices go *up*", by=MAYA.id)
    press(house, "end", meeting)
    house.click("meeting.markdown", f"minutes M{meeting}", by=RITA.id)
    said = str(house.answers.responses[-1]["blocks"])
    assert "# Minutes: strategy meeting, Tue 1 Dec 2026, 10:00 Europe/Berlin" in said
    assert "Prices go" in said
    assert "Decided" in house.command("/meeting minutes", by=RITA.id)["text"]
    for month in ("2026-12", "December", "dec", "this month"):
        assert "Decided" in house.command(f"/meeting minutes {month}", by=RITA.id)["text"]
    assert "No meeting was held" in house.command("/meeting minutes 2026-11", by=RITA.id)["text"]
    assert "Which month?" in house.command("/meeting minutes soonish", by=RITA.id)["text"]
    assert "one decision · no actions" in house.command("/meeting history", by=RITA.id)["text"]


def test_a_meeting_that_nobody_ended_ends_by_itself(db, house):
    begun(house)
    house.clock.move(minutes=119)
    house.schedule.tick()
    assert keys(db, "%:minutes:%") == []
    house.clock.move(minutes=1)
    house.schedule.tick()
    house.schedule.tick()
    assert len(keys(db, "%:minutes:%")) == 1
    assert "Nobody ended this meeting" in minutes(house)


def test_a_meeting_called_off_while_it_runs_leaves_its_minutes(db, house):
    meeting = begun(house)
    house.command("/meeting decide Prices go up", by=MAYA.id)
    with db.begin() as work:
        update_occurrence(work, meeting, state=State.CANCELLED)
    press(house, "next", meeting)
    assert "was called off" in house.told[-1]
    house.schedule.tick()
    assert "Prices go up" in minutes(house)
    assert the_meeting_now(db, meeting).state is State.CANCELLED


def test_a_meeting_moved_after_its_ping_pings_again_at_its_new_time(db, house):
    meeting = drafted(house)
    house.clock.at = TEN
    house.schedule.tick()
    later = TEN + timedelta(days=2)
    with db.begin() as work:
        update_occurrence(
            work,
            meeting,
            state=State.MOVED,
            starts_at=later,
            ends_at=later + timedelta(hours=1),
            sequence=1,
        )
    assert "was moved to" in running(house)
    house.schedule.tick()
    assert len(keys(db, "%:running:%")) == 1
    house.clock.at = later
    house.schedule.tick()
    assert len(keys(db, "%:running:%")) == 2
    assert "Start" in running(house)


def test_with_nobody_in_the_channels_the_meeting_still_stands(db, house):
    meeting = drafted(house)
    gone = [
        some_facts(one.id, one.name, in_sales=True, deleted=True)
        for one in (RITA, TOM, PRIYA, MARK, SAM, MAYA)
    ]
    with db.begin() as work:
        people_store.save_facts(work, gone, read_at=TEN)
    house.clock.at = TEN
    house.schedule.tick()
    said = running(house)
    assert "The strategy meeting begins" in said
    assert "<@" not in said
    assert "The next month's plan" in words_of(shown(house, f"meeting:{meeting}:agenda:%"))


def test_nothing_is_noted_while_no_meeting_runs(house):
    drafted(house)
    for words in ("decide x", "action x", "park x", "park", "end"):
        refusal = house.command(f"/meeting {words}", by=MAYA.id)["text"]
        assert "No meeting is running" in refusal


def test_a_forged_button_of_a_running_meeting_gets_a_sentence(house):
    drafted(house)
    for value in ("", "x", "M1", "-1 M1", "9 M99", "0 M" + "9" * 40, "99999 M1"):
        count = len(house.told)
        for what in ("next", "park", "end", "decide", "act", "target"):
            house.click(f"meeting.{what}", value, by=MAYA.id, channel=JOINT)
        assert len(house.told) == count + 6
        house.submit("meeting.decide", {"text": "x"}, by=MAYA.id, note={"meeting": value})
        assert len(house.told) == count + 7


def test_roles_end_while_a_form_is_open(db, house):
    meeting = begun(house)
    press(house, "decide", meeting)
    note = note_of(house)
    with db.begin() as work:
        gone = some_facts(MAYA.id, MAYA.name, in_marketing=True, deleted=True)
        people_store.save_facts(work, [gone], read_at=TEN)
    ack = house.submit("meeting.decide", {"text": "x"}, by=MAYA.id, note=note)
    assert "deactivated" in str(ack)


def test_no_message_of_a_meeting_keeps_a_leads_data(db, house):
    a_saved_lead(db)
    meeting = begun(house)
    press(house, "end", meeting)
    for row in in_outbox(db, "meeting:%"):
        assert "Northwind" not in json.dumps(row.args)
    with db.read() as work:
        rows = work.connection.exec_driver_sql("SELECT title FROM meeting_points").all()
    assert "Northwind" not in str(rows)
