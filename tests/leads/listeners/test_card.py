import pytest

from bot.leads.domain.lead import Stage
from fakeslack.blockkit import check_message, check_view
from tests.leads.scene import (
    CARD_TS,
    MARK,
    NOON,
    RITA,
    SAM,
    TOM,
    a_floor,
    a_saved_lead,
    message_row,
    owned,
    shown,
    story,
    the_lead_now,
)


@pytest.fixture
def house(db):
    return a_floor(db)


def test_take_it_makes_me_the_owner_and_edits_the_card_by_the_click(house, db):
    lead_id = a_saved_lead(db)
    house.click("lead.take", f"L{lead_id}", by=RITA.id, ts=CARD_TS)
    assert the_lead_now(db, lead_id).owner == RITA.id
    row = message_row(db, f"lead:{lead_id}:card")
    assert row.response_url == "http://127.0.0.1:9/response/1"
    assert row.state == "waiting"
    assert house.told == []
    assert "Rita Alvarez has it" in shown(house, f"lead:{lead_id}:card").text


def test_the_loser_is_told_privately_who_won(house, db):
    first, second = a_saved_lead(db), a_saved_lead(db, at="2.2")
    house.click("lead.take", f"L{first}", by=RITA.id)
    house.clock.move(seconds=8)
    house.click("lead.take", f"L{first}", by=TOM.id)
    assert house.told == [
        f"Rita Alvarez took L-{first} eight seconds ago. Waiting for someone: L-{second}."
    ]


def test_a_private_card_is_shown_again_when_its_button_was_pressed(house, db):
    lead_id = a_saved_lead(db)
    house.click("lead.take", f"L{lead_id}", by=RITA.id, ts="1764999999.000001", private=True)
    (response,) = house.answers.responses
    assert response["replace"]
    assert "Rita Alvarez has it" in response["text"]
    assert message_row(db, f"lead:{lead_id}:card").response_url is None


def test_a_card_whose_posting_is_not_recorded_yet_is_not_replaced_by_a_private_one(house, db):
    lead_id = a_saved_lead(db)
    house.click("lead.take", f"L{lead_id}", by=RITA.id, ts="1764999999.000001")
    (response,) = house.answers.responses
    assert not response["replace"]
    assert message_row(db, f"lead:{lead_id}:card").wanted == 2


def pressable(answer):
    buttons = next(block for block in answer["blocks"] if block["block_id"] == "do")["elements"]
    return [one["text"]["text"] for one in [*buttons[:-1], *buttons[-1]["options"]]]


@pytest.mark.parametrize(
    ("by", "columns", "pressed"),
    [
        (RITA, {}, ["Take it", "Rate", "Reject"]),
        (MARK, {}, []),
        (SAM, {}, ["Take it", "Rate", "Reject", "Assign…"]),
        (RITA, owned(), ["Update", "Rate"]),
        (TOM, owned(), ["Rate"]),
        (MARK, owned(), []),
    ],
)
def test_a_private_card_has_no_button_that_refuses_its_reader(house, db, by, columns, pressed):
    lead_id = a_saved_lead(db, **columns)
    answer = house.command(f"/lead show L-{lead_id}", by=by.id)
    always = {"Trail", "Contact details", "Definition v3"}
    assert [one for one in pressable(answer) if one not in always] == pressed


def test_an_inquiry_opened_privately_says_why_it_is_kept(house, db):
    unmet = {"rule": "minimum_score", "met": False, "wanted": "≥ 60", "value": "10"}
    lead_id = a_saved_lead(db, stage=Stage.INQUIRY, card=False, judgement=[unmet])
    answer = house.command(f"/lead show L-{lead_id}", by=RITA.id)
    kept = "An inquiry, kept with marketing: score 10 (wanted ≥ 60)"
    assert kept in answer["text"]
    assert kept in str(answer["blocks"])


def test_no_private_card_invites_to_react_where_nobody_can(house, db):
    lead_id = a_saved_lead(db)
    shown_by_word = house.command(f"/lead show L-{lead_id}", by=RITA.id)
    house.click("lead.open", f"L{lead_id}", by=RITA.id)
    house.click("lead.open", f"L{lead_id}", by=RITA.id, view={})
    shown_by_click = house.answers.responses[0]
    for private in (shown_by_word, shown_by_click, house.opened):
        foot = private["blocks"][-1]["elements"][0]["text"]
        assert foot == f"L-{lead_id}, definition v3"
    assert "🔥 great" in str(shown(house, f"lead:{lead_id}:card").blocks[-1])


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (MARK.id, "Only sales reps can take leads"),
        ("U0GUS", "Guests can't use this"),
        ("U0XENA", "from another organisation"),
        ("U0NOBODY", "Only members of #sales or #marketing"),
    ],
)
def test_only_reps_take_leads(house, db, who, words):
    lead_id = a_saved_lead(db)
    house.click("lead.take", f"L{lead_id}", by=who)
    assert words in house.told[0]
    assert the_lead_now(db, lead_id).owner is None


@pytest.mark.parametrize(
    "value", ["", "L0", "L" + "9" * 40, "trail L99999", "{}", "-1", "L4711 x", "L٣"]
)
def test_a_button_that_names_no_lead_gets_a_sentence(house, value):
    for action in (
        "lead.take",
        "lead.rate",
        "lead.reject",
        "lead.update",
        "lead.open",
        "lead.more",
    ):
        house.click(action, value, by=RITA.id)
        assert any(
            words in house.told[-1] for words in ("older version", "There is no L-", "Which lead")
        )


def test_update_offers_only_what_is_legal(house, db):
    lead_id = a_saved_lead(db, **owned())
    house.click("lead.update", f"L{lead_id}", by=RITA.id)
    assert check_view(house.opened) == []
    offered = [b["accessory"]["text"]["text"] for b in house.opened["blocks"] if "accessory" in b]
    assert offered == ["Contacted", "Reject", "Recycle", "Hand back"]


def test_update_by_another_says_whose_lead_it_is(house, db):
    lead_id = a_saved_lead(db, **owned())
    house.click("lead.update", f"L{lead_id}", by=TOM.id)
    assert house.told == [
        (
            f"L-{lead_id} belongs to Rita Alvarez. Ask Rita Alvarez, or a sales manager, who can "
            "hand it back or give it to you."
        )
    ]


def test_a_sales_manager_may_hand_back_and_reassign_anybodys_lead(house, db):
    lead_id = a_saved_lead(db, **owned())
    house.click("lead.update", f"L{lead_id}", by=SAM.id)
    offered = [b["accessory"]["text"]["text"] for b in house.opened["blocks"] if "accessory" in b]
    assert offered == ["Hand back", "Reassign"]


def choose(house, verb, lead_id, by, **place):
    house.click(
        "lead.more",
        by=by,
        selected_option={"value": f"{verb} L{lead_id}"},
        type="overflow",
        **place,
    )


def offered_more(house, lead_id):
    buttons = shown(house, f"lead:{lead_id}:card").blocks[-2]["elements"]
    return [option["text"]["text"] for option in buttons[-1]["options"]]


def test_a_sales_manager_gives_a_lead_that_waits_to_a_rep(house, db):
    lead_id = a_saved_lead(db)
    assert offered_more(house, lead_id) == [
        "Trail",
        "Contact details",
        "Assign…",
        "Definition v3",
    ]
    choose(house, "assign", lead_id, SAM.id)
    form = house.opened
    assert check_view(form) == []
    assert form["submit"]["text"] == "Assign"
    assert submit_step(house, lead_id, "reassign", by=SAM.id, to={"selected_user": TOM.id}) == {}
    assert (the_lead_now(db, lead_id).owner, the_lead_now(db, lead_id).stage) == (
        TOM.id,
        "accepted",
    )
    assert offered_more(house, lead_id) == ["Trail", "Contact details", "Definition v3"]


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (
            RITA.id,
            "Only sales managers can give a lead to somebody. Take it yourself with Take it.",
        ),
        (
            MARK.id,
            "Only sales managers can give a lead to somebody. /smarketing people shows who they are.",
        ),
    ],
)
def test_who_may_not_assign_is_told_kindly(house, db, who, words):
    lead_id = a_saved_lead(db)
    choose(house, "assign", lead_id, who)
    submit_step(house, lead_id, "reassign", by=who, to={"selected_user": TOM.id})
    assert house.told == [words] * 2
    assert the_lead_now(db, lead_id).owner is None


def test_an_assign_that_comes_too_late_says_how_the_lead_stands(house, db):
    lead_id = a_saved_lead(db, stage=Stage.REJECTED)
    choose(house, "assign", lead_id, SAM.id)
    assert "is rejected already" in house.told[-1]


def test_contacted_is_two_taps(house, db):
    lead_id = a_saved_lead(db, **owned())
    house.click(
        "lead.step.contacted", f"L{lead_id}", by=RITA.id, view={"callback_id": "lead.update"}
    )
    assert the_lead_now(db, lead_id).contacted_at == NOON
    (update,) = house.client.called("views.update")
    assert "is marked as contacted" in str(update["view"])
    assert check_view(update["view"]) == []


def test_rejecting_is_two_taps_and_one_reason(house, db):
    lead_id = a_saved_lead(db)
    house.click("lead.reject", f"L{lead_id}", by=RITA.id)
    assert check_view(house.opened) == []
    value = house.opened["blocks"][1]["elements"][0]["value"]
    house.click("lead.because.wrong_segment", value, by=RITA.id, view={})
    lead = the_lead_now(db, lead_id)
    assert (lead.stage, lead.reason) == ("rejected", "wrong_segment")
    assert story(db, lead_id) == ["rejected"]
    assert "wrong segment" in shown(house, f"lead:{lead_id}:card").text


def test_a_stale_modal_is_answered_with_the_state_as_it_is(house, db):
    lead_id = a_saved_lead(db)
    house.click("lead.reject", f"L{lead_id}", by=RITA.id)
    house.click("lead.take", f"L{lead_id}", by=TOM.id)
    house.click("lead.because.no_need", f"reject:no_need L{lead_id}", by=RITA.id, view={})
    assert f"L-{lead_id} belongs to Tom Becker" in house.told[-1]
    assert the_lead_now(db, lead_id).stage == "accepted"


def submit_step(house, lead_id, step, by=RITA.id, **fields):
    return house.submit("lead.step", fields, by=by, note={"lead": lead_id, "step": step})


def test_won_needs_an_amount_and_says_so_at_the_field(house, db):
    lead_id = a_saved_lead(db, **{**owned(contacted_at=NOON), "stage": Stage.OPPORTUNITY})
    house.click("lead.step.won", f"L{lead_id}", by=RITA.id, view={})
    (form,) = house.client.called("views.update")
    assert check_view(form["view"]) == []
    assert submit_step(house, lead_id, "won")["errors"] == {
        "amount": "What is it worth? Write the amount, like 12,500."
    }
    assert "amount" in submit_step(house, lead_id, "won", amount="lots")["errors"]
    assert submit_step(house, lead_id, "won", amount="12.500,00 €") == {}
    assert the_lead_now(db, lead_id).amount == 12500
    assert "12,500 EUR" in shown(house, f"lead:{lead_id}:card").text


def test_recycling_needs_a_day_to_come(house, db):
    lead_id = a_saved_lead(db, **owned())
    errors = submit_step(house, lead_id, "recycle", until={"selected_date": "2026-11-23"})["errors"]
    assert errors == {"until": "Pick a day after today and within two years."}
    assert (
        "until"
        in submit_step(house, lead_id, "recycle", until={"selected_date": "never"})["errors"]
    )
    assert submit_step(house, lead_id, "recycle", until={"selected_date": "2027-02-01"}) == {}
    assert the_lead_now(db, lead_id).stage == "recycled"


def test_reassigning_gives_it_to_another_rep_only(house, db):
    lead_id = a_saved_lead(db, **owned())
    refused = submit_step(house, lead_id, "reassign", by=SAM.id, to={"selected_user": MARK.id})
    assert refused["errors"] == {"to": "Only a sales rep can own a lead; pick one."}
    assert submit_step(house, lead_id, "reassign", by=SAM.id, to={"selected_user": TOM.id}) == {}
    assert the_lead_now(db, lead_id).owner == TOM.id


@pytest.mark.parametrize(
    "note",
    [
        {},
        {"lead": "x"},
        {"lead": -1},
        {"lead": 10**30},
        {"lead": 4711, "step": "won"},
        {"lead": True},
    ],
)
def test_a_junk_modal_is_answered_kindly(house, db, note):
    house.submit("lead.step", {"amount": "1"}, by=RITA.id, note=note)
    assert any(
        words in house.told[0] for words in ("older version", "There is no L-", "belongs to nobody")
    )


def test_an_outsiders_submit_changes_nothing(house, db):
    lead_id = a_saved_lead(db, **owned())
    submit_step(house, lead_id, "hand_back", by="U0XENA")
    assert "another organisation" in house.told[0]
    assert the_lead_now(db, lead_id).owner == RITA.id


def test_contact_details_and_trail_are_private_and_plain(house, db):
    lead_id = a_saved_lead(db, name="*Ada* <!channel>")
    choose(house, "contact", lead_id, MARK.id)
    choose(house, "trail", lead_id, MARK.id)
    details, trail = house.answers.responses
    assert "ada@northwind.example" in details["blocks"][0]["text"]["text"]
    for one in (details, trail):
        assert not one["replace"]
        assert check_message(one["blocks"], ephemeral=True) == []
        assert {block["text"]["type"] for block in one["blocks"]} == {"plain_text"}
        assert "<!channel>" not in one["text"]


def test_opening_a_rolled_up_lead_posts_its_card_once(house, db):
    lead_id = a_saved_lead(db, card=False, rollup="rollup:202611231200")
    house.click("lead.open", f"L{lead_id}", by=MARK.id)
    assert message_row(db, f"lead:{lead_id}:card") is None
    house.click("lead.open", f"L{lead_id}", by=RITA.id)
    house.click("lead.open", f"L{lead_id}", by=TOM.id)
    assert message_row(db, f"lead:{lead_id}:card").destination == "sales"
    assert story(db, lead_id) == ["announced"]
    looked, posted, shown_again = house.told
    assert posted == f"L-{lead_id} gets its own card in the sales channel now."
    assert "Ada Okafor" in looked
    assert "Ada Okafor" in shown_again


def test_a_roll_up_is_browsed_by_pages(house, db):
    for number in range(25):
        a_saved_lead(db, card=False, rollup="rollup:1", name=f"Person {number}")
    house.click("lead.browse", "0 rollup:1", by=RITA.id)
    assert check_view(house.opened) == []
    assert "Page 1 of 2" in str(house.opened)
    house.click("lead.page.next", "1 rollup:1", by=RITA.id, view={})
    (page,) = house.client.called("views.update")
    assert "Person 24" in str(page["view"])
    for junk in ("", "x rollup:1", "0 rollup:none", "99999999 rollup:1"):
        house.click("lead.browse", junk, by=RITA.id)
        told = house.answers.responses[-1]["text"]
        assert "older version" in told or "None of its leads" in told
