from datetime import UTC, datetime

import pytest

from bot.meetings.domain.dates import Consulted
from bot.meetings.domain.settings import MailSettings
from bot.meetings.store.dates import the_series
from bot.people import store as people_store
from tests.builders import some_facts
from tests.leads.scene import MAYA, NOON, RITA, SAM
from tests.meetings.date_scene import MeetingHouse


@pytest.fixture
def scene(db):
    return MeetingHouse(db)


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def text_of(view):
    return "\n".join(
        [
            *(block.get("text", {}).get("text", "") for block in view["blocks"]),
            *(e["text"] for b in view["blocks"] for e in b.get("elements", []) if "text" in e),
        ]
    )


def test_the_next_six_dates_are_shown_before_it_is_saved(scene):
    shown = scene.fill_in()["view"]
    assert scene.meetings() == []
    assert "*The first Tuesday of each month, 10:00 in Europe/Berlin, 60 minutes.*" in text_of(
        shown
    )
    dates = shown["blocks"][1]["text"]["text"].splitlines()
    assert dates == [
        "• Tue 1 December 2026, 10:00",
        "• Tue 5 January 2027, 10:00",
        "• Tue 2 February 2027, 10:00",
        "• Tue 2 March 2027, 10:00",
        "• Tue 6 April 2027, 10:00",
        "• Tue 4 May 2027, 10:00",
    ]
    assert "Six people invited, chaired by Sam Carter." in text_of(shown)
    saved = scene.save(shown["private_metadata"])
    assert saved["response_action"] == "update"
    assert "Everybody is being invited." in text_of(saved["view"])
    assert scene.the("2026-12").starts_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert scene.posted() == {f"{scene.the('2026-12').subject}:invitation:joint": "joint"}


@on_sqlite
def test_a_holiday_is_said_beside_its_date(scene):
    shown = scene.fill_in(rule="15th", countries="de")["view"]
    dates = shown["blocks"][1]["text"]["text"].splitlines()
    assert dates[3] == "• Mon 15 March 2027, 10:00"
    assert "FREQ" not in text_of(shown)
    shown = scene.fill_in(rule="FREQ=MONTHLY;BYMONTHDAY=1", countries="DE")["view"]
    assert (
        "• Mon 4 January 2027, 10:00 (a working day later: 1 January is a public holiday)"
        in text_of(shown)
    )


@on_sqlite
def test_every_fault_is_told_beside_its_field_with_the_cure(scene):
    ack = scene.fill_in(
        rule="fifth Friday",
        zone="Europe/Berlim",
        countries="ZZ",
        who={"selected_option": {"value": "list"}},
        consulted0={"selected_users": ["U0FIN"]},
    )
    assert ack["response_action"] == "errors"
    assert ack["errors"] == {
        "meeting.rule": "Not every month has a fifth Friday. Write last Friday.",
        "meeting.zone": "“Europe/Berlim” is no time zone. Did you mean Europe/Berlin?",
        "meeting.countries": "ZZ is not a country whose holidays we know. Use a two-letter code "
        "like DE or US, or leave it empty for none.",
        "meeting.people": "Name who is invited, or choose both teams.",
        "meeting.topic0": "On which topic are they asked? For example: target, budget",
    }


@on_sqlite
def test_a_fault_is_told_beside_the_very_row_it_is_in(scene):
    scene.set_up(consulted0={"selected_users": ["U0FIN"]}, topic0="budget")
    ack = scene.fill_in(
        consulted1={"selected_users": ["U0LAW"]},
        topic1="",
    )
    assert list(ack["errors"]) == ["meeting.topic1"]
    scene.set_up(consulted1={"selected_users": ["U0LAW"]}, topic1="definition")
    with scene.db.read() as work:
        assert the_series(work).consulted == (Consulted("U0LAW", "definition"),)


@on_sqlite
@pytest.mark.parametrize("chair", ["U0GUS", "U0FIN", "U0NOBODY"])
def test_who_is_of_neither_team_cannot_be_asked_to_chair(scene, chair):
    ack = scene.fill_in(chair={"selected_user": chair})
    assert "somebody of sales or marketing" in ack["errors"]["meeting.chair"]


@on_sqlite
def test_only_managers_set_it_up_even_when_the_form_is_open(scene):
    scene.house.command("/meeting setup", by=RITA.id)
    assert (
        "Only sales and marketing managers can set up the strategy meeting."
        in (scene.house.told[0])
    )
    note = scene.fill_in(by=SAM.id)["view"]["private_metadata"]
    scene.save(note, by=RITA.id)
    assert scene.meetings() == []
    assert "Only sales and marketing managers" in scene.heard


@on_sqlite
def test_a_preview_that_was_tampered_with_saves_nothing(scene):
    for note in ({}, {"version": 0, "form": "{"}, {"version": 0, "form": {"people": 7}}):
        scene.house.submit("meeting.setup_save", by=SAM.id, note=note)
        assert "older version" in scene.heard
    assert scene.meetings() == []


@on_sqlite
def test_as_much_as_the_form_takes_is_remembered_until_it_is_saved(scene):
    some = {"selected_users": [f"U{number:010}" for number in range(60)]}
    few = {"selected_users": [f"U{number:010}" for number in range(20)]}
    topics = {f"topic{row}": "ё" * 100 for row in range(3)}
    consulted = {f"consulted{row}": few for row in range(3)}
    shown = scene.fill_in(place="予" * 300, people=some, **consulted, **topics)
    assert len(shown["view"]["private_metadata"]) <= 3000
    scene.save(shown["view"]["private_metadata"])
    assert scene.meetings()


@on_sqlite
def test_more_than_a_form_remembers_is_said_beside_it(scene):
    refused = scene.fill_in(countries=", ".join(["DE"] * 900))
    assert "too much" in refused["errors"]["meeting.rule"]


@on_sqlite
def test_two_managers_do_not_overwrite_each_other_unseen(scene):
    note = scene.fill_in(by=SAM.id)["view"]["private_metadata"]
    scene.set_up(rule="last Thursday", by=MAYA.id)
    scene.save(note, by=SAM.id)
    assert "Somebody else has changed the meeting meanwhile." in scene.heard
    assert scene.the("2026-12").starts_at.day == 31


def test_opened_again_the_form_shows_what_is_in_force(scene):
    scene.set_up(
        rule="last Thursday",
        place="Room 4",
        people={"selected_users": ["U0FIN"]},
        consulted0={"selected_users": ["U0LAW", "U0FIN"]},
        topic0="definition",
        chair={"selected_user": RITA.id},
    )
    scene.house.command("/meeting setup", by=SAM.id)
    blocks = {block["block_id"]: block.get("element", {}) for block in scene.house.opened["blocks"]}
    assert blocks["meeting.rule"]["initial_value"] == "last Thursday"
    assert blocks["meeting.place"]["initial_value"] == "Room 4"
    assert blocks["meeting.people"]["initial_users"] == ["U0FIN"]
    assert blocks["meeting.consulted0"]["initial_users"] == ["U0LAW", "U0FIN"]
    assert blocks["meeting.topic0"]["initial_value"] == "definition"
    assert blocks["meeting.chair"]["initial_user"] == RITA.id
    assert "meeting.consulted1" in blocks


@on_sqlite
def test_what_was_moved_or_skipped_is_shown_to_stay_so(scene):
    scene.set_up()
    scene.house.command("/meeting skip year end", by=MAYA.id)
    scene.house.command("/meeting move 2027-01-07 14:00", by=MAYA.id)
    dates = scene.fill_in(rule="second Tuesday")["view"]["blocks"][1]["text"]["text"].splitlines()
    assert dates[0] == "• ~Tue 8 December 2026, 10:00~ December stays skipped"
    assert dates[1] == "• Thu 7 January 2027, 14:00 (January stays moved)"
    assert dates[2] == "• Tue 9 February 2027, 10:00"


@on_sqlite
def test_the_list_and_the_chair_alone_are_invited_when_that_is_chosen(db):
    scene = MeetingHouse(db, mail=MailSettings(host="127.0.0.1", sender="m@example.com"))
    scene.set_up(
        who={"selected_option": {"value": "list"}},
        people={"selected_users": [RITA.id, "U0FIN"]},
    )
    assert scene.the("2026-12").chair == SAM.id
    assert [mail.person for mail in scene.mails()] == [RITA.id, SAM.id, "U0FIN"]
    december = scene.the("2026-12").subject
    assert scene.posted() == {
        f"{december}:invitation:joint": "joint",
        f"{december}:invitation:U0FIN": "U0FIN",
    }


@on_sqlite
def test_without_a_joint_channel_both_channels_are_told(db):
    scene = MeetingHouse(db, joint=False)
    scene.set_up()
    assert sorted(scene.posted().values()) == ["marketing", "sales"]


@on_sqlite
def test_with_nobody_in_the_channels_the_meeting_stands_and_the_chair_is_told(db):
    scene = MeetingHouse(db)
    with db.begin() as work:
        nobody = [
            some_facts(facts.id, facts.name, email=facts.email)
            for facts in people_store.facts_of_everybody_here(work)
            if facts.id != SAM.id and facts.outsider is None
        ]
        people_store.save_facts(work, nobody, read_at=NOON)
    scene.set_up(
        by=SAM.id,
        who={"selected_option": {"value": "list"}},
        people={"selected_users": ["U0GUS"]},
    )
    assert scene.the("2026-12").state.is_coming
    unsent = f"{scene.the('2026-12').subject}:unsent"
    assert scene.posted()[unsent] == SAM.id
    assert "Nobody else is invited yet." in scene.shown(unsent).text


@on_sqlite
def test_a_first_meeting_far_away_is_announced_six_weeks_before(scene):
    saved = scene.set_up(rule="FREQ=YEARLY;BYMONTH=6;BYDAY=1TU")
    assert "Everybody is invited six weeks before." in text_of(saved["view"])
    assert scene.posted() == {}
    scene.clock.at = datetime(2027, 4, 22, tzinfo=UTC)
    scene.tick()
    assert list(scene.posted().values()) == ["joint"]
    assert scene.the("2027").invited_at is not None
