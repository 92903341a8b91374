import json

import pytest
from sqlalchemy import select

from bot.leads.domain.lead import Stage
from bot.leads.store.leads import load_lead
from bot.leads.store.tables import leads
from bot.leads.store.trail import read_trail
from tests.leads.scene import MARK, RITA, a_floor, a_saved_lead

ADA = {"name": "Ada Okafor", "company": "Northwind Freight", "email": "Ada@Northwind.example"}


@pytest.fixture
def floor(db):
    return a_floor(db)


def lead(floor, number=1):
    with floor.db.read() as work:
        return load_lead(work, number)


@pytest.mark.parametrize("open_it", ["command", "shortcut"])
def test_the_form_is_opened_by_command_and_shortcut(floor, open_it):
    if open_it == "command":
        floor.command("/lead add", by=RITA.id)
    else:
        floor.shortcut("lead.add", by=RITA.id)
    assert floor.opened["callback_id"] == "lead.add"
    assert [block["block_id"] for block in floor.opened["blocks"]][1:4] == [
        "name",
        "company",
        "email",
    ]


@pytest.mark.parametrize("who", ["U0GUS", "U0NOBODY"])
def test_outsiders_are_refused_at_the_door_and_at_the_submit(floor, who):
    floor.shortcut("lead.add", by=who)
    floor.submit("lead.add", ADA, by=who)
    assert len(floor.told) == 2
    with floor.db.read() as work:
        assert work.execute(select(leads.c.id)).all() == []


def test_people_of_another_organisation_are_refused(floor):
    floor.submit("lead.add", ADA, by="U0XENA", team="T0OTHER")
    assert "another organisation" in floor.told[-1]


def test_a_lead_added_by_hand_is_judged_and_announced(floor):
    floor.submit(
        "lead.add", {**ADA, "score": "82", "employees": "1,200", "country": "Germany"}, by=MARK.id
    )
    added = lead(floor)
    assert (added.email, added.source, added.stage) == (
        "ada@northwind.example",
        "by hand",
        Stage.MQL,
    )
    assert (added.employees, added.country) == (1200, "DE")
    assert "its card is on the way to sales" in floor.told[-1]
    with floor.db.read() as work:
        assert read_trail(work, 1)[0].actor == MARK.id


def test_who_adds_is_told_what_is_missing_for_sales(floor):
    floor.submit("lead.add", ADA, by=RITA.id)
    assert lead(floor).stage is Stage.INQUIRY
    assert "score unknown (wanted ≥ 60)" in floor.told[-1]


def test_somebody_known_joins_and_who_adds_is_told(floor):
    a_saved_lead(floor.db)
    added = {"phone": "+49 30 7", "score": "90", "message": "Wants a demo on Friday"}
    floor.submit("lead.add", {**ADA, **added}, by=MARK.id)
    assert "We knew this person already" in floor.told[-1]
    known = lead(floor)
    assert (known.score, known.came_back) == (90, 1)
    assert (known.phone, known.message) == ("+49 30 7", "Wants a demo on Friday")


def test_a_link_and_an_industry_can_be_added(floor):
    link = "https://northwind.example/customs"
    floor.submit("lead.add", {**ADA, "url": link, "industry": "Logistics"}, by=MARK.id)
    assert (lead(floor).url, lead(floor).industry) == (link, "Logistics")


def test_a_form_sent_twice_with_other_contents_adds_no_second_lead(floor):
    floor.submit("lead.add", ADA, by=MARK.id)
    floor.submit("lead.add", {**ADA, "title": "COO"}, by=MARK.id)
    assert "sent before, as L-1" in floor.told[-1]


def test_bad_fields_are_named_in_the_form(floor):
    answer = floor.submit(
        "lead.add", {"email": "ada", "score": "a lot", "company": "N"}, by=RITA.id
    )
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == {"email", "score"}
    assert all(len(error) <= 150 for error in answer["errors"].values())


def test_an_empty_form_asks_who_it_is(floor):
    answer = floor.submit("lead.add", {}, by=RITA.id)
    assert "Who is it" in answer["errors"]["email"]


def test_hostile_text_is_shown_as_it_is(floor):
    answer = floor.submit(
        "lead.add", {"name": "<!channel> *x*", "company": "<https://e.example|N>"}, by=RITA.id
    )
    assert "<!channel>" not in json.dumps(answer)
    assert "<https" not in json.dumps(answer)
