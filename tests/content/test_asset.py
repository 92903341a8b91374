"""What an asset is called, whom it fits, and what of a search is kept: plain rules, by value."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.domain.asset import (
    identity_of,
    months_later,
    read_address,
    read_day,
    read_format,
    read_segments,
    read_stages,
    read_title,
)
from bot.content.domain.search import (
    index_of,
    joined_neighbours,
    kept_words,
    needed,
    read_query,
    slots_for,
    stem,
    topic_of,
    words_asked,
)
from bot.content.domain.tags import BuyerStage, Format
from bot.kit.errors import WrongDetail
from tests.content.library import some_details


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/customs",
        "https://www.EXAMPLE.com/customs/",
        "https://example.com:443/customs?utm_source=mail&utm_medium=x&gclid=1",
        "https://example.com/customs#",
    ],
)
def test_one_link_however_it_is_written(other):
    assert identity_of("a", other) == identity_of("b", "https://example.com/customs")


@pytest.mark.parametrize(
    "other",
    ["https://example.com/Customs", "https://example.com/customs?page=2",
     "https://example.com/customs#slide=4", "https://sub.example.com/customs"],
)  # fmt: skip
def test_other_links_are_other_pieces(other):
    assert identity_of("a", other) != identity_of("a", "https://example.com/customs")


def test_without_a_link_the_title_tells():
    assert identity_of("When they go quiet!", "") == identity_of("when they  go QUIET", "")
    assert identity_of("🎉", "") != identity_of("🚢", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Case Studies", None),
        ("case study", Format.CASE_STUDY),
        ("E-Book", Format.GUIDE),
        ("Whitepaper", Format.GUIDE),
        ("Slides", Format.DECK),
        ("one pagers", Format.ONE_PAGER),
        ("hologram", None),
    ],
)
def test_formats_as_people_call_them(text, kind):
    assert read_format(text) is kind


def test_tags_once_each_and_all_is_none():
    assert read_segments(["SaaS", " saas ", "Mid-Market", "", "all"]) == ("SaaS", "Mid-Market")
    assert read_stages(["BOFU", "awareness", "awareness stage", "any", ""]) == (
        BuyerStage.AWARENESS,
        BuyerStage.DECISION,
    )
    with pytest.raises(WrongDetail, match="none of awareness"):
        read_stages(["someday"])


def test_a_tag_whose_letters_are_folded_into_many_is_refused_beside_its_field():
    with pytest.raises(WrongDetail, match="longer than it looks") as refused:
        read_segments(["\ufdfa" * 20])
    assert refused.value.field == "segments"
    assert read_segments(["\ufdfa"]) == ("\ufdfa",)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://example.com", "https://", "a b", "https://u:p@example.com"],
)
def test_links_are_checked_for_their_form(link):
    with pytest.raises(WrongDetail):
        read_address(link)


@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "soon"])
def test_days_a_calendar_has(day):
    with pytest.raises(WrongDetail):
        read_day(day)


def test_months_end_where_they_end():
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_later(date(2026, 11, 22), 6) == date(2027, 5, 22)
    assert months_later(date(2026, 1, 15), 60) == date(2031, 1, 15)


def test_a_search_is_read_as_it_is_typed():
    query = read_query('customs “delay” segment:"mid market" Stage: decision format:slides')
    assert (query.segment, query.stage, query.format) == (
        "mid market",
        BuyerStage.DECISION,
        Format.DECK,
    )
    assert query.words == "customs “delay”"
    assert read_query("stage:left format:x").words == "left x"
    assert read_query("").is_empty
    assert read_query("?!").is_empty
    assert not read_query("segment:SaaS").is_empty


def test_little_words_say_nothing_unless_there_is_nothing_else():
    assert words_asked("do we have anything about customs for me?") == ["customs"]
    assert words_asked("the who") == ["the", "who"]
    assert words_asked("guide guides GUIDE's") == ["guide"]


def test_one_wish_in_any_wording_is_one_topic():
    assert topic_of("Customs guides") == topic_of("a guide to customs?")
    assert topic_of("customs guide") != topic_of("customs checklist")


def test_no_address_and_no_number_of_a_person_is_kept():
    kept = kept_words("deck for ada@northwind.example, call +49 (30) 123-4567 T1 2026")
    assert "@" not in kept
    assert "123" not in kept
    assert "T1 2026" in kept


VOCABULARY = {
    word: stem(word) for word in ("customs", "pricing", "white", "paper", "transit", "t1")
}


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("custom", ["custom"]),
        ("pric", ["price"]),
        ("whitepaper", ["white", "paper"]),
        ("tarnsit", ["transit"]),
        ("t2", ["t2"]),
        ("zzzzzz", ["zzzzzz"]),
        ("papr", ["papr"]),
    ],
)
def test_what_a_word_may_mean(typed, terms):
    slots = slots_for(typed, VOCABULARY)
    assert [term for slot in slots for term in slot.terms] == terms


def test_two_words_that_are_known_as_one():
    assert joined_neighbours(["white", "paper"], {"whitepap"}) == ["whitepaper"]
    assert joined_neighbours(["white", "paper"], {"whitepap", "white", "paper"}) == [
        "white",
        "paper",
    ]


def test_how_many_words_have_to_stand_in_it():
    assert [needed(slots) for slots in (1, 2, 4, 5, 6, 10)] == [1, 2, 4, 4, 5, 8]


def test_a_title_weighs_more_than_the_text_beside_it():
    index = index_of(some_details("Transit", about="pricing", social="transit returns"))
    assert index.weights["transit"] > index.weights["price"] > index.weights["return"]


@given(st.text(max_size=300))
def test_whatever_is_written_can_be_kept_and_compared(text):
    for made in (
        kept_words(text),
        topic_of(text),
        read_query(text).words,
        read_query(text).segment,
    ):
        made.encode()
        assert "\0" not in made
    index = index_of(some_details(text[:200], about=text, social=text))
    assert all(0 < len(term) <= 40 for term in index.weights)
    assert all(0 < len(word) <= 40 for word in index.words)
    try:
        read_title(text).encode()
    except WrongDetail:
        assert len(text) > 200
