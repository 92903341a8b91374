"""The library's verbs and its clock, on both databases."""

from datetime import timedelta
from functools import partial

import pytest

from bot.content.actions.library import add_asset, edit_asset, keep_asset, rate_asset, use_asset
from bot.content.actions.news import ask_owners, suggest_content, tell_news
from bot.content.actions.search_erasing import forget_in_searches
from bot.content.actions.searches import keep_search, link_searches
from bot.content.domain.library import REVIEWS_LISTED, fitting_key, news_key, review_key
from bot.content.queries.fitting import fitting_assets
from bot.content.queries.gaps import gaps, most_wanted
from bot.content.queries.library import asset_counts
from bot.content.queries.library_exports import export_library, export_searches
from bot.content.queries.searches import search_words
from bot.content.store.assets import load_asset, some_assets
from bot.kit.errors import Refusal, WrongDetail
from bot.kit.periods import Period
from bot.leads.domain.lead import Stage
from bot.leads.queries.leads import lead_by_id
from tests.content.library import LATE, PAGER, a_saved_asset, fill_the_shelf, some_details
from tests.content.scene import (
    MARK,
    MAYA,
    MONA,
    NOON,
    RITA,
    TOM,
    a_content_floor,
    a_content_room,
    a_saved_lead,
    asked,
    later,
    message_row,
    open_the_content_floor,
    shown,
)
from tests.content.test_search import HOSTILE
from tests.support.at_once import all_at_once

TODAY = NOON.date()


@pytest.fixture
def floor(db):
    open_the_content_floor(db)
    return db


@pytest.fixture
def room():
    return a_content_room()


def searched(db, words, *, by=RITA, found=(), at=NOON, lead_id=None):
    with db.begin() as work:
        return keep_search(
            a_content_room(), work, words=words, found=found, by=by, at=at, lead_id=lead_id
        )


def test_what_a_request_was_answered_with_is_added_with_its_tags(floor, room):
    with floor.begin() as work:
        asset = add_asset(
            room,
            work,
            title="Customs ROI",
            link="https://example.com/roi",
            format="one-pager",
            segment="SaaS",
            stage="decision",
            by=MARK,
            at=NOON,
            request_id=12,
        )
        odd = add_asset(
            room, work, title="Odd", link="https://example.com/odd", format="hologram",
            segment="", stage="one day", by=MARK, at=NOON,
        )  # fmt: skip
    assert (asset.number, asset.format, asset.segment, asset.stage) == ("A-1", PAGER, "SaaS", LATE)
    assert (asset.owner, asset.request_id) == (MARK.id, 12)
    assert asset.review_by == TODAY.replace(year=2027, month=5)
    assert (odd.format, odd.stages) == ("other", ())
    with floor.begin() as work, pytest.raises(Refusal, match="Only marketers"):
        add_asset(room, work, title="x", link="https://example.com/x", by=RITA, at=NOON)


def test_two_marketers_at_once_add_one(floor, room):
    def add():
        with floor.begin() as work:
            return add_asset(
                room, work, title="T", link="https://example.com/t", by=MARK, at=NOON
            ).number

    got = all_at_once(*[add] * 4)
    outcomes = [one.sentence if isinstance(one, WrongDetail) else one for one in got]
    assert sorted(outcomes) == ["A-1", *["A-1 “T” has this link already."] * 3]


def test_two_marketers_who_edit_one_asset_leave_one_whole_asset(floor, room):
    asset_id = a_saved_asset(floor, "Customs one-pager")

    def edit(title):
        with floor.begin() as work:
            details = some_details(title, link="https://example.com/same", segments=(title,))
            edit_asset(room, work, asset_id=asset_id, details=details, by=MARK, at=NOON)

    all_at_once(partial(edit, "Transit"), partial(edit, "Duty"))
    with floor.read() as work:
        asset = load_asset(work, asset_id)
    assert asset is not None
    assert asset.segments == (asset.title,)


def test_a_link_of_another_asset_is_refused_when_editing(floor, room):
    first, second = a_saved_asset(floor, "First"), a_saved_asset(floor, "Second")
    with floor.begin() as work, pytest.raises(WrongDetail, match="A-1 “First” has this link"):
        edit_asset(room, work, asset_id=second, details=some_details("First"), by=MARK, at=NOON)
    with floor.begin() as work:
        same = edit_asset(
            room, work, asset_id=first, details=some_details("First"), by=MARK, at=NOON
        )
    assert same.number == "A-1"


def test_news_is_told_once_and_again_only_of_what_became_news(floor, room):
    with floor.begin() as work:
        assert tell_news(room, work, day=TODAY) == 0
    assert message_row(floor, news_key(TODAY)) is None, "nothing new, no message"
    draft = a_saved_asset(floor, "Draft", approved=False)
    known = a_saved_asset(floor, "Known")
    with floor.begin() as work:
        assert tell_news(room, work, day=TODAY) == 1
        tomorrow = TODAY + timedelta(days=1)
        assert tell_news(room, work, day=tomorrow) == 0
    with floor.begin() as work:
        details = some_details("Draft")
        edit_asset(room, work, asset_id=draft, details=details, by=MARK, at=later(hours=1))
        details = some_details("Known", must_know=True)
        edit_asset(room, work, asset_id=known, details=details, by=MARK, at=later(hours=1))
        edit_asset(room, work, asset_id=known, details=details, by=MARK, at=later(hours=2))
        assert tell_news(room, work, day=tomorrow) == 2


def test_owners_are_asked_a_few_at_a_time_each_once_and_managers_for_who_left(floor, room):
    soon = TODAY + timedelta(days=10)
    for number in range(REVIEWS_LISTED + 2):
        a_saved_asset(floor, f"Mona's {number}", owner=MONA.id, review_by=soon)
    a_saved_asset(floor, "Nobody's", owner="", review_by=soon)
    a_saved_asset(floor, "Gone", owner="U0GONE", review_by=soon)
    a_saved_asset(floor, "Much later", owner=MONA.id, review_by=TODAY + timedelta(days=90))
    a_saved_asset(floor, "A draft", owner=MONA.id, review_by=soon, approved=False)
    with floor.begin() as work:
        assert ask_owners(room, work, day=TODAY, at=NOON) == REVIEWS_LISTED + 2
    assert message_row(floor, review_key(MONA.id, TODAY)) is not None
    assert message_row(floor, review_key(MAYA.id, TODAY)) is not None
    assert message_row(floor, review_key("U0GONE", TODAY)) is None
    tomorrow = TODAY + timedelta(days=1)
    with floor.begin() as work:
        assert ask_owners(room, work, day=tomorrow, at=later(days=1)) == 2
        assert ask_owners(room, work, day=tomorrow, at=later(days=1)) == 0
        assert keep_asset(room, work, asset_id=1, by=MONA, at=NOON).review_by > soon
    with floor.begin() as work:
        assert ask_owners(room, work, day=soon, at=later(days=10)) == 0


def test_a_use_is_one_a_day_and_lead_and_goes_to_no_lead_that_is_not_there(floor, room):
    asset_id = a_saved_asset(floor, "Pricing")
    lead_id = a_saved_lead(floor)
    with floor.begin() as work:
        for at in (NOON, later(hours=1), later(days=1)):
            use_asset(room, work, asset_id=asset_id, by=RITA, at=at)
        asset = use_asset(room, work, asset_id=asset_id, by=RITA, at=NOON, lead_id=lead_id)
        assert asset.uses == 2
        with pytest.raises(Refusal, match="There is no L-77"):
            use_asset(room, work, asset_id=asset_id, by=RITA, at=NOON, lead_id=77)


def test_a_rating_is_one_a_rep_and_the_newest_counts(floor, room):
    asset_id = a_saved_asset(floor, "Pricing")
    with floor.begin() as work:
        for by, helped in ((RITA, True), (TOM, True), (RITA, False)):
            asset = rate_asset(room, work, asset_id=asset_id, helped=helped, by=by, at=NOON)
    assert asset.rating == (1, 1)


def test_many_use_one_asset_at_once(floor, room):
    asset_id = a_saved_asset(floor, "Pricing")

    def use(by):
        with floor.begin() as work:
            use_asset(room, work, asset_id=asset_id, by=by, at=NOON)

    all_at_once(*(partial(use, by) for by in [RITA, TOM] * 4))
    with floor.read() as work:
        assert load_asset(work, asset_id).uses == 2


def a_lead_for(db, **columns):
    lead_id = a_saved_lead(db, **columns)
    with db.read() as work:
        return lead_by_id(work, lead_id)


def test_what_fits_a_lead_is_of_its_segment_its_stage_and_about_what_they_wrote(floor):
    fill_the_shelf(floor)
    a_saved_asset(floor, "Retail customs", segments=("Retail",))
    a_saved_asset(floor, "Hospitals", segments=("SaaS",), industry="Healthcare")
    a_saved_asset(floor, "Expired", segments=("SaaS",), review_by=TODAY - timedelta(days=1))
    a_saved_asset(floor, "Only late", segments=("SaaS",), stages=(LATE,))
    a_saved_asset(floor, "Paperwork and customs", segments=("saas",), industry="logistics")
    lead = a_lead_for(floor, segment="SaaS", industry="Logistics")
    with floor.read() as work:
        fit = [one.title for one in fitting_assets(work, lead, today=TODAY, most=20)]
    assert (
        fit[:3]
        == [
            "Paperwork and customs",
            "Against spreadsheets",
            "Whitepaper: the cost of waiting",
        ]
        or fit[0] == "Paperwork and customs"
    )
    assert not {"Retail customs", "Hospitals", "Expired", "Only late"} & set(fit)
    late = a_lead_for(floor, segment="SaaS", stage=Stage.OPPORTUNITY, email="b@c.example")
    with floor.read() as work:
        assert "Only late" in [one.title for one in fitting_assets(work, late, today=TODAY)]


def test_a_taken_lead_s_thread_says_once_what_to_send(db):
    house = a_content_floor(db)
    lead_id = a_saved_lead(db)
    house.click("lead.take", f"L{lead_id}", by=RITA.id)
    assert message_row(db, fitting_key(lead_id)) is None, "an empty library says nothing"
    with db.begin() as work:
        from bot.leads.actions.claim import release_lead
        from tests.leads.scene import a_room

        release_lead(a_room(), work, lead_id=lead_id, by=RITA, at=NOON)
    fill_the_shelf(db)
    house.click("lead.take", f"L{lead_id}", by=TOM.id)
    row = message_row(db, fitting_key(lead_id))
    assert (row.destination, row.thread_key) == ("sales", f"lead:{lead_id}:card")
    message = shown(house, fitting_key(lead_id))
    assert message.text.startswith("To send to L-1 for SaaS:\n")
    assert len([one for one in message.blocks if one["block_id"].startswith("asset")]) == 3
    assert "Ask for content" in str(message.blocks)
    with db.read() as work:
        other = lead_by_id(work, lead_id)
    with db.begin() as work:
        suggest_content(a_content_room(), work, other, RITA, NOON)
    assert message_row(db, fitting_key(lead_id)).id == row.id


def test_what_was_searched_about_a_person_is_forgotten_with_them(floor, room):
    lead_id = a_saved_lead(floor)
    theirs = [
        searched(floor, "freight offer", lead_id=lead_id),
        searched(floor, "deck for ADA Okafor"),
    ]
    other = searched(floor, "customs for Adana")
    with floor.begin() as work:
        assert forget_in_searches(room, work, "ada@northwind.example", [lead_id], NOON) == 2
        assert forget_in_searches(room, work, "ada@northwind.example", [lead_id], NOON) == 0
        assert [search_words(work, one) for one in theirs] == ["", ""]
        assert search_words(work, other) == "customs for Adana"


def test_whatever_is_typed_can_be_kept(floor):
    kept = {searched(floor, typed) for typed in HOSTILE}
    assert kept
    with floor.read() as work:
        found = gaps(work, Period())
        assert sum(1 for _ in export_searches(work, Period()).rows) == len(kept)
    assert found.searches == len(kept)


def test_two_who_save_one_link_at_once_are_told_of_each_other(db):
    house = a_content_floor(db)
    form = {"title": "T", "link": "https://example.com/t", "format": {}, "state": {}}

    def send(by):
        return house.submit("content.shelve", form, by=by.id, note={"asset": None})

    acks = all_at_once(*(partial(send, by) for by in (MARK, MONA, MAYA)))
    refused = [ack for ack in acks if ack["response_action"] == "errors"]
    assert [ack["errors"] for ack in refused] == [{"link": "A-1 “T” has this link already."}] * 2


def test_what_is_wanted_counts_reps_who_asked_and_searches_in_vain(floor, room):
    fill_the_shelf(floor)
    first = searched(floor, "SAP integration")
    searched(floor, "integrations with SAP", by=TOM)
    request = asked(floor, "One-pager on SAP integration", searches=[first])
    asked(floor, "Customs ROI one-pager", by=TOM)
    for by in (RITA, TOM):
        searched(floor, "blockchain", by=by)
    searched(floor, "customs", found=[1, 2])
    searched(floor, "unicorns", at=NOON - timedelta(days=400))
    period = Period(start=NOON - timedelta(days=30))
    with floor.read() as work:
        wanted = most_wanted(work, period)
        found = gaps(work, period)
    assert [(one.topic, one.asked, one.searched) for one in wanted] == [
        ("One-pager on SAP integration", 1, 1),
        ("Customs ROI one-pager", 1, 0),
        ("blockchain", 0, 2),
    ]
    assert found.not_found == (("blockchain", 2), ("SAP integration", 2))
    assert (found.searches, found.in_vain) == (5, 4)
    a_saved_asset(floor, "Blockchain, plainly")
    with floor.read() as work:
        assert "blockchain" not in dict(gaps(work, period).not_found), "it is there by now"
        words = {row[1]: row[-1] for row in export_searches(work, period).rows}
    assert words["SAP integration"] == request.number


def test_a_search_that_a_request_followed_is_that_request_s_wish(floor, room):
    fill_the_shelf(floor)
    looked = [searched(floor, "customs", found=[1]), searched(floor, "duty drawback")]
    request = asked(floor, "Everything on drawback")
    with floor.begin() as work:
        link_searches(room, work, searches=looked, request_id=request.id)
        (wish,) = most_wanted(work, Period())
    assert (wish.topic, wish.asked, wish.searched) == ("Everything on drawback", 1, 0)


def test_the_grid_counts_approved_assets_and_names_the_segments_leads_are_of(floor):
    fill_the_shelf(floor)
    a_saved_asset(floor, "Draft", segments=("Healthcare",), approved=False)
    a_saved_lead(floor, segment="Aviation")
    with floor.read() as work:
        found = gaps(work, Period())
        counts = asset_counts(work)
    assert found.segments[0] == "Aviation"
    assert found.leads == {"Aviation": 1}
    assert found.grid["Freight", "awareness"] == 2
    assert found.grid["Healthcare", "decision"] == 1
    assert ("Aviation", "awareness") not in found.grid
    assert found.empty == (), "what fits every segment stands everywhere"
    assert found.unmade[:2] == (("Aviation", "awareness"), ("Aviation", "consideration"))
    assert (counts.approved, counts.draft) == (12, 1)


def test_the_export_holds_what_the_cards_and_the_grid_say(floor, room):
    fill_the_shelf(floor)
    with floor.begin() as work:
        use_asset(room, work, asset_id=1, by=RITA, at=NOON)
    with floor.read() as work:
        sheet = export_library(work, Period())
        rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
        assert len(rows) == len(some_assets(work, order=[], most=100))
    assert (rows[0]["asset"], rows[0]["used"], rows[0]["owner"]) == ("A-1", 1, MONA.name)
    assert sum(row["state"] == "approved" for row in rows) == 12
