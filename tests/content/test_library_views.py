"""What people read of the library, by value: hostile titles, long ones, and another organisation."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.content.domain.asset import Asset, State
from bot.content.domain.gaps import ANY, Gaps, Wanted
from bot.content.domain.library import AssetCounts, Found
from bot.content.domain.search import Query
from bot.content.domain.tags import BuyerStage, Format
from bot.content.views.finding import find_form, found_message
from bot.content.views.fitting import fitting_content
from bot.content.views.gaps import gaps_message
from bot.content.views.library import CardFacts, asset_card, asset_line, library_list
from bot.content.views.library_home import library_home
from bot.content.views.news import (
    Asked,
    News,
    Receipts,
    library_news,
    library_review,
    receipts_message,
)
from bot.content.views.request_forms import helped_modal
from bot.content.views.shelving import shelve_form, shelved_modal
from bot.content.views.using import use_modal
from fakeslack.blockkit import check_message, check_view
from tests.leads.builders import a_lead
from tests.support.house import MONDAY_NOON as NOON

TODAY = NOON.date()
HOSTILE = "<!channel> *Bold* & <https://evil.example|Sons> `x` :tada: " + "W" * 130


def an_asset(**rest) -> Asset:
    return Asset(
        **{
            "id": 7,
            "title": "Customs one-pager",
            "link": "https://example.com/customs?a=1&b=2",
            "format": Format.ONE_PAGER,
            "segments": ("SaaS", "Retail"),
            "stages": (BuyerStage.DECISION,),
            "industry": "",
            "about": "",
            "social": "",
            "owner": "U0MONA",
            "state": State.APPROVED,
            "review_by": None,
            "must_know": False,
            "added_at": NOON,
            **rest,
        }
    )


WORST = an_asset(
    title=HOSTILE[:200],
    segments=tuple(f"{number} {HOSTILE}"[:75] for number in range(12)),
    stages=tuple(BuyerStage),
    industry=HOSTILE[:75],
    about=HOSTILE * 3,
    social=HOSTILE * 20,
    review_by=TODAY - timedelta(days=3),
    must_know=True,
    uses=12_345,
    helped=10,
    not_helped=3,
)


def every_message(asset: Asset):
    found = Found(Query(HOSTILE), (asset,), 9, read_as=((HOSTILE, HOSTILE),))
    lead = a_lead(segment=HOSTILE)
    counts = AssetCounts(1, 2, 3, 1)
    yield found_message(found, search_id=3, today=TODAY)
    yield found_message(replace(found, near=True), search_id=0, today=TODAY, is_rep=False)
    yield found_message(Found(Query(HOSTILE)), search_id=3, today=TODAY, drafts=[(asset, HOSTILE)])
    yield asset_card(CardFacts(asset, HOSTILE, "CR-1", 2, 5, may_change=True), today=TODAY)
    yield library_list(
        [asset], counts, today=TODAY, page=1, pages=3, command="/content", may_change=True
    )
    yield library_news(News(TODAY, (asset,), 30, 1, 2, 3), command="/content")
    yield library_review([Asked(asset, TODAY)], today=TODAY)
    yield receipts_message(
        [Receipts(replace(asset, announced_on=TODAY), {HOSTILE: NOON}, (HOSTILE,) * 30)]
    )
    yield fitting_content(lead, [asset], today=TODAY)
    yield gaps_message(
        Gaps(
            not_found=((HOSTILE, 3),),
            wanted=(Wanted(HOSTILE, 2, 1),),
            grid={(HOSTILE, "decision"): 1},
            segments=(*(f"{number} {HOSTILE}"[:75] for number in range(40)), ANY),
            searches=5,
            in_vain=4,
        ),
        since="ever",
        command="/content",
    )


def test_no_title_breaks_a_message_or_pings_a_channel():
    for message in every_message(WORST):
        assert check_message(message.blocks) == []
        said = message.text + "".join(
            block["text"]["text"] for block in message.blocks if block["type"] == "section"
        )
        assert "<!channel>" not in said
        assert "<https://evil" not in said


def test_no_title_breaks_a_modal():
    lead = a_lead(name=HOSTILE, company=HOSTILE)
    views = [
        use_modal(WORST, leads=[lead] * 25, helped=True),
        use_modal(replace(WORST, social=""), lead=lead, may_rate=False),
        shelve_form(
            replace(WORST.details, about="x" * 300, social="y" * 3000),
            asset=WORST,
            segments=["a"] * 20,
        ),
        shelve_form(WORST.details),
        shelved_modal(WORST, is_new=True, today=TODAY),
        find_form(
            Query(HOSTILE[:150], "SaaS"),
            found_message(Found(Query(HOSTILE), (WORST,), 9), search_id=3, today=TODAY),
            segments=[f"{n}" for n in range(100)],
        ),
        helped_modal(WORST),
        {
            "type": "home",
            "blocks": library_home(
                AssetCounts(approved=3, draft=1), [WORST], is_marketer=True, command="/content"
            ),
        },
    ]
    for view in views:
        assert check_view(view) == []


def test_editing_loses_nothing_of_what_came_in_by_a_file():
    segments = tuple(f"{number:02} {'s' * 72}" for number in range(12))
    asset = an_asset(segments=segments, about="a" * 3000)
    view = shelve_form(asset.details, asset=asset)
    assert check_view(view) == []
    typed = {one["block_id"]: one.get("element", {}).get("initial_value") for one in view["blocks"]}
    assert typed["segments"] == ", ".join(segments)
    assert typed["about"] == asset.about


def test_a_line_says_what_it_is_whom_it_fits_and_how_it_fared():
    used = an_asset(uses=12, helped=5, not_helped=1, about="Where two days go")
    assert asset_line(used, today=TODAY) == (
        "*<https://example.com/customs?a=1&amp;b=2|Customs one-pager>*\n"
        "Where two days go\n"
        "One-pager · SaaS, Retail · decision · used 12 times · 👍 5 👎 1"
    )
    old = an_asset(review_by=TODAY - timedelta(days=1))
    assert asset_line(old, today=TODAY).endswith("decision · ⚠️ not checked since 22 Nov 2026")
    assert "⚠️" not in asset_line(an_asset(review_by=TODAY), today=TODAY)


def test_the_text_to_copy_is_exactly_what_marketing_wrote():
    social = "Two *days* a week?\n<Here> they are: `x`_y_"
    for blocks, block_id in (
        (helped_modal(an_asset(social=social))["blocks"], "text"),
        (asset_card(CardFacts(an_asset(social=social), ""), today=TODAY).blocks, "social"),
    ):
        (copied,) = [one for one in blocks if one["block_id"] == block_id]
        assert copied["elements"][0]["elements"][0]["text"] == social
    view = use_modal(an_asset(social=social))
    copy = next(one for one in view["blocks"] if one["block_id"] == "copy")
    assert copy["element"]["initial_value"] == f"{social}\n\nhttps://example.com/customs?a=1&b=2"


def test_the_receipts_of_a_large_team_are_counted_and_none_is_cut_in_half():
    read = {f"Rep Number {number:03}": NOON for number in range(400)}
    missing = tuple(f"Rep Without {number:03}" for number in range(600))
    message = receipts_message([Receipts(an_asset(announced_on=TODAY), read, missing)])
    said = message.blocks[0]["text"]["text"]
    assert "…" not in said
    assert "and 385 more. Not yet: Rep Without 000, " in said
    assert said.endswith("and 585 more.")


def test_a_long_text_to_copy_keeps_its_link():
    asset = an_asset(social="s" * 3000)
    (copy,) = [one for one in use_modal(asset)["blocks"] if one["block_id"] == "copy"]
    assert copy["element"]["initial_value"].endswith(f"s…\n\n{asset.link}")
    assert len(copy["element"]["initial_value"]) == 3000


def test_where_another_organisation_reads_along_nothing_is_named():
    news = library_news(News(TODAY, (an_asset(),), 3, 1, 0, 4, shared=True), command="/content")
    assert news is not None
    assert "Customs" not in news.text + str(news.blocks)
    assert "/content library" in news.text
    fitting = fitting_content(a_lead(), [an_asset()], today=TODAY, shared=True)
    assert "Customs one-pager" not in fitting.text + str(fitting.blocks)
    assert check_message(fitting.blocks) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"review_by": TODAY.replace(year=2027)}, "✓ Still right until 23 Nov 2027."),
        ({"state": State.RETIRED}, "Retired."),
        ({"state": State.DRAFT}, "A draft again."),
    ],
)
def test_an_answered_question_says_what_became_of_it(changed, said):
    asked = Asked(an_asset(review_by=TODAY), TODAY)
    message = library_review([asked], today=TODAY)
    assert message is not None
    assert "Still right?" in message.text
    answered = library_review([Asked(an_asset(**changed), TODAY)], today=TODAY)
    assert answered is not None
    assert said in answered.text
    assert "actions" not in {block["type"] for block in answered.blocks}


def test_nothing_new_and_nothing_asked_is_no_message():
    assert library_news(News(TODAY, (), 0), command="/content") is None
    assert library_review([], today=TODAY) is None
