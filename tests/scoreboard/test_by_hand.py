"""Every number of the glossary is what a count by hand over the exported rows gives."""

import os
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.kit.periods import EVER, Period, Week, read_since
from bot.leads.domain.lead import Stage
from bot.leads.domain.waterfall import By, Cohort, Key, Milestone
from bot.leads.queries.campaigns import numbers_by_campaign
from bot.leads.queries.exports import export_verdicts
from bot.scoreboard.domain.funnel import FunnelStep
from bot.scoreboard.domain.metrics import Metric
from bot.scoreboard.domain.promises import Promise
from bot.scoreboard.queries.exports import export_funnel
from bot.scoreboard.queries.funnel import funnel
from bot.scoreboard.queries.measures import measure
from bot.scoreboard.queries.promises import promises
from tests.builders import some_people_settings
from tests.leads.scene import open_the_floor
from tests.scoreboard.scene import some_score_settings
from tests.scoreboard.stories import (
    REPS,
    a_story_of,
    counted_by_hand,
    different_hours,
    minutes_by_hand,
    rows_of,
    save_stories,
    some_leads,
)

BERLIN = ZoneInfo("Europe/Berlin")
SCORE = some_score_settings(people=some_people_settings(holiday_country="DE"))
EXAMPLES = 400 if os.environ.get("SOAK") else 15
MOMENTS = (
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # the clocks go back in Berlin
    datetime(2027, 1, 1, 12, 0, tzinfo=UTC),  # a Friday: its week is the last of 2026
    datetime(2027, 3, 14, 7, 0, tzinfo=UTC),  # the clocks go forward in New York
)
NOW = datetime(2027, 6, 1, 12, 0, tzinfo=UTC)


@st.composite
def a_time(draw):
    """Draw a moment, the leads around it, and a period that somebody asks for then."""
    around = draw(st.sampled_from(MOMENTS))
    words = draw(st.sampled_from(["week", "month", "quarter", "year", "10d", "2026-12", "all"]))
    if words == "week":
        period = Week.of(around, BERLIN).period
    else:
        asked = read_since(words, at=around, zone=BERLIN)
        assert asked
        period = asked.period
    return draw(some_leads(around)), period


tried = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def floor(db):
    open_the_floor(db)
    different_hours(db)
    return db


def exported(work, period=EVER.period):
    """The rows of both exports; without a period all there are."""
    return (
        rows_of(export_funnel(work, SCORE, period, at=NOW)),
        rows_of(export_verdicts(work, period)),
    )


def close(found: dict, by_hand: dict) -> None:
    for metric in Metric:
        assert found[metric] == (
            None if by_hand[metric] is None else pytest.approx(by_hand[metric], abs=1e-6)
        ), metric


@tried
@given(drawn=a_time())
def test_every_number_is_a_count_over_the_exported_rows_of_its_period(floor, drawn):
    stories, period = drawn
    save_stories(floor, stories)
    with floor.read() as work:
        close(measure(work, SCORE, period), counted_by_hand(*exported(work, period), period))
        # What the export leaves out for a period has nothing to do with it.
        close(measure(work, SCORE, period), counted_by_hand(*exported(work), period))


@tried
@given(drawn=a_time())
def test_groups_are_the_same_count_over_their_own_rows(floor, drawn):
    stories, period = drawn
    save_stories(floor, stories)
    with floor.read() as work:
        rows, given_verdicts = exported(work)
        for by in COLUMNS:
            for group in funnel(work, SCORE, period, by):
                own = of_group(rows, by, group.key)
                numbers = {row["lead"] for row in own}
                theirs = [one for one in given_verdicts if one["lead"] in numbers]
                close(group.measures, counted_by_hand(own, theirs, period))


COLUMNS = {None: "", By.SOURCE: "source", By.SEGMENT: "segment", By.REP: "rep_id"}


def of_group(rows: list[dict], by: By | None, key: Key) -> list[dict]:
    """The rows of one group's leads; of all where there are no groups."""
    return [row for row in rows if by is None or row[COLUMNS[by]] == (key or None)]


MOMENT = {
    Milestone.INQUIRY: "inquiry_at",
    Milestone.MQL: "qualified_at",
    Milestone.ACCEPTED: "accepted_at",
    Milestone.SALES_QUALIFIED: "sales_qualified_at",
    Milestone.OPPORTUNITY: "opportunity_at",
    Milestone.WON: "won_at",
}
LASTED = MOMENT | {Milestone.ACCEPTED: "answered_at"}


@tried
@given(drawn=a_time())
def test_steps_and_cohorts_are_counts_over_the_exported_rows(floor, drawn):
    stories, period = drawn
    save_stories(floor, stories)
    with floor.read() as work:
        rows, _ = exported(work)
        for by in COLUMNS:
            for group in funnel(work, SCORE, period, by):
                own = of_group(rows, by, group.key)
                for step in group.steps:
                    step_by_hand(step, own, period)
                cohort_by_hand(group.cohort, [row for row in own if row["qualified_at"] in period])


def step_by_hand(step: FunnelStep, rows: list[dict], period: Period) -> None:
    made = [row for row in rows if row[MOMENT[step.milestone]] in period]
    assert step.count == len(made)
    if step.milestone.next is None:
        assert step.conversion is None
        return
    went_on = [row for row in made if row[MOMENT[step.milestone.next]]]
    assert step.went_on == len(went_on)
    assert step.conversion is None if not made else 0 <= step.conversion <= 100
    begun, done = LASTED[step.milestone], LASTED[step.milestone.next]
    took = [(row[done] - row[begun]).total_seconds() for row in went_on]
    assert step.median_seconds == (pytest.approx(median(took), abs=0.01) if took else None)


def cohort_by_hand(cohort: Cohort, rows: list[dict]) -> None:
    """Hold each count of a cohort to the rows of the leads that qualified in the period."""

    def of(*columns: str) -> list[dict]:
        return [row for row in rows if all(row[one] is not None for one in columns)]

    for milestone, column in MOMENT.items():
        if milestone is not Milestone.INQUIRY:
            assert cohort.reached.get(milestone, 0) == len(of(column)), milestone
    ends = Counter(row["stage"] for row in rows if row["stage"] in ENDED)
    for end in ENDED - {"won"}:
        assert getattr(cohort, end) == ends[end], end
    assert cohort.open == len(rows) - ends.total()
    assert cohort.pipeline == sum(row["amount"] or 0 for row in of("opportunity_at"))
    assert cohort.revenue == sum(row["amount"] or 0 for row in of("won_at"))


ENDED = {"won", "lost", "rejected", "disqualified", "recycled"}


def test_a_cohort_with_another_number_of_each_end_is_told_as_it_is(floor):
    """Each count differs from all others, so that none can be taken for another."""
    around = MOMENTS[0]
    taken = {"owner": REPS[0], "claimed_at": around, "answered_at": around}
    opened = {"sales_qualified_at": around, "opportunity_at": around, "amount": 10}
    ends = {
        Stage.MQL: (1, {}),
        Stage.ACCEPTED: (2, taken),
        Stage.REJECTED: (3, {"ended_at": around}),
        Stage.DISQUALIFIED: (4, taken | {"ended_at": around}),
        Stage.RECYCLED: (5, taken | {"ended_at": around}),
        Stage.LOST: (6, taken | opened | {"ended_at": around}),
        Stage.WON: (7, taken | opened | {"ended_at": around}),
    }
    save_stories(
        floor,
        [
            a_story_of(around, stage=stage, announced_at=around, **told)
            for stage, (many, told) in ends.items()
            for _ in range(many)
        ],
    )
    with floor.read() as work:
        (group,) = funnel(work, SCORE, Week.of(around, BERLIN).period)
        assert group.cohort == Cohort(
            reached={
                Milestone.MQL: 28,
                Milestone.ACCEPTED: 24,
                Milestone.SALES_QUALIFIED: 13,
                Milestone.OPPORTUNITY: 13,
                Milestone.WON: 7,
            },
            rejected=3,
            disqualified=4,
            recycled=5,
            lost=6,
            pipeline=Decimal(130),
            revenue=Decimal(70),
        )
        assert group.cohort.open == 3


@tried
@given(drawn=a_time())
def test_marketings_message_and_the_report_never_disagree(floor, drawn):
    stories, period = drawn
    save_stories(floor, stories)
    with floor.read() as work:
        by_campaign = numbers_by_campaign(work, period)
        groups = {group.key: group for group in funnel(work, SCORE, period, By.CAMPAIGN)}
    for campaign_id, told in by_campaign.items():
        numbers = groups[campaign_id].measures
        assert numbers[Metric.QUALIFIED] == told.announced
        assert numbers[Metric.ACCEPTED] == told.taken
        assert numbers[Metric.REJECTED] == told.rejected
        rating = told.points / told.verdicts if told.verdicts else None
        assert numbers[Metric.RATING] == (None if rating is None else pytest.approx(rating))
        assert groups[campaign_id].reasons == told.reasons


@tried
@given(drawn=a_time())
def test_promises_are_counts_over_the_exported_rows_in_each_persons_own_hours(floor, drawn):
    stories, period = drawn
    save_stories(floor, stories)
    with floor.read() as work:
        kept = {one.promise: one for one in promises(work, SCORE, period, NOW)}
        rows, _ = exported(work)
        for row in rows:
            if row["accept_minutes"] is not None:
                done = row["answered_at"] or NOW
                by_hand = minutes_by_hand(
                    work, SCORE, row["answered_by"], row["qualified_at"], done
                )
                assert row["accept_minutes"] == pytest.approx(by_hand)
            if row["contact_minutes"] is not None:
                who = row["contacted_by"] or row["rep_id"]
                done = row["contacted_at"] or NOW
                by_hand = minutes_by_hand(work, SCORE, who, row["contact_from"], done)
                assert row["contact_minutes"] == pytest.approx(by_hand)
    for promise, moment, column in (
        (Promise.ACCEPT, "qualified_at", "accept_promise"),
        (Promise.CONTACT, "contact_from", "contact_promise"),
    ):
        said = [row[column] for row in rows if row[moment] in period]
        one = kept[promise]
        assert (one.kept, one.missed, one.waiting) == (
            said.count("kept"),
            said.count("missed"),
            said.count("waiting"),
        )
