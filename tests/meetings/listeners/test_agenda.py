import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.content.domain.search import Query
from bot.content.store.searches import insert_search
from bot.leads.actions.feedback import tell_change
from bot.leads.definition.queries import definition_in_force
from bot.leads.definition.store import insert_proposal
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.queries.leads import lead_by_id
from bot.meetings.domain.dates import Consulted, State
from bot.meetings.queries.agenda import asking_for, every_point, lines_of
from bot.meetings.store.attendance import guests_of
from bot.meetings.store.dates import load_occurrence, update_occurrence
from bot.people import store as people_store
from bot.people.domain import Channel
from fakeslack.blockkit import check_message, check_view
from tests.leads.rating import rate
from tests.leads.scene import MARK, MAYA, RITA, SAM, TOM, a_saved_lead
from tests.meetings.agenda_scene import (
    JOINT,
    TEN,
    a_meeting,
    a_meeting_house,
    asked,
    begun,
    drafted,
    in_outbox,
    keys,
    shown,
    words_of,
)


@pytest.fixture
def house(db):
    return a_meeting_house(db)


def agenda(house):
    return words_of(shown(house, "meeting:%:agenda:%"))


def test_five_working_days_before_a_draft_stands_in_the_joint_channel(db):
    house = a_meeting_house(db)
    house.clock.at = house.clock.at.replace(hour=7, minute=59)
    meeting = a_meeting(db)
    house.schedule.tick()
    assert keys(db, "%:agenda:%") == []
    house.clock.move(minutes=1)
    house.schedule.tick()
    house.schedule.tick()
    assert keys(db, "%:agenda:%") == [f"meeting:{meeting}:agenda:joint"]
    assert "Draft agenda · strategy meeting" in agenda(house)


def test_without_a_joint_channel_it_stands_in_both(db):
    house = a_meeting_house(db, joint=False)
    meeting = drafted(house)
    assert keys(db, "%:agenda:%") == [
        f"meeting:{meeting}:agenda:sales",
        f"meeting:{meeting}:agenda:marketing",
    ]


def test_with_no_data_at_all_the_meeting_still_has_a_plan(house):
    drafted(house)
    said = agenda(house)
    assert "The next month's plan" in said
    assert "Lead quality" not in said
    assert "Since last time" not in said


def test_what_happened_with_leads_stands_there_with_its_numbers(db, house):
    for number in range(4):
        lead = a_saved_lead(db, at=f"1.{number}")
    rate(db, lead, Verdict.POOR, by=TOM, reason=Reason.WRONG_SEGMENT, comment="wrong <!channel>")
    house.command("/lead take L-4", by=TOM.id)
    for number in (1, 2, 3):
        house.command(f"/lead reject L-{number} wrong segment", by=RITA.id)
    drafted(house)
    said = agenda(house)
    assert "Lead quality: four leads announced" in said
    assert "what happened since 31 Oct 2026" in said
    assert (
        "Webinar: Faster customs: 4 announced · 1 taken · 3 rejected · accepted 25 % "
        "· rated 2.0 of 5 by 1 · why low: wrong segment 1" in said
    )
    assert "Heard: ‘wrong &lt;!channel&gt;’ (Tom Becker)" in said
    assert "Webinar: Faster customs was accepted 25 % (at least 60 %): stop or re-target?" in said
    assert "decide" in said
    assert "Qualified leads: 4" in said
    assert "Acceptance rate: 25 %" in said
    assert "Promises, both ways" in said


def test_every_point_is_found_again_by_its_key(db):
    rooms = []
    house = a_meeting_house(db, rooms=rooms)
    for number in range(4):
        lead = a_saved_lead(db, at=f"1.{number}")
        rate(db, lead, Verdict.POOR, by=TOM, reason=Reason.WRONG_SEGMENT, comment="no")
    for number in (1, 2, 3):
        house.command(f"/lead reject L-{number} wrong segment", by=RITA.id)
    house.command("/meeting add Pricing page", by=RITA.id)
    meeting = drafted(house)
    with db.read() as work:
        asking = asking_for(rooms[0], work, load_occurrence(work, meeting), at=house.clock.at)
        points = every_point(asking)
        assert {"campaign", "own", "contradictions"} <= {one.key.split(":")[0] for one in points}
        assert [lines_of(asking, one.key) for one in points] == [one.lines for one in points]
        assert lines_of(asking, "gone:7") == ()


def test_what_is_added_once_it_is_opened_is_for_the_next_meeting(db, house):
    drafted(house)
    house.clock.at = TEN
    house.schedule.tick()
    house.command("/meeting add Too late", by=RITA.id)
    assert "Too late" not in agenda(house)
    assert "Add an item" not in agenda(house)
    house.command("/meeting start", by=MAYA.id)
    assert "Too late" not in words_of(shown(house, "meeting:%:running:%"))
    house.command("/meeting end", by=MAYA.id)
    assert "Too late" in str(asked(house, "/meeting agenda", by=RITA.id))


def test_a_disputed_verdict_is_heard_from_both_sides(db, house):
    lead = a_saved_lead(db)
    rate(db, lead, Verdict.BAD, by=TOM, reason=Reason.NO_NEED, comment="no need at all")
    house.submit(
        "feedback.dispute",
        {"sentence": "She owns the budget."},
        by=MARK.id,
        note={"verdict": f"L{lead} {TOM.id}"},
    )
    drafted(house)
    said = agenda(house)
    assert "One disputed verdict" in said
    assert "Tom Becker rated bad, no need: ‘no need at all’" in said
    assert "Mark Osei disputes it: ‘She owns the budget.’" in said


def test_where_another_organisation_reads_along_no_lead_and_no_quote_is_named(db, house):
    lead = a_saved_lead(db)
    rate(db, lead, Verdict.BAD, by=TOM, reason=Reason.NO_NEED, comment="no need at all")
    house.submit(
        "feedback.dispute",
        {"sentence": "She owns it."},
        by=MARK.id,
        note={"verdict": f"L{lead} {TOM.id}"},
    )
    with db.begin() as work:
        channel = Channel("joint", JOINT, "strategy", is_ext_shared=True)
        people_store.save_channel(work, channel)
        looked_for = Query("Okafor reference story")
        at = house.clock.business()
        insert_search(work, looked_for, found=0, person=TOM.id, day=at.date(), at=at)
    drafted(house)
    said = agenda(house)
    assert "L-1: rated bad, no need; disputed" in said
    for secret in ("Northwind", "Ada", "no need at all", "She owns it", "Tom Becker", "Okafor"):
        assert secret not in said
    told = str(asked(house, "/meeting agenda", by=RITA.id))
    assert "Northwind" in told
    assert "Okafor reference story" in told


def test_what_is_wanted_most_takes_no_place_of_what_was_not_found(db, house):
    at = house.clock.business()
    with db.begin() as work:
        for number, topic in enumerate(("Alpha", "Bravo", "Cargo", "Delta", "Extra", "Fleet")):
            for day in range(6 - number):
                looked_for, then = Query(topic), at - timedelta(days=day)
                insert_search(work, looked_for, found=0, person=TOM.id, day=then.date(), at=then)
    drafted(house)
    said = agenda(house)
    wanted, in_vain = (
        next(line for line in said.splitlines() if title in line)
        for title in ("Wanted most", "Looked for and not found")
    )
    for topic in ("Alpha", "Bravo", "Cargo"):
        assert topic in wanted
        assert topic not in in_vain
    assert "Alpha (looked for six times)" in wanted
    for topic in ("Delta", "Extra", "Fleet"):
        assert topic in in_vain


def test_the_first_meeting_looks_a_month_back_from_the_first_that_was_planned(db):
    house = a_meeting_house(db, at=datetime(2026, 11, 23, 9, tzinfo=UTC))
    a_saved_lead(db)
    december = a_meeting(db)
    a_meeting(db, starts_at=datetime(2027, 1, 5, 9, tzinfo=UTC))
    house.command("/meeting skip holidays", by=SAM.id)
    with db.read() as work:
        assert load_occurrence(work, december).state is State.SKIPPED
    said = str(asked(house, "/meeting agenda", by=SAM.id))
    assert "'value': 'agenda M2'" in said
    assert "what happened since 31 Oct 2026" in said
    assert "Qualified leads: 1" in said


def test_an_agenda_never_begins_in_the_future(db):
    house = a_meeting_house(db, at=datetime(2026, 11, 23, 9, tzinfo=UTC))
    a_saved_lead(db)
    a_meeting(db, starts_at=datetime(2027, 1, 5, 9, tzinfo=UTC))
    said = str(asked(house, "/meeting agenda", by=SAM.id))
    assert "what happened since 16 Nov 2026" in said


def test_where_others_read_along_a_change_is_counted_and_not_told(db):
    rooms = []
    house = a_meeting_house(db, rooms=rooms)
    lead = a_saved_lead(db)
    rate(db, lead, Verdict.BAD, by=TOM, reason=Reason.NO_NEED)
    with db.begin() as work:
        channel = Channel("joint", JOINT, "strategy", is_ext_shared=True)
        people_store.save_channel(work, channel)
        tell_change(
            rooms[0].leads,
            work,
            campaign_id=lead_by_id(work, lead).campaign_id,
            sentence="Students are out",
            reasons={Reason.NO_NEED},
            by=MARK,
            at=house.clock.business(),
        )
    drafted(house)
    assert "Webinar: Faster customs: one change" in agenda(house)
    assert "Students" not in agenda(house)
    assert "Students are out (Mark Osei)" in str(asked(house, "/meeting agenda", by=RITA.id))


def test_where_others_read_along_the_rules_of_the_definition_stay_private(db, house):
    with db.begin() as work:
        channel = Channel("joint", JOINT, "strategy", is_ext_shared=True)
        people_store.save_channel(work, channel)
        first = definition_in_force(work, TEN)
        insert_proposal(
            work,
            replace(first, version=2, segments=("Freight",)),
            why="Rivals buy our lists",
            by=SAM.id,
            at=house.clock.business(),
        )
    drafted(house)
    assert "proposal v2" in agenda(house)
    assert "Rivals" not in agenda(house)
    assert "Rivals buy our lists" in str(asked(house, "/meeting agenda", by=RITA.id))


def test_an_item_is_added_voted_for_and_stands_by_its_votes(db, house):
    meeting = drafted(house)
    house.command("/meeting add Pricing page for forwarders", by=RITA.id)
    assert "is on the next agenda as I-1" in house.told[-1]
    house.click("meeting.add_item", f"M{meeting}", by=TOM.id, channel=JOINT)
    assert check_view(house.opened) == []
    note = json.loads(house.opened["private_metadata"])
    house.submit("meeting.add_item", {"text": "<!channel> *Leads* at night"}, by=TOM.id, note=note)
    house.submit("meeting.add_item", {"text": "<!channel> *Leads* at night"}, by=TOM.id, note=note)
    house.click("meeting.vote.2", "I2", by=RITA.id, channel=JOINT)
    house.click("meeting.vote.2", "I2", by=MARK.id, channel=JOINT)
    said = agenda(house)
    assert said.index("at night") < said.index("Pricing page")
    assert said.count("at night") == 1
    assert "<!channel>" not in said
    assert "👍 Up-vote · 2" in said
    house.click("meeting.vote.2", "I2", by=MARK.id, channel=JOINT)
    assert "👍 Up-vote · 1" in agenda(house)


def test_put_on_the_agenda_is_filled_in_from_the_message_and_keeps_its_address(db, house):
    drafted(house)
    message = {"ts": "1764000300.000200", "text": "<@U0TOM> says &lt;b&gt; *why* forwarders?"}
    house.shortcut("meeting.agenda_item", by=RITA.id, message=message)
    assert check_view(house.opened) == []
    asked = next(block for block in house.opened["blocks"] if block["block_id"] == "text")
    assert asked["element"]["initial_value"] == "@Tom Becker says <b> *why* forwarders?"
    note = json.loads(house.opened["private_metadata"])
    house.submit("meeting.add_item", {"text": "Forwarders"}, by=RITA.id, note=note)
    assert "Forwarders" in agenda(house)


def test_a_hostile_item_says_what_it_says_and_does_nothing(db, house):
    drafted(house)
    text = "<https://evil.example|click> <!here> *bold* `code` :fire:"
    house.command(f"/meeting add {text}", by=RITA.id)
    for said in (agenda(house), house.told[-1]):
        assert "<!here>" not in said
        assert "<https" not in said
    markdown = str(asked(house, "/meeting agenda markdown", by=RITA.id))
    assert r"\<\!here\>" in markdown.replace("\\\\", "\\")


def test_a_blank_or_endless_item_is_named_under_its_field(house):
    drafted(house)
    ack = house.submit("meeting.add_item", {"text": " \n "}, by=RITA.id, note={})
    assert ack["errors"]["text"].startswith("What should be talked about?")
    ack = house.submit("meeting.add_item", {"text": "x" * 301}, by=RITA.id, note={})
    assert ack["response_action"] == "errors"


def test_not_this_time_leaves_a_point_off_until_the_next_agenda(db, house):
    meeting = drafted(house)
    house.command("/meeting add Pricing page", by=RITA.id)
    house.click("meeting.not_this_time", f"M{meeting}", by=MAYA.id, channel=JOINT)
    assert check_view(house.opened) == []
    note = json.loads(house.opened["private_metadata"])
    keys_chosen = {"selected_options": [{"value": "own:1"}], "type": "multi_static_select"}
    house.submit("meeting.not_this_time", {"keys": keys_chosen}, by=MAYA.id, note=note)
    said = agenda(house)
    assert "Pricing page" not in said
    assert "one point left for next time" in said
    a_meeting(db, starts_at=TEN.replace(year=2027, month=1, day=5), period="2027-01")
    house.clock.at = TEN.replace(year=2026, month=12, day=29)
    house.schedule.tick()
    assert "Pricing page" in agenda(house)


def test_only_the_chair_and_managers_leave_points_off(house):
    meeting = drafted(house, chair=RITA.id)
    house.click("meeting.not_this_time", f"M{meeting}", by=TOM.id, channel=JOINT)
    assert "Only Rita Alvarez, who chairs, and the managers can leave a point off" in house.told[-1]
    house.submit(
        "meeting.not_this_time", {"keys": None}, by=TOM.id, note={"meeting": f"M{meeting}"}
    )
    assert "Only Rita Alvarez" in house.told[-1]
    for one in (RITA, SAM, MAYA):
        house.click("meeting.not_this_time", f"M{meeting}", by=one.id, channel=JOINT)
        assert house.opened["callback_id"] == "meeting.not_this_time"


def test_who_is_in_neither_team_is_refused_at_every_door(db, house):
    meeting = drafted(house)
    house.command("/meeting add Something", by=RITA.id)
    before = agenda(house)
    for person, team in (("U0GUS", "T0SMARKET"), ("U0XENA", "T0OTHER"), ("U0NOBODY", "T0SMARKET")):
        count = len(house.told)
        house.command("/meeting add Mine", by=person, team=team)
        house.command("/meeting agenda", by=person, team=team)
        house.click("meeting.vote.1", "I1", by=person, team=team, channel=JOINT)
        house.click("meeting.add_item", f"M{meeting}", by=person, team=team, channel=JOINT)
        house.click("meeting.whole_agenda", f"M{meeting}", by=person, team=team, channel=JOINT)
        house.submit("meeting.add_item", {"text": "Mine"}, by=person, team=team)
        assert len(house.told) >= count + 4
    assert agenda(house) == before


def test_a_forged_button_gets_a_sentence(house):
    drafted(house)
    for value in ("", "x", "I", "I0", "I99", "I" + "9" * 40, "M1; DROP"):
        count = len(house.told)
        house.click("meeting.vote.1", value, by=RITA.id, channel=JOINT)
        house.click("meeting.whole_agenda", value, by=RITA.id, channel=JOINT)
        house.click("meeting.not_this_time", value, by=MAYA.id, channel=JOINT)
        assert len(house.told) == count + 3


def look(house):
    """The tick of ten minutes later, and the look at drafts that it asks for."""
    house.clock.move(minutes=11)
    house.schedule.asked.clear()
    house.schedule.tick()
    assert house.schedule.asked.count("meetings.look") == 1
    next(sweep for sweep in house.schedule.sweeps if sweep.name == "meetings.look").do()


def test_the_draft_is_shown_anew_when_what_stands_behind_it_changes(db, house):
    drafted(house)
    (row,) = in_outbox(db, "meeting:%:agenda:%")
    look(house)
    assert in_outbox(db, "meeting:%:agenda:%")[0].wanted == row.wanted
    a_saved_lead(db)
    look(house)
    assert in_outbox(db, "meeting:%:agenda:%")[0].wanted == row.wanted + 1
    look(house)
    assert in_outbox(db, "meeting:%:agenda:%")[0].wanted == row.wanted + 1


def test_who_is_consulted_on_a_point_that_wrote_itself_is_invited_when_it_is_seen(db, house):
    drafted(house, consulted=(Consulted(TOM.id, "lead quality"),))
    a_saved_lead(db)
    look(house)
    with db.read() as work:
        assert guests_of(work, 1) == {TOM.id: "lead quality"}


def test_a_long_agenda_stays_readable_and_whole_in_its_modal(db, house):
    meeting = drafted(house, minutes=240)
    for number in range(60):
        house.command(f"/meeting add {number} " + "é& <x> " * 40, by=RITA.id)
        assert "on the next agenda" in house.told[-1]
    message = shown(house, "meeting:%:agenda:%")
    assert len(message.blocks) <= 50
    house.click("meeting.whole_agenda", f"M{meeting}", by=RITA.id, channel=JOINT)
    assert check_view(house.opened) == []
    for command in ("/meeting agenda", "/meeting agenda markdown"):
        assert check_message(asked(house, command, by=RITA.id)["blocks"]) == []


def test_the_agenda_as_markdown(db, house):
    a_saved_lead(db)
    meeting = drafted(house)
    house.command("/meeting add Pricing [page](https://evil.example)", by=RITA.id)
    assert "As Markdown" in str(asked(house, "/meeting agenda", by=RITA.id))
    house.click("meeting.markdown", f"agenda M{meeting}", by=RITA.id)
    said = str(house.answers.responses[-1]["blocks"])
    assert "# Agenda: strategy meeting, Tue 1 Dec 2026, 10:00 Europe/Berlin" in said
    assert "To decide" in said
    assert r"\\[page\\](https://evil.example)" in said
    assert "Maya Haddad and Sam Carter present." in said


def test_a_skipped_or_cancelled_meeting_says_so_where_its_draft_stood(db, house):
    meeting = drafted(house)
    house.command("/meeting add Pricing page", by=RITA.id)
    with db.begin() as work:
        update_occurrence(work, meeting, state=State.SKIPPED, reason="everybody is at the fair")
    said = agenda(house)
    assert "is skipped" in said
    assert "everybody is at the fair" in said
    house.clock.at = TEN
    house.schedule.tick()
    assert keys(db, "%running%") == []
    with db.begin() as work:
        update_occurrence(work, meeting, state=State.CANCELLED)
    assert "is cancelled" in agenda(house)
    house.click("meeting.not_this_time", f"M{meeting}", by=MAYA.id, channel=JOINT)
    assert "does not take place" in house.told[-1]


def test_who_is_consulted_on_a_topic_is_invited_once_it_is_on_the_agenda(db, house):
    drafted(house, consulted=(Consulted(TOM.id, "pricing"),))
    with db.read() as work:
        assert guests_of(work, 1) == {}
    house.command("/meeting add Pricing page for forwarders", by=RITA.id)
    with db.read() as work:
        assert guests_of(work, 1) == {TOM.id: "pricing"}


def test_when_no_meeting_is_planned_an_item_waits_for_the_first(db, house):
    house.command("/meeting add Pricing page", by=RITA.id)
    assert "I-1" in house.told[-1]
    assert "No meeting is planned" in house.command("/meeting agenda", by=RITA.id)["text"]
    drafted(house)
    assert "Pricing page" in agenda(house)


def test_an_item_is_taken_off_by_its_author_or_a_manager_alone(house):
    drafted(house)
    house.command("/meeting add Pricing page", by=RITA.id)
    assert "or a manager" in house.command("/meeting remove I-1", by=TOM.id)["text"]
    assert "off the agenda" in house.command("/meeting remove I-1", by=RITA.id)["text"]
    assert "Pricing page" not in agenda(house)
    assert "was taken off" in house.command("/meeting vote I-1", by=TOM.id)["text"]


def test_once_the_meeting_has_begun_its_agenda_is_final(db, house):
    house.command("/meeting add Pricing page", by=RITA.id)
    meeting = begun(house)
    said = agenda(house)
    assert "final" in said
    assert "Add an item" not in said
    house.command("/meeting add Too late", by=RITA.id)
    assert "Too late" not in agenda(house)
    house.click("meeting.not_this_time", f"M{meeting}", by=MAYA.id, channel=JOINT)
    assert "Park puts a point off" in house.told[-1]


def test_the_agenda_of_a_meeting_that_fell_into_a_downtime_is_no_draft_any_more(house):
    meeting = drafted(house)
    house.clock.at = TEN + timedelta(hours=13)
    house.schedule.tick()
    said = agenda(house)
    assert "Draft" not in said
    assert "Add an item" not in said
    house.click("meeting.not_this_time", f"M{meeting}", by=MAYA.id, channel=JOINT)
    assert "its agenda is final" in house.told[-1]


def test_who_comes_is_shown_on_the_invitation_and_the_agenda_is_left_alone(db, house):
    meeting = drafted(house)

    def asked_for():
        return [in_outbox(db, f"%:{kind}:joint")[0].wanted for kind in ("invitation", "agenda")]

    invitation, of_agenda = asked_for()
    house.click("meeting.going", f"M{meeting}", by=RITA.id, channel=JOINT)
    assert asked_for() == [invitation + 1, of_agenda]
