import pytest
from sqlalchemy import select

from bot.content.actions.request_answers import (
    answer_question,
    ask_back,
    decline_request,
    deliver_request,
)
from bot.content.actions.request_outcomes import add_delivered, say_whether_it_helped
from bot.content.actions.requests import same_as
from bot.content.queries.library import asset_by_id
from bot.content.queries.request_exports import export_content
from bot.content.store.asset_tables import asset_ratings, asset_words
from bot.kit.outbox.table import outbox
from bot.kit.periods import Period
from bot.leads.actions.erase import erase_person
from fakeslack.blockkit import check_message
from tests.content.scene import (
    MARK,
    NOON,
    RITA,
    TOM,
    a_content_floor,
    a_content_room,
    a_saved_lead,
    asked,
    leads_room_of,
    message_row,
    the_request_now,
)
from tests.leads.scene import the_lead_now

LINK = "https://example.com/x"


@pytest.fixture
def house(db):
    return a_content_floor(db)


def do(db, action, **given):
    with db.begin() as work:
        return action(a_content_room(), work, at=NOON, **given)


def erase(house, db, email="ada@northwind.example"):
    """As `smarketing erase` does, with the hooks of the rooms that are plugged in."""
    room = leads_room_of(house)
    with db.begin() as work:
        return erase_person(room, work, email=email, at=NOON)


def every_message(house, db):
    with db.read() as work:
        rows = work.execute(select(outbox)).all()
        made = [house.views.render(work, row.view, row.args) for row in rows]
        sheet = export_content(work, Period())
        cells = [str(cell) for row in sheet.rows for cell in row]
    for message in made:
        assert message is None or check_message(message.blocks) == []
    return " ".join([*(f"{one.text} {one.blocks}" for one in made if one), *cells])


def test_erased_from_everything_written_about_a_request_for_their_lead(house, db):
    lead = a_saved_lead(db)
    request = asked(
        db,
        topic="Case study like Northwind Freight",
        belief="Ada fears the switch",
        lead_id=lead,
    )
    question = do(db, ask_back, request_id=request.id, question="Is Ada the buyer?", by=MARK)
    do(db, answer_question, question_id=question.id, answer="Yes, Ada decides", by=RITA)
    delivery = do(db, deliver_request, request_id=request.id, link=LINK, note="For Ada", by=MARK)
    do(
        db,
        say_whether_it_helped,
        delivery_id=delivery.id,
        helped=False,
        why="Ada read it before",
        by=RITA,
    )
    do(db, decline_request, request_id=request.id, reason="Ada has it all", by=MARK)
    assert "Ada" in every_message(house, db)
    wanted = message_row(db, request.card).wanted
    erased = erase(house, db)
    assert erased.words >= 7
    left = every_message(house, db)
    for personal in ("Ada", "Northwind", "Okafor"):
        assert personal not in left
    assert "erased on request" in left
    assert message_row(db, request.card).wanted > wanted
    assert the_request_now(db, request).lead_id == lead
    assert the_lead_now(db, lead).erased


def test_a_topic_that_says_nothing_of_them_stays_so_that_it_can_be_answered(house, db):
    lead = a_saved_lead(db)
    request = asked(db, belief="Ada fears the switch", lead_id=lead)
    erase(house, db)
    now = the_request_now(db, request)
    assert (now.topic, now.belief) == ("Customs ROI one-pager", "")
    assert do(db, deliver_request, request_id=request.id, link=LINK, by=MARK).by == MARK.id


def test_erased_too_where_the_request_was_merged_into_another(house, db):
    lead = a_saved_lead(db)
    goes_on = asked(db)
    merged = asked(db, topic="For Northwind", by=TOM, lead_id=lead)
    do(db, same_as, request_id=merged.id, other_id=goes_on.id, by=MARK)
    do(db, ask_back, request_id=goes_on.id, question="Is it for Northwind?", by=MARK)
    erase(house, db)
    assert "Northwind" not in every_message(house, db)


def test_an_address_is_erased_from_any_request(house, db):
    asked(db, topic="Pricing", belief="Ada@Northwind.example asked twice", lead_id=None)
    kept = asked(db, topic="Pricing for others", belief="They asked twice")
    assert erase(house, db).words == 1
    assert "orthwind" not in every_message(house, db)
    assert the_request_now(db, kept).belief == "They asked twice"


def test_a_name_in_full_is_erased_from_any_request(house, db):
    a_saved_lead(db)
    named = asked(db, topic="Story of ADA  Okáfor", belief="They asked twice")
    other = asked(db, topic="Canada: okaforms", belief="Ada, our colleague, asks")
    assert erase(house, db).words == 1
    assert (the_request_now(db, named).topic, the_request_now(db, named).belief) == (
        "",
        "They asked twice",
    )
    assert the_request_now(db, other).topic == "Canada: okaforms"


def test_what_was_made_of_a_request_is_not_named_after_them_any_more(house, db):
    lead = a_saved_lead(db)
    request = asked(db, topic="Case study for Okafor", lead_id=lead)
    delivery = do(db, deliver_request, request_id=request.id, link=LINK, by=MARK)
    asset = do(db, add_delivered, request_id=request.id, by=MARK)
    do(
        db,
        say_whether_it_helped,
        delivery_id=delivery.id,
        helped=False,
        why="Okafor wants another",
        by=RITA,
    )
    erase(house, db)
    assert "Okafor" not in every_message(house, db)
    with db.read() as work:
        assert asset_by_id(work, asset.id).title == f"Answer to {request.number}"
        assert set(work.execute(select(asset_ratings.c.why)).scalars()) == {""}
        vocabulary = set(work.execute(select(asset_words.c.word)).scalars())
    assert "okafor" not in vocabulary
    assert {"case", "study"} <= vocabulary


def test_nobody_is_found_and_nothing_is_changed(house, db):
    asked(db, belief="They asked twice")
    assert not erase(house, db, "jo@nowhere.example").somebody
