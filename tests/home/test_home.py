import pytest

from bot.home import feature as home
from bot.home.views import home_view
from bot.leads import feature as leads
from bot.leads.actions.feedback import dispute, tell_change, thank
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Reason, Verdict
from bot.people import store as people_store
from fakeslack.blockkit import check_view
from tests.builders import some_facts, some_people_settings
from tests.leads.rating import rate
from tests.leads.scene import (
    MARK,
    MAYA,
    NOON,
    RITA,
    SAM,
    TOM,
    a_room,
    a_saved_lead,
    open_the_floor,
    owned,
    the_lead_now,
)
from tests.support.house import a_house

HOME_VIEW = {"id": "V0HOME", "type": "home"}


def a_home(db, **more):
    def plug_in(house):
        leads.plug_in(house, LeadSettings(), some_people_settings())
        home.plug_in(house)

    open_the_floor(db)
    return a_house(db, plug_in=plug_in, **more)


@pytest.fixture
def house(db):
    return a_home(db)


def opened(house, user):
    """The tab as it is published when this person opens it."""
    before = len(house.client.called("views.publish"))
    answer = house.event({"type": "app_home_opened", "user": user, "tab": "home", "channel": "D0"})
    assert answer.status == 200
    published = house.client.called("views.publish")[before:]
    assert [call["user_id"] for call in published] == [user]
    assert check_view(published[0]["view"]) == []
    return published[0]["view"]


def headers(view):
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def buttons(view):
    return [block["accessory"]["action_id"] for block in view["blocks"] if "accessory" in block]


def test_a_rep_sees_my_leads_waiting_leads_and_my_verdicts(db, house):
    a_saved_lead(db)
    a_saved_lead(db, at="1.1", **owned())
    a_saved_lead(db, at="1.2", **owned(contacted_at=NOON))
    a_saved_lead(db, at="1.3", **owned(TOM.id))
    view = opened(house, RITA.id)
    assert headers(view) == ["My leads", "Waiting for someone", "My verdicts"]
    assert buttons(view) == ["lead.step.contacted", "lead.update", "lead.take"]


def test_a_marketer_sees_campaigns_and_what_sales_thinks(db, house):
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.POOR, reason=Reason.WRONG_SEGMENT)
    view = opened(house, MARK.id)
    assert headers(view) == ["What sales thinks of our leads"]
    assert "rated 2.0 of 5 in 1 verdict" in str(view)
    assert "Why low: wrong segment 1" in str(view)
    assert buttons(view) == []


def test_all_the_verdicts_that_are_shown_are_shown_whole(db, house):
    numbers = []
    with db.begin() as work:
        long = some_facts(MARK.id, "Maximiliane-Charlotte von Hohenfels-Osei", in_marketing=True)
        people_store.save_facts(work, [long], read_at=NOON)
    for n in range(10):
        company = f"The <Northern> & Southern Freight and Customs Company {n}"
        numbers.append(a_saved_lead(db, at=f"1.{n}", company=company))
        rate(db, numbers[-1], Verdict.POOR, by=RITA, reason=Reason.STUDENT_OR_JOB_SEEKER)
        answer = {"lead_id": numbers[-1], "rep": RITA.id, "by": MARK, "at": NOON}
        with db.begin() as work:
            thank(a_room(), work, **answer)
            dispute(a_room(), work, sentence="I see it differently", **answer)
    with db.begin() as work:
        tell_change(
            a_room(),
            work,
            campaign_id=the_lead_now(db, numbers[0]).campaign_id,
            sentence="Students & job seekers are out of the audience from today on, " * 3,
            reasons={Reason.STUDENT_OR_JOB_SEEKER},
            by=MARK,
            at=NOON,
        )
    view = str(opened(house, RITA.id))
    assert all(f" L-{number} " in view for number in numbers)
    assert view.count("changed: Students") == 10


@pytest.mark.parametrize("manager", [SAM, MAYA])
def test_a_manager_sees_both(db, house, manager):
    a_saved_lead(db)
    shown = headers(opened(house, manager.id))
    assert "Waiting for someone" in shown
    assert shown[-1] == "What sales thinks of our leads"
    assert ("My leads" in shown) == manager.is_rep


def test_who_is_no_rep_is_offered_no_lead_to_take(db, house):
    a_saved_lead(db)
    assert buttons(opened(house, MAYA.id)) == ["lead.open"]


@pytest.mark.parametrize("user", ["U0GUS", "U0XENA", "U0NOBODY"])
def test_who_may_not_use_it_reads_why(db, house, user):
    a_saved_lead(db)
    view = opened(house, user)
    assert len(view["blocks"]) == 1
    sentence = view["blocks"][0]["text"]["text"]
    assert "Ada" not in sentence
    assert "team" in sentence


def test_empty_lists_teach_what_fills_them(db, house):
    rep = str(opened(house, RITA.id))
    assert "None yet. *Take it* below, or ✋ on a card in sales, makes a lead yours." in rep
    assert "Nothing waits." in rep
    assert "🔥 👍 👎 🗑️ on a card says what you think" in rep
    assert "No lead was announced or rated in the last 30 days" in str(opened(house, MARK.id))


def test_my_verdicts_tell_what_marketing_answered(db, house):
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.POOR, reason=Reason.WRONG_SEGMENT)
    with db.begin() as work:
        thank(a_room(), work, lead_id=lead_id, rep=TOM.id, by=MARK, at=NOON)
    assert f"👎 L-{lead_id} Northwind Freight: wrong segment · Mark Osei says thanks" in str(
        opened(house, TOM.id)
    )


def test_the_other_tab_publishes_nothing(db, house):
    house.event({"type": "app_home_opened", "user": RITA.id, "tab": "messages"})
    assert house.client.called("views.publish") == []


def test_a_button_of_the_tab_does_its_work_and_shows_the_tab_anew(db, house):
    lead_id = a_saved_lead(db)
    house.click("lead.take", f"L{lead_id}", by=RITA.id, view=HOME_VIEW)
    assert the_lead_now(db, lead_id).owner == RITA.id
    (call,) = house.client.called("views.publish")
    assert call["user_id"] == RITA.id
    assert buttons(call["view"]) == ["lead.step.contacted"]
    house.click("lead.step.contacted", f"L{lead_id}", by=RITA.id, view=HOME_VIEW)
    assert the_lead_now(db, lead_id).contacted_at == NOON
    assert buttons(house.client.called("views.publish")[1]["view"]) == ["lead.update"]
    assert house.client.called("views.update") == []


def test_the_loser_of_a_race_is_told_and_sees_the_tab_as_it_is(db, house):
    lead_id = a_saved_lead(db, **owned(TOM.id))
    house.click("lead.take", f"L{lead_id}", by=RITA.id, view=HOME_VIEW)
    assert "Tom Becker took" in house.told[0]
    assert len(house.client.called("views.publish")) == 1


def test_a_modal_opened_from_the_tab_shows_it_anew_and_others_do_not(db, house):
    lead_id = a_saved_lead(db, **owned(contacted_at=NOON))
    note = {"lead": lead_id}
    modal = {"type": "modal", "private_metadata": f'{{"lead": {lead_id}}}'}
    house.click("lead.step.sales_qualified", f"L{lead_id}", by=RITA.id, view=modal)
    assert house.client.called("views.publish") == []
    house.click("lead.update", f"L{lead_id}", by=RITA.id, view=HOME_VIEW)
    assert len(house.client.called("views.publish")) == 1
    house.click("lead.step.opportunity", f"L{lead_id}", by=RITA.id, view=modal)
    house.submit(
        "lead.step", {"amount": "12,500"}, by=RITA.id, note={**note, "step": "opportunity"}
    )
    assert len(house.client.called("views.publish")) == 3
    house.clock.move(minutes=16)
    house.submit("lead.step", {"amount": "12,500"}, by=RITA.id, note={**note, "step": "won"})
    assert len(house.client.called("views.publish")) == 3


def test_gestures_on_messages_publish_nothing(db, house):
    lead_id = a_saved_lead(db)
    house.click("lead.take", f"L{lead_id}", by=RITA.id)
    house.command("/lead mine", by=RITA.id)
    assert house.client.called("views.publish") == []


def test_hostile_leads_fill_the_tab_and_break_nothing(db, house):
    for n in range(12):
        hostile = "<!channel> *x* " + "<&>" * 60
        a_saved_lead(db, at=f"1.{n}", name=hostile, company=hostile, campaign=f"{n} {hostile}")
        lead_id = a_saved_lead(db, at=f"2.{n}", name=hostile, company=hostile, **owned())
        rate(db, lead_id, Verdict.BAD, by=RITA)
    view = opened(house, RITA.id)
    assert "<!channel>" not in str(view)
    assert "and two leads more. `/lead open` lists them all." in str(view)
    assert check_view(opened(house, SAM.id)) == []


def test_the_prefix_stands_in_every_command_named(db):
    house = a_home(db, prefix="acme-")
    assert "`/acme-lead add`" in str(opened(house, MARK.id))


def test_a_tab_holds_a_hundred_blocks_and_a_line_between_sections():
    section = [{"type": "section", "block_id": "x"}] * 70
    view = home_view([[], section, section])
    assert len(view["blocks"]) == 100
    assert view["blocks"][70]["type"] == "divider"
    assert "nothing here for you yet" in str(home_view([[], []]))


def test_whose_role_ended_reads_so_at_once(db, house):
    with db.begin() as work:
        people_store.save_facts(work, [some_facts(RITA.id, RITA.name, deleted=True)], read_at=NOON)
    assert "deactivated" in str(opened(house, RITA.id))
