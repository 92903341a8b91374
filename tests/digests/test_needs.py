"""What needs a manager, from the rooms that know it: at most three, theirs first."""

from datetime import date, timedelta

import pytest

from bot.content.store.requests import deliver
from bot.digests.domain.facts import Need, NeedKind
from bot.digests.queries.gather import content, gather_digest
from bot.digests.queries.rows import rows_of
from bot.digests.store.digests import rewrite_facts, written
from bot.kit.commands import Commands
from bot.kit.outbox.enqueue import Outbox
from bot.kit.periods import Week
from bot.leads.actions.erase import erase_person
from bot.leads.domain.lead import Stage
from bot.meetings.store.action_items import insert_action
from bot.people.domain import Team
from bot.scoreboard.actions.targets import set_target
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.settings import ScoreSettings
from bot.scoreboard.room import Room as ScoreRoom
from tests.builders import some_people_settings
from tests.content.scene import asked
from tests.digests.scene import IN_THE_WEEK, MONDAY_AT_NINE, a_morning, good, shown, tick
from tests.leads.definition.test_signing import propose, sign
from tests.leads.scene import MARK, MAYA, RITA, SAM, TOM, a_room, a_saved_lead
from tests.meetings.agenda_scene import a_meeting

UNTOUCHED = Need(NeedKind.UNTOUCHED, 1)


@pytest.fixture
def morning(db):
    return a_morning(db)


def needs(db, room, reader=SAM):
    with db.read() as work:
        week = Week.named("2026-W47", room.people.zone)
        return gather_digest(room, work, week=week, reader=reader, at=MONDAY_AT_NINE).needs


def wanted_words(db, room):
    with db.read() as work:
        week = Week.named("2026-W47", room.people.zone)
        return [one.words for one in content(work, week.period).wanted]


def test_a_proposal_needs_those_alone_whose_signature_it_waits_for(db, morning):
    _, room = morning
    leads = a_room()
    version = propose(db, leads)
    assert needs(db, room, SAM) == needs(db, room, MAYA) == (Need(NeedKind.PROPOSAL, name="v2"),)
    sign(db, leads, version, Team.MARKETING, MAYA)
    assert needs(db, room, MAYA) == ()
    assert needs(db, room, SAM) == (Need(NeedKind.PROPOSAL, name="v2"),)


def test_a_contacted_lead_whose_owner_has_left_is_not_called_untouched(db, morning):
    _, room = morning
    taken = {"owner": "U0OLGA", "claimed_at": IN_THE_WEEK, "stage": Stage.ACCEPTED}
    a_saved_lead(db, announced_at=IN_THE_WEEK, contacted_at=IN_THE_WEEK, **taken)
    assert needs(db, room) == ()
    a_saved_lead(db, announced_at=IN_THE_WEEK, at="1764000000.000299", **taken)
    assert needs(db, room) == (UNTOUCHED,)


def two_ask_for_a_one_pager(db):
    for by in (RITA, TOM):
        asked(db, "Pricing one-pager", by=by, at=IN_THE_WEEK, needed_by=date(2026, 12, 1))


def late_request_and_lead(db):
    asked(db, "T1 transit", at=IN_THE_WEEK, needed_by=date(2026, 11, 20))
    a_saved_lead(db, announced_at=IN_THE_WEEK)


def test_theirs_come_first_and_three_are_enough(db, morning):
    house, room = morning
    two_ask_for_a_one_pager(db)
    late_request_and_lead(db)
    late, wanted = Need(NeedKind.REQUESTS, 1), Need(NeedKind.WANTED, 2, "Pricing one-pager")
    assert needs(db, room, MAYA) == (late, wanted, UNTOUCHED)
    assert needs(db, room, SAM) == (UNTOUCHED, late, wanted)
    propose(db, a_room())
    assert needs(db, room, MAYA) == (Need(NeedKind.PROPOSAL, name="v2"), late, wanted)
    tick(house, room)
    good(shown(house, "digest:2026-W47:U0MAYA"))
    for value in ("requests", "wanted Pricing one-pager"):
        house.click("digest.show", value, by=MAYA.id)
    requests, wishes = (reply["text"] for reply in house.answers.responses[-2:])
    assert "CR-3 T1 transit · needed by 20 Nov 2026, nobody's yet" in requests
    assert "👉 “Pricing one-pager” · asked for by two reps" in wishes
    assert "Three requests open in all" in wishes


def test_what_one_rep_asks_for_is_no_managers_to_answer(db, morning):
    _, room = morning
    asked(db, "Pricing one-pager", at=IN_THE_WEEK, needed_by=date(2026, 12, 1))
    assert needs(db, room, MAYA) == ()


def test_what_was_delivered_meanwhile_is_no_need_any_more(db, morning):
    _, room = morning
    two_ask_for_a_one_pager(db)
    [need] = [one for one in needs(db, room, MAYA) if one.kind is NeedKind.WANTED]
    with db.begin() as work:
        deliver(work, 1, by=MARK.id, at=IN_THE_WEEK)
        deliver(work, 2, by=MARK.id, at=IN_THE_WEEK)
    assert need not in needs(db, room, MAYA)
    assert "asked for by two reps, delivered" in wanted_words(db, room)


def test_overdue_actions_of_the_meeting(db, morning):
    house, room = morning
    meeting = a_meeting(db)
    with db.begin() as work:
        for day in (20, 30):
            insert_action(
                work,
                occurrence_id=meeting,
                point="quality",
                what="Take forwarders out",
                owner=MARK.id,
                due=date(2026, 11, day),
                success="",
                by=MAYA.id,
                at=IN_THE_WEEK,
            )
    assert needs(db, room, SAM) == (Need(NeedKind.ACTIONS, 1),)
    house.click("digest.show", "actions", by=SAM.id)
    text = house.answers.responses[-1]["text"]
    assert "ACT-1 Take forwarders out · Mark Osei, 3 days late" in text
    assert "ACT-2" not in text
    tick(house, room)
    foot = str(shown(house, "digest:2026-W47:U0SAM").blocks[-1])
    assert "The next strategy meeting is on" in foot


def test_a_target_is_told_beside_its_number(db, morning):
    house, room = morning
    a_saved_lead(db, announced_at=IN_THE_WEEK, received_at=IN_THE_WEEK)
    settings = ScoreSettings(some_people_settings())
    with db.begin() as work:
        set_target(
            ScoreRoom(Outbox(), house.clock, Commands(), settings),
            work,
            metric=Metric.QUALIFIED,
            first=date(2026, 10, 1),
            past=date(2027, 1, 1),
            goal=300,
            sales_owner=SAM.id,
            marketing_owner=MAYA.id,
            by=SAM,
            at=IN_THE_WEEK - timedelta(days=9),
        )
    tick(house, room)
    assert "🎯 Q4 2026: 1 of 300 so far; at this pace" in shown(house, "digest:2026-W47:U0SAM").text


def test_a_wish_that_names_an_erased_person_goes_out_of_digests_that_were_sent(db, morning):
    house, room = morning
    lead = a_saved_lead(db, announced_at=IN_THE_WEEK)
    for by in (RITA, TOM):
        for topic in ("Offer for Northwind", "Pricing one-pager"):
            asked(db, topic, by=by, at=IN_THE_WEEK, needed_by=date(2026, 12, 1), lead_id=lead)
    tick(house, room)
    before = shown(house, "digest:2026-W47:U0MAYA")
    assert "Offer for Northwind" in before.text
    with db.begin() as work:
        erased = erase_person(room.leads, work, email="ada@northwind.example", at=MONDAY_AT_NINE)
    assert erased.words >= 2
    after = shown(house, "digest:2026-W47:U0MAYA")
    assert "Northwind" not in str(after)
    assert "“something that was erased” is asked for by two reps" in after.text
    assert "Pricing one-pager" in after.text


def test_also_out_of_older_digests_that_kept_one_number(db, morning):
    house, room = morning
    a_saved_lead(db, announced_at=IN_THE_WEEK)
    tick(house, room)
    with db.begin() as work:
        for digest in written(work):
            told = digest.facts["content"] | {"wanted": [["Offer for Northwind", 2]]}
            rewrite_facts(work, digest.id, digest.facts | {"content": told})
    with db.begin() as work:
        erase_person(room.leads, work, email="ada@northwind.example", at=MONDAY_AT_NINE)
    text = shown(house, "digest:2026-W47:U0MAYA").text
    assert "Most wanted: something that was erased (2)" in text


def test_the_rows_behind_requests_name_no_topic(db, morning):
    _, room = morning
    asked(db, "Offer for Northwind", at=IN_THE_WEEK, needed_by=date(2026, 12, 1))
    with db.read() as work:
        files = rows_of(room, work, "2026-W47", by=SAM)
    assert list(files) == ["content-2026-W47.csv"]
    assert "CR-1,,,,2026-12-01,,Rita Alvarez" in files["content-2026-W47.csv"]
    assert "Northwind" not in files["content-2026-W47.csv"]
