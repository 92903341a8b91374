"""The library by dispatched payloads: added, changed, kept, retired, browsed, read and missed."""

import json

import pytest

from bot.content.domain.asset import State
from bot.content.store.assets import load_asset
from fakeslack.blockkit import check_message, check_view
from tests.content.library import a_saved_asset, fill_the_shelf
from tests.content.scene import MARK, MONA, RITA, TOM, a_content_floor, shown
from tests.support.house import StoppedClock

FORM = {
    "title": "Customs one-pager",
    "link": "www.example.com/customs",
    "format": {"selected_option": {"value": "one-pager"}},
    "segments": "SaaS, Retail; saas",
    "stages": {"selected_options": [{"value": "decision"}, {"value": "awareness"}]},
    "industry": "Logistics",
    "about": "Where two days go",
    "social": "Two days a week?\nHere they are.",
    "owner": {"selected_user": MONA.id},
    "review_by": {"selected_date": "2027-01-31"},
    "state": {"selected_option": {"value": "approved"}},
    "must_know": {"selected_options": [{"value": "must_know"}]},
}


@pytest.fixture
def floor(db):
    return a_content_floor(db), db


def the_asset(db, asset_id=1):
    with db.read() as work:
        return load_asset(work, asset_id)


def sent(house, by=MARK, asset=None, **changed):
    return house.submit("content.shelve", {**FORM, **changed}, by=by.id, note={"asset": asset})


def test_the_form_is_for_marketers_and_filled_with_what_is_usual(floor):
    house, _db = floor
    house.command("/content add https://example.com/x", by=MARK.id)
    view = house.opened
    assert check_view(view) == []
    fields = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert fields["link"]["initial_value"] == "https://example.com/x"
    assert fields["owner"]["initial_user"] == MARK.id
    assert fields["review_by"]["initial_date"] == "2027-05-23"
    refused = house.command("/content add", by=RITA.id)["text"]
    assert refused.startswith("Only marketers can add to the library.")
    assert sent(house, by=RITA)["view"]["blocks"][0]["text"]["text"].startswith("Only marketers")


def test_what_the_form_says_is_what_stands_in_the_library(floor):
    house, db = floor
    ack = sent(house)
    assert check_view(ack["view"]) == []
    assert "A-1 is in the library. Sales hears of it on the next working morning." in str(ack)
    asset = the_asset(db)
    assert asset.link == "https://www.example.com/customs"
    assert (asset.segments, asset.stages) == (("SaaS", "Retail"), ("awareness", "decision"))
    assert (asset.owner, asset.must_know, asset.state) == (MONA.id, True, State.APPROVED)
    assert asset.social == "Two days a week?\nHere they are."


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(floor):
    house, db = floor
    assert sent(house, title=" ")["errors"] == {
        "title": "It needs a title, as a rep would look for it."
    }
    assert "link" in sent(house, link="javascript:alert(1)")["errors"]
    assert "link" in sent(house, link="", social="")["errors"]
    assert "segments" in sent(house, segments=",".join(f"s{n}" for n in range(13)))["errors"]
    assert "review_by" in sent(house, review_by={"selected_date": "0001-01-01"})["errors"]
    assert the_asset(db) is None


def test_the_same_link_twice_names_the_one_that_is_there(floor):
    house, _db = floor
    sent(house)
    again = sent(house, title="Another", link="http://example.com/customs/?utm_source=x")
    assert again["errors"] == {"link": "A-1 “Customs one-pager” has this link already."}
    house.command("/content retire 1", by=MARK.id)
    assert "/content edit A-1 brings it back" in sent(house)["errors"]["link"]


def test_editing_changes_it_and_brings_back_what_was_retired(floor):
    house, db = floor
    sent(house)
    house.command("/content edit A-1", by=MONA.id)
    assert check_view(house.opened) == []
    sent(house, asset=1, title="Customs, shorter", state={"selected_option": {"value": "draft"}})
    assert (the_asset(db).title, the_asset(db).state) == ("Customs, shorter", State.DRAFT)
    ack = house.command("/content retire A-1", by=MONA.id)
    assert "retired" in ack["text"]
    assert "Bring back" in str(ack["blocks"])
    house.click("content.edit", "A1", by=MONA.id)
    assert "Saving brings it back" in str(house.opened)
    sent(house, asset=1)
    assert the_asset(db).state is State.APPROVED
    assert the_asset(db).retired_at is None
    assert house.command("/content edit A-9", by=MONA.id)["text"].startswith("There is no A-9.")


def test_the_library_is_browsed_a_page_at_a_time(floor):
    house, db = floor
    fill_the_shelf(db)
    first = house.command("/content library", by=RITA.id)
    assert check_message(first["blocks"]) == []
    assert first["text"].startswith("The library: 12 approved\nCafé chains")
    house.click("content.page.next", "1", by=RITA.id)
    second = house.answers.responses[-1]
    assert second["replace"]
    assert "A-1 " in str(second["blocks"])
    house.click("content.browse", "0", by=MARK.id, view={"type": "home"})
    assert check_view(house.opened) == []
    house.click("content.show", "A1", by=RITA.id)
    card = house.answers.responses[-1]
    assert "approved by marketing · Mona Schmidt owns it" in card["text"]
    assert "Edit" not in str(card["blocks"])
    assert house.command("/content show A-1", by=MARK.id)["text"] == card["text"]


def test_an_empty_library_says_so(floor):
    house, _db = floor
    assert house.command("/content library", by=RITA.id)["text"] == "The library is empty."
    assert "/content add" in house.command("/content library", by=MARK.id)["text"]


def test_sales_is_told_each_morning_once_and_says_got_it(floor):
    house, db = floor
    a_saved_asset(db, "Pricing", must_know=True)
    a_saved_asset(db, "Transit")
    a_saved_asset(db, "Not yet", approved=False)
    house.schedule.tick()
    house.schedule.tick()
    message = shown(house, "library:news:2026-11-23")
    assert check_message(message.blocks) == []
    assert message.text.startswith("Two new pieces to send\n❗ Must-know: Pricing")
    assert "Not yet" not in message.text
    day = "2026-11-23"
    house.click("content.got_it", day, by=RITA.id)
    house.click("content.got_it", day, by=RITA.id)
    told = [one["text"] for one in house.answers.responses]
    assert told[0] == "Noted: marketing sees that you have read it."
    assert told[1] == "You had confirmed it before; thank you."
    assert "Read by 1 of 4" in str(shown(house, "library:news:2026-11-23").blocks)
    house.click("content.got_it", day, by=MARK.id)
    assert "Only sales reps can confirm" in house.answers.responses[-1]["text"]
    house.click("content.receipts", day, by=MARK.id)
    receipts = house.answers.responses[-1]
    assert check_message(receipts["blocks"]) == []
    assert "Read by Rita Alvarez" in receipts["text"]
    assert "Not yet: Priya Nair, Sam Carter, Tom Becker." in receipts["text"]
    house.click("content.receipts", day, by=TOM.id)
    assert "Only marketers can see who has read what" in house.answers.responses[-1]["text"]
    assert house.command("/content receipts A-1", by=MARK.id)["text"] == receipts["text"]
    assert (
        "must-know, read by 1 of 4 reps" in house.command("/content library 1", by=MARK.id)["text"]
    )


def test_what_is_missing_is_a_table_in_a_message_and_lines_in_a_modal(floor):
    house, db = floor
    fill_the_shelf(db)
    house.command("/content find blockchain", by=RITA.id)
    ack = house.command("/content gaps", by=MARK.id)
    assert check_message(ack["blocks"]) == []
    assert "One search, in vain.\nLooked for and not found\n• “blockchain” once" in ack["text"]
    assert "Nothing was made for Freight × decision and Freight × customer." in ack["text"]
    assert "Freight: awareness 2, consideration 1, decision –, customer –" in ack["text"]
    assert [block["type"] for block in ack["blocks"]].count("table") == 1
    house.click("content.gaps", by=MARK.id, view={"type": "home"})
    assert check_view(house.opened) == []
    assert "decision –" in json.dumps(house.opened, ensure_ascii=False)
    assert "no time we know" in house.command("/content gaps soonish", by=MARK.id)["text"]


def test_home_offers_the_box_and_asks_about_what_was_sent(floor):
    house, db = floor
    with db.read() as work:
        sections = [section(work, RITA.id) for section in house.home_sections]
    assert "content.home_find" not in str(sections)
    fill_the_shelf(db)
    house.click("content.use", "A11", by=RITA.id)
    for who, has in ((RITA, "Did it help?"), (MARK, "What is missing")):
        with db.read() as work:
            blocks = [one for section in house.home_sections for one in section(work, who.id)]
        assert check_view({"type": "home", "blocks": blocks}) == []
        assert "content.home_find" in str(blocks)
        assert has in str(blocks)


def test_of_two_who_edit_at_once_the_second_undoes_nothing(floor):
    house, db = floor
    asset_id = a_saved_asset(db, about="Old")
    notes = []
    for marketer in (MARK, MONA):
        house.command(f"/content edit A-{asset_id}", by=marketer.id)
        notes.append(json.loads(house.opened["private_metadata"]))
    first, second = (
        house.submit("content.shelve", {**FORM, "about": about}, by=marketer.id, note=note)
        for about, marketer, note in (("First", MARK, notes[0]), ("Second", MONA, notes[1]))
    )
    assert "errors" not in first
    assert second["errors"] == {
        "title": f"A-{asset_id} was changed since you opened this form. "
        "Open it anew; what you typed stays here until you close it."
    }
    assert the_asset(db, asset_id).about == "First"
    again = house.submit("content.shelve", {**FORM, "about": "First"}, by=MARK.id, note=notes[0])
    assert "errors" not in again, "sent twice is sent once"


def test_only_somebody_in_marketing_owns_content(floor):
    house, db = floor
    rita = {"owner": {"selected_user": RITA.id}}
    said = "Rita Alvarez is not in marketing; an asset's owner is."
    assert sent(house, **rita)["errors"] == {"owner": said}
    asset_id = a_saved_asset(db, owner=RITA.id)
    answer = sent(house, asset=asset_id, **rita)
    assert "errors" not in answer, "who has left since keeps it until somebody takes it over"


def test_an_owner_is_asked_in_working_hours_before_it_expires_and_answers_with_a_button(floor):
    house, db = floor
    today = StoppedClock().at.date()
    a_saved_asset(db, "Old pricing", review_by=today)
    a_saved_asset(db, "Fresh", review_by=today.replace(year=2027))
    house.schedule.tick()
    key = f"library:review:{today}:{MONA.id}"
    message = shown(house, key)
    assert check_message(message.blocks) == []
    assert "Still right?" in message.text
    assert "Fresh" not in message.text
    house.click("content.keep", "A1", by=MONA.id)
    assert the_asset(db).review_by.isoformat() == "2027-05-23"
    assert "✓ Still right until 23 May 2027." in shown(house, key).text
    house.clock.move(days=1)
    house.schedule.tick()
    with db.read() as work:
        assert (
            house.views.render(work, "library_review", {"person": MONA.id, "day": "2026-11-24"})
            is None
        )
    house.click("content.keep", "A1", by=RITA.id)
    assert "Only marketers" in house.answers.responses[-1]["text"]
