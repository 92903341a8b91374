"""`/digest …` as people type it, and the buttons of a digest."""

from datetime import time

import pytest

from bot.digests.domain.timing import Choices
from bot.digests.store.choices import load_choices
from bot.digests.views import settings as form
from fakeslack.blockkit import check_message, check_view
from tests.digests.scene import IN_THE_WEEK, MONDAY_AT_NINE, a_morning, shown, tick
from tests.leads.scene import MARK, PRIYA, RITA, SAM, TOM, a_saved_lead, owned


def choices_of(db, person=SAM):
    with db.read() as work:
        return load_choices(work, person.id)


def last_reply(house):
    reply = house.answers.responses[-1]
    assert check_message(reply["blocks"]) == []
    return reply


def test_now_shows_the_last_week_to_the_manager_alone(db):
    house, _ = a_morning(db)
    a_saved_lead(db, announced_at=IN_THE_WEEK, received_at=IN_THE_WEEK)
    assert house.command("/digest now", by=SAM.id) == {}
    reply = last_reply(house)
    assert reply["text"].startswith("Week 47: the first leads. 1 qualified")
    assert reply["replace"] is False


def test_now_shows_what_was_written_also_when_figures_have_moved_since(db):
    house, room = a_morning(db)
    a_saved_lead(db, announced_at=IN_THE_WEEK, received_at=IN_THE_WEEK)
    tick(house, room)
    a_saved_lead(db, announced_at=IN_THE_WEEK, received_at=IN_THE_WEEK, at="1764000000.000200")
    house.command("/digest now", by=SAM.id)
    assert "1 qualified" in last_reply(house)["text"]
    assert "1 qualified" in shown(house, "digest:2026-W47:U0SAM").text


def test_preview_shows_the_week_so_far(db):
    house, _ = a_morning(db)
    a_saved_lead(db, announced_at=MONDAY_AT_NINE)
    house.command("/digest preview", by=SAM.id)
    assert last_reply(house)["text"].startswith("Week 48 so far: ")


def test_before_there_is_a_whole_week_to_tell_of_now_shows_the_one_that_goes_on(db):
    house, _ = a_morning(db)
    a_saved_lead(db, announced_at=MONDAY_AT_NINE)
    house.command("/digest now", by=SAM.id)
    assert last_reply(house)["text"].startswith("Week 48 so far: ")
    foot = str(last_reply(house)["blocks"][-1])
    assert "Nothing was counted last week, so this is the week so far." in foot
    assert "shows the last whole week" not in foot
    house.command("/digest preview", by=SAM.id)
    assert "`/digest now` shows the last whole week." in str(last_reply(house)["blocks"][-1])


def test_a_rep_reads_their_own_note_and_a_marketer_is_told_who_reads_the_digest(db):
    house, _ = a_morning(db)
    house.command("/digest now", by=RITA.id)
    assert last_reply(house)["text"].startswith("Your week 47 was a quiet one.")
    assert "`/digest note on` sends you one each week" in str(last_reply(house)["blocks"])
    house.command("/digest preview", by=RITA.id)
    assert last_reply(house)["text"].startswith("Your week 48 so far was a quiet one.")
    refused = house.command("/digest now", by=MARK.id)
    assert refused["text"].startswith(
        "Only sales and marketing managers can read the weekly digest"
    )


def test_off_and_on(db):
    house, _ = a_morning(db)
    assert "No weekly digest any more" in house.command("/digest off", by=SAM.id)["text"]
    assert not choices_of(db).sends
    said = house.command("/digest on", by=SAM.id)["text"]
    assert said == "Your digest comes on Mondays at 09:00 (Europe/Berlin)."
    assert choices_of(db).sends
    assert "Only sales and marketing managers" in house.command("/digest off", by=RITA.id)["text"]


def test_a_rep_turns_a_weekly_note_on_and_off(db):
    house, room = a_morning(db)
    assert "`/digest note on` sends you one" in house.command("/digest note", by=RITA.id)["text"]
    assert "comes on Mondays at 09:00" in house.command("/digest note on", by=RITA.id)["text"]
    house.clock.move(days=7)
    assert "note:2026-W48:U0RITA" in tick(house, room)
    assert "You get no weekly note" in house.command("/digest note off", by=RITA.id)["text"]
    house.clock.move(days=7)
    assert not [key for key in tick(house, room) if key.startswith("note")]
    assert "Write /digest note on" in house.command("/digest note maybe", by=RITA.id)["text"]
    assert "Only sales reps can" in house.command("/digest note on", by=MARK.id)["text"]


def test_the_settings_are_a_form_that_slack_takes(db):
    house, _ = a_morning(db)
    assert house.command("/digest settings", by=SAM.id) == {}
    assert check_view(house.opened) == []
    assert "Post it in #sales as well" in str(house.opened)
    refused = house.command("/digest settings", by=RITA.id)
    assert "Only sales and marketing managers" in refused["text"]


def fill_in(house, by=SAM, **fields):
    given = {
        form.SENDS: {"selected_option": {"value": form.ON}},
        form.DAY: {"selected_option": {"value": "4"}},
        form.HOUR: {"selected_time": "07:30"},
        form.ZONE: "tokyo",
        form.EXTRAS: {"selected_options": [{"value": form.COPIES}]},
    }
    return house.submit(form.CALLBACK, given | fields, by=by.id)


def test_what_is_filled_in_holds(db):
    house, _ = a_morning(db)
    answer = fill_in(house)
    assert check_view(answer["view"]) == []
    assert (
        "Your digest comes on Fridays at 07:30 (Asia/Tokyo), and a copy goes to your team's channel."
        in house.told
    )
    assert choices_of(db) == Choices(weekday=4, hour=time(7, 30), zone="Asia/Tokyo", copies=True)
    fill_in(house, **{form.ZONE: "", form.SENDS: {"selected_option": {"value": form.OFF}}})
    assert house.told[-1].startswith("No weekly digest any more.")
    assert not choices_of(db).sends
    assert choices_of(db).zone is None


def test_an_unknown_zone_is_named_under_its_field_with_one_that_is_like_it(db):
    house, _ = a_morning(db)
    answer = fill_in(house, **{form.ZONE: "Europe/Berln"})
    assert answer == {
        "response_action": "errors",
        "errors": {form.ZONE: "“Europe/Berln” is no time zone. Did you mean Europe/Berlin?"},
    }
    assert choices_of(db) == Choices()


def test_a_rep_with_an_old_form_is_refused(db):
    house, _ = a_morning(db)
    answer = fill_in(house, by=RITA)
    assert "Only sales and marketing managers" in str(answer)


def test_show_lists_what_needs_the_reader_as_it_stands_now(db):
    house, room = a_morning(db)
    lead = a_saved_lead(db, announced_at=IN_THE_WEEK)
    tick(house, room)
    message = shown(house, "digest:2026-W47:U0SAM")
    need = next(block for block in message.blocks if block["block_id"] == "need-0-untouched")
    press = need["accessory"]
    house.click(press["action_id"], press["value"], by=SAM.id)
    assert f"L-{lead} Ada Okafor" in last_reply(house)["text"]
    house.command(f"/lead take L-{lead}", by=RITA.id)
    house.click(press["action_id"], press["value"], by=SAM.id)
    assert "No lead is left untouched any more" in last_reply(house)["text"]
    house.click(press["action_id"], press["value"], by=RITA.id)
    assert "Only sales and marketing managers" in house.answers.responses[-1]["text"]


@pytest.mark.parametrize("value", ["actions", "requests", "wanted Pricing one-pager"])
def test_every_show_has_an_answer_also_when_all_is_done(db, value):
    house, _ = a_morning(db)
    house.click("digest.show", value, by=SAM.id)
    assert last_reply(house)["text"]


@pytest.mark.parametrize("press", [("digest.show", "nonsense"), ("digest.rows", "2026-W99")])
def test_a_stale_button_says_so(db, press):
    house, _ = a_morning(db)
    house.click(*press, by=SAM.id)
    assert "older version" in house.told[-1]


def test_the_rows_come_as_files_without_anybodys_name(db, monkeypatch):
    house, _ = a_morning(db)
    lead = a_saved_lead(db, announced_at=IN_THE_WEEK, received_at=IN_THE_WEEK, **owned())
    sent = []
    monkeypatch.setattr(house.client, "files_upload_v2", lambda **given: sent.append(given))
    house.client.answers["conversations.open"] = {"channel": {"id": "D0SAM"}}
    house.click("digest.rows", "2026-W47", by=SAM.id, channel="D0SAM")
    [given] = sent
    assert given["channel"] == "D0SAM"
    [file] = given["file_uploads"]
    assert file["filename"] == "funnel-2026-W47.csv"
    assert f"L-{lead},Webinar: Faster customs" in file["content"]
    assert "Ada" not in file["content"]
    assert "northwind" not in file["content"].lower()


def test_whose_times_they_are_only_managers_read_in_the_rows(db, monkeypatch):
    house, _ = a_morning(db)
    a_saved_lead(db, announced_at=IN_THE_WEEK, received_at=IN_THE_WEEK, **owned())
    sent = []
    monkeypatch.setattr(house.client, "files_upload_v2", lambda **given: sent.append(given))
    house.client.answers["conversations.open"] = {"channel": {"id": "D0"}}
    for who in (SAM, TOM):
        house.click("digest.rows", "2026-W47", by=who.id)
    managers, reps = (given["file_uploads"][0]["content"] for given in sent)
    assert "Rita Alvarez" in managers
    assert "accept_minutes" in reps
    assert "Rita Alvarez" not in reps
    assert "U0RITA" not in reps


def test_rows_asked_for_in_a_channel_come_as_a_direct_message(db, monkeypatch):
    house, _ = a_morning(db)
    a_saved_lead(db, announced_at=IN_THE_WEEK)
    monkeypatch.setattr(house.client, "files_upload_v2", lambda **_given: None)
    house.client.answers["conversations.open"] = {"channel": {"id": "D0PRI"}}
    house.click("digest.rows", "2026-W47", by=PRIYA.id)
    assert last_reply(house)["text"] == "The rows come to you as a direct message."
    house.click("digest.rows", "2026-W47", by="U0XENA", team="T0OTHER")
    assert "another organisation" in house.told[-1]


def test_that_slack_took_no_file_is_told(db, monkeypatch):
    house, _ = a_morning(db)
    a_saved_lead(db, announced_at=IN_THE_WEEK)
    house.client.answers["conversations.open"] = {"ok": False, "error": "missing_scope"}
    house.click("digest.rows", "2026-W47", by=SAM.id, channel="D0SAM")
    assert "could not be sent" in last_reply(house)["text"]
    house.click("digest.rows", "2026-W01", by=SAM.id, channel="D0SAM")
    assert last_reply(house)["text"] == "There are no rows to give."
