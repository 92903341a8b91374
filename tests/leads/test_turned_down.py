"""Marketing hears why a lead was rejected or disqualified, also where nobody had rated it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.kit.periods import Period
from bot.leads.actions.erase import erase_person
from bot.leads.actions.feedback import set_owner
from bot.leads.actions.reopen import reopen_lead
from bot.leads.actions.steps import Details, record_step
from bot.leads.actions.verdict import add_word
from bot.leads.domain.campaigns import campaign_key, verdict_key
from bot.leads.domain.lead import Stage
from bot.leads.domain.steps import Step
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.queries.campaigns import numbers_of
from bot.leads.queries.feedback import feedback, the_last_30_days
from bot.leads.views.campaign import feedback_answer
from bot.leads.views.home import marketing_home
from bot.people import store as people_store
from bot.people.queries import channel
from fakeslack.blockkit import check_message
from tests.leads.rating import rate
from tests.leads.scene import (
    MARK,
    MAYA,
    NOON,
    RITA,
    TOM,
    a_floor,
    a_room,
    a_saved_lead,
    message_row,
    owned,
    shown,
    stand_in_slack,
    the_lead_now,
)
from tests.support.house import StoppedClock

THIS_WEEK = "2026-W48"
NEXT_WEEK = "2026-W49"
WEEK = timedelta(days=7)


@pytest.fixture
def house(db):
    return a_floor(db)


def turn_down(
    db, lead_id, reason=Reason.WRONG_SEGMENT, *, step=Step.REJECT, by=TOM, at=NOON, **more
):
    with db.begin() as work:
        details = Details(reason=reason, **more)
        room = a_room(StoppedClock(at))
        record_step(room, work, lead_id=lead_id, step=step, details=details, by=by, at=at)


def reopen(db, lead_id, *, by=TOM, at=NOON):
    with db.begin() as work:
        reopen_lead(a_room(StoppedClock(at)), work, lead_id=lead_id, by=by, at=at)


def add(db, lead_id, comment, *, by=TOM, at=NOON):
    with db.begin() as work:
        add_word(a_room(), work, lead_id=lead_id, comment=comment, by=by, at=at)


def post(db, lead_id, *, by=TOM, week=THIS_WEEK):
    """As if the week's message and the line in its thread were sent."""
    with db.begin() as work:
        stand_in_slack(work, week_key(db, lead_id, week), channel="C0MKTG", ts="1765.000100")
        stand_in_slack(work, verdict_key(lead_id, by.id), channel="C0MKTG", ts="1765.000200")


def week_key(db, lead_id, week=THIS_WEEK):
    return campaign_key(the_lead_now(db, lead_id).campaign_id, week)


def line(house, lead_id, by=TOM):
    message = shown(house, verdict_key(lead_id, by.id))
    assert check_message(message.blocks) == []
    return message.text


def the_week(house, db, lead_id, week=THIS_WEEK):
    message = shown(house, week_key(db, lead_id, week))
    assert check_message(message.blocks) == []
    return message.text.partition(": ")[2].partition(": ")[2]


def test_a_rejection_without_a_verdict_is_a_line_with_reason_and_word(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id)
    row = message_row(db, verdict_key(lead_id, TOM.id))
    assert (row.destination, row.thread_key) == ("marketing", week_key(db, lead_id))
    assert row.subject == f"lead:{lead_id}"
    said = f"L-{lead_id} Northwind Freight rejected: wrong segment — Tom Becker"
    assert line(house, lead_id) == said
    add(db, lead_id, "forwarders <!channel> own no budgets")
    assert message_row(db, row.key).wanted > row.wanted
    assert line(house, lead_id) == f"{said}: ‘forwarders &lt;!channel&gt; own no budgets’"


def test_a_disqualification_is_a_line_too_with_what_was_said_along(db, house):
    lead_id = a_saved_lead(db, **owned(TOM.id, contacted_at=NOON))
    turn_down(db, lead_id, Reason.NO_BUDGET, step=Step.DISQUALIFY, comment="frozen until May")
    assert line(house, lead_id) == (
        f"L-{lead_id} Northwind Freight disqualified: no budget — Tom Becker: ‘frozen until May’"
    )


def test_the_weeks_message_says_why_leads_were_turned_down(db, house):
    leads = [a_saved_lead(db, at=f"1.{n}") for n in range(3)]
    mine = a_saved_lead(db, at="1.9", **owned(TOM.id, contacted_at=NOON))
    for lead_id, reason in zip(leads, [Reason.NO_NEED, Reason.OTHER, Reason.NO_NEED], strict=True):
        turn_down(db, lead_id, reason)
    turn_down(db, mine, Reason.NO_BUDGET, step=Step.DISQUALIFY)
    assert the_week(house, db, mine) == (
        "4 announced · 1 taken · 3 rejected · no verdicts yet. "
        "Why rejected: no need 2, other 1. Why disqualified: no budget 1"
    )


def test_a_week_in_which_a_lead_was_only_disqualified_has_its_message(db, house):
    old = NOON - 5 * WEEK
    lead_id = a_saved_lead(db, announced_at=old, **owned(TOM.id, claimed_at=old, contacted_at=old))
    turn_down(db, lead_id, Reason.NO_BUDGET, step=Step.DISQUALIFY)
    assert the_week(house, db, lead_id) == (
        "0 announced · 0 taken · 0 rejected · no verdicts yet. Why disqualified: no budget 1"
    )


def test_a_reason_that_the_verdict_tells_is_not_told_twice(db, house):
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.POOR)
    turn_down(db, lead_id)
    numbers = "1 announced · 0 taken · 1 rejected · rated 2.0 of 5 in 1 verdict"
    assert the_week(house, db, lead_id) == f"{numbers}. Why low: wrong segment 1"
    assert line(house, lead_id) == f"👎 L-{lead_id} Northwind Freight: wrong segment — Tom Becker"


def test_what_another_rep_thinks_does_not_hide_the_rejecters_reason(db, house):
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.POOR, by=RITA, reason=Reason.WRONG_SEGMENT)
    turn_down(db, lead_id)
    assert the_week(house, db, lead_id).endswith(
        "Why low: wrong segment 1. Why rejected: wrong segment 1"
    )
    assert line(house, lead_id).startswith(f"L-{lead_id} Northwind Freight rejected")
    assert line(house, lead_id, RITA).startswith("👎")


def test_a_good_verdict_does_not_keep_the_reason_of_a_rejection_from_marketing(db, house):
    lead_id = a_saved_lead(db)
    rate(db, lead_id, Verdict.GOOD, comment="Nice people", at=NOON - timedelta(hours=1))
    turn_down(db, lead_id, Reason.DUPLICATE)
    said = f"L-{lead_id} Northwind Freight rejected: duplicate — Tom Becker"
    assert line(house, lead_id) == said
    add(db, lead_id, "see L-7", at=NOON + timedelta(minutes=1))
    assert line(house, lead_id) == f"{said}: ‘see L-7’"


def test_a_low_verdict_takes_the_line_over_and_gives_it_back(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id)
    post(db, lead_id)
    rate(db, lead_id, Verdict.BAD, at=NOON + timedelta(minutes=1))
    assert line(house, lead_id) == f"🗑️ L-{lead_id} Northwind Freight: wrong segment — Tom Becker"
    assert shown(house, verdict_key(lead_id, TOM.id)).blocks[-1]["type"] == "actions"
    assert "Why rejected" not in the_week(house, db, lead_id)
    rate(db, lead_id, None, at=NOON + timedelta(minutes=2))
    assert line(house, lead_id).startswith(f"L-{lead_id} Northwind Freight rejected")
    assert "Why rejected: wrong segment 1" in the_week(house, db, lead_id)


def test_a_reopened_leads_line_is_struck_and_a_later_verdict_takes_it_over(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id)
    post(db, lead_id)
    asked = message_row(db, verdict_key(lead_id, TOM.id)).wanted
    reopen(db, lead_id)
    assert message_row(db, verdict_key(lead_id, TOM.id)).wanted == asked + 1
    assert line(house, lead_id) == f"~L-{lead_id} Northwind Freight — Tom Becker~ reopened"
    assert "Why rejected" not in the_week(house, db, lead_id)
    rate(db, lead_id, Verdict.POOR, reason=Reason.NO_NEED, at=NOON + timedelta(minutes=1))
    assert line(house, lead_id).startswith("👎")


def test_a_rejection_reopened_before_it_was_sent_shows_nothing(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id)
    reopen(db, lead_id)
    assert shown(house, verdict_key(lead_id, TOM.id)) is None


def test_who_rejects_a_reopened_lead_anew_has_the_line(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id, Reason.NO_NEED)
    post(db, lead_id)
    reopen(db, lead_id)
    later = NOON + timedelta(hours=1)
    turn_down(db, lead_id, Reason.OTHER, by=RITA, at=later)
    assert line(house, lead_id).startswith("~")
    assert "rejected: other — Rita Alvarez" in line(house, lead_id, RITA)
    reopen(db, lead_id, by=RITA, at=later)
    turn_down(db, lead_id, Reason.DUPLICATE, at=later + timedelta(hours=1))
    assert "rejected: duplicate — Tom Becker" in line(house, lead_id)


def test_a_verdict_weeks_later_takes_the_reason_out_of_the_week_of_the_rejection(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id)
    post(db, lead_id)
    asked = message_row(db, week_key(db, lead_id)).wanted
    rate(db, lead_id, Verdict.BAD, at=NOON + WEEK)
    assert "Why" not in the_week(house, db, lead_id)
    assert message_row(db, week_key(db, lead_id)).wanted == asked + 1
    assert "Why low: wrong segment 1" in the_week(house, db, lead_id, NEXT_WEEK)


def test_a_line_taken_over_weeks_later_is_sent_although_its_week_counts_nothing(db, house):
    lead_id = a_saved_lead(db, announced_at=NOON - 5 * WEEK)
    turn_down(db, lead_id)
    reopen(db, lead_id)
    assert shown(house, week_key(db, lead_id)) is None
    asked = message_row(db, week_key(db, lead_id)).wanted
    rate(db, lead_id, Verdict.POOR, at=NOON + WEEK)
    assert message_row(db, week_key(db, lead_id)).wanted > asked
    assert the_week(house, db, lead_id).startswith("0 announced")
    assert line(house, lead_id).startswith("👎")


def test_the_first_line_of_a_thread_mentions_the_owner_whatever_it_tells(db, house):
    first, second = a_saved_lead(db), a_saved_lead(db, at="1.1")
    with db.begin() as work:
        campaign = the_lead_now(db, first).campaign_id
        set_owner(a_room(), work, campaign_id=campaign, owner=MARK.id, by=MAYA, at=NOON)
    turn_down(db, first)
    rate(db, second, Verdict.POOR)
    assert line(house, first).startswith(f"<@U0MARK> L-{first} Northwind Freight rejected")
    assert line(house, second).startswith("👎")


def test_lead_feedback_and_home_tell_the_reasons_too(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id)
    with db.read() as work:
        rows = feedback(work, the_last_30_days(at=NOON, zone=a_room().people.zone))
    assert "Why rejected: wrong segment 1" in feedback_answer(rows, since="lately").text
    assert "Why rejected: wrong segment 1" in str(
        marketing_home(rows, since="lately", command="/lead")
    )


def test_an_erased_leads_line_keeps_the_reason_alone(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id)
    add(db, lead_id, "Ada told me")
    asked = message_row(db, verdict_key(lead_id, TOM.id)).wanted
    with db.begin() as work:
        erase_person(a_room(), work, email="ada@northwind.example", at=NOON)
    assert message_row(db, verdict_key(lead_id, TOM.id)).wanted > asked
    assert line(house, lead_id) == f"L-{lead_id} rejected: wrong segment — Tom Becker"


def test_where_another_organisation_reads_along_a_line_is_a_number_and_a_reason(db, house):
    lead_id = a_saved_lead(db)
    turn_down(db, lead_id, comment="Ada told me")
    with db.begin() as work:
        known = channel(work, "marketing")
        people_store.save_channel(work, replace(known, is_ext_shared=True))
    assert line(house, lead_id) == f"L-{lead_id} rejected: wrong segment"


def test_the_longest_words_of_a_rejection_still_make_a_line(db, house):
    lead_id = a_saved_lead(db, company="<&>" * 60)
    turn_down(db, lead_id, comment="<&>*" * 200)
    assert line(house, lead_id)


def test_a_lead_that_is_lost_tells_no_reason(db, house):
    had = {"contacted_at": NOON, "opportunity_at": NOON, "stage": Stage.OPPORTUNITY}
    lead_id = a_saved_lead(db, **owned(TOM.id, **had))
    with db.begin() as work:
        record_step(a_room(), work, lead_id=lead_id, step=Step.LOST, by=TOM, at=NOON)
    assert message_row(db, verdict_key(lead_id, TOM.id)) is None
    with db.read() as work:
        numbers = numbers_of(work, the_lead_now(db, lead_id).campaign_id, Period())
    assert (numbers.rejected_for, numbers.disqualified_for) == ((), ())
