import pytest

from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Verdict
from bot.leads.store.tables import verdict_history
from bot.leads.store.verdicts import standing_verdict
from tests.leads.scene import (
    MARK,
    NOON,
    RITA,
    SALES,
    TOM,
    a_floor,
    a_saved_lead,
    message_row,
    owned,
    reaction,
    shown,
    stand_in_slack,
    story,
    the_lead_now,
)


@pytest.fixture
def house(db):
    return a_floor(db)


def verdict(db, lead_id, rep=RITA.id):
    with db.read() as work:
        standing = standing_verdict(work, lead_id=lead_id, rep=rep)
    return standing.verdict if standing else None


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("fire", Verdict.GREAT),
        ("+1", Verdict.GOOD),
        ("thumbsup::skin-tone-5", Verdict.GOOD),
        ("thumbsdown", Verdict.POOR),
        ("wastebasket", Verdict.BAD),
        ("tada", None),
    ],
)
def test_a_reps_reaction_is_a_verdict_at_once(house, db, name, given):
    lead_id = a_saved_lead(db)
    house.event(reaction(name, by=RITA.id))
    assert verdict(db, lead_id) == given


def test_the_latest_still_present_counts_and_taking_back_keeps_the_history(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("fire", by=RITA.id, at=100))
    house.event(reaction("-1", by=RITA.id, at=110))
    assert verdict(db, lead_id) is Verdict.POOR
    house.event(reaction("-1", by=RITA.id, at=120, removed=True))
    assert verdict(db, lead_id) is Verdict.GREAT
    house.event(reaction("fire", by=RITA.id, at=130, removed=True))
    assert verdict(db, lead_id) is None
    with db.read() as work:
        history = [row.verdict for row in work.execute(verdict_history.select())]
    assert history == ["great", "poor", "great", None]


def test_of_two_tones_of_one_reaction_the_other_still_counts(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("+1", by=RITA.id, at=100))
    house.event(reaction("thumbsup::skin-tone-3", by=RITA.id, at=101))
    house.event(reaction("+1::skin-tone-3", by=RITA.id, at=102, removed=True))
    assert verdict(db, lead_id) is Verdict.GOOD
    house.event(reaction("thumbsup", by=RITA.id, at=103, removed=True))
    assert verdict(db, lead_id) is None
    assert story(db, lead_id) == ["verdict"] * 2


def test_events_in_the_wrong_order_and_twice_change_nothing(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("+1", by=RITA.id, at=120, removed=True))
    house.event(reaction("+1", by=RITA.id, at=110))
    assert verdict(db, lead_id) is None
    house.event(reaction("-1", by=RITA.id, at=130))
    for _ in range(3):
        house.event(reaction("-1", by=RITA.id, at=130), event_id="Ev1")
    assert story(db, lead_id) == ["verdict"]


@pytest.mark.parametrize("name", ["fire", "+1", "-1", "wastebasket"])
def test_a_marketers_reaction_is_no_verdict_and_is_not_scolded(house, db, name):
    lead_id = a_saved_lead(db)
    assert house.event(reaction(name, by=MARK.id)).status == 200
    assert verdict(db, lead_id, MARK.id) is None
    assert house.told == []


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("U0GUS", "Guests can't use this."),
        ("U0XENA", "You are here from another organisation."),
        ("U0NOBODY", "Only members of #sales or #marketing can use this."),
    ],
)
def test_who_is_not_of_our_teams_is_told_so_once_a_card(house, db, who, sentence):
    lead_id = a_saved_lead(db)
    for n, name in enumerate(["fire", "-1", "wastebasket", "hand"]):
        house.event(reaction(name, by=who, at=100 + n))
    house.event(reaction("fire", by=who, at=110, removed=True))
    assert verdict(db, lead_id, who) is None
    (call,) = house.client.called("chat.postEphemeral")
    assert (call["channel"], call["user"]) == (SALES, who)
    assert call["text"].startswith(sentence)
    a_saved_lead(db, at="7.7")
    house.event(reaction("+1", by=who, ts="7.7"))
    assert len(house.told) == 2


def test_a_raised_hand_takes_the_lead_in_any_skin(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("raised_hand::skin-tone-3", by=RITA.id))
    assert the_lead_now(db, lead_id).owner == RITA.id


def test_the_second_hand_is_told_privately_and_once(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("hand", by=RITA.id, at=100))
    house.clock.move(seconds=8)
    house.event(reaction("hand", by=TOM.id, at=108))
    house.event(reaction("hand", by=TOM.id, at=108))
    (call,) = house.client.called("chat.postEphemeral")
    assert (call["channel"], call["user"]) == (SALES, TOM.id)
    assert call["text"] == f"Rita Alvarez took L-{lead_id} eight seconds ago."


def test_a_marketers_hand_is_answered(house, db):
    a_saved_lead(db)
    house.event(reaction("hand", by=MARK.id))
    assert "Only sales reps can take leads" in house.told[0]


def test_taking_the_hand_back_releases_only_before_contact(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("hand", by=RITA.id, at=100))
    house.event(reaction("hand", by=TOM.id, at=105))
    house.event(reaction("hand", by=TOM.id, at=110, removed=True))
    assert the_lead_now(db, lead_id).owner == RITA.id
    house.event(reaction("hand", by=RITA.id, at=120, removed=True))
    assert the_lead_now(db, lead_id).stage is Stage.MQL
    contacted = a_saved_lead(db, at="7.7", **owned(contacted_at=NOON))
    house.event(reaction("hand", by=RITA.id, at=100, ts="7.7"))
    house.event(reaction("hand", by=RITA.id, at=101, ts="7.7", removed=True))
    assert the_lead_now(db, contacted).owner == RITA.id


def test_who_lowers_the_hand_after_contact_is_told_that_the_lead_stays_theirs(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("hand", by=RITA.id, at=100))
    house.event(reaction("hand", by=TOM.id, at=101))
    house.command(f"/lead contacted L-{lead_id}", by=RITA.id)
    before = len(house.told)
    for _ in range(2):
        house.event(reaction("hand", by=RITA.id, at=110, removed=True))
        house.event(reaction("hand", by=TOM.id, at=111, removed=True))
    assert house.told[before:] == [
        f"L-{lead_id} stays yours: it was contacted. Update, then Hand back, frees it."
    ]
    assert the_lead_now(db, lead_id).owner == RITA.id


def test_a_hand_lowered_when_the_story_is_over_is_not_answered(house, db):
    a_saved_lead(db, **owned(contacted_at=NOON, ended_at=NOON) | {"stage": Stage.DISQUALIFIED})
    house.event(reaction("hand", by=RITA.id, at=100))
    told = house.told
    house.event(reaction("hand", by=RITA.id, at=101, removed=True))
    assert house.told == told


def test_of_a_lead_erased_after_contact_no_step_is_offered_that_is_refused(house, db):
    lead_id = a_saved_lead(db, erased=True, **owned(contacted_at=NOON))
    house.event(reaction("hand", by=RITA.id, at=100))
    house.event(reaction("hand", by=RITA.id, at=101, removed=True))
    assert house.told[-1] == f"L-{lead_id} stays yours: it was contacted."


def test_a_hand_lowered_before_it_is_heard_of_takes_nothing(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("hand", by=RITA.id, at=120, removed=True))
    house.event(reaction("hand", by=RITA.id, at=110))
    assert the_lead_now(db, lead_id).owner is None


def test_reactions_elsewhere_and_junk_are_let_be(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("-1", by=RITA.id, ts="1.1"))
    house.event(reaction("-1", by=RITA.id, channel="C0OTHER"))
    house.event({**reaction("-1", by=RITA.id), "event_ts": "soon"})
    house.event(
        {"type": "reaction_added", "user": RITA.id, "reaction": "-1", "item": {"type": "file"}}
    )
    house.event({"type": "reaction_added"})
    assert verdict(db, lead_id) is None


def why(house, lead_id):
    return shown(house, f"lead:{lead_id}:why:{RITA.id}")


def test_a_low_verdict_is_asked_about_in_one_message_that_then_thanks(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("-1", by=RITA.id, at=100))
    key = f"lead:{lead_id}:why:{RITA.id}"
    assert message_row(db, key).destination == RITA.id
    assert (
        why(house, lead_id).text == f"You rated Northwind Freight (L-{lead_id}) 👎. What was wrong?"
    )
    with db.begin() as work:
        stand_in_slack(work, key, channel="D0RITA", ts="9.9")
    house.click(
        "lead.why.wrong_segment",
        f"wrong_segment L{lead_id}",
        by=RITA.id,
        channel="D0RITA",
        ts="9.9",
    )
    assert "Thanks. Marketing sees: wrong segment." in why(house, lead_id).text
    assert message_row(db, key).response_url
    house.event(reaction("wastebasket", by=RITA.id, at=110))
    assert "Marketing sees: wrong segment" in why(house, lead_id).text
    house.submit(
        "lead.word", {"comment": "they don't own the budget"}, by=RITA.id, note={"lead": lead_id}
    )
    assert "they don't own the budget" in why(house, lead_id).text
    house.event(reaction("fire", by=RITA.id, at=120))
    assert "You rate Northwind Freight" in why(house, lead_id).text
    for name in ("fire", "-1", "wastebasket"):
        house.event(reaction(name, by=RITA.id, at=130, removed=True))
    assert "back" in why(house, lead_id).text


def test_a_verdict_taken_back_before_the_question_is_sent_is_not_asked_about(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("-1", by=RITA.id, at=100))
    house.event(reaction("-1", by=RITA.id, at=101, removed=True))
    assert why(house, lead_id) is None


def test_a_reason_for_a_verdict_that_is_gone_gets_a_sentence(house, db):
    lead_id = a_saved_lead(db)
    value = f"wrong_segment L{lead_id}"
    house.click("lead.why.wrong_segment", value, by=RITA.id)
    house.event(reaction("fire", by=RITA.id))
    house.click("lead.why.wrong_segment", value, by=RITA.id)
    house.click(
        "lead.why.rest", by=RITA.id, selected_option={"value": "because L1"}, type="static_select"
    )
    assert house.told == [
        f"You took your verdict on L-{lead_id} back, so no reason is needed.",
        f"You rate L-{lead_id} great now, so no reason is needed.",
        "This is from an older version. /lead find looks the lead up.",
    ]


def test_the_mapping_is_a_setting(db):
    house = a_floor(db, reactions={"star": Verdict.GREAT, "thumbsdown": Verdict.BAD})
    lead_id = a_saved_lead(db)
    house.event(reaction("star", by=RITA.id, at=100))
    house.event(reaction("-1::skin-tone-2", by=TOM.id, at=100))
    house.event(reaction("fire", by=SALES))
    assert (verdict(db, lead_id), verdict(db, lead_id, TOM.id)) == (Verdict.GREAT, Verdict.BAD)
    footer = shown(house, f"lead:{lead_id}:card").blocks[-1]["elements"][0]["text"]
    assert footer == f"✋ take · :star: great · 👎 bad   ·   L-{lead_id}, definition v3"
