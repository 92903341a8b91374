"""`/smarketing glossary` and `/smarketing report`, by dispatched payloads."""

import pytest

from bot.leads.domain.lead import Stage
from bot.scoreboard.domain.metrics import Metric
from fakeslack.blockkit import check_message
from tests.leads.scene import MARK, NOON, RITA, SAM, TOM
from tests.scoreboard.scene import a_board, a_lead_that
from tests.support.house import TestedHouse


@pytest.fixture
def house(db) -> TestedHouse:
    return a_board(db)


def answer(house: TestedHouse) -> dict:
    """What was said last through a response_url, held against Slack's rules."""
    said = house.answers.responses[-1]
    assert check_message(said["blocks"], ephemeral=True) == []
    return said


def test_the_glossary_names_every_number(house):
    ack = house.command("/smarketing glossary", by=RITA.id)
    assert check_message(ack["blocks"], ephemeral=True) == []
    for metric in Metric:
        assert metric.of.name in str(ack["blocks"])


def test_a_report_is_a_chart_a_table_and_sentences_that_can_be_read_aloud(house, db):
    a_lead_that(db, taken=10, contacted=20)
    a_lead_that(db)
    house.command("/smarketing report week", by=MARK.id)
    said = answer(house)
    kinds = [block["type"] for block in said["blocks"]]
    assert "data_visualization" in kinds
    assert "data_table" in kinds
    assert "Qualified leads: leads 2, went on 1, share 50 %" in said["text"]
    assert "Of the 2 that qualified this week, so far: 1 accepted" in said["text"]


def test_a_report_of_a_quiet_time_says_so(house):
    house.command("/smarketing report last week", by=RITA.id)
    assert "Nothing happened in that time" in answer(house)["text"]


@pytest.mark.parametrize("by", ["campaign", "source", "segment"])
def test_a_report_by_anything_of_a_lead_has_a_row_for_each(house, db, by):
    a_lead_that(db, taken=10, source="form", segment="SaaS")
    a_lead_that(db, source="event", segment="Freight", campaign="Trade fair")
    house.command(f"/smarketing report month by {by}", by=RITA.id)
    text = answer(house)["text"]
    first, second = {
        "campaign": ("Webinar: Faster customs", "Trade fair"),
        "source": ("form", "event"),
        "segment": ("SaaS", "Freight"),
    }[by]
    assert f"{first}: qualified 1, accepted 1" in text
    assert f"{second}: qualified 1, accepted 0" in text


@pytest.mark.parametrize(
    ("typed", "of"),
    [
        ("for campaign Webinar: Faster customs", "Webinar: Faster customs"),
        ("for campaign webinar", "Webinar: Faster customs"),
        ("for source “form”", "form"),
        ("for segment aas", "SaaS"),
        ("for rep Rita", "Rita Alvarez"),
    ],
)
def test_a_report_for_one_of_them_is_the_funnel_and_the_cohort_of_its_leads_alone(
    house, db, typed, of
):
    for _ in range(3):
        a_lead_that(db, taken=10, source="form", segment="SaaS")
    a_lead_that(db, source="event", segment="Freight", campaign="Trade fair", by=TOM.id, taken=5)
    house.command(f"/smarketing report month {typed}", by=SAM.id)
    said = answer(house)
    assert said["text"].startswith(f"Funnel of {of}, this month")
    assert "Qualified leads: leads 3, went on 3, share 100 %" in said["text"]
    assert "Of the 3 that qualified this month, so far: 3 accepted" in said["text"]
    assert f"those of {typed.split()[1]} {of}" in str(said["blocks"])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("for campaign", "For which campaign? Write its name"),
        ("for", "By what? A report can be by campaign"),
        ("for team sales", "/smarketing report by team"),
        ("for campaign webnar: faster custom", "Did you mean “Webinar: Faster customs”?"),
        ("for campaign xyz", "Nothing happened with a campaign “xyz” this month."),
        ("for campaign a", "Which campaign is meant by “a”: “Trade fair” and “Webinar: Faster"),
        ("for rep nobody", "Nothing happened with a rep “nobody”"),
    ],
)
def test_who_asks_for_none_of_them_is_told_what_there_is(house, db, typed, told):
    a_lead_that(db)
    a_lead_that(db, campaign="Trade fair")
    house.command(f"/smarketing report month {typed}", by=SAM.id)
    assert told in "\n".join(house.told)


def test_a_rep_asks_for_themselves_and_for_nobody_else(house, db):
    a_lead_that(db, taken=10, by=TOM.id)
    a_lead_that(db, taken=10, by=RITA.id)
    house.command("/smarketing report month for rep rita", by=RITA.id)
    assert answer(house)["text"].startswith("Funnel of Rita Alvarez, this month")
    house.command("/smarketing report month for rep tom", by=RITA.id)
    assert "Numbers by rep are for managers" in house.answers.responses[-1]["text"]
    house.command("/smarketing report month for rep tom", by=MARK.id)
    assert "Numbers by rep are for managers" in house.told[-1]


def test_by_team_the_two_stand_side_by_side_with_their_promises(house, db):
    a_lead_that(db, taken=10)
    house.command("/smarketing report month by team", by=RITA.id)
    text = answer(house)["text"]
    assert "Marketing brings" in text
    assert "Sales: answer a qualified lead within 1 h · 1 of 1 kept" in text
    assert "Marketing: answer a content request within 16 h · nothing due yet" in text


def test_managers_see_the_reps_in_the_order_of_their_names(house, db):
    a_lead_that(db, taken=10, by=TOM.id)
    a_lead_that(db, taken=10, by=TOM.id)
    a_lead_that(db, taken=10, by=RITA.id)
    a_lead_that(db)
    house.command("/smarketing report month by rep", by=SAM.id)
    text = answer(house)["text"]
    assert text.index("Rita Alvarez: accepted 1") < text.index("Tom Becker: accepted 2")
    assert "nobody is ranked" in text
    assert "Nobody yet" not in text


def test_a_rep_sees_their_own_row_alone(house, db):
    a_lead_that(db, taken=10, by=TOM.id)
    a_lead_that(db, taken=10, by=RITA.id)
    house.command("/smarketing report month by rep", by=RITA.id)
    said = answer(house)
    assert "Rita Alvarez: accepted 1" in said["text"]
    assert "Tom" not in str(said)


def test_a_marketer_is_refused_the_numbers_by_rep(house):
    house.command("/smarketing report month by rep", by=MARK.id)
    assert "Numbers by rep are for managers" in house.told[-1]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("report quater", "Did you mean /smarketing report quarter?"),
        ("report month by campain", "Did you mean by campaign?"),
        ("report month by", "By what? A report can be by campaign, source, segment, rep, team"),
        ("report blargh", "“blargh” is no time I know. Write week, month"),
        ("reprot month", "Did you mean /smarketing report month?"),
    ],
)
def test_what_is_no_word_gets_the_nearest(house, typed, told):
    house.command(f"/smarketing {typed}", by=RITA.id)
    assert told in house.told[-1]


def test_strangers_are_refused(house):
    house.command("/smarketing report", by="U0XENA", team="T0OTHER")
    house.command("/smarketing glossary", by="U0GUS")
    assert "another organisation" in house.told[0]
    assert "Guests" in house.told[1]


def test_names_from_outside_can_break_nothing(house, db):
    evil = "<!channel> *Bold* ``` & <https://evil.example|Sons>"
    a_lead_that(db, taken=5, stage=Stage.REJECTED, ended_at=NOON, segment=evil)
    house.command("/smarketing report month by segment", by=RITA.id)
    said = answer(house)
    assert "<!channel>" not in said["text"]
    for block in said["blocks"]:
        if block["type"] not in {"data_table", "data_visualization"}:
            assert "<!channel>" not in str(block)
    fallback = house.answers.responses[-1]["fallback_blocks"]
    assert check_message(fallback, ephemeral=True) == []
    assert "<!channel>" not in str(fallback)
    house.command("/smarketing report month for segment <!channel>", by=RITA.id)
    said = answer(house)
    assert said["text"].startswith("Funnel of &lt;!channel&gt;")
    shown = [block for block in said["blocks"] if block["type"] != "header"]
    assert "<!channel>" not in str(shown)
