from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.leads.actions.claim import claim_lead
from bot.leads.actions.left_behind import list_left_behind, show_left_behind, tell_managers
from bot.leads.actions.steps import Details, record_step
from bot.leads.domain.lead import Stage
from bot.leads.domain.left_behind import latest_start, left_behind_key
from bot.leads.domain.steps import Step
from bot.leads.jobs import morning_due
from bot.leads.queries.left_behind import waiting_too_long
from bot.leads.store.leads import update_lead
from bot.people import store as people_store
from bot.people.domain import Absence, Channel
from fakeslack.blockkit import check_message, check_view
from tests.builders import a_working_time, some_facts
from tests.leads.scene import (
    MAYA,
    NOON,
    RITA,
    SAM,
    TOM,
    a_floor,
    a_room,
    a_saved_lead,
    message_row,
    owned,
    shown,
    the_lead_now,
)
from tests.support.house import StoppedClock

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin
THE_23RD = date(2026, 11, 23)
FRIDAY_MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
FRIDAY_EVENING = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
THURSDAY = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


@pytest.fixture
def house(db):
    return a_floor(db)


def waiting(db, at=MONDAY, **room):
    with db.read() as work:
        known = a_room(**room)
        found = waiting_too_long(work, settings=known.settings, company=known.people, at=at)
    return [one.lead_id for one in found]


def morning(db, at=MONDAY, day=THE_23RD):
    with db.begin() as work:
        return list_left_behind(a_room(StoppedClock(at)), work, day=day, at=at)


def managers_told(db, at=NOON, day=THE_23RD):
    with db.begin() as work:
        return tell_managers(a_room(StoppedClock(at)), work, day=day, at=at)


def unowned(db, since, n=0):
    return a_saved_lead(db, at=f"1.{n}", announced_at=since)


def says(house, key):
    message = shown(house, key)
    assert check_message(message.blocks) == []
    return message.text


def buttons(house, key):
    return [
        block["accessory"]["action_id"]
        for block in shown(house, key).blocks
        if "accessory" in block
    ]


def test_nobody_took_it_within_the_promised_working_minutes(db, house):
    old = unowned(db, FRIDAY_MORNING)
    unowned(db, FRIDAY_EVENING, 1)
    assert waiting(db) == [old]
    assert waiting(db, at=MONDAY + timedelta(minutes=60)) == [old]
    assert len(waiting(db, at=MONDAY + timedelta(minutes=62))) == 2


def test_its_owner_did_not_contact_it_within_the_promised_working_hours(db, house):
    lead_id = a_saved_lead(db, **owned(claimed_at=THURSDAY))
    a_saved_lead(db, at="1.1", **owned(claimed_at=THURSDAY, contacted_at=THURSDAY))
    assert waiting(db, at=FRIDAY_MORNING - timedelta(hours=1)) == []
    assert waiting(db, at=FRIDAY_MORNING + timedelta(minutes=5)) == [lead_id]


def test_an_owners_own_hours_and_absence_count(db, house):
    lead_id = a_saved_lead(db, **owned(TOM.id, claimed_at=THURSDAY))
    with db.begin() as work:
        people_store.save_absences(work, TOM.id, [Absence(date(2026, 11, 20), date(2026, 11, 24))])
    assert waiting(db, at=MONDAY + timedelta(hours=2)) == []
    assert waiting(db, at=MONDAY + timedelta(days=2, hours=2)) == [lead_id]


def test_the_oldest_stands_first_whatever_it_waits_for(db, house):
    second = unowned(db, FRIDAY_MORNING)
    first = a_saved_lead(db, at="1.1", **owned(claimed_at=THURSDAY - timedelta(days=1)))
    assert waiting(db) == [first, second]


@pytest.mark.parametrize(
    "columns",
    [
        {"stage": Stage.INQUIRY, "announced_at": None},
        {"stage": Stage.REJECTED},
        {"stage": Stage.OPPORTUNITY, "owner": RITA.id, "claimed_at": THURSDAY},
        {"erased": True},
    ],
)
def test_what_waits_for_nobody_is_not_listed(db, house, columns):
    a_saved_lead(db, **{"announced_at": THURSDAY, **columns})
    assert waiting(db) == []


@settings(max_examples=60)
@given(
    minutes=st.integers(1, 3000),
    at=st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 5), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_the_latest_start_is_just_past_its_time(minutes, at):
    working = a_working_time()
    latest = latest_start(working, minutes=minutes, at=at)
    assert working.minutes_between(latest, at) > minutes
    assert working.minutes_between(latest + timedelta(seconds=2), at) <= minutes


def test_who_never_worked_left_nothing_behind():
    away = a_working_time(absences=(Absence(date(2000, 1, 1), date(2030, 1, 1)),))
    assert latest_start(away, minutes=60, at=NOON) is None


def test_the_mornings_list_has_each_lead_with_its_button(db, house):
    first = a_saved_lead(db, **owned(TOM.id, claimed_at=THURSDAY))
    second = unowned(db, FRIDAY_MORNING, 1)
    assert morning(db) == 2
    key = left_behind_key(THE_23RD)
    assert message_row(db, key).destination == "sales"
    title, *lines = says(house, key).split("\n")
    assert title == "Two leads wait too long"
    assert lines[0].startswith(f"L-{first} Ada Okafor, Northwind Freight · Tom Becker since <!date")
    assert lines[0].endswith("not contacted yet")
    assert "nobody's since" in lines[1]
    assert buttons(house, key) == ["lead.step.contacted", "lead.take"]
    assert f"L-{second}" in lines[1]


def test_none_left_behind_no_message(db, house):
    unowned(db, MONDAY)
    assert morning(db) == 0
    assert message_row(db, left_behind_key(THE_23RD)) is None


def test_the_list_follows_its_leads_all_day(db, house):
    lead_id = unowned(db, FRIDAY_MORNING)
    other = unowned(db, NOON, 1)
    morning(db)
    key = left_behind_key(THE_23RD)
    with db.begin() as work:
        claim_lead(a_room(), work, lead_id=lead_id, by=RITA, at=NOON)
    assert buttons(house, key) == ["lead.step.contacted"]
    with db.begin() as work:
        record_step(a_room(), work, lead_id=lead_id, step=Step.CONTACTED, by=RITA, at=NOON)
    assert says(house, key).startswith("All taken care of")
    assert "Rita Alvarez, contacted" in says(house, key)
    assert buttons(house, key) == []
    assert message_row(db, key).wanted == 3
    with db.begin() as work:
        show_left_behind(a_room(), work, lead_id=other, at=NOON)
    assert message_row(db, key).wanted == 3


def test_many_are_counted_after_the_twentieth(db, house):
    for n in range(23):
        unowned(db, FRIDAY_MORNING + timedelta(minutes=n), n)
    morning(db)
    text = says(house, left_behind_key(THE_23RD))
    assert text.startswith("23 leads wait too long\n")
    assert text.endswith("and 3 more")
    assert len(buttons(house, left_behind_key(THE_23RD))) == 20


def test_those_after_the_twentieth_are_counted_as_they_stand(db, house):
    many = [unowned(db, FRIDAY_MORNING + timedelta(minutes=n), n) for n in range(23)]
    morning(db)
    key = left_behind_key(THE_23RD)
    room = a_room()
    with db.begin() as work:
        for lead_id in many:
            claim_lead(room, work, lead_id=lead_id, by=RITA, at=NOON)
            update_lead(work, lead_id, contacted_at=NOON if lead_id != many[21] else None)
    assert message_row(db, key).wanted == 2
    assert says(house, key).startswith("One lead waits too long\n")
    assert says(house, key).endswith("and 1 more")
    with db.begin() as work:
        record_step(room, work, lead_id=many[21], step=Step.CONTACTED, by=RITA, at=NOON)
    assert message_row(db, key).wanted == 3
    assert says(house, key).startswith("All taken care of")
    morning(db, MONDAY + timedelta(days=1), date(2026, 11, 24))
    assert says(house, key) == (
        "23 Nov 2026: 23 leads waited too long that morning; none of them does any more."
    )


def test_those_after_the_twentieth_are_browsed_whoever_has_them(db, house):
    many = [unowned(db, FRIDAY_MORNING + timedelta(minutes=n), n) for n in range(23)]
    morning(db)
    with db.begin() as work:
        claim_lead(a_room(), work, lead_id=many[22], by=RITA, at=FRIDAY_MORNING)
    browse = shown(house, left_behind_key(THE_23RD)).blocks[-1]["elements"][0]
    house.click(browse["action_id"], browse["value"], by=TOM.id)
    first = house.client.called("views.update")[-1]["view"]
    assert check_view(first) == []
    assert first["title"]["text"] == "Waiting too long"
    assert "Page 1 of 2 · 23 leads" in str(first)
    following = first["blocks"][-1]["elements"][0]
    house.click(following["action_id"], following["value"], by=TOM.id, view={})
    second = house.client.called("views.update")[-1]["view"]
    both = str(first) + str(second)
    assert all(f"*L-{lead_id} " in both or f"L-{lead_id} *" in both for lead_id in many)
    assert "Rita Alvarez" in both


def test_hostile_leads_make_a_list_and_a_note_that_slack_takes(db, house):
    hostile = "<!channel> *x* " + "<&>" * 60
    for n in range(22):
        a_saved_lead(db, at=f"1.{n}", announced_at=THURSDAY, name=hostile, company=hostile)
    morning(db)
    managers_told(db)
    for key in (left_behind_key(THE_23RD), f"overdue:2026-11-23:{SAM.id}"):
        assert "<!channel>" not in says(house, key)


def test_an_erased_lead_keeps_its_line_and_loses_its_button(db, house):
    lead_id = unowned(db, FRIDAY_MORNING)
    morning(db)
    with db.begin() as work:
        update_lead(work, lead_id, erased=True, name="", company="", email="")
    assert buttons(house, left_behind_key(THE_23RD)) == []
    assert "Erased on request" in says(house, left_behind_key(THE_23RD))


def test_yesterdays_list_shrinks_to_what_became_of_it(db, house):
    lead_id = unowned(db, FRIDAY_MORNING)
    unowned(db, FRIDAY_MORNING, 1)
    morning(db)
    with db.begin() as work:
        claim_lead(a_room(), work, lead_id=lead_id, by=RITA, at=NOON)
    tuesday = MONDAY + timedelta(days=1)
    morning(db, at=tuesday, day=date(2026, 11, 24))
    key = left_behind_key(THE_23RD)
    assert message_row(db, key).wanted == 3
    assert says(house, key) == (
        "23 Nov 2026: two leads waited too long that morning; all of them still do."
    )
    assert buttons(house, key) == []
    with db.begin() as work:
        record_step(a_room(), work, lead_id=lead_id, step=Step.CONTACTED, by=RITA, at=tuesday)
    assert says(house, key).endswith("1 of them still does.")
    assert "Ada" not in str(shown(house, key))


def test_a_morning_without_a_list_still_ends_the_last_one(db, house):
    lead_id = unowned(db, FRIDAY_MORNING)
    morning(db)
    with db.begin() as work:
        update_lead(work, lead_id, stage=Stage.REJECTED, ended_at=NOON)
    morning(db, at=MONDAY + timedelta(days=1), day=date(2026, 11, 24))
    assert says(house, left_behind_key(THE_23RD)).endswith("none of them does any more.")


def test_where_another_organisation_reads_along_the_list_has_numbers(db, house):
    unowned(db, FRIDAY_MORNING)
    morning(db)
    with db.begin() as work:
        people_store.save_channel(
            work,
            Channel(alias="sales", slack_id="C0SALES", name="sales", is_ext_shared=True),
        )
    assert "Ada" not in str(shown(house, left_behind_key(THE_23RD)))


def test_managers_are_told_once_of_a_lead_a_working_day_overdue(db, house):
    lead_id = unowned(db, THURSDAY)
    unowned(db, FRIDAY_EVENING, 1)
    assert managers_told(db) == 1
    key = f"overdue:2026-11-23:{SAM.id}"
    assert message_row(db, key).destination == SAM.id
    assert says(house, key).startswith("One lead is more than a working day overdue.\nL-1 Ada")
    assert message_row(db, f"overdue:2026-11-23:{MAYA.id}") is None
    assert managers_told(db, at=NOON + timedelta(hours=3), day=date(2026, 11, 24)) == 0
    assert lead_id == 1


def test_what_is_new_the_next_day_is_told_without_the_old(db, house):
    unowned(db, THURSDAY)
    managers_told(db)
    new = unowned(db, MONDAY, 1)
    wednesday = NOON + timedelta(days=2)
    assert managers_told(db, at=wednesday, day=date(2026, 11, 25)) == 1
    text = says(house, f"overdue:2026-11-25:{SAM.id}")
    assert f"L-{new}" in text
    assert "L-1 " not in text


def test_the_note_follows_its_leads(db, house):
    lead_id = unowned(db, THURSDAY)
    managers_told(db)
    key = f"overdue:2026-11-23:{SAM.id}"
    with db.begin() as work:
        claim_lead(a_room(), work, lead_id=lead_id, by=RITA, at=NOON)
    assert message_row(db, key).wanted == 2
    assert "Rita Alvarez since" in says(house, key)


def test_the_note_counts_those_it_does_not_list_as_they_stand(db, house):
    told = [unowned(db, THURSDAY, n) for n in range(23)]
    managers_told(db)
    key = f"overdue:2026-11-23:{SAM.id}"
    assert says(house, key).endswith("and 3 more")
    with db.begin() as work:
        for lead_id in told[1:22]:
            claim_lead(a_room(), work, lead_id=lead_id, by=RITA, at=NOON)
            update_lead(work, lead_id, contacted_at=NOON)
    assert says(house, key).startswith("Two leads are more than a working day overdue.")
    assert says(house, key).endswith("and 1 more")
    with db.begin() as work:
        update_lead(work, told[0], stage=Stage.REJECTED)
        update_lead(work, told[22], erased=True)
    assert says(house, key).startswith("All taken care of.")
    assert "\nand " not in says(house, key)


def test_the_note_gives_each_lead_that_still_waits_away(db, house):
    lead_id = unowned(db, THURSDAY)
    a_saved_lead(db, at="1.1", **owned(claimed_at=THURSDAY - timedelta(days=2)))
    managers_told(db)
    key = f"overdue:2026-11-23:{SAM.id}"
    assert buttons(house, key) == ["lead.step.reassign"] * 2
    foot = shown(house, key).blocks[-1]["elements"][0]["text"]
    assert foot == "You are told of each lead once. Give one to a rep with Assign."
    house.click("lead.step.reassign", f"L{lead_id}", by=SAM.id, channel="D0SAM")
    assert check_view(house.opened) == []
    house.submit(
        "lead.step",
        {"to": {"selected_user": TOM.id}},
        by=SAM.id,
        note={"lead": lead_id, "step": "reassign"},
    )
    assert the_lead_now(db, lead_id).owner == TOM.id
    with db.begin() as work:
        record_step(a_room(), work, lead_id=lead_id, step=Step.CONTACTED, by=TOM, at=NOON)
    assert buttons(house, key) == ["lead.step.reassign"]
    assert says(house, key).startswith("One lead is more than a working day overdue.")
    with db.begin() as work:
        record_step(a_room(), work, lead_id=2, step=Step.CONTACTED, by=RITA, at=NOON)
    assert says(house, key).startswith("All taken care of.\n")


def leaves(db, who, **facts):
    with db.begin() as work:
        people_store.save_facts(work, [some_facts(who.id, who.name, **facts)], read_at=NOON)


@pytest.mark.parametrize("facts", [{"in_sales": True, "deleted": True}, {}, {"in_marketing": True}])
def test_the_leads_of_who_left_sales_are_left_behind_at_once(db, house, facts):
    a_saved_lead(db, **owned(TOM.id, contacted_at=NOON))
    mine = a_saved_lead(db, at="1.1", **owned(contacted_at=NOON), name="Ada")
    deal = a_saved_lead(
        db, at="1.2", **owned(minutes=10, contacted_at=NOON) | {"stage": Stage.OPPORTUNITY}
    )
    a_saved_lead(db, at="1.3", **owned(contacted_at=NOON) | {"stage": Stage.WON})
    fresh = a_saved_lead(db, at="1.4", **owned(minutes=5))
    assert waiting(db, at=NOON) == []
    leaves(db, RITA, **facts)
    assert waiting(db, at=NOON) == [mine, deal, fresh]
    morning(db, at=NOON)
    key = left_behind_key(THE_23RD)
    lines = says(house, key).splitlines()
    assert lines[:2] == [
        "Three leads wait too long",
        f"L-{mine} Ada, Northwind Freight · Rita Alvarez has left sales; give it to somebody",
    ]
    assert buttons(house, key) == ["lead.step.reassign"] * 3


def test_managers_are_told_once_of_the_leads_of_who_left(db, house):
    lead_id = a_saved_lead(db, **owned(contacted_at=NOON))
    unowned(db, THURSDAY, 1)
    leaves(db, RITA)
    assert managers_told(db) == 2
    assert managers_told(db, day=date(2026, 11, 24)) == 0
    key = f"overdue:2026-11-23:{SAM.id}"
    assert says(house, key).startswith(
        "One lead is more than a working day overdue. One lead belongs to somebody who has left.\n"
    )
    assert buttons(house, key) == ["lead.step.reassign"] * 2
    details = Details(to=TOM.id)
    with db.begin() as work:
        record_step(
            a_room(), work, lead_id=lead_id, step=Step.REASSIGN, details=details, by=SAM, at=NOON
        )
    assert says(house, key).startswith("One lead is more than a working day overdue.\n")
    assert "Tom Becker, contacted" in says(house, key)


def test_a_manager_is_told_in_working_hours(db, house):
    unowned(db, THURSDAY)
    early = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    assert managers_told(db, at=early) == 1
    assert message_row(db, f"overdue:2026-11-23:{SAM.id}") is None
    house.clock.at = NOON
    house.schedule.tick()
    assert message_row(db, f"overdue:2026-11-23:{SAM.id}")


def test_without_a_manager_nobody_counts_as_told(db, house):
    unowned(db, THURSDAY)
    with db.begin() as work:
        people_store.save_facts(work, [some_facts(SAM.id, SAM.name, in_sales=True)], read_at=NOON)
    assert managers_told(db) == 0
    with db.begin() as work:
        people_store.save_facts(
            work,
            [some_facts(SAM.id, SAM.name, in_sales=True, sales_manager=True)],
            read_at=NOON,
        )
    assert managers_told(db) == 1


def test_the_list_is_due_on_working_mornings_of_the_workspace():
    room = a_room(left_behind_at=time(9, 0))
    assert morning_due(room, MONDAY - timedelta(seconds=1)) is None
    assert morning_due(room, MONDAY) == "2026-11-23"
    assert morning_due(room, MONDAY + timedelta(hours=12)) == "2026-11-23"
    assert morning_due(room, MONDAY - timedelta(days=1)) is None
    summer = datetime(2026, 7, 6, 7, 0, tzinfo=UTC)
    assert morning_due(room, summer) == "2026-07-06"
    assert morning_due(room, summer - timedelta(seconds=1)) is None


def test_the_clock_lists_once_a_morning_however_often_it_ticks(db):
    house = a_floor(db, clock=StoppedClock(MONDAY - timedelta(minutes=1)))
    unowned(db, FRIDAY_MORNING)
    key = left_behind_key(THE_23RD)
    house.schedule.tick()
    assert message_row(db, key) is None
    house.clock.move(minutes=1)
    for _ in range(3):
        house.schedule.tick()
    assert message_row(db, key).wanted == 1
    house.clock.move(hours=3)
    house.schedule.tick()
    assert message_row(db, key).wanted == 1
