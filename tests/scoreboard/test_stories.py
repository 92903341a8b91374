"""What people do with leads, step by step, and what the numbers make of it."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text

from bot.kit.errors import Refusal
from bot.kit.migrate import _config
from bot.kit.periods import EVER, Period
from bot.leads.actions.claim import claim_lead, release_lead
from bot.leads.actions.erase import erase_person
from bot.leads.actions.receive import receive_lead
from bot.leads.actions.recycle import send_again
from bot.leads.actions.steps import Details, record_step
from bot.leads.domain.lead import Arrival, Stage
from bot.leads.domain.steps import Step
from bot.leads.domain.verdicts import Reason
from bot.leads.domain.waterfall import By
from bot.leads.store.tables import leads, trail
from bot.people import store as people_store
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.promises import Promise
from bot.scoreboard.queries.funnel import funnel
from bot.scoreboard.queries.measures import measure
from bot.scoreboard.queries.promises import promises
from tests.leads.scene import (
    MARK,
    NOON,
    PRIYA,
    RITA,
    SAM,
    TOM,
    a_room,
    a_saved_lead,
    open_the_floor,
)
from tests.scoreboard.scene import a_lead_that, some_score_settings
from tests.scoreboard.stories import different_hours
from tests.support.house import StoppedClock

SCORE = some_score_settings()
MIGRATION = ScriptDirectory.from_config(_config()).get_revision("0005").module
DAY = timedelta(days=1)


@pytest.fixture
def floor(db):
    open_the_floor(db)
    return db


def numbers(db, period: Period = EVER.period) -> dict[Metric, float | None]:
    with db.read() as work:
        return measure(work, SCORE, period)


def after(moment: datetime) -> Period:
    return Period(moment, moment + DAY)


def test_a_lead_that_is_handed_back_is_accepted_where_it_is_taken_again(floor):
    room, lead_id = a_room(), a_saved_lead(floor, card=False)
    with floor.begin() as work:
        claim_lead(room, work, lead_id=lead_id, by=RITA, at=NOON + timedelta(minutes=10))
        record_step(
            room,
            work,
            lead_id=lead_id,
            step=Step.CONTACTED,
            by=RITA,
            at=NOON + timedelta(minutes=30),
        )
        record_step(
            room,
            work,
            lead_id=lead_id,
            step=Step.SALES_QUALIFIED,
            by=RITA,
            at=NOON + timedelta(minutes=31),
        )
    assert numbers(floor, after(NOON))[Metric.SALES_QUALIFIED] == 1
    with floor.begin() as work:
        record_step(
            room, work, lead_id=lead_id, step=Step.HAND_BACK, by=RITA, at=NOON + timedelta(hours=1)
        )
    today = numbers(floor, after(NOON))
    assert (today[Metric.ACCEPTED], today[Metric.SALES_QUALIFIED]) == (0, 0)
    assert today[Metric.CONTACT_TIME] is None
    with floor.begin() as work:
        claim_lead(room, work, lead_id=lead_id, by=TOM, at=NOON + 2 * DAY)
    assert numbers(floor, after(NOON))[Metric.ACCEPTED] == 0
    assert numbers(floor, after(NOON + 2 * DAY))[Metric.ACCEPTED] == 1
    # Sales answered it on the first day, whoever has it now.
    assert numbers(floor, after(NOON))[Metric.ACCEPT_TIME] == 10


def test_a_taking_that_is_taken_back_was_no_answer(floor):
    room, lead_id = a_room(), a_saved_lead(floor, card=False)
    with floor.begin() as work:
        claim_lead(room, work, lead_id=lead_id, by=RITA, at=NOON + timedelta(minutes=5))
        release_lead(room, work, lead_id=lead_id, by=RITA, at=NOON + timedelta(minutes=6))
    assert numbers(floor)[Metric.ACCEPT_TIME] is None
    with floor.read() as work:
        (accept, *_) = promises(work, SCORE, after(NOON), NOON + 5 * DAY)
    assert (accept.kept, accept.missed) == (0, 1)


def test_who_made_contact_is_measured_though_somebody_else_has_the_lead_since(floor):
    room, lead_id = a_room(), a_saved_lead(floor, card=False)
    with floor.begin() as work:
        claim_lead(room, work, lead_id=lead_id, by=RITA, at=NOON)
        record_step(
            room,
            work,
            lead_id=lead_id,
            step=Step.CONTACTED,
            by=RITA,
            at=NOON + timedelta(minutes=20),
        )
        record_step(
            room,
            work,
            lead_id=lead_id,
            step=Step.REASSIGN,
            details=Details(to=TOM.id),
            by=SAM,
            at=NOON + 3 * DAY,
        )
    assert numbers(floor, after(NOON))[Metric.CONTACT_TIME] == 20
    with floor.read() as work:
        groups = {one.key: one for one in funnel(work, SCORE, EVER.period, By.REP)}
    assert list(groups) == [TOM.id]


def test_rejected_leads_count_against_the_rate_once_and_waiting_ones_not_at_all(floor):
    a_lead_that(floor, taken=5)
    a_lead_that(floor, taken=5, stage=Stage.REJECTED, ended_at=NOON + timedelta(minutes=9))
    a_lead_that(floor, stage=Stage.REJECTED, ended_at=NOON, answered_at=NOON, answered_by=RITA.id)
    a_lead_that(floor)
    found = numbers(floor)
    assert found[Metric.ACCEPTED] == 2
    assert found[Metric.REJECTED] == 2
    assert found[Metric.ACCEPTANCE_RATE] == pytest.approx(100 / 3)


def test_nothing_is_never_divided_by(floor):
    found = numbers(floor, Period(NOON - DAY, NOON))
    assert found[Metric.QUALIFIED] == 0
    for metric in (Metric.ACCEPTANCE_RATE, Metric.RATING, Metric.ACCEPT_TIME, Metric.CONTACT_TIME):
        assert found[metric] is None
    with floor.read() as work:
        (group,) = funnel(work, SCORE, Period(NOON - DAY, NOON))
        assert all(step.conversion is None and step.median_seconds is None for step in group.steps)
        assert all(one.rate is None for one in promises(work, SCORE, Period(NOON - DAY), NOON))
        for by in By:
            assert funnel(work, SCORE, Period(NOON - DAY, NOON), by) == []


def test_a_lead_that_came_back_is_no_second_inquiry_and_one_sent_again_is_a_new_lead(floor):
    room = a_room()
    arrival = {"source": "form", "email": "ada@northwind.example", "name": "Ada", "score": 82,
               "company": "Northwind", "segment": "SaaS", "employees": 200, "country": "DE"}  # fmt: skip
    with floor.begin() as work:
        first = receive_lead(room, work, Arrival(external_id="1", **arrival), at=NOON)
        receive_lead(room, work, Arrival(external_id="2", **arrival), at=NOON + timedelta(hours=1))
    assert numbers(floor)[Metric.INQUIRIES] == 1
    with floor.begin() as work:
        claim_lead(room, work, lead_id=first.lead_id, by=RITA, at=NOON + timedelta(hours=1))
        until = (NOON + 30 * DAY).date()
        record_step(
            room, work, lead_id=first.lead_id, step=Step.RECYCLE, details=Details(until=until),
            by=RITA, at=NOON + timedelta(hours=2),
        )  # fmt: skip
        send_again(room, work, lead_id=first.lead_id, by=MARK, at=NOON + 30 * DAY)
    assert numbers(floor)[Metric.QUALIFIED] == 2
    again = numbers(floor, after(NOON + 30 * DAY))
    assert (again[Metric.INQUIRIES], again[Metric.QUALIFIED], again[Metric.ACCEPTED]) == (1, 1, 0)
    with floor.read() as work:
        (group,) = funnel(work, SCORE, after(NOON))
    assert group.cohort.recycled == 1


def test_erasing_a_person_changes_no_number_but_what_waits_for_them(floor):
    room = a_room()
    a_lead_that(floor, taken=10, contacted=30, email="ada@northwind.example")
    a_lead_that(floor, email="ada@northwind.example", name="", company="")
    before = numbers(floor)
    with floor.begin() as work:
        erase_person(room, work, email="ada@northwind.example", at=NOON + DAY)
    assert numbers(floor) == before
    with floor.read() as work:
        (accept, *_) = promises(work, SCORE, EVER.period, NOON + 5 * DAY)
    assert (accept.kept, accept.missed, accept.waiting) == (1, 0, 0)


def test_the_leads_of_a_campaign_that_is_gone_are_still_counted(floor):
    a_lead_that(floor, taken=5, campaign="Trade fair")
    a_lead_that(floor)
    _delete_campaign(floor, "Trade fair")
    with floor.read() as work:
        groups = {one.name: one for one in funnel(work, SCORE, EVER.period, By.CAMPAIGN)}
    assert groups["A deleted campaign"].measures[Metric.ACCEPTED] == 1
    assert sum(one.measures[Metric.QUALIFIED] for one in groups.values()) == 2


def _delete_campaign(db, name: str) -> None:
    """As an operator might by hand: the bot itself deletes none."""
    deleting = "DELETE FROM campaigns WHERE name = '%s'" % name  # noqa: S608, UP031 - our own names
    if db.is_sqlite:
        # A connection of its own does not hold foreign keys.
        with closing(sqlite3.connect(db.engine.url.database)) as connection, connection:
            connection.execute(deleting)
        return
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(deleting)


def test_promises_are_kept_in_the_hours_of_who_answers(floor):
    """Nine in the evening in Berlin is the afternoon in New York."""
    different_hours(floor)
    evening = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    with floor.begin() as work:
        people_store.save_own_hours(work, TOM.id, days=None, hours=None)
    a_lead_that(floor, qualified=evening, taken=45, by=TOM.id)
    a_lead_that(floor, qualified=evening, taken=90, by=TOM.id)
    a_lead_that(floor, qualified=evening, taken=14 * 60, by=RITA.id)
    with floor.read() as work:
        accept, contact, _ = promises(work, SCORE, after(evening), evening + timedelta(hours=2))
    assert (accept.promise, accept.kept, accept.missed) == (Promise.ACCEPT, 1, 2)
    assert contact.waiting == 3


def test_who_moves_to_another_zone_is_measured_by_where_they_are_now(floor):
    evening = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    a_lead_that(floor, qualified=evening, taken=45, by=RITA.id)
    assert numbers(floor)[Metric.ACCEPT_TIME] == 0  # nobody works in Berlin then
    with floor.begin() as work:
        facts = next(one for one in people_store.facts_of_everybody_here(work) if one.id == RITA.id)
        moved = replace(facts, zone="America/New_York")
        people_store.save_facts(work, [moved], read_at=NOON + DAY)
    assert numbers(floor)[Metric.ACCEPT_TIME] == 45


def test_a_person_in_both_teams_counts_as_the_one_rep_they_are(floor):
    """Whoever is in both channels is a marketer or a rep; what they took stays theirs."""
    a_lead_that(floor, taken=15, by=RITA.id)
    with floor.begin() as work:
        facts = next(one for one in people_store.facts_of_everybody_here(work) if one.id == RITA.id)
        both = replace(facts, in_marketing=True)
        people_store.save_facts(work, [both], read_at=NOON + DAY)
    with floor.read() as work:
        (group,) = funnel(work, SCORE, EVER.period, By.REP)
    assert (group.name, group.measures[Metric.ACCEPTED]) == ("Rita Alvarez", 1)


# --- whatever happens, the rows say what the trail says -------------------------------------------


class Floor(RuleBasedStateMachine):
    """Leads arrive and people work on them as they please; time goes on."""

    db: Any = None

    @initialize()
    def begin(self) -> None:
        self.room = a_room(StoppedClock())
        self.at = NOON
        self.arrived = 0
        with self.db.begin() as work:
            for table in ("lead_verdict_history", "lead_verdicts", "lead_opinions", "lead_trail",
                          "verdict_lines", "arrivals", "leads", "outbox"):  # fmt: skip
                work.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names

    @rule(minutes=st.integers(0, 4000))
    def wait(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(score=st.sampled_from([12, 82]), who=st.integers(0, 3))
    def arrive(self, score: int, who: int) -> None:
        self.arrived += 1
        arrival = Arrival(
            source="form", external_id=f"e{self.arrived}", email=f"p{who}@north.example",
            name=f"P {who}", company="North", score=score, employees=200, country="DE",
            segment="SaaS",
        )  # fmt: skip
        with self.db.begin() as work:
            receive_lead(self.room, work, arrival, at=self.at)

    @rule(data=st.data(), by=st.sampled_from([RITA, TOM, PRIYA]))
    def work_on(self, data, by) -> None:
        with self.db.read() as work:
            ids = list(work.execute(select(leads.c.id).order_by(leads.c.id)).scalars())
        if not ids:
            return
        lead_id = data.draw(st.sampled_from(ids))
        what = data.draw(st.sampled_from([*Step, Step.TAKE, Step.TAKE, Step.CONTACTED, "release"]))
        details = Details(amount=1000, reason=Reason.NO_NEED, until=date(2027, 6, 1), to=TOM.id)
        try:
            with self.db.begin() as work:
                if what == "release":
                    release_lead(self.room, work, lead_id=lead_id, by=by, at=self.at)
                else:
                    actor = SAM if what in {Step.REASSIGN, Step.HAND_BACK} else by
                    record_step(
                        self.room,
                        work,
                        lead_id=lead_id,
                        step=what,
                        details=details,
                        by=actor,
                        at=self.at,
                    )
        except Refusal:
            return

    @invariant()
    def the_rows_say_what_the_trail_says(self) -> None:
        if not hasattr(self, "at"):
            return
        with self.db.read() as work:
            rows = {row.id: row for row in work.execute(select(leads))}
            stories = defaultdict(list)
            for step in work.execute(select(trail).order_by(trail.c.id)):
                stories[step.lead_id].append(step)
        for lead_id, row in rows.items():
            told = read_trail(stories[lead_id])
            assert {name: getattr(row, name) for name in told} == told, lead_id
            # What the migration would have noted, had these columns come only now.
            noted = MIGRATION._told(lead_id, stories[lead_id])
            for name in ("answered_at", "answered_by", "contact_from", "contacted_by",
                         "sales_qualified_at", "opportunity_at"):  # fmt: skip
                assert noted[f"its_{name}"] == told[name], (lead_id, name)


def read_trail(story) -> dict[str, Any]:
    """Return by the trail alone when each step was made that still stands."""
    told: dict[str, Any] = dict.fromkeys(
        ("received_at", "announced_at", "answered_at", "answered_by", "claimed_at", "owner",
         "contacted_at", "contact_from", "contacted_by", "sales_qualified_at", "opportunity_at",
         "ended_at")
    )  # fmt: skip
    for step in story:
        by = step.facts.get("to") if step.kind == "reassigned" else step.actor
        if step.kind == "arrived":
            told["received_at"] = step.at
        elif step.kind == "announced" and not step.facts.get("opened"):
            told["announced_at"] = step.at
        elif step.kind in {"claimed", "reassigned"}:
            told |= {"claimed_at": step.at, "owner": by}
        elif step.kind == "contacted":
            told |= {
                "contacted_at": step.at,
                "contact_from": told["claimed_at"],
                "contacted_by": told["owner"],
            }
        elif step.kind in {"sales_qualified", "opportunity"}:
            told[f"{step.kind}_at"] = step.at
        elif step.kind in {"won", "lost", "rejected", "disqualified", "recycled"}:
            told["ended_at"] = step.at
        if step.kind in {"claimed", "reassigned", "rejected"} and told["answered_at"] is None:
            told |= {"answered_at": step.at, "answered_by": by}
        if step.kind == "released" and told["answered_at"] == told["claimed_at"]:
            told |= {"answered_at": None, "answered_by": None}
        if step.kind in {"released", "handed_back"}:
            kept = ("received_at", "announced_at", "answered_at", "answered_by", "ended_at")
            told |= {name: None for name in told if name not in kept}
    return told


def test_the_rows_say_what_the_trail_says(floor):
    class Here(Floor):
        db = floor

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
