import json

import pytest

from bot.leads.domain.campaigns import verdict_key
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.feedback import load_answer
from fakeslack.blockkit import check_message, check_view
from tests.leads.rating import rate
from tests.leads.scene import (
    MARK,
    MAYA,
    RITA,
    SAM,
    TOM,
    a_floor,
    a_saved_lead,
    message_row,
    shown,
    stand_in_slack,
    the_lead_now,
)

MARKETING = "C0MKTG"
LINE_TS = "1764000200.000100"


@pytest.fixture
def house(db):
    return a_floor(db)


@pytest.fixture
def lead(db, house):
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.POOR, reason=Reason.WRONG_SEGMENT)
    with db.begin() as work:
        stand_in_slack(work, verdict_key(lead_id, TOM.id), channel=MARKETING, ts=LINE_TS)
    return lead_id


def click(house, what, lead_id, by=MARK, value=None):
    return house.click(
        f"feedback.{what}",
        value or f"L{lead_id} {TOM.id}",
        by=by.id,
        channel=MARKETING,
        ts=LINE_TS,
    )


def note_of(house):
    assert check_view(house.opened) == []
    return json.loads(house.opened["private_metadata"])


def choose(*reasons):
    return {"selected_options": [{"value": reason} for reason in reasons], "type": "checkboxes"}


def told(house):
    with house.db.read() as work:
        rows = work.connection.exec_driver_sql(
            "SELECT destination FROM outbox WHERE view = 'told_rep' ORDER BY id"
        )
        return [to for (to,) in rows]


def test_thanks_is_one_tap_and_shows_on_the_clicked_line(db, house, lead):
    click(house, "thanks", lead)
    row = message_row(db, verdict_key(lead, TOM.id))
    assert (row.state, row.response_url) == ("waiting", "http://127.0.0.1:9/response/1")
    assert "Mark Osei thanked Tom Becker" in shown(house, row.key).text


def test_a_rep_or_an_outsider_is_refused_at_every_door(db, house, lead):
    click(house, "thanks", lead, by=RITA)
    click(house, "dispute", lead, by=RITA)
    click(house, "changed", lead, by=RITA)
    assert len(house.told) == 3
    assert all(
        "Only marketers can answer feedback. You are a sales rep here" in one for one in house.told
    )
    note = {"verdict": f"L{lead} {TOM.id}"}
    house.submit("feedback.dispute", {"sentence": "No"}, by=RITA.id, note=note)
    house.submit(
        "feedback.changed", {"sentence": "No", "reasons": choose("none")}, by=RITA.id, note=note
    )
    house.click("feedback.thanks", f"L{lead} {TOM.id}", by="U0XENA", team="T0OTHER")
    house.click("feedback.thanks", f"L{lead} {TOM.id}", by="U0GUS")
    assert len(house.told) == 7
    assert message_row(db, verdict_key(lead, TOM.id)).wanted == 1
    assert told(house) == []


@pytest.mark.parametrize(
    "value", ["", "x", "L1", "L99 U0TOM", "L1 U0TOM; DROP", "L-1 U0TOM", "L" + "9" * 40 + " U0T"]
)
def test_a_forged_button_gets_a_sentence(db, house, lead, value):
    house.click("feedback.thanks", value, by=MARK.id)
    house.click("feedback.changed", value, by=MARK.id)
    house.submit("feedback.dispute", {"sentence": "x"}, by=MARK.id, note={"verdict": value})
    assert len(house.told) == 3
    assert all("not here any more" in one for one in house.told)


def test_dispute_asks_for_a_sentence_and_tells_the_rep(db, house, lead):
    click(house, "dispute", lead)
    note = note_of(house)
    assert f"Tom Becker rated L-{lead} Northwind Freight poor: wrong segment" in str(house.opened)
    ack = house.submit("feedback.dispute", {"sentence": "She owns it."}, by=MARK.id, note=note)
    assert ack == {}
    assert told(house) == [TOM.id]
    house.submit("feedback.dispute", {"sentence": "Again"}, by=MARK.id, note=note)
    assert "You have disputed this already." in house.told
    assert told(house) == [TOM.id]


def test_we_changed_something_offers_the_unanswered_reasons(db, house, lead):
    second = a_saved_lead(db, at="1.1")
    rate(db, second, Verdict.BAD, by=RITA, reason=Reason.NO_NEED)
    rate(db, second, Verdict.BAD, by=SAM)
    click(house, "changed", lead)
    (_, _, reasons) = house.opened["blocks"]
    element = reasons["element"]
    assert [option["value"] for option in element["initial_options"]] == ["wrong_segment"]
    assert {option["text"]["text"] for option in element["options"]} == {
        "Wrong segment: one verdict",
        "No need: one verdict",
        "No reason yet: one verdict",
    }
    ack = house.submit(
        "feedback.changed",
        {"sentence": "Forwarders are out", "reasons": choose("wrong_segment", "none")},
        by=MARK.id,
        note=note_of(house),
    )
    assert ack["response_action"] == "update"
    assert (
        "Sam Carter and Tom Becker are told once each, when they work. "
        f"It answers their verdicts on L-{lead} and L-{second}."
    ) in house.told
    assert sorted(told(house)) == [SAM.id, TOM.id]


def test_a_submit_without_a_known_reason_is_told_so(db, house, lead):
    note = {"verdict": f"L{lead} {TOM.id}"}
    fields = {"sentence": "x", "reasons": choose("made_up")}
    ack = house.submit("feedback.changed", fields, by=MARK.id, note=note)
    assert ack == {
        "response_action": "errors",
        "errors": {"reasons": "Choose at least one, so that the right reps are told."},
    }
    assert told(house) == []


def test_a_blank_sentence_is_named_under_its_field_and_the_form_stays(db, house, lead):
    note = {"verdict": f"L{lead} {TOM.id}"}
    fault = {
        "response_action": "errors",
        "errors": {"sentence": "Say it in a sentence; that is what the reps will read."},
    }
    for blank in ("", "  \n ", "\u202e\u200b"):
        fields = {"sentence": blank, "reasons": choose("wrong_segment")}
        assert house.submit("feedback.dispute", fields, by=MARK.id, note=note) == fault
        assert house.submit("feedback.changed", fields, by=MARK.id, note=note) == fault
    assert told(house) == []
    assert {"sentence", "reasons"} <= blocks_of(house, lead)


def blocks_of(house, lead_id):
    click(house, "changed", lead_id)
    return {block["block_id"] for block in house.opened["blocks"]}


def test_a_sentence_turns_nothing_around(db, house, lead):
    note = {"verdict": f"L{lead} {TOM.id}"}
    house.submit("feedback.dispute", {"sentence": "She \u202eowns it."}, by=MARK.id, note=note)
    with house.db.read() as work:
        assert load_answer(work, 1).sentence == "She owns it."


def test_eleven_reasons_fit_into_slacks_ten_boxes(db, house, lead):
    for n, reason in enumerate(Reason):
        one = a_saved_lead(db, at=f"2.{n}")
        rate(db, one, Verdict.BAD, by=RITA, reason=reason)
    last = a_saved_lead(db, at="3.1")
    rate(db, last, Verdict.BAD)
    house.click("feedback.changed", f"L{last} {TOM.id}", by=MARK.id, channel=MARKETING)
    element = house.opened["blocks"][2]["element"]
    assert len(element["options"]) == 10
    assert element["initial_options"][0]["value"] == "none"
    assert check_view(house.opened) == []


def test_lead_feedback_tells_the_numbers_of_a_period(db, house, lead):
    ack = house.command("/lead feedback customs today", by=TOM.id)
    assert "What sales thinks of the leads, today" in ack["text"]
    assert "1 announced · 0 taken · 0 rejected · rated 2.0 of 5 in 1 verdict" in ack["text"]
    assert "Why low: wrong segment 1" in ack["text"]
    assert check_message(ack["blocks"]) == []
    assert (
        "Nothing happened with leads last week."
        in house.command("/lead feedback last week", by=MARK.id)["text"]
    )
    refusal = house.command("/lead feedback Fair", by=MARK.id)["text"]
    assert refusal == "I know no campaign like “Fair”. The newest are: Webinar: Faster customs."


def test_long_names_are_cut_in_a_refusal(db, house):
    for n in range(3):
        a_saved_lead(db, at=f"4.{n}", campaign=f"{n} " + "x" * 190)
    for words in ("/lead feedback nope", f"/smarketing campaign-owner {'x' * 50} nobody"):
        text = house.command(words, by=MARK.id)["text"]
        assert "x…" in text
        assert len(text) < 320


def test_lead_feedback_of_many_campaigns_fits_into_a_message(db, house):
    for n in range(18):
        a_saved_lead(db, at=f"4.{n}", campaign=f"<!channel> {n} " + "é&" * 90)
    ack = house.command("/lead feedback", by=MARK.id)
    assert check_message(ack["blocks"]) == []
    assert "and 3 more; name a campaign" in str(ack["blocks"])
    assert "<!channel>" not in ack["text"]


def test_the_campaigns_owner_is_set_listed_and_removed(db, house, lead):
    campaign = the_lead_now(db, lead).campaign_id
    assert campaign
    said = house.command(
        f"/smarketing campaign-owner “Webinar: Faster customs” <@{MARK.id}|mark>", by=SAM.id
    )["text"]
    assert said == (
        "*Webinar: Faster customs*: Mark Osei is mentioned in its feedback threads from now on."
    )
    listed = house.command("/smarketing campaign-owner", by=TOM.id)["text"]
    assert "Webinar: Faster customs: Mark Osei" in listed
    removed = house.command("/smarketing campaign-owner faster customs nobody", by=MAYA.id)["text"]
    assert removed == "*Webinar: Faster customs*: Nobody looks after it now."


def test_campaign_owner_refuses_kindly(db, house, lead):
    a_saved_lead(db, at="1.1", campaign="Webinar: Slower customs")

    def answer(words, by=MAYA):
        return house.command(f"/smarketing campaign-owner {words}", by=by.id)["text"]

    assert "could be “Webinar: Faster customs”, “Webinar: Slower customs”" in answer(
        "customs <@U0MARK>"
    )
    assert "I know no campaign like" in answer("Fair <@U0MARK>")
    assert "mention its owner" in answer("Faster customs")
    assert "Rita Alvarez is not in marketing" in answer("faster <@U0RITA>")
    assert "Only marketers can say" in answer("faster <@U0MARK>", by=TOM)


def test_the_prefix_is_honoured_in_what_is_said(db):
    house = a_floor(db, prefix="acme-")
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.POOR, reason=Reason.WRONG_SEGMENT)
    house.submit(
        "feedback.dispute",
        {"sentence": "No"},
        by=MARK.id,
        note={"verdict": f"L{lead_id} {TOM.id}"},
    )
    assert "`/acme-lead rate L-1`" in str(shown(house, f"told:1:{TOM.id}").blocks)
    assert (
        "/acme-smarketing campaign-owner"
        in house.command("/acme-smarketing campaign-owner", by=MARK.id)["text"]
    )
