"""What a digest counts, from rows; and that an old one stays as it was."""

from dataclasses import replace
from datetime import date, timedelta

from bot.digests.actions.choosing import choose
from bot.digests.actions.writing import write_unwritten
from bot.digests.domain.facts import Need, NeedKind, Quality, Quote
from bot.digests.domain.quotes import worth_quoting
from bot.digests.domain.timing import Choices
from bot.digests.queries.gather import gather_digest, gather_note
from bot.digests.store.digests import rewrite_facts, written
from bot.kit.periods import Week
from bot.leads.actions.erase import erase_person
from bot.leads.actions.feedback import tell_change
from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.queries.leads import lead_by_id
from bot.leads.queries.weeks import commented
from tests.content.scene import asked
from tests.digests.scene import IN_THE_WEEK, MONDAY_AT_NINE, a_morning, messages, shown, tick
from tests.leads.rating import rate
from tests.leads.scene import MARK, RITA, SAM, TOM, a_saved_lead, owned

SAM_S = "digest:2026-W47:U0SAM"
CARD = "1764000000.0002{}"


def digest_of(db, room, *, reader=SAM, week="2026-W47"):
    with db.read() as work:
        return gather_digest(
            room, work, week=Week.named(week, room.people.zone), reader=reader, at=MONDAY_AT_NINE
        )


def some_leads(db) -> list[int]:
    """Three of week 47: one taken and praised, one rated bad, one that nobody touched."""
    when = {"announced_at": IN_THE_WEEK, "received_at": IN_THE_WEEK}
    took = owned(RITA.id) | {"claimed_at": IN_THE_WEEK, "contacted_at": IN_THE_WEEK}
    ids = [
        a_saved_lead(db, at=CARD.format(1), **when, **took),
        a_saved_lead(db, at=CARD.format(2), campaign="Trade fair", **when),
        a_saved_lead(db, at=CARD.format(3), campaign="Trade fair", **when),
    ]
    rate(db, ids[0], Verdict.GREAT, by=TOM, comment="They sign this month", at=IN_THE_WEEK)
    rate(db, ids[1], Verdict.BAD, by=TOM, reason=Reason.NO_BUDGET, at=IN_THE_WEEK)
    return ids


def test_figures_are_those_of_the_week_and_of_no_other(db):
    _, room = a_morning(db)
    ids = some_leads(db)
    facts = digest_of(db, room)
    assert {one.metric: one.value for one in facts.numbers}["qualified"] == 3
    good, poor = facts.quality
    assert (good.announced, good.taken, good.verdicts, good.points) == (1, 1, 1, 5)
    assert poor == Quality(poor.campaign, 2, 0, 0, 1, 1, (("no_budget", 1),))
    assert facts.quote == Quote(ids[0], TOM.id)
    assert facts.needs == (Need(NeedKind.UNTOUCHED, 2),)
    assert digest_of(db, room, week="2026-W46").is_empty


def test_no_leads_at_all_is_an_empty_week_without_a_zero_divided(db):
    house, room = a_morning(db)
    tick(house, room)
    message = shown(house, SAM_S)
    assert message.text == (
        "Week 47 was quiet. No leads came in and none were rated. "
        "A good moment to talk about what comes next."
    )


def test_an_old_digest_keeps_its_figures(db):
    house, room = a_morning(db)
    some_leads(db)
    tick(house, room)
    before = shown(house, SAM_S)
    late = a_saved_lead(db, at=CARD.format(4), announced_at=IN_THE_WEEK, received_at=IN_THE_WEEK)
    rate(db, late, Verdict.BAD, at=IN_THE_WEEK)
    rate(db, 2, None, at=MONDAY_AT_NINE)
    assert shown(house, SAM_S) == before


def test_erasing_takes_a_quote_out_of_digests_that_were_sent(db):
    house, room = a_morning(db)
    some_leads(db)
    tick(house, room)
    assert "They sign this month" in shown(house, SAM_S).text
    assert "Northwind Freight" in shown(house, SAM_S).text
    with db.begin() as work:
        erase_person(room.leads, work, email="ada@northwind.example", at=MONDAY_AT_NINE)
    message = shown(house, SAM_S)
    assert "They sign" not in message.text
    assert "Northwind" not in message.text
    assert "3 qualified" in message.text


def test_in_a_channel_shared_with_others_nobody_is_quoted(db):
    house, room = a_morning(db, shared=True)
    ids = some_leads(db)
    asked(db, "Offer for Northwind", at=IN_THE_WEEK, needed_by=date(2026, 12, 1))
    with db.begin() as work:
        tell_change(
            room.leads,
            work,
            campaign_id=lead_by_id(work, ids[1]).campaign_id,
            sentence="Students are out",
            reasons={Reason.NO_BUDGET},
            by=MARK,
            at=IN_THE_WEEK,
        )
        choose(room, work, wanted=replace(Choices(), copies=True), by=SAM, at=MONDAY_AT_NINE)
    tick(house, room)
    assert "They sign" in shown(house, SAM_S).text
    assert "Students are out" in shown(house, SAM_S).text
    copy = shown(house, "copy:2026-W47:sales")
    assert "They sign" not in copy.text
    assert "Northwind" not in copy.text
    assert "Needs you" not in copy.text
    assert "Students" not in copy.text
    assert "1 asked" in copy.text


def test_what_changed_because_of_feedback_is_told_to_managers_and_to_who_gave_it(db):
    house, room = a_morning(db)
    ids = some_leads(db)
    with db.begin() as work:
        campaign = lead_by_id(work, ids[1]).campaign_id
        tell_change(
            room.leads,
            work,
            campaign_id=campaign,
            sentence="Students are out",
            reasons={Reason.NO_BUDGET},
            by=MARK,
            at=IN_THE_WEEK,
        )
    tick(house, room)
    assert (
        "Trade fair: Students are out (Mark Osei, thanks to Tom Becker)" in shown(house, SAM_S).text
    )
    with db.read() as work:
        week = Week.named("2026-W47", room.people.zone)
        toms = gather_note(work, week=week, rep=TOM.id, at=MONDAY_AT_NINE)
        ritas = gather_note(work, week=week, rep=RITA.id, at=MONDAY_AT_NINE)
    assert len(toms.changes) == 1
    assert toms.rated == 2
    assert (ritas.taken, ritas.contacted, ritas.mine, ritas.changes) == (1, 1, 1, ())


def test_a_note_tells_what_became_of_rated_leads(db):
    _, room = a_morning(db)
    won = owned(RITA.id) | {"stage": Stage.WON, "ended_at": IN_THE_WEEK, "claimed_at": IN_THE_WEEK}
    lead = a_saved_lead(db, at=CARD.format(1), **won)
    a_saved_lead(db, at=CARD.format(2), **won)
    rate(db, lead, Verdict.GOOD, by=TOM, at=IN_THE_WEEK - timedelta(days=20))
    with db.read() as work:
        week = Week.named("2026-W47", room.people.zone)
        toms = gather_note(work, week=week, rep=TOM.id, at=MONDAY_AT_NINE)
        ritas = gather_note(work, week=week, rep=RITA.id, at=MONDAY_AT_NINE)
    assert toms.became == ((lead, "won"),)
    assert (ritas.won, ritas.became) == (2, ())


def test_the_quote_tells_something_and_is_of_a_strong_verdict(db):
    _, room = a_morning(db)
    ids = [
        a_saved_lead(db, at=CARD.format(number), announced_at=IN_THE_WEEK) for number in range(4)
    ]
    said = [
        (Verdict.BAD, "no"),
        (Verdict.GOOD, "a kind word that is long enough"),
        (Verdict.GREAT, "they asked for a contract at once"),
        (Verdict.GREAT, ""),
    ]
    for lead, (verdict, comment) in zip(ids, said, strict=True):
        rate(db, lead, verdict, comment=comment, at=IN_THE_WEEK)
    with db.read() as work:
        found = commented(work, Week.named("2026-W47", room.people.zone).period)
    assert worth_quoting(found).lead_id == ids[2]
    assert worth_quoting([]) is None


def test_a_digest_of_a_reader_is_written_with_theirs_first(db):
    house, room = a_morning(db)
    some_leads(db)
    house.schedule.tick_now()
    assert write_unwritten(room, db) == 2
    assert len(messages(house)) == 2


def test_an_old_digest_shows_what_was_wanted_as_it_was_written(db):
    house, room = a_morning(db)
    asked(db, "Pricing one-pager", at=IN_THE_WEEK, needed_by=date(2026, 12, 1))
    tick(house, room)
    assert "Most wanted: Pricing one-pager (asked for by one rep)" in shown(house, SAM_S).text
    with db.begin() as work:
        for digest in written(work):
            content = digest.facts["content"] | {"wanted": [["Pricing one-pager", 2]]}
            rewrite_facts(work, digest.id, digest.facts | {"content": content})
    assert "Most wanted: Pricing one-pager (2)" in shown(house, SAM_S).text
