"""What somebody who comes back writes and leaves reaches those who work on their lead."""

from datetime import timedelta

import pytest

from bot.kit.periods import Period
from bot.leads.actions.erase import erase_person
from bot.leads.actions.receive import Outcome, receive_lead, receive_leads
from bot.leads.domain.lead import Stage
from bot.leads.queries.exports import export_leads
from bot.leads.store.leads import load_lead, update_lead
from bot.leads.store.trail import read_trail
from bot.people.domain import Channel
from bot.people.store import save_channel
from fakeslack.blockkit import check_message
from tests.leads.scene import NOON, RITA, SALES, a_floor, a_room, shown
from tests.leads.some_leads import an_arrival

HOUR = timedelta(hours=1)
CALL_ME = "PLEASE CALL ME TODAY, budget approved"


@pytest.fixture
def house(db):
    return a_floor(db)


def receive(db, external_id, *, at=NOON, **said):
    arrival = an_arrival(external_id, **{"occurred_at": at, **said})
    with db.begin() as work:
        return receive_lead(a_room(), work, arrival, at=at)


def ada_comes_back(db, *, at=NOON + HOUR, **said):
    """Ada, whose card stands in sales, comes back; return her lead's number."""
    first = receive(db, "1", phone="+49 30 1", extra={"form": "a", "page": 1})
    again = receive(db, "2", at=at, **said)
    assert (again.lead_id, again.outcome) == (first.lead_id, Outcome.JOINED)
    return first.lead_id


def lead(db, number):
    with db.read() as work:
        return load_lead(work, number)


def steps(db, number):
    with db.read() as work:
        return read_trail(work, number)


def line(house, number):
    step = next(one for one in reversed(steps(house.db, number)) if one.kind == "came_back")
    return shown(house, f"lead:{number}:line:{step.id}")


def trail(house, number):
    return house.command(f"/lead trail {number}", by=RITA.id)["text"]


def share(db):
    with db.begin() as work:
        save_channel(work, Channel("sales", SALES, "sales", is_private=True, is_ext_shared=True))


def test_what_they_write_stands_in_the_thread_on_the_card_and_in_every_answer(house, db):
    number = ada_comes_back(db, message=CALL_ME)
    assert CALL_ME in line(house, number).text
    assert CALL_ME in str(line(house, number).blocks)
    assert CALL_ME in str(shown(house, f"lead:{number}:card").blocks)
    assert CALL_ME in trail(house, number)
    assert CALL_ME in str(house.command(f"/lead show {number}", by=RITA.id))
    with db.read() as work:
        sheet = export_leads(work, Period())
        (row,) = [dict(zip(sheet.columns, one, strict=True)) for one in sheet.rows]
    assert row["message"] == CALL_ME


def test_what_they_wrote_before_stays_in_the_trail_where_they_wrote_it(house, db):
    number = ada_comes_back(db, message="Second words")
    receive(db, "3", at=NOON + 2 * HOUR, message="Third words")
    receive(db, "4", at=NOON + 3 * HOUR, message="")
    card = str(shown(house, f"lead:{number}:card").blocks)
    assert "Third words" in card
    assert "Second words" not in card
    told = trail(house, number).splitlines()
    assert "“Can you do T1 transit?”" in told[1]
    assert [one for one in told if "Second words" in one] == [told[4]]
    assert [one for one in told if "Third words" in one] == [told[5]]


def test_the_same_words_again_are_not_told_again(house, db):
    number = ada_comes_back(db)
    assert "“" not in line(house, number).text
    assert lead(db, number).message == "Can you do T1 transit?"


def test_hostile_words_are_shown_as_they_are(house, db):
    number = ada_comes_back(db, message="<!channel> *x*\n<https://e.example|L-9> " + "y" * 20_000)
    message = line(house, number)
    assert check_message(message.blocks) == []
    assert "<!channel>" not in str(message)
    assert "<https" not in str(message)
    assert len(message.text) < 1000
    assert check_message(shown(house, f"lead:{number}:card").blocks) == []


def test_a_new_phone_title_and_link_win_and_what_they_replace_is_told_privately(house, db):
    number = ada_comes_back(
        db, phone="+49 30 7", title="COO", url="https://northwind.example/b", extra={"page": 2}
    )
    ada = lead(db, number)
    assert (ada.phone, ada.title, ada.url) == ("+49 30 7", "COO", "https://northwind.example/b")
    assert ada.extra == {"form": "a", "page": 2}
    assert "New title, phone, link." in line(house, number).text
    assert "+49" not in str(line(house, number))
    assert "phone +49 30 7 (was +49 30 1)" in trail(house, number)
    assert "title COO (was Head of Operations)" in trail(house, number)


def test_what_a_lead_in_sales_does_not_take_over_is_told_all_the_same(house, db):
    number = ada_comes_back(db, company="Contoso", segment="Retail", employees=20)
    ada = lead(db, number)
    assert (ada.company, ada.segment, ada.employees) == ("Northwind Freight", "SaaS", 240)
    assert "Another company, segment, company size: see its trail." in line(house, number).text
    assert "Another company Contoso, segment Retail, company size 20." in trail(house, number)


def test_what_happened_earlier_and_comes_late_replaces_nothing_newer(house, db):
    number = ada_comes_back(db, at=NOON + 3 * HOUR, message="Newest", phone="+49 30 7")
    late = {"occurred_at": NOON + HOUR, "message": "Older", "phone": "+49 30 5"}
    receive(db, "3", at=NOON + 4 * HOUR, **late)
    ada = lead(db, number)
    assert (ada.message, ada.phone) == ("Newest", "+49 30 7")
    assert ada.occurred_at == NOON + 3 * HOUR
    assert "“Older”" in line(house, number).text
    assert "Another phone +49 30 5." in trail(house, number)


def test_an_inquiry_keeps_its_newest_words_too(db):
    first = receive(db, "1", score=12, message="Newest", phone="+49 30 7")
    late = {"occurred_at": NOON - HOUR, "message": "Older", "phone": "+49 30 5"}
    receive(db, "2", score=70, at=NOON + HOUR, **late)
    ada = lead(db, first.lead_id)
    assert (ada.stage, ada.score, ada.message, ada.phone) == (
        Stage.MQL, 70, "Newest", "+49 30 7",
    )  # fmt: skip
    assert ada.occurred_at == NOON


def test_the_very_same_again_tells_nothing_twice(house, db):
    number = ada_comes_back(db, message=CALL_ME)
    before = steps(db, number)
    assert not receive(db, "2", at=NOON + HOUR, message=CALL_ME).new
    assert steps(db, number) == before


def test_many_returns_in_one_batch_are_told_one_by_one(house, db):
    first = receive(db, "0")
    said = [
        an_arrival(str(n), message=f"Word {n}", phone=f"+49 30 {n}", occurred_at=None)
        for n in range(1, 31)
    ]
    with db.begin() as work:
        receive_leads(a_room(), work, said, at=NOON + HOUR)
    ada = lead(db, first.lead_id)
    assert (ada.message, ada.phone, ada.came_back) == ("Word 30", "+49 30 30", 30)
    returns = [one.facts for one in steps(db, first.lead_id) if one.kind == "came_back"]
    assert [one["message"] for one in returns] == [f"Word {n}" for n in range(1, 31)]
    assert returns[-1]["before"] == {"phone": "+49 30 29"}


def test_another_organisation_reads_nothing_of_it(house, db):
    number = ada_comes_back(db, message=CALL_ME, phone="+49 30 7", company="Contoso")
    share(db)
    assert line(house, number).text.endswith("score 82 (was 82).")
    assert "CALL" not in str(shown(house, f"lead:{number}:card"))


def test_a_closed_lead_that_is_heard_of_again_keeps_the_words(house, db):
    first = receive(db, "1", phone="+49 30 1")
    with db.begin() as work:
        update_lead(work, first.lead_id, stage=Stage.REJECTED.value, ended_at=NOON)
    receive(db, "2", at=NOON + HOUR, score=None, message=CALL_ME, phone="+49 30 7")
    ada = lead(db, first.lead_id)
    assert (ada.stage, ada.message, ada.phone, ada.score) == (
        Stage.REJECTED, CALL_ME, "+49 30 7", 82,
    )  # fmt: skip
    assert CALL_ME in trail(house, first.lead_id)


def test_erasing_a_person_takes_all_of_it(house, db):
    number = ada_comes_back(db, message=CALL_ME, phone="+49 30 7", company="Contoso")
    with db.begin() as work:
        erase_person(a_room(), work, email="ada@northwind.example", at=NOON + HOUR)
    left = str([one.facts for one in steps(db, number)]) + trail(house, number)
    left += str(line(house, number)) + str(shown(house, f"lead:{number}:card"))
    for word in ("CALL", "T1 transit", "+49", "Contoso"):
        assert word not in left


def test_the_story_of_an_inquiry_that_qualifies_tells_causes_before_effects(db):
    first = receive(db, "1", score=12)
    receive(db, "2", at=NOON + HOUR, score=70)
    kinds = [one.kind for one in steps(db, first.lead_id)]
    assert kinds == ["arrived", "judged", "came_back", "judged", "announced"]
