import json
from datetime import timedelta

import pytest

from bot.leads import feature
from bot.leads.actions.erase import erase_person
from bot.leads.definition.queries import definition_in_force, history
from bot.leads.definition.trying import SWEEP, Trying
from bot.leads.definition.versions import Standing
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Reason, Verdict
from bot.people.domain import Team
from fakeslack.blockkit import check_message, check_view
from tests.builders import a_person, some_people_settings
from tests.leads.rating import rate
from tests.leads.scene import (
    MARK,
    MAYA,
    NOON,
    RITA,
    SAM,
    a_floor,
    a_room,
    a_saved_lead,
    message_row,
    open_the_floor,
    shown,
    stand_in_slack,
)
from tests.support.house import a_house

YESTERDAY = NOON - timedelta(days=1)
FORM = {
    "required": "e-mail or phone\ncompany",
    "minimum_score": "70",
    "no_free_mail": {"selected_options": [{"value": "no_free_mail"}], "type": "checkboxes"},
    "why": "Below 70 nobody ever bought.",
}


@pytest.fixture
def house(db):
    return a_floor(db)


@pytest.fixture
def leads(db, house):
    """Ada scores 82, Bo 65: he qualified by v1 and would no more by v2."""
    return [
        a_saved_lead(db, received_at=YESTERDAY, definition_version=1),
        a_saved_lead(
            db,
            at="1764000000.000200",
            email="bo@alpenrad.example",
            name="Bo Lind",
            company="Alpenrad <Cycles>",
            score=65,
            received_at=YESTERDAY,
            definition_version=1,
        ),
    ]


def propose(house, by=SAM, **changed):
    return house.submit("definition.propose", {**FORM, **changed}, by=by.id)


def sweep(house):
    [job] = [one for one in house.schedule.sweeps if one.name == SWEEP]
    return job.do()


def proposed(house, **changed):
    """v2 is proposed by Sam and tried, and the managers have read so."""
    propose(house, **changed)
    sweep(house)
    with house.db.begin() as work:
        for one in (SAM, MAYA):
            stand_in_slack(work, f"definition:2:to:{one.id}", channel=f"D0{one.id}")


def read(house, words="", by=RITA):
    ack = house.command(f"/smarketing definition {words}".strip(), by=by.id)
    assert check_message(ack.get("blocks", [])) == []
    return ack


def said(house):
    """What the person who clicked was told."""
    return house.answers.responses[-1]["text"]


def labels(blocks):
    elements = [e for b in blocks for e in [*b.get("elements", []), b.get("accessory") or {}]]
    return [e["text"]["text"] for e in elements if e.get("type") == "button"]


def to(house, person, version=2):
    """A proposal's message to one person."""
    message = shown(house, f"definition:{version}:to:{person.id}")
    assert check_message(message.blocks) == []
    return message


def test_a_new_installation_says_what_both_teams_start_from(house):
    ack = read(house)
    assert "Definition of a qualified lead, v1" in ack["text"]
    assert "• score is at least 60" in ack["text"]
    assert "• e-mail or phone is given" in ack["text"]
    assert "sales 0 of 4, marketing 0 of 2" in ack["text"]
    assert labels(ack["blocks"]) == ["I know it", "What contradicts it", "All versions"]
    assert "Propose a change" in labels(read(house, by=MAYA)["blocks"])


@pytest.mark.parametrize("words", ["v1", "1", "V1"])
def test_a_version_opens_by_its_number(house, words):
    assert "v1" in read(house, words)["text"]


def test_a_version_that_never_was_is_refused_with_the_way_on(house):
    assert "There is no definition v9." in read(house, "v9")["text"]
    assert "a version such as v1" in read(house, "rules please")["text"]


def test_who_is_in_neither_team_reads_nothing(house):
    assert "Only members of" in read(house, by=a_person("U0NOBODY", "Nobody"))["text"]
    assert "Guests can't use this" in house.command("/smarketing definition", by="U0GUS")["text"]


def test_i_know_it_is_counted_once_for_each_person_and_team(house):
    read(house)
    for _ in range(2):
        house.click("definition.know", "v1", by=RITA.id)
    house.click("definition.know", "v1", by=MARK.id)
    ack = read(house)
    assert "sales 1 of 4, marketing 1 of 2" in ack["text"]
    assert labels(ack["blocks"]) == ["What contradicts it", "All versions"]
    assert "sales 1 of 4" in house.answers.responses[-1]["text"]
    assert house.answers.responses[-1]["replace"]


def test_the_form_has_every_rule_and_begins_with_what_is_in_force(house):
    house.command("/smarketing definition propose", by=SAM.id)
    view = house.opened
    assert check_view(view) == []
    typed = {
        block["block_id"]: block["element"].get("initial_value")
        for block in view["blocks"]
        if block["type"] == "input"
    }
    assert list(typed) == [
        "required",
        "minimum_score",
        "segments",
        "countries",
        "employees_from",
        "employees_to",
        "no_free_mail",
        "competitors",
        "why",
    ]
    assert typed["required"] == "e-mail or phone\ncompany"
    assert typed["minimum_score"] == "60"


@pytest.mark.parametrize("by", [RITA, MARK])
def test_only_managers_propose_at_the_door_and_at_the_submit(house, by):
    read(house)
    assert "Only sales and marketing managers" in read(house, "propose", by=by)["text"]
    house.click("definition.propose", "v1", by=by.id)
    assert "Only sales and marketing managers" in said(house)
    ack = propose(house, by=by)
    assert "Only sales and marketing managers" in str(ack["view"])
    assert len(history_of(house)) == 1


def history_of(house):
    with house.db.read() as work:
        return history(work)


def test_every_bad_field_is_told_beside_it(house):
    ack = propose(house, required="fax", minimum_score="many", countries="Germny", why="because")
    assert ack["response_action"] == "errors"
    assert set(ack["errors"]) == {"required", "minimum_score", "countries"}
    assert "“fax” is no field of a lead" in ack["errors"]["required"]


def test_a_proposal_that_changes_nothing_or_says_no_why_is_refused_in_its_field(house):
    assert propose(house, minimum_score="60")["errors"]["why"].startswith("This is what v1 asks")
    assert "Say why" in propose(house, why="  ")["errors"]["why"]


def test_the_proposer_is_told_what_the_backtest_found_with_the_leads_that_change_sides(
    house, leads
):
    ack = propose(house)
    assert "tried on the leads of the last 90 days" in str(ack["view"])
    assert house.schedule.asked == [SWEEP]
    assert message_row(house.db, f"definition:2:to:{SAM.id}") is None
    sweep(house)
    mine = to(house, SAM)
    assert "2 inquiries 1 instead of 2 would have qualified" in mine.text
    assert "score: at least 70 (was at least 60)" in mine.text
    assert f"L-{leads[1]} Alpenrad &lt;Cycles&gt;: score 65 (wanted ≥ 70)" in mine.text
    assert labels(mine.blocks) == [
        "Sign for sales",
        "Withdraw",
        "The 1 that change sides",
        "Every rule",
    ]


def test_the_managers_of_both_teams_are_asked_to_sign_without_any_leads_data(house, leads):
    proposed(house)
    asked = to(house, MAYA)
    assert "2 inquiries 1 instead of 2" in asked.text
    assert "Alpenrad" not in str(asked)
    assert labels(asked.blocks)[:2] == ["Sign for marketing", "Refuse"]
    assert message_row(house.db, f"definition:2:to:{RITA.id}") is None


def test_all_leads_that_change_sides_are_in_a_modal(house, leads):
    proposed(house)
    house.click("definition.sides", "v2 leave 0", by=MAYA.id)
    view = house.opened
    assert check_view(view) == []
    assert "*One lead* would not qualify any more" in str(view)
    assert "Alpenrad &lt;Cycles&gt;" in str(view)
    assert "score 65 (wanted ≥ 70)" in str(view)
    house.click("definition.sides.other", "v2 enter 0", by=MAYA.id, view={})
    assert check_view(house.client.called("views.update")[-1]["view"]) == []


def test_two_managers_sign_and_it_is_announced_in_both_channels(house, leads):
    proposed(house)
    house.click("definition.sign.sales", "v2", by=SAM.id)
    assert "Sales: signed by Sam Carter" in to(house, MAYA).text
    with house.db.begin() as work:
        assert definition_in_force(work, NOON).version == 1
    house.click("definition.sign.marketing", "v2", by=MAYA.id)
    with house.db.begin() as work:
        assert definition_in_force(work, NOON).version == 2
    for team in Team:
        told = shown(house, f"definition:2:announced:{team}")
        assert check_message(told.blocks) == []
        assert "v2 of a qualified lead is in force" in told.text
        assert "Signed by Sam Carter (sales) and Maya Haddad (marketing)" in told.text
        assert "score: at least 70 (was at least 60)" in told.text
        assert "Below 70 nobody ever bought." in told.text
        assert labels(told.blocks) == ["I know it", "Every rule"]
    assert "In force since" in to(house, MAYA).text
    page = read(house)
    assert "signed by Sam Carter (sales) and Maya Haddad (marketing)" in page["text"]


def test_what_people_typed_can_ping_nobody_and_forge_nothing(house):
    hostile = "<!channel> *Bold*"
    proposed(house, segments=hostile, why=f"{hostile} <https://evil.example|here>")
    house.click("definition.sign.sales", "v2", by=SAM.id)
    house.click("definition.sign.marketing", "v2", by=MAYA.id)
    house.command("/smarketing definition history", by=RITA.id)
    everything = [
        shown(house, "definition:2:announced:sales"),
        shown(house, "definition:2:announced:marketing"),
        to(house, MAYA),
        read(house)["text"],
        read(house, "history"),
    ]
    for one in map(str, everything):
        assert "&lt;!channel&gt; ∗Bold∗" in one
        assert "<!channel>" not in one
        assert "<https" not in one


def test_one_alone_cannot_sign_nor_whoever_manages_the_other_team(house):
    proposed(house)
    house.click("definition.sign.marketing", "v2", by=SAM.id)
    assert "Only marketing managers can sign for marketing" in said(house)
    house.click("definition.sign.sales", "v2", by=RITA.id)
    assert "Only sales managers can sign for sales" in said(house)
    house.click("definition.sign.sales", "v2", by=SAM.id)
    house.click("definition.sign.sales", "v2", by=SAM.id)
    assert "You signed v2 for sales already" in said(house)
    assert history_of(house)[-1].standing is Standing.PROPOSED


def test_a_newer_proposal_replaces_one_that_waits_and_old_buttons_say_so_kindly(house, leads):
    proposed(house)
    propose(house, by=MAYA, minimum_score="75")
    house.click("definition.sign.sales", "v2", by=SAM.id)
    assert "v2 can't be signed any more: Maya Haddad proposed a newer one." in said(house)
    assert "/smarketing definition v3 shows it" in said(house)
    assert "Never in force: Maya Haddad proposed a newer one" in to(house, SAM).text
    assert "Sign" not in str(labels(to(house, SAM).blocks))


def test_refusing_needs_a_reason_which_goes_to_the_proposer(house, leads):
    proposed(house)
    house.click("definition.refuse", "v2", by=MAYA.id)
    form = house.opened
    assert check_view(form) == []
    note = json.loads(form["private_metadata"])
    ack = house.submit("definition.refuse", {"why": " "}, by=MAYA.id, note=note)
    assert "Say why" in ack["errors"]["why"]
    house.submit("definition.refuse", {"why": "70 is <too> high"}, by=MAYA.id, note=note)
    told = shown(house, "definition:2:refused")
    assert check_message(told.blocks) == []
    assert message_row(house.db, "definition:2:refused").destination == SAM.id
    assert "Maya Haddad refused your proposal, definition v2: ‘70 is &lt;too&gt; high’" in told.text
    house.click("definition.propose", "v2", by=SAM.id)
    assert "It begins with what v2 proposed." in str(house.opened)
    house.click("definition.sign.sales", "v2", by=SAM.id)
    assert "Maya Haddad refused it" in said(house)
    ack = house.submit("definition.refuse", {"why": "late"}, by=SAM.id, note=note)
    assert "Maya Haddad refused it" in str(ack["view"])


def test_reps_and_marketers_refuse_nothing(house, leads):
    proposed(house)
    house.click("definition.refuse", "v2", by=MARK.id)
    assert "Only sales and marketing managers can refuse" in said(house)
    ack = house.submit("definition.refuse", {"why": "no"}, by=RITA.id, note={"version": 2})
    assert "Only sales and marketing managers can refuse" in str(ack["view"])


def test_every_rule_is_shown_whole_however_long(house, leads):
    rivals = "\n".join(f"rival{number:03}.example" for number in range(120))
    proposed(house, competitors=rivals)
    house.click("definition.rules", "v2", by=MAYA.id)
    assert check_view(house.opened) == []
    assert "rival119.example" in str(house.opened)
    house.click("definition.sign.sales", "v2", by=SAM.id)
    house.click("definition.sign.marketing", "v2", by=MAYA.id)
    assert "rival119.example" in str(read(house)["blocks"])
    for team in Team:
        assert check_message(shown(house, f"definition:2:announced:{team}").blocks) == []


def test_every_version_stays_readable(house, leads):
    proposed(house)
    propose(house, by=MAYA, minimum_score="75")
    sweep(house)
    house.click("definition.sign.sales", "v3", by=SAM.id)
    house.click("definition.sign.marketing", "v3", by=MAYA.id)
    ack = read(house, "history")
    assert "*v3*  in force since" in str(ack["blocks"])
    assert "replaced" in ack["text"]
    assert "In force from" in read(house, "v1")["text"]
    assert "Never in force" in read(house, "v2")["text"]
    house.click("definition.know", "v1", by=RITA.id)
    assert "v3 is in force now, not v1" in said(house)


def test_a_card_opens_the_version_that_judged_it(house, leads):
    read(house)
    card = shown(house, f"lead:{leads[0]}:card")
    more = next(e for b in card.blocks for e in b.get("elements", []) if e["type"] == "overflow")
    chosen = more["options"][-1]
    assert chosen["text"]["text"] == "Definition v1"
    house.click("lead.more", by=RITA.id, selected_option=chosen, type="overflow")
    assert "• score is at least 60" in house.answers.responses[-1]["text"]


def test_a_proposal_can_be_read_by_anybody_of_the_teams_and_signed_there(house, leads):
    proposed(house)
    ack = read(house)
    assert "v2 is proposed and waits for signatures" in ack["text"]
    assert "Read v2" in labels(ack["blocks"])
    ack = read(house, "v2", by=SAM)
    assert labels(ack["blocks"])[0] == "Sign for sales"
    house.click("definition.sign.sales", "v2", by=SAM.id, ts="1.1")
    assert "Sales: signed by Sam Carter" in house.answers.responses[-1]["text"]
    assert "Sign" not in str(labels(read(house, "v2", by=RITA)["blocks"]))


def test_erasing_somebody_rewrites_the_list_that_names_them(db):
    rooms = []

    def plug_in(house):
        rooms.append(feature.plug_in(house, LeadSettings(), some_people_settings()))

    open_the_floor(db)
    house = a_house(db, plug_in=plug_in)
    a_saved_lead(db, email="bo@alpenrad.example", score=65, received_at=YESTERDAY)
    proposed(house)
    assert "L-1 Northwind Freight" in to(house, SAM).text
    before = message_row(db, f"definition:2:to:{SAM.id}").wanted
    with db.begin() as work:
        erase_person(rooms[0], work, email="bo@alpenrad.example", at=NOON)
    assert message_row(db, f"definition:2:to:{SAM.id}").wanted == before + 1
    assert "Northwind" not in to(house, SAM).text


def test_trying_goes_on_where_another_process_died(house, leads, db):
    propose(house)
    assert Trying(db, a_room(), turn=-1).sweep() == 0.0
    assert message_row(db, f"definition:2:to:{SAM.id}") is None
    assert Trying(db, a_room()).sweep() is None
    assert message_row(db, f"definition:2:to:{SAM.id}") is not None


def test_what_verdicts_contradict_is_said_after_the_ack(house, db):
    read(house)
    house.click("definition.contradicted", "v1", by=RITA.id)
    assert said(house) == "No verdict contradicts the definition in the last 90 days."
    lead_id = a_saved_lead(db, definition_version=1)
    rate(db, lead_id, Verdict.POOR, reason=Reason.WRONG_SEGMENT)
    assert house.command("/smarketing definition contradicted last week", by=RITA.id) == {}
    assert "No verdict contradicts the definition last week." in said(house)
    house.command("/smarketing definition contradicted", by=RITA.id)
    assert "• segment: any — 1 of 1 verdict" in said(house)
    assert check_message(house.answers.responses[-1]["blocks"]) == []
    assert "“soonish” is no time" in read(house, "contradicted soonish")["text"]


def test_in_a_channel_that_another_organisation_reads_the_rules_stay_private(db):
    house = a_floor(db)
    open_the_floor(db, shared=True)
    proposed(house)
    house.click("definition.sign.sales", "v2", by=SAM.id)
    house.click("definition.sign.marketing", "v2", by=MAYA.id)
    sales, marketing = (shown(house, f"definition:2:announced:{team}") for team in Team)
    assert "at least 70" in str(marketing)
    assert "at least 70" not in str(sales)
    assert "nobody ever bought" not in str(sales)
    assert "Others read this channel" in sales.text
