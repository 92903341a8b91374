from datetime import date

import pytest
from sqlalchemy import select

from bot.kit.outbox.table import outbox
from bot.people import queries, store
from bot.people.domain import Absence, Role
from bot.people.store import role_choices
from fakeslack.blockkit import check_view
from tests.builders import some_facts, some_people_settings
from tests.people.scene import GUS, MARK, MAYA, RITA, SAM, TOM, a_peopled_house, role_of

HOURS = {
    "people.opens": {"type": "timepicker", "selected_time": "10:00"},
    "people.closes": {"type": "timepicker", "selected_time": "16:30"},
    "people.days": {"type": "checkboxes", "selected_options": [{"value": "0"}, {"value": "3"}]},
}


def a_day(text):
    return {"type": "datepicker", "selected_date": text}


def working_time_of(db, person):
    with db.read() as work:
        return queries.working_time(work, queries.person(work, person), some_people_settings())


def blocks_of(view):
    return {block["block_id"]: block for block in view["blocks"]}


def options_of(view, person):
    select_menu = blocks_of(view)[f"people.one:{person}"]["accessory"]
    return {option["text"]["text"]: option for option in select_menu["options"]}


def test_help_lists_every_command(db):
    house = a_peopled_house(db, prefix="acme-")
    text = house.command("/acme-smarketing help", by="U0RITA")["text"]
    assert "`/acme-smarketing me` your working days, hours and absences" in text
    assert "`/acme-smarketing people` who manages, who has which role" in text


def test_me_shows_my_role_my_zone_and_my_hours(db):
    house = a_peopled_house(db)
    house.command("/smarketing me", by="U0TOM")
    blocks = blocks_of(house.opened)
    assert blocks["people.who"]["elements"][0]["text"] == (
        "You are a marketer. Your time zone is America/New_York, as in your Slack profile."
    )
    assert blocks["people.opens"]["element"]["initial_time"] == "09:00"
    assert [
        option["value"] for option in blocks["people.days"]["element"]["initial_options"]
    ] == list("01234")
    assert check_view(house.opened) == []


def test_a_guest_is_refused_my_hours_too(db):
    house = a_peopled_house(db)
    assert house.command("/smarketing me", by="U0GUS")["text"].startswith("Guests can't use this.")
    assert house.submit("people.me", HOURS, by="U0GUS")["response_action"] == "update"
    assert working_time_of(db, "U0GUS").days == {0, 1, 2, 3, 4}


def test_my_own_hours_and_days_are_saved(db):
    house = a_peopled_house(db)
    assert house.submit("people.me", HOURS, by="U0RITA") == {}
    rita = working_time_of(db, "U0RITA")
    assert (rita.days, f"{rita.opens:%H:%M}", f"{rita.closes:%H:%M}") == ({0, 3}, "10:00", "16:30")


def test_the_companys_hours_are_not_kept_as_my_own(db):
    house = a_peopled_house(db)
    days = {"type": "checkboxes", "selected_options": [{"value": str(day)} for day in range(5)]}
    company = {"people.days": days}
    for name, hour in (("people.opens", "09:00"), ("people.closes", "17:00")):
        company[name] = {"type": "timepicker", "selected_time": hour}
    house.submit("people.me", HOURS, by="U0RITA")
    house.submit("people.me", company, by="U0RITA")
    with db.read() as work:
        assert store.own_hours(work, "U0RITA") == (None, None)


def test_an_absence_is_added_shown_and_removed(db):
    house = a_peopled_house(db)
    house.submit(
        "people.me",
        {**HOURS, "people.first": a_day("2026-12-21"), "people.last": a_day("2027-01-03")},
        by="U0RITA",
    )
    away = Absence(date(2026, 12, 21), date(2027, 1, 3))
    assert working_time_of(db, "U0RITA").absences == (away,)
    house.command("/smarketing me", by="U0RITA")
    [option] = blocks_of(house.opened)["people.absences"]["element"]["options"]
    assert option["text"]["text"] == "Mon 21 Dec 2026 – Sun 3 Jan 2027"
    assert check_view(house.opened) == []
    unticked = {**HOURS, "people.absences": {"type": "checkboxes", "selected_options": []}}
    house.submit("people.me", unticked, by="U0RITA", note={"absences": [option["value"]]})
    assert working_time_of(db, "U0RITA").absences == ()


def test_an_absence_that_was_not_shown_is_not_removed(db):
    house = a_peopled_house(db)
    house.submit("people.me", {**HOURS, "people.first": a_day("2026-12-21")}, by="U0RITA")
    house.submit(
        "people.me",
        {**HOURS, "people.absences": {"type": "checkboxes", "selected_options": []}},
        by="U0RITA",
    )
    assert working_time_of(db, "U0RITA").absences == (
        Absence(date(2026, 12, 21), date(2026, 12, 21)),
    )


def test_an_absence_that_is_over_is_forgotten(db):
    house = a_peopled_house(db)
    house.submit("people.me", {**HOURS, "people.first": a_day("2026-11-24")}, by="U0RITA")
    house.clock.move(days=3)
    house.submit("people.me", HOURS, by="U0RITA")
    assert working_time_of(db, "U0RITA").absences == ()


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        (
            {"people.days": {"selected_options": []}},
            "people.days",
            "Choose at least one working day.",
        ),
        (
            {"people.closes": {"selected_time": "06:00"}},
            "people.closes",
            "Working hours end on the day they start; choose a later end.",
        ),
        (
            {"people.opens": {"selected_time": None}},
            "people.opens",
            "Choose when work begins.",
        ),
        (
            {"people.closes": {"selected_time": None}},
            "people.closes",
            "Choose when work ends.",
        ),
        (
            {"people.first": a_day("2026-12-21"), "people.last": a_day("2026-12-20")},
            "people.last",
            "An absence ends on or after the day it begins.",
        ),
        (
            {"people.first": a_day("2026-11-20")},
            "people.first",
            "That absence is over; choose days that are still to come.",
        ),
        (
            {"people.first": a_day("2026-12-21"), "people.last": a_day("2028-12-21")},
            "people.last",
            "An absence lasts at most a year; enter the rest when it is due.",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved(db, wrong, field, sentence):
    house = a_peopled_house(db)
    ack = house.submit("people.me", {**HOURS, **wrong}, by="U0RITA")
    assert ack == {"response_action": "errors", "errors": {field: sentence}}
    assert working_time_of(db, "U0RITA").days == {0, 1, 2, 3, 4}


def test_everybody_sees_who_manages_and_what_they_are(db):
    house = a_peopled_house(db)
    assert house.command("/smarketing people", by="U0RITA")["text"] == (
        "*Sales managers*: Sam Carter\n*Marketing managers*: Maya Haddad\n\nYou are a sales rep.\n"
        "Who is in #sales is a rep, who is in #marketing a marketer. "
        "Who is in both is a marketer, or of the one team they manage, until a manager chooses."
    )


def test_without_managers_it_says_nobody_yet(db):
    house = a_peopled_house(db, RITA)
    assert (
        "*Sales managers*: nobody yet" in house.command("/smarketing people", by="U0RITA")["text"]
    )


def test_a_manager_sees_everybody_those_to_choose_for_first(db):
    house = a_peopled_house(db)
    assert house.command("/smarketing people", by="U0SAM") == {}
    lines = [
        block["text"]["text"] for block in house.opened["blocks"] if block["type"] == "section"
    ]
    assert lines == [
        "*Tom Becker* · marketer, in both channels",
        "*Gus Guest* · no role, they are a guest",
        "*Mark Osei* · marketer",
        "*Maya Haddad* · marketing manager and marketer",
        "*Rita Alvarez* · sales rep",
        "*Sam Carter* · sales manager and sales rep",
        "*Xena Extern* · no role, they belong to another organisation",
    ]
    assert list(options_of(house.opened, "U0TOM")) == [
        "Sales rep",
        "Marketer",
        "As the channels say",
    ]
    assert check_view(house.opened) == []


def test_a_manager_chooses_a_role_and_the_person_is_told(db):
    house = a_peopled_house(db)
    house.command("/smarketing people", by="U0MAYA")
    chosen = options_of(house.opened, "U0TOM")["Sales rep"]
    house.click(
        "people.choose_role",
        by="U0MAYA",
        view=house.opened,
        type="static_select",
        selected_option=chosen,
    )
    assert role_of(db, "U0TOM") is Role.REP
    [shown] = house.client.called("views.update")
    assert (
        blocks_of(shown["view"])["people.one:U0TOM"]["text"]["text"]
        == "*Tom Becker* · sales rep, chosen by a manager"
    )
    with db.read() as work:
        [letter] = work.execute(select(outbox)).all()
        assert (letter.destination, letter.view) == ("U0TOM", "people.role_chosen")
        assert house.views.render(work, letter.view, letter.args).text == (
            "You are a sales rep here now: you can take and rate leads. Maya Haddad chose it."
        )
        [line] = work.execute(select(role_choices)).all()
    assert (line.person, line.role, line.chosen_by) == ("U0TOM", "rep", "U0MAYA")


def test_choosing_the_same_again_tells_nobody(db):
    house = a_peopled_house(db)
    for _ in range(2):
        house.click(
            "people.choose_role",
            by="U0SAM",
            view={},
            type="static_select",
            selected_option={"value": "U0TOM rep"},
        )
    with db.read() as work:
        assert len(work.execute(select(outbox)).all()) == 1


def test_a_choice_is_given_back_to_the_channels(db):
    house = a_peopled_house(db)
    for role in ("rep", "channel"):
        house.click(
            "people.choose_role",
            by="U0SAM",
            view={},
            type="static_select",
            selected_option={"value": f"U0TOM {role}"},
        )
    assert role_of(db, "U0TOM") is Role.MARKETER


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (
            "U0RITA",
            "Rita Alvarez is only in the sales channel, so the channel decides. A role is chosen only for people in both channels.",
        ),
        ("U0MARK", "Mark Osei is only in the marketing channel, so the channel decides."),
        ("U0GUS", "Gus Guest can't have a role here: they are a guest."),
        ("U0NEW", "This person is not known here; they have to join a team's channel first."),
        ("U0GONE", "Gone Gray is in neither channel, so the channel decides."),
    ],
)
def test_what_cannot_be_chosen_is_told_why(db, person, sentence):
    house = a_peopled_house(db, SAM, RITA, TOM, MARK, GUS, some_facts("U0GONE", "Gone Gray"))
    house.click(
        "people.choose_role",
        by="U0SAM",
        view={},
        type="static_select",
        selected_option={"value": f"{person} rep"},
    )
    assert house.told[-1].startswith(sentence)


def test_a_stale_modal_gives_no_rights(db):
    house = a_peopled_house(db)
    house.click(
        "people.choose_role",
        by="U0RITA",
        view={},
        type="static_select",
        selected_option={"value": "U0RITA rep"},
    )
    house.click("people.page_next", "1", by="U0RITA", view={})
    assert house.told == [
        "Only sales and marketing managers can choose roles. /smarketing people shows who they are.",
        "Only sales and marketing managers can see everybody's role. /smarketing people shows who they are.",
    ]
    assert house.client.called("views.update") == []


def test_two_hundred_people_are_shown_in_pages(db):
    crowd = [
        some_facts(f"U1{n:03}", f"Person {n:03}", in_sales=True, in_marketing=n % 2 == 0)
        for n in range(220)
    ]
    house = a_peopled_house(db, MAYA, *crowd)
    house.command("/smarketing people", by="U0MAYA")
    view, seen = house.opened, []
    while True:
        assert check_view(view) == []
        seen += [block["block_id"] for block in view["blocks"] if block["type"] == "section"]
        turns = {
            button["text"]["text"]: button for button in blocks_of(view)["people.turn"]["elements"]
        }
        if "Next" not in turns:
            break
        house.click(turns["Next"]["action_id"], turns["Next"]["value"], by="U0MAYA", view=view)
        view = house.client.called("views.update")[-1]["view"]
    assert len(seen) == len(set(seen)) == 221
    assert blocks_of(view)["people.page"]["elements"][0]["text"] == "Page 6 of 6"
    house.click("people.page_back", turns["Back"]["value"], by="U0MAYA", view=view)
    assert "Page 5 of 6" in str(house.client.called("views.update")[-1]["view"])


def test_a_name_cannot_format_the_list(db):
    house = a_peopled_house(db, SAM, some_facts("U0EVE", "<!channel> *Eve*", in_sales=True))
    house.command("/smarketing people", by="U0SAM")
    assert "<!channel>" not in str(house.opened)
