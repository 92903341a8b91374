"""One search, alike on both databases: it forgives, it ranks, and nothing typed breaks it."""

import itertools
import random
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.domain.search import read_query
from bot.content.domain.tags import BuyerStage, Format
from bot.content.queries.search import search_library
from bot.content.store.asset_uses import insert_use, save_rating
from bot.content.store.assets import (
    insert_asset,
    load_asset,
    retire,
    update_asset,
)
from bot.kit.db import Database, open_database
from tests.content.library import MONA, NOON, a_saved_asset, fill_the_shelf, some_details

TODAY = NOON.date()

ALMOST_RIGHT = [
    ("customs paperwork", "Customs paperwork in half the time"),
    ("CUSTOM  PAPERWORKS", "Customs paperwork in half the time"),
    ("price", "Pricing and packages"),
    ("pricng", "Pricing and packages"),
    ("one pager pricing", "Pricing and packages"),
    ("onepager pricing", "Pricing and packages"),
    ("custmos delays", "How Harbour Lines cut customs delays"),
    ("white paper waiting", "Whitepaper: the cost of waiting"),
    ("spread sheets", "Against spreadsheets"),
    ("secur", "Security and data protection"),
    ("grusse lager", "Grüße aus dem Lager"),
    ("GROSSHANDEL", "Grüße aus dem Lager"),
    ("cafe", "Café chains: returns without tears"),
    ("do we have anything about clinics?", "Clinics and their suppliers"),
    ("slides", "First call deck"),
    ("customer's savings", "What customers save in a year"),
    ("battlecard", "Against spreadsheets"),
    ("t1", "T1 transit, explained"),
    ("missing deliverys", "Clinics and their suppliers"),
]


def titles(db: Database, typed: str, **more) -> list[str]:
    """The titles of what holds all that was typed, as `/content find` reads it."""
    return [one.title for one in found(db, typed, **more).exact]


def found(db: Database, typed: str, **more):
    with db.read() as work:
        return search_library(work, read_query(typed), **{"most": 5, "today": TODAY, **more})


def test_what_is_typed_almost_right_is_found(db):
    fill_the_shelf(db)
    assert {typed: titles(db, typed)[:1] for typed, _ in ALMOST_RIGHT} == {
        typed: [first] for typed, first in ALMOST_RIGHT
    }


def test_a_slip_of_the_hand_is_told_and_a_figure_is_never_one(db):
    fill_the_shelf(db)
    assert found(db, "custmos").read_as == (("custmos", "customs"),)
    assert found(db, "T2").assets == ()


def test_customers_are_no_customs(db):
    fill_the_shelf(db)
    assert "What customers save in a year" not in titles(db, "customs", most=20)


def test_every_word_counts_and_what_comes_closest_is_marked_as_such(db):
    fill_the_shelf(db)
    both = found(db, "customs delays")
    assert [one.title for one in both.exact] == ["How Harbour Lines cut customs delays"]
    near = found(db, "customs unicorns")
    assert near.near
    assert near.count == 0
    assert {one.title for one in near.assets} == {
        "How Harbour Lines cut customs delays",
        "Customs paperwork in half the time",
    }
    assert titles(db, "customs unicorns") == []


def test_tags_narrow_it_down_and_what_has_none_fits_all(db):
    fill_the_shelf(db)
    retail = titles(db, "segment:retail", most=20)
    assert retail[:2] == ["Café chains: returns without tears", "T1 transit, explained"]
    assert "Pricing and packages" in retail
    assert "Clinics and their suppliers" not in retail
    assert titles(db, "format:deck") == ["First call deck"]
    assert titles(db, "customs stage:awareness") == ["Customs paperwork in half the time"]
    assert titles(db, 'customs stage:consideration format:"case study"') == [
        "How Harbour Lines cut customs delays"
    ]
    assert titles(db, 'segment:"mid market"', most=1) == ["Against spreadsheets"]


def test_what_reps_found_helpful_comes_first_among_equals(db):
    second, first = (
        a_saved_asset(db, f"Freight guide {part}", format=Format.GUIDE) for part in "ab"
    )
    assert titles(db, "freight guide") == ["Freight guide b", "Freight guide a"]
    with db.begin() as work:
        for rep in ("U1", "U2"):
            insert_use(work, second, person=rep, lead_id=0, day=TODAY, at=NOON)
            save_rating(work, second, person=rep, helped=True, why="", at=NOON)
        save_rating(work, first, person="U1", helped=False, why="old", at=NOON)
    best, other = found(db, "freight guide").exact
    assert (best.id, best.uses, best.rating) == (second, 2, (2, 0))
    assert other.rating == (0, 1)


def test_what_is_expired_comes_last_drafts_are_marketing_s_and_retired_is_gone(db):
    a_saved_asset(db, "Transit now", review_by=TODAY - timedelta(days=1))
    a_saved_asset(db, "Transit, then", review_by=TODAY)
    a_saved_asset(db, "Transit soon", approved=False)
    gone = a_saved_asset(db, "Transit once")
    with db.begin() as work:
        retire(work, gone, at=NOON)
    assert [one.title for one in found(db, "transit").exact] == ["Transit, then", "Transit now"]
    for_marketing = found(db, "transit", drafts=True)
    assert "Transit soon" in [one.title for one in for_marketing.exact]
    assert for_marketing.count == 3


def test_a_changed_asset_is_found_by_what_it_says_now(db):
    asset_id = a_saved_asset(db, "Warehouse tour", segments=("Retail",))
    with db.begin() as work:
        update_asset(work, asset_id, some_details("Factory visit", segments=("Food",)))
    assert titles(db, "warehouse tour") == []
    assert titles(db, "factory") == ["Factory visit"]
    with db.read() as work:
        asset = load_asset(work, asset_id)
    assert asset is not None
    assert asset.segments == ("Food",)


def test_more_is_counted_than_shown(db):
    for number in range(8):
        a_saved_asset(db, f"Transit chapter {number}")
    assert found(db, "transit", most=3).count == 8
    assert len(found(db, "transit", most=3).assets) == 3


HOSTILE = [
    "", " ", "\0", "a\0b", "'", '"', "''", '"" OR ""', "case-study", "case - study", "NOT customs",
    "customs AND", "customs OR paperwork", "NEAR(customs paperwork)", "customs*", "^customs",
    "title:customs", "{customs}", "(customs", "customs)", "customs:*", "customs & !paperwork",
    "customs | paperwork <-> x", "'; DROP TABLE assets; --", "%", "_", "\\", "%%%___", "::", ":",
    "segment:", "segment:'", 'segment:"', "stage:nowhere", "format:x", "segment:\0", "😀", "🚢 customs",
    "\ud800", "customs\ud800", "\u202ecustoms", "é" * 500, "x" * 10_000, "customs " * 2_000,
    " ".join(f"word{n}" for n in range(1000)), "١٢٣", "文件 海关", "a", "-", "—", "\n\n", "İstanbul",
]  # fmt: skip


def test_nothing_typed_breaks_it(db):
    fill_the_shelf(db)
    for typed in HOSTILE:
        answer = found(db, typed)
        assert len(answer.assets) <= 5, typed
    assert titles(db, "NOT customs") == []
    assert titles(db, "🚢 customs!") == titles(db, "customs")
    assert titles(db, "customs " * 2_000) == titles(db, "customs")


@pytest.fixture(scope="module")
def a_shelf(sqlite_template, tmp_path_factory):
    """One library for every example: searching changes nothing."""
    path = tmp_path_factory.mktemp("shelf") / "test.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_database(f"sqlite:///{path}")
    fill_the_shelf(database)
    yield database
    database.close()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80) | st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join))
def test_any_text_is_answered_and_only_with_what_holds_it(a_shelf, typed):
    answer = found(a_shelf, typed)
    assert answer.count >= len(answer.exact)
    if answer.near:
        assert answer.exact == ()


def a_corpus(size: int) -> list:
    """Invented pieces, always the same."""
    pick = random.Random(4)  # noqa: S311 - a corpus, not a secret
    things = (
        "customs pricing transit warehouse returns security integration shipping duty paperwork"
    )
    verbs = "explained compared automated delayed forgotten halved audited planned priced shipped"
    whom = "Freight Retail SaaS Healthcare Mid-Market Großhandel Food".split()  # noqa: SIM905
    some = []
    for number in range(size):
        title = f"{pick.choice(things.split())} {pick.choice(verbs.split())} {number}"
        some.append(
            some_details(
                title.capitalize(),
                link=f"https://content.example.com/{number}",
                format=pick.choice(list(Format)),
                segments=tuple(pick.sample(whom, pick.randint(0, 2))),
                stages=tuple(pick.sample(list(BuyerStage), pick.randint(0, 2))),
                about=" ".join(pick.sample(things.split() + verbs.split(), 3)),
                review_by=TODAY + timedelta(days=pick.randint(-20, 200)),
                approved=number % 9 > 0,
            )
        )
    return some


def queries(number: int) -> list[str]:
    """As people type: right, with slips, with tags, hostile."""
    pick = random.Random(5)  # noqa: S311 - a corpus, not a secret
    words = (
        "customs prices transits warehouses return secure integrations ship dutys explain compare"
    )
    words += " automate delays auditing pricng custmos warehuose unicorn case-study onepager slides"
    tags = ["segment:Freight", "stage:decision", "format:deck", 'segment:"mid market"', ""]
    made = [
        " ".join([*pick.sample(words.split(), pick.randint(1, 4)), pick.choice(tags)])
        for _ in range(number - len(HOSTILE))
    ]
    return [*made, *HOSTILE][:number]


@pytest.mark.postgres
def test_both_databases_answer_200_searches_alike(
    sqlite_with_tables, postgres_server, postgres_template
):
    with postgres_server.new_database(like=postgres_template) as url:
        both = [open_database(sqlite_with_tables), open_database(url)]
        for db in both:
            with db.begin() as work:
                for number, details in enumerate(a_corpus(250)):
                    asset_id = insert_asset(work, details, by=MONA, at=NOON)
                    for rep in range(number % 4):
                        insert_use(
                            work, asset_id or 0, person=f"U{rep}", lead_id=0, day=TODAY, at=NOON
                        )
        asked = queries(200)
        answers = [
            [
                (answer.total, answer.near, answer.read_as, [one.id for one in answer.assets])
                for answer in (found(db, typed, most=10) for typed in asked)
            ]
            for db in both
        ]
        for db in both:
            db.close()
    assert [typed for typed, one, other in zip(asked, *answers, strict=True) if one != other] == []
    assert sum(bool(ids) for *_, ids in answers[0]) > 100, "most of them find something"
    assert len(set(itertools.chain(*(ids for *_, ids in answers[0])))) > 60
