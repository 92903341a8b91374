import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.kit.errors import Refusal
from bot.kit.outbox.table import outbox
from bot.leads.actions.campaign_messages import show_campaign, show_verdict_line
from bot.leads.actions.claim import claim_lead, release_lead
from bot.leads.actions.feedback import set_owner
from bot.leads.domain.campaigns import campaign_key, verdict_key
from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.feedback import load_line
from bot.leads.store.leads import update_lead
from bot.people import store as people_store
from bot.people.queries import channel
from fakeslack.blockkit import check_message
from tests.builders import some_facts
from tests.leads.rating import rate
from tests.leads.scene import (
    MARK,
    MAYA,
    NOON,
    PRIYA,
    RITA,
    TOM,
    a_floor,
    a_room,
    a_saved_lead,
    message_row,
    shown,
    stand_in_slack,
    the_lead_now,
)
from tests.support.at_once import all_at_once
from tests.support.house import BOT, StoppedClock

THIS_WEEK = "2026-W48"
LAST_WEEK = "2026-W47"
FRIDAY = NOON - timedelta(days=3)


@pytest.fixture
def house(db):
    return a_floor(db)


def show(db, campaign, at=NOON, **more):
    with db.begin() as work:
        show_campaign(a_room(StoppedClock(at)), work, campaign_id=campaign, at=at, **more)


def campaign_of(db, lead_id):
    return the_lead_now(db, lead_id).campaign_id


def share_marketing(db):
    with db.begin() as work:
        known = channel(work, "marketing")
        people_store.save_channel(work, replace(known, is_ext_shared=True))


def own(db, campaign, owner=MARK.id, by=MAYA):
    with db.begin() as work:
        set_owner(a_room(), work, campaign_id=campaign, owner=owner, by=by, at=NOON)


def says(house, key):
    """What a message says, and that Slack would take it."""
    message = shown(house, key)
    assert check_message(message.blocks) == []
    return message.text


def test_the_first_event_of_a_week_makes_its_message(db, house):
    lead_id = a_saved_lead(db)
    campaign = campaign_of(db, lead_id)
    assert message_row(db, campaign_key(campaign, THIS_WEEK)) is None
    show(db, campaign)
    row = message_row(db, campaign_key(campaign, THIS_WEEK))
    assert (row.destination, row.view, row.wanted) == ("marketing", "campaign_week", 1)
    assert says(house, row.key) == (
        "Webinar: Faster customs, week 48, 23–29 Nov: "
        "1 announced · 0 taken · 0 rejected · no verdicts yet"
    )


def test_a_week_in_which_nothing_counts_has_no_message(db, house):
    lead_id = a_saved_lead(db, announced_at=FRIDAY)
    campaign = campaign_of(db, lead_id)
    show(db, campaign)
    assert message_row(db, campaign_key(campaign, THIS_WEEK)) is None


def test_each_event_asks_for_the_same_message_again(db, house):
    campaign = campaign_of(db, a_saved_lead(db))
    for _ in range(3):
        show(db, campaign)
    assert message_row(db, campaign_key(campaign, THIS_WEEK)).wanted == 3


def test_the_week_is_that_of_the_workspace(db, house):
    sunday_night_in_berlin = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)
    lead_id = a_saved_lead(db, announced_at=sunday_night_in_berlin)
    campaign = campaign_of(db, lead_id)
    show(db, campaign, at=sunday_night_in_berlin)
    show(db, campaign, at=sunday_night_in_berlin + timedelta(minutes=1))
    assert message_row(db, campaign_key(campaign, LAST_WEEK))
    assert message_row(db, campaign_key(campaign, THIS_WEEK)) is None


def test_leads_without_a_campaign_are_grouped_by_their_source(db, house):
    lead_id = a_saved_lead(db, campaign="")
    campaign = campaign_of(db, lead_id)
    show(db, campaign)
    assert says(house, campaign_key(campaign, THIS_WEEK)).startswith("form (no campaign), week 48")


def test_numbers_reasons_and_the_week_before_are_told(db, house):
    leads = [a_saved_lead(db, at=f"1.{n}") for n in range(3)]
    old = a_saved_lead(db, at="1.9", announced_at=FRIDAY)
    campaign = campaign_of(db, old)
    rate(db, old, Verdict.GOOD, by=PRIYA, at=FRIDAY)
    rate(db, leads[0], Verdict.POOR, reason=Reason.WRONG_SEGMENT)
    rate(db, leads[0], Verdict.GREAT, by=RITA)
    rate(db, leads[1], Verdict.BAD, reason=Reason.WRONG_SEGMENT)
    rate(db, leads[2], Verdict.BAD)
    with db.begin() as work:
        claim_lead(a_room(), work, lead_id=leads[0], by=RITA, at=NOON)
        update_lead(work, leads[1], stage=Stage.REJECTED, ended_at=NOON)
    assert says(house, campaign_key(campaign, THIS_WEEK)) == (
        "Webinar: Faster customs, week 48, 23–29 Nov: "
        "3 announced · 1 taken · 1 rejected · rated 2.3 of 5 in 4 verdicts (week before 4.0). "
        "Why low: wrong segment 2, no reason yet 1"
    )


def test_a_weeks_message_links_to_the_last_one(db, house):
    house.identity = lambda: replace(BOT, url="https://acme.slack.com/")
    lead_id = a_saved_lead(db, announced_at=NOON - timedelta(days=21))
    campaign = campaign_of(db, lead_id)
    show(db, campaign, at=NOON - timedelta(days=21))
    with db.begin() as work:
        stand_in_slack(work, campaign_key(campaign, "2026-W45"), channel="C0MKTG", ts="1762.000100")
    a_saved_lead(db, at="1.5")
    show(db, campaign)
    foot = shown(house, campaign_key(campaign, THIS_WEEK)).blocks[-1]["elements"][0]["text"]
    assert foot == (
        "<https://acme.slack.com/archives/C0MKTG/p1762000100|The last message: week 45, 2–8 Nov>"
    )


def test_without_the_workspaces_address_the_last_week_is_named_alone(db, house):
    lead_id = a_saved_lead(db, announced_at=FRIDAY)
    campaign = campaign_of(db, lead_id)
    show(db, campaign, at=FRIDAY)
    with db.begin() as work:
        stand_in_slack(work, campaign_key(campaign, LAST_WEEK), channel="C0MKTG", ts="1762.000100")
    a_saved_lead(db, at="1.5")
    show(db, campaign)
    foot = shown(house, campaign_key(campaign, THIS_WEEK)).blocks[-1]["elements"][0]["text"]
    assert foot == "The last message: week 47, 16–22 Nov"


MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def the_clock_ticks(db, at):
    house = a_floor(db, clock=StoppedClock(at))
    house.schedule.tick()
    return house


def weeks_of(db, campaign):
    with db.read() as work:
        rows = work.execute(select(outbox.c.key).where(outbox.c.view == "campaign_week"))
        keys = [key.rpartition(":") for key in rows.scalars()]
    return sorted(week for stem, _, week in keys if stem == f"campaign:{campaign}")


def test_the_first_working_morning_of_a_week_renews_the_messages_of_the_last(db):
    lead_id = a_saved_lead(db, announced_at=FRIDAY)
    campaign = campaign_of(db, lead_id)
    rate(db, lead_id, Verdict.GOOD, at=FRIDAY)
    with db.begin() as work:
        stand_in_slack(work, campaign_key(campaign, LAST_WEEK), channel="C0MKTG", ts="1762.000100")
    house = the_clock_ticks(db, MONDAY_MORNING - timedelta(hours=1))
    assert weeks_of(db, campaign) == [LAST_WEEK]
    house = the_clock_ticks(db, MONDAY_MORNING)
    key = campaign_key(campaign, THIS_WEEK)
    assert says(house, key) == (
        "Webinar: Faster customs, week 48, 23–29 Nov: Nothing yet. The week before: "
        "1 announced · 0 taken · 0 rejected · rated 4.0 of 5 in 1 verdict"
    )
    foot = shown(house, key).blocks[-1]["elements"][0]["text"]
    assert "The last message: week 47" in foot
    the_clock_ticks(db, NOON + timedelta(days=1))
    assert weeks_of(db, campaign) == [LAST_WEEK, THIS_WEEK]
    a_saved_lead(db, at="1.5")
    assert "1 announced · 0 taken · 0 rejected · no verdicts yet (week before 4.0)" in says(
        house, key
    )


def test_a_week_that_begins_with_a_day_off_is_renewed_on_the_next(db):
    campaign = campaign_of(db, a_saved_lead(db, announced_at=FRIDAY))
    for sleepy in (MONDAY_MORNING - timedelta(days=1), MONDAY_MORNING - timedelta(hours=3)):
        the_clock_ticks(db, sleepy)
    assert weeks_of(db, campaign) == []
    the_clock_ticks(db, NOON + timedelta(days=2))
    assert weeks_of(db, campaign) == [THIS_WEEK]


def test_campaigns_of_which_nothing_was_heard_last_week_stay_quiet(db):
    old = a_saved_lead(db, announced_at=FRIDAY - timedelta(days=7))
    taken = a_saved_lead(db, at="1.1", campaign="Fair", announced_at=FRIDAY - timedelta(days=7))
    rated = a_saved_lead(db, at="1.2", campaign="Book", announced_at=FRIDAY - timedelta(days=7))
    a_saved_lead(db, at="1.3", campaign="Ad", announced_at=None, received_at=FRIDAY)
    with db.begin() as work:
        update_lead(work, taken, owner=RITA.id, claimed_at=FRIDAY, stage=Stage.ACCEPTED)
    rate(db, rated, Verdict.GREAT, at=FRIDAY)
    the_clock_ticks(db, MONDAY_MORNING)
    assert weeks_of(db, campaign_of(db, rated)) == [LAST_WEEK, THIS_WEEK]
    assert weeks_of(db, campaign_of(db, old)) == weeks_of(db, campaign_of(db, taken)) == []


def test_a_claim_undone_later_is_taken_out_of_its_own_week(db, house):
    lead_id = a_saved_lead(db, announced_at=FRIDAY)
    campaign = campaign_of(db, lead_id)
    with db.begin() as work:
        claim_lead(a_room(), work, lead_id=lead_id, by=RITA, at=FRIDAY)
    key = campaign_key(campaign, LAST_WEEK)
    assert "1 taken" in says(house, key)
    asked = message_row(db, key).wanted
    with db.begin() as work:
        assert release_lead(a_room(), work, lead_id=lead_id, by=RITA, at=NOON)
    assert "0 taken" in says(house, key)
    assert message_row(db, key).wanted == asked + 1


def test_a_low_verdict_is_a_line_in_its_weeks_thread(db, house):
    lead_id = a_saved_lead(db)
    rate(
        db,
        lead_id,
        Verdict.POOR,
        reason=Reason.WRONG_SEGMENT,
        comment="forwarders don't own the budget",
    )
    row = message_row(db, verdict_key(lead_id, TOM.id))
    assert (row.destination, row.thread_key) == (
        "marketing",
        campaign_key(campaign_of(db, lead_id), THIS_WEEK),
    )
    assert row.subject == f"lead:{lead_id}"
    assert says(house, row.key) == (
        f"👎 L-{lead_id} Northwind Freight: wrong segment — Tom Becker: "
        "‘forwarders don't own the budget’"
    )


def test_a_high_verdict_is_no_line_and_still_counts(db, house):
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.GREAT)
    assert message_row(db, verdict_key(lead_id, TOM.id)) is None
    assert "rated 5.0 of 5 in 1 verdict" in says(
        house, campaign_key(campaign_of(db, lead_id), THIS_WEEK)
    )


def test_the_line_follows_the_verdict(db, house):
    lead_id = a_saved_lead(db)
    key = verdict_key(lead_id, TOM.id)
    rate(db, lead_id, Verdict.BAD)
    assert "no reason yet — Tom Becker" in says(house, key)
    rate(db, lead_id, Verdict.BAD, reason=Reason.NO_BUDGET)
    assert "no budget — Tom Becker" in says(house, key)
    with db.begin() as work:
        stand_in_slack(work, key, channel="C0MKTG", ts="1765.000100")
    rate(db, lead_id, Verdict.GOOD, at=NOON + timedelta(minutes=1))
    assert says(house, key) == f"👍 L-{lead_id} Northwind Freight: now rated good — Tom Becker"
    rate(db, lead_id, None, at=NOON + timedelta(minutes=2))
    assert says(house, key) == f"~L-{lead_id} Northwind Freight — Tom Becker~ taken back"
    assert all(block["type"] != "actions" for block in shown(house, key).blocks)
    assert message_row(db, key).wanted == 4


def test_a_verdict_changed_weeks_later_stays_with_its_week(db, house):
    lead_id = a_saved_lead(db, announced_at=FRIDAY)
    campaign = campaign_of(db, lead_id)
    rate(db, lead_id, Verdict.GOOD, at=FRIDAY)
    rate(db, lead_id, Verdict.BAD, reason=Reason.DUPLICATE, at=NOON)
    assert message_row(db, verdict_key(lead_id, TOM.id)).thread_key == campaign_key(
        campaign, LAST_WEEK
    )
    assert "rated 1.0 of 5 in 1 verdict" in says(house, campaign_key(campaign, LAST_WEEK))
    assert message_row(db, campaign_key(campaign, THIS_WEEK)) is None


def test_the_week_after_is_shown_anew_when_a_verdict_changes(db, house):
    old, new = a_saved_lead(db, announced_at=FRIDAY), a_saved_lead(db, at="1.1")
    campaign = campaign_of(db, new)
    rate(db, old, Verdict.GOOD, at=FRIDAY)
    show(db, campaign)
    key = campaign_key(campaign, THIS_WEEK)
    asked = message_row(db, key).wanted
    rate(db, old, Verdict.BAD, reason=Reason.OTHER, at=NOON)
    assert message_row(db, key).wanted > asked
    assert "(week before 1.0)" in says(house, key)


def test_the_first_line_of_a_thread_mentions_the_owner_and_the_next_does_not(db, house):
    first, second = a_saved_lead(db), a_saved_lead(db, at="1.1")
    own(db, campaign_of(db, first))
    rate(db, first, Verdict.POOR, reason=Reason.NO_NEED)
    rate(db, second, Verdict.POOR, reason=Reason.NO_NEED)
    assert says(house, verdict_key(first, TOM.id)).startswith("<@U0MARK> 👎")
    assert says(house, verdict_key(second, TOM.id)).startswith("👎")


def test_an_owner_who_has_left_marketing_is_not_mentioned(db, house):
    lead_id = a_saved_lead(db)
    own(db, campaign_of(db, lead_id))
    with db.begin() as work:
        people_store.save_facts(work, [some_facts(MARK.id, MARK.name)], read_at=NOON)
    rate(db, lead_id, Verdict.POOR, reason=Reason.NO_NEED)
    assert says(house, verdict_key(lead_id, TOM.id)).startswith("👎")


def test_a_new_owner_is_mentioned_in_the_next_line(db, house):
    first, second = a_saved_lead(db), a_saved_lead(db, at="1.1")
    rate(db, first, Verdict.POOR, reason=Reason.NO_NEED)
    own(db, campaign_of(db, first), owner=MAYA.id)
    rate(db, second, Verdict.POOR, reason=Reason.NO_NEED)
    with db.read() as work:
        assert load_line(work, first, TOM.id).mentions is None
        assert load_line(work, second, TOM.id).mentions == MAYA.id


def test_where_another_organisation_reads_along_nothing_is_personal(db, house):
    lead_id = a_saved_lead(db)
    own(db, campaign_of(db, lead_id))
    rate(db, lead_id, Verdict.BAD, reason=Reason.WRONG_SIZE, comment="Ada told me on the phone")
    share_marketing(db)
    assert says(house, verdict_key(lead_id, TOM.id)) == f"<@U0MARK> 🗑️ L-{lead_id}: wrong size"
    message = shown(house, campaign_key(campaign_of(db, lead_id), THIS_WEEK))
    for name in ("Mark", "Tom", "Ada", "Northwind"):
        assert name not in str(message)


def test_an_erased_lead_is_a_number(db, house):
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.BAD, reason=Reason.WRONG_SIZE)
    with db.begin() as work:
        update_lead(work, lead_id, erased=True, name="", company="")
    assert says(house, verdict_key(lead_id, TOM.id)) == f"🗑️ L-{lead_id}: wrong size — Tom Becker"


def test_hostile_words_ping_nobody_and_forge_nothing(db, house):
    hostile = "<!channel> *bold* <https://evil.example|Slack> `x` ~gone~\n> quote"
    lead_id = a_saved_lead(db, campaign=hostile, company=hostile)
    rate(db, lead_id, Verdict.BAD, comment=hostile)
    for key in (verdict_key(lead_id, TOM.id), campaign_key(campaign_of(db, lead_id), THIS_WEEK)):
        text = says(house, key)
        assert "<!channel>" not in text
        assert "<https" not in text
        assert "&lt;!channel&gt;" in text
        assert "\n>" not in text


def test_the_longest_words_still_make_a_message_that_slack_takes(db, house):
    lead_id = a_saved_lead(db, campaign="W&<" * 66, company="<&>" * 60)
    rate(db, lead_id, Verdict.BAD, comment="<&>*" * 200)
    assert says(house, verdict_key(lead_id, TOM.id))
    assert says(house, campaign_key(campaign_of(db, lead_id), THIS_WEEK))


def test_an_unknown_verdict_or_campaign_shows_nothing(db, house):
    with db.begin() as work:
        show_verdict_line(a_room(), work, lead_id=99, rep=TOM.id, at=NOON)
        assert house.views.render(work, "verdict_line", {"lead": 99, "rep": TOM.id}) is None
        args = {"campaign": 99, "week": THIS_WEEK}
        assert house.views.render(work, "campaign_week", args) is None
        assert house.views.render(work, "told_rep", {"answer": 99, "rep": TOM.id}) is None


def test_the_year_ends_within_a_week(db, house):
    new_year = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
    lead_id = a_saved_lead(db, announced_at=new_year)
    campaign = campaign_of(db, lead_id)
    show(db, campaign, at=new_year)
    assert "week 53, 28 Dec–3 Jan" in says(house, campaign_key(campaign, "2026-W53"))
    assert date.fromisocalendar(2026, 53, 1) == date(2026, 12, 28)


def test_many_hands_on_one_campaign_never_wait_in_a_circle(db, house):
    leads = [a_saved_lead(db, at=f"5.{n}", announced_at=FRIDAY) for n in range(4)]
    for lead_id in leads[:2]:
        rate(db, lead_id, Verdict.BAD, at=FRIDAY)
    show(db, campaign_of(db, leads[0]), at=FRIDAY)
    a_saved_lead(db, at="5.9")
    show(db, campaign_of(db, leads[0]))

    def hand(number):
        rep = (RITA, TOM, PRIYA)[number % 3]
        for turn in range(4):
            at = NOON + timedelta(minutes=number * 10 + turn)
            lead_id = leads[(number + turn) % len(leads)]
            rate(db, lead_id, list(Verdict)[(number + turn) % 4], by=rep, at=at)
            with db.begin() as work:
                release_lead(a_room(), work, lead_id=lead_id, by=rep, at=at)
            with contextlib.suppress(Refusal), db.begin() as work:
                claim_lead(a_room(), work, lead_id=lead_id, by=rep, at=at)

    assert all_at_once(*(partial(hand, number) for number in range(6))) == [None] * 6
