import io
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.csv_safe import write_csv
from bot.kit.periods import Period, Week
from bot.leads.domain.campaigns import CampaignNumbers, by_frequency
from bot.leads.domain.lead import TURNED_DOWN, Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.queries.campaigns import find_campaigns, numbers_by_campaign, numbers_of
from bot.leads.queries.exports import export_leads, export_verdicts
from bot.leads.queries.feedback import feedback, read_feedback_words
from bot.leads.store.campaigns import campaign_for
from bot.leads.store.tables import verdicts
from bot.leads.store.trail import write_trail
from tests.leads.scene import NOON, PRIYA, RITA, TOM, a_saved_lead, open_the_floor

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = timedelta(days=7)


def test_nothing_is_zero_and_has_no_average():
    numbers = CampaignNumbers()
    assert numbers.nothing_happened
    assert (numbers.verdicts, numbers.average) == (0, None)


@pytest.mark.parametrize(
    ("ratings", "average"),
    [
        ({Verdict.GREAT: 1}, "5.0"),
        ({Verdict.BAD: 2}, "1.0"),
        ({Verdict.GREAT: 1, Verdict.POOR: 1}, "3.5"),
        ({Verdict.GOOD: 3, Verdict.BAD: 1}, "3.3"),  # 3.25 is rounded up
        ({Verdict.GREAT: 1, Verdict.GOOD: 1, Verdict.POOR: 1}, "3.7"),
    ],
)
def test_the_average_is_of_all_points_with_halves_rounded_up(ratings, average):
    assert CampaignNumbers(ratings=ratings).average == average


@given(st.dictionaries(st.sampled_from(list(Verdict)), st.integers(1, 10_000), min_size=1))
def test_the_average_is_within_half_a_tenth_of_the_true_one(ratings):
    numbers = CampaignNumbers(ratings=ratings)
    true = sum(v.points * n for v, n in ratings.items()) / sum(ratings.values())
    assert abs(float(numbers.average) - true) <= 0.05 + 1e-9


def test_reasons_come_by_how_often_they_were_given_and_unsaid_ones_last():
    counts = {None: 9, Reason.NO_NEED: 2, Reason.WRONG_SEGMENT: 2, Reason.OTHER: 3}
    assert by_frequency(counts) == (
        (Reason.OTHER, 3),
        (Reason.WRONG_SEGMENT, 2),
        (Reason.NO_NEED, 2),
        (None, 9),
    )


def _some_history(db, seed):
    """Leads and verdicts at random moments around three weeks, and what was saved of them."""
    chance = random.Random(seed)  # noqa: S311
    open_the_floor(db)

    def moment():
        return NOON + timedelta(minutes=chance.randrange(-20 * 24 * 60, 10))

    kept = []
    for _ in range(40):
        campaign = chance.choice(["Webinar", "Fair", ""])
        stage = chance.choice([Stage.INQUIRY, Stage.MQL, Stage.ACCEPTED, *sorted(TURNED_DOWN)])
        over = stage in TURNED_DOWN
        columns = {
            "announced_at": None if stage is Stage.INQUIRY else moment(),
            "claimed_at": moment() if stage is Stage.ACCEPTED else None,
            "owner": RITA.id if stage is Stage.ACCEPTED else None,
            "ended_at": moment() if over else None,
            "reason": chance.choice([Reason.NO_NEED, Reason.WRONG_SEGMENT]) if over else None,
        }
        lead_id = a_saved_lead(db, card=False, campaign=campaign, stage=stage, **columns)
        by = chance.choice([RITA, TOM]).id
        said = {}
        for rep in (RITA, TOM, PRIYA):
            if chance.random() < 0.4:
                said[rep.id] = {
                    "verdict": chance.choice([None, *Verdict]),
                    "reason": chance.choice([None, Reason.NO_NEED, Reason.WRONG_SEGMENT]),
                    "first_at": moment(),
                }
        with db.begin() as work:
            group = campaign_for(work, campaign, "form", NOON)
            if over:
                # It was turned down by the other once before, and reopened.
                ended, other = columns["ended_at"], RITA.id if by == TOM.id else TOM.id
                for who, at in ((other, ended - WEEK), (by, ended)):
                    write_trail(work, lead_id=lead_id, kind=stage, actor=who, at=at)
            for rep, one in said.items():
                work.execute(
                    verdicts.insert().values(
                        lead_id=lead_id, rep=rep, comment="", changed_at=one["first_at"], **one
                    )
                )
        kept.append(
            {"id": lead_id, "campaign": group, "stage": stage, "by": by, "said": said, **columns}
        )
    return kept


def _counted_by_hand(kept, campaign, period):
    of_it = [one for one in kept if one["campaign"] == campaign]
    given_ = [
        said
        for one in of_it
        for said in one["said"].values()
        if said["verdict"] and said["first_at"] in period
    ]
    rejected, disqualified = (
        [one for one in of_it if one["stage"] is stage and one["ended_at"] in period]
        for stage in (Stage.REJECTED, Stage.DISQUALIFIED)
    )
    return CampaignNumbers(
        announced=sum(one["announced_at"] in period for one in of_it),
        taken=sum(one["claimed_at"] in period for one in of_it),
        rejected=len(rejected),
        rejected_for=_not_told_by_verdicts(rejected),
        disqualified_for=_not_told_by_verdicts(disqualified),
        ratings=Counter(said["verdict"] for said in given_),
        reasons=by_frequency(
            Counter(said["reason"] for said in given_ if said["verdict"].wants_reason)
        ),
    )


def _not_told_by_verdicts(turned_down):
    def tells(one):
        said = one["said"].get(one["by"])
        low = said and said["verdict"] and said["verdict"].wants_reason
        return low and said["reason"] is one["reason"]

    return by_frequency(Counter(one["reason"] for one in turned_down if not tells(one)))


PERIODS = [
    Period(),
    Period(NOON - WEEK),
    Period(None, NOON - WEEK),
    Week.of(NOON, BERLIN).period,
    Week.of(NOON, BERLIN).previous.period,
    Period(NOON + WEEK),
]


@pytest.mark.parametrize("seed", [1, 2])
def test_message_answer_and_export_all_count_what_a_count_by_hand_counts(db, seed):
    kept = _some_history(db, seed)
    campaigns = {one["campaign"] for one in kept}
    for period in PERIODS:
        with db.read() as work:
            every = numbers_by_campaign(work, period)
            rows = list(export_verdicts(work, period).rows)
            points = sum(row[9] for row in rows)
            sheet = export_leads(work, period)
            exported = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
            for campaign in campaigns:
                expected = _counted_by_hand(kept, campaign, period)
                assert numbers_of(work, campaign, period) == expected
                assert every.get(campaign, CampaignNumbers()) == expected
        assert all(not numbers.nothing_happened for numbers in every.values())
        assert len(rows) == sum(numbers.verdicts for numbers in every.values())
        assert points == sum(numbers.points for numbers in every.values())
        assert sum(row["announced_at"] in period for row in exported) == sum(
            numbers.announced for numbers in every.values()
        )
        assert sum(row["claimed_at"] in period for row in exported) == sum(
            numbers.taken for numbers in every.values()
        )
        assert sum(
            row["stage"] == "rejected" and row["ended_at"] in period for row in exported
        ) == sum(numbers.rejected for numbers in every.values())


def test_a_campaign_is_found_by_its_name_or_by_some_words(db):
    with db.begin() as work:
        ids = [
            campaign_for(work, "Webinar: Faster customs", "form", NOON),
            campaign_for(work, "Webinar", "form", NOON),
            campaign_for(work, "Straßenfest Köln", "form", NOON),
            campaign_for(work, "", "webinar", NOON),
        ]
    with db.read() as work:

        def found(words):
            return [one.id for one in find_campaigns(work, words)]

        assert found("webinar") == [ids[1]]
        assert found("customs webinar") == [ids[0]]
        assert found("STRASSENFEST") == [ids[2]]
        assert found("köln") == [ids[2]]
        assert found("") == []
        assert found("%") == []


@pytest.mark.parametrize(
    ("typed", "campaign", "words"),
    [
        ("", "", "in the last 30 days"),
        ("last week", "", "last week"),
        ("Webinar", "Webinar", "in the last 30 days"),
        ("Webinar last week", "Webinar", "last week"),
        ('"Webinar" since 2026-11-01', "Webinar", "since 1 Nov 2026"),
        ("Fair 2026", "Fair 2026", "in the last 30 days"),
        ("last month", "last month", "in the last 30 days"),
        ("last month last month", "last month", "last month"),
    ],
)
def test_a_campaign_and_a_time_are_told_apart(db, typed, campaign, words):
    with db.begin() as work:
        for name in ("Webinar", "Fair 2026", "Last month"):
            campaign_for(work, name, "form", NOON)
    with db.read() as work:
        asked = read_feedback_words(work, typed, at=NOON, zone=BERLIN)
    assert (asked.campaign, asked.since.words) == (campaign, words)


def test_the_most_judged_campaign_is_told_first(db):
    open_the_floor(db)
    quiet = a_saved_lead(db, card=False, campaign="Quiet")
    loud = a_saved_lead(db, card=False, campaign="Loud")
    with db.begin() as work:
        work.execute(
            verdicts.insert().values(
                lead_id=loud, rep=TOM.id, verdict="good", comment="", first_at=NOON, changed_at=NOON
            )
        )
    with db.read() as work:
        asked = read_feedback_words(work, "today", at=NOON, zone=BERLIN)
        assert [campaign.name for campaign, _ in feedback(work, asked)] == ["Loud", "Quiet"]
    assert quiet < loud


def test_exports_are_safe_whatever_a_lead_says(db):
    open_the_floor(db)
    lead_id = a_saved_lead(
        db, card=False, company="=cmd|' /C calc'!A0", name="@Ada", message="-1\n+2"
    )
    with db.begin() as work:
        work.execute(
            verdicts.insert().values(
                lead_id=lead_id,
                rep=TOM.id,
                verdict="bad",
                reason="no_need",
                comment="+1 for\tbad",
                first_at=datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
                changed_at=NOON,
            )
        )
    file = io.StringIO(newline="")
    with db.read() as work:
        assert write_csv(file, export_leads(work, Period())) == 1
        assert write_csv(file, export_verdicts(work, Period())) == 1
    text = file.getvalue()
    assert "'=cmd|' /C calc'!A0" in text
    assert "'@Ada" in text
    assert "'-1\n+2" in text
    assert (
        f"L-{lead_id},'@Ada,'=cmd|' /C calc'!A0,Webinar: Faster customs,form,Tom Becker,U0TOM,no,bad,1,no_need,'+1 for\tbad,2026-11-23T11:00:00Z"
        in text
    )
