import json

import pytest

from bot.content.domain.request import Closing, State
from bot.content.store.asset_tables import asset_uses, searches
from fakeslack.blockkit import check_message, check_view
from tests.content.library import fill_the_shelf
from tests.content.scene import (
    MARK,
    NOON,
    RITA,
    TOM,
    a_content_floor,
    a_saved_lead,
    asked,
    message_row,
    shown,
    the_request_now,
)
from tests.leads.scene import owned


@pytest.fixture
def house(db):
    return a_content_floor(db)


def opened(house):
    """The modal opened last; Slack would take it."""
    assert check_view(house.opened) == []
    return house.opened


def then(ack):
    """The modal that took a modal's place; Slack would take it."""
    assert ack["response_action"] == "update"
    assert check_view(ack["view"]) == []
    return ack["view"]


def note(view):
    return json.loads(view["private_metadata"])


def buttons(view):
    """The action_ids of every button of a view or message."""
    return [
        (element["action_id"], element["value"])
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("type") == "button"
    ]


def rows(db, table):
    with db.read() as work:
        return work.execute(table.select()).all()


FORM = {"topic": "Customs ROI one-pager", "needed_by": {"selected_date": "2026-11-26"}}


def test_words_that_find_something_show_it_with_two_ways_on(house, db):
    shelf = fill_the_shelf(db)
    house.command("/content request customs paperwork", by=RITA.id)
    view = opened(house)
    assert view["callback_id"] == "content.still_need"
    assert view["submit"]["text"] == "Still need it"
    first = shelf["Customs paperwork in half the time"]
    assert ("content.this_helps", f"A{first}") in buttons(view)
    assert note(view)["searches"] == [1]


def test_this_helps_ends_it_and_counts_a_use_for_the_lead(house, db):
    shelf = fill_the_shelf(db)
    lead = a_saved_lead(db)
    house.command(f"/content request first call deck for L-{lead}", by=RITA.id)
    view = {**opened(house), "private_metadata": house.opened["private_metadata"]}
    house.click("content.this_helps", f"A{shelf['First call deck']}", by=RITA.id, view=view)
    (update,) = house.client.called("views.update")
    assert check_view(update["view"]) == []
    assert "https://content.example.com/first-call-deck" in str(update["view"])
    assert "Three slides on why paperwork" in str(update["view"])
    (use,) = rows(db, asset_uses)
    assert (use.asset_id, use.person, use.lead_id) == (
        shelf["First call deck"],
        RITA.id,
        lead,
    )
    assert message_row(db, "request:1:card") is None


def test_still_need_it_leads_to_the_form_and_the_request_knows_what_was_there(house, db):
    shelf = fill_the_shelf(db)
    house.command("/content request customs paperwork", by=RITA.id)
    found = opened(house)
    form = then(house.submit("content.still_need", by=RITA.id, note=note(found)))
    assert form["callback_id"] == "content.file"
    topic = next(block for block in form["blocks"] if block["block_id"] == "topic")
    assert topic["element"]["initial_value"] == "customs paperwork"
    optional = {block["block_id"] for block in form["blocks"] if block.get("optional")}
    required = {b["block_id"] for b in form["blocks"] if b["type"] == "input"} - optional
    assert required == {"topic", "needed_by"}
    done = then(house.submit("content.file", FORM, by=RITA.id, note=note(form)))
    assert ("request.withdraw", "CR1") in buttons(done)
    request = the_request_now(db, 1)
    assert request.existing[0] == shelf["Customs paperwork in half the time"]
    assert [row.request_id for row in rows(db, searches)] == [1]
    card = shown(house, request.card)
    assert check_message(card.blocks) == []
    assert "Exists already" in str(card.blocks)
    assert "needed by Thu 26 Nov" in card.text


def test_words_that_find_nothing_lead_straight_to_the_form(house, db):
    house.command("/content request zeppelin pricing", by=RITA.id)
    view = opened(house)
    assert view["callback_id"] == "content.file"
    assert "has nothing for “zeppelin pricing”" in str(view["blocks"])
    (search,) = rows(db, searches)
    assert (search.words, search.found) == ("zeppelin pricing", 0)


def test_the_shortcut_asks_for_words_first(house, db):
    house.shortcut("content.request", by=RITA.id)
    view = opened(house)
    assert view["callback_id"] == "content.look"
    ack = house.submit("content.look", {"words": "  "}, by=RITA.id, note=note(view))
    assert ack["errors"] == {"words": "Write a word or two of what you look for."}
    form = then(house.submit("content.look", {"words": "zeppelin"}, by=RITA.id, note=note(view)))
    assert form["callback_id"] == "content.file"


def test_other_words_go_back_and_both_searches_belong_to_the_request(house, db):
    fill_the_shelf(db)
    house.command("/content request customs paperwork", by=RITA.id)
    found = opened(house)
    house.click("content.look_again", "again", by=RITA.id, view=found)
    again = house.client.called("views.update")[-1]["view"]
    assert check_view(again) == []
    form = then(house.submit("content.look", {"words": "zeppelins"}, by=RITA.id, note=note(again)))
    then(house.submit("content.file", FORM, by=RITA.id, note=note(form)))
    assert [row.request_id for row in rows(db, searches)] == [1, 1]


def test_the_button_in_a_leads_thread_asks_for_that_lead(house, db):
    lead = a_saved_lead(db, **owned())
    house.click("content.ask", f"L{lead}", by=RITA.id)
    look = opened(house)
    assert f"for L-{lead} Northwind Freight" in str(look["blocks"])
    form = then(house.submit("content.look", {"words": "zeppelin"}, by=RITA.id, note=note(look)))
    chosen = next(block for block in form["blocks"] if block["block_id"] == "lead")
    assert chosen["element"]["initial_option"]["value"] == f"L{lead}"
    fields = {**FORM, "lead": {"selected_option": {"value": f"L{lead}"}}}
    then(house.submit("content.file", fields, by=RITA.id, note=note(form)))
    assert the_request_now(db, 1).lead_id == lead
    assert f"L-{lead} Northwind Freight" in str(shown(house, "request:1:card").blocks)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ({"selected_date": "2026-11-22"}, "That day is over"),
        ({"selected_date": "2031-01-01"}, "more than two years ahead"),
        ({"selected_date": None}, "Pick a day"),
        ({"value": "tomorrow"}, "Pick a day"),
    ],
)
def test_a_bad_or_past_day_is_refused_in_its_field(house, day, said):
    ack = house.submit("content.file", {**FORM, "needed_by": day}, by=RITA.id)
    assert ack["response_action"] == "errors"
    assert said in ack["errors"]["needed_by"]


def test_a_form_sent_twice_is_one_request(house, db):
    for _ in range(2):
        then(house.submit("content.file", FORM, by=RITA.id))
    assert message_row(db, "request:2:card") is None


def test_a_lead_that_was_erased_meanwhile_keeps_working(house, db):
    lead = a_saved_lead(db, erased=True, name="", company="", email="")
    fields = {**FORM, "lead": {"selected_option": {"value": f"L{lead}"}}}
    then(house.submit("content.file", fields, by=RITA.id))
    card = shown(house, "request:1:card")
    assert f"Rita Alvarez (L-{lead}) asked for" in card.text
    house.click("content.ask", f"L{lead}", by=RITA.id)
    opened(house)


def test_who_is_in_neither_team_is_refused_at_every_step(house):
    for step in (
        lambda: house.command("/content request x", by="U0NOBODY"),
        lambda: house.shortcut("content.request", by="U0GUS"),
        lambda: house.click("content.ask", "L1", by="U0XENA", team="T0OTHER"),
        lambda: house.submit("content.file", FORM, by="U0NOBODY"),
    ):
        before = len(house.told)
        step()
        assert len(house.told) == before + 1


def test_withdrawn_by_its_button_it_says_so_in_its_place(house, db):
    request = asked(db)
    house.click("request.withdraw", "CR1", by=RITA.id, view={"callback_id": ""})
    assert the_request_now(db, request).closing is Closing.WITHDRAWN
    (update,) = house.client.called("views.update")
    assert check_view(update["view"]) == []
    assert "nobody works on it any more" in str(update["view"])
    house.click("request.withdraw", "CR1", by=RITA.id)
    assert house.told[-1] == "You withdrew CR-1 just now."


@pytest.mark.parametrize("value", ["", "nonsense", "CR", "L1", "CR-999999999999999999", "CR7"])
def test_values_that_are_none_of_ours_get_a_sentence(house, value):
    for action in ("request.take", "request.show", "request.deliver", "request.withdraw"):
        house.click(action, value, by=MARK.id)
        assert house.told[-1].startswith(("This is from an older version", "There is no"))


def test_home_shows_a_rep_what_they_asked_for_and_a_marketer_what_waits(house, db):
    asked(db)
    asked(db, topic="From Tom", by=TOM)
    with db.read() as work:
        sections = [section(work, RITA.id) for section in house.home_sections]
        marketing = [section(work, MARK.id) for section in house.home_sections]
    for section in [*sections, *marketing]:
        assert not section or check_view({"type": "home", "blocks": section}) == []
    assert "Customs ROI" in str(sections)
    assert "From Tom" not in str(sections)
    assert "From Tom" in str(marketing)
    assert "Take it" in str(marketing)
    assert the_request_now(db, 1).state is State.OPEN
    assert NOON
