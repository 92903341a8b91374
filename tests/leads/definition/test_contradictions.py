from datetime import timedelta

import pytest

from bot.kit.periods import Period
from bot.leads.definition.contradictions import SPEAKS_AGAINST, Blamed, Contradicted, contradicted
from bot.leads.definition.domain import FIRST_VERSION, Definition
from bot.leads.definition.queries import contradictions
from bot.leads.definition.wording import RULES
from bot.leads.domain.lead import Stage
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.tables import verdicts
from tests.leads.scene import NOON, a_saved_lead

THIS_WEEK = Period(NOON - timedelta(days=7), NOON + timedelta(days=1))


def rated(db, lead_id, verdict, reason=None, *, rep="U0TOM", at=NOON):
    with db.begin() as work:
        row = {"lead_id": lead_id, "rep": rep, "verdict": verdict, "reason": reason}
        work.execute(verdicts.insert(), row | {"comment": "", "first_at": at, "changed_at": at})


def test_every_reason_that_speaks_against_a_rule_names_one_there_is():
    assert set(SPEAKS_AGAINST.values()) <= set(RULES)


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        (Reason.WRONG_SEGMENT, "segments"),
        (Reason.WRONG_SIZE, "employees"),
        (Reason.WRONG_CONTACT_DATA, "required"),
        (Reason.COMPETITOR, "competitors"),
        (Reason.NO_NEED, "minimum_score"),
        (Reason.STUDENT_OR_JOB_SEEKER, "free_mail"),
        (Reason.BAD_TIMING, None),
        (Reason.NO_BUDGET, None),
        (Reason.NO_AUTHORITY, None),
        (Reason.DUPLICATE, None),
        (Reason.OTHER, None),
    ],
)
def test_which_rule_a_reason_speaks_against(reason, rule):
    found = contradicted([Blamed(reason, FIRST_VERSION, 3)], of=9, now=FIRST_VERSION)
    assert [one.rule for one in found] == ([rule] if rule else [])


def test_the_rule_is_said_as_it_stands_also_when_it_asks_for_nothing():
    strict = Definition(2, segments=("SaaS",))
    blamed = [Blamed(Reason.WRONG_SEGMENT, strict, 1), Blamed(Reason.WRONG_SIZE, strict, 2)]
    assert contradicted(blamed, of=9, now=strict) == [
        Contradicted("employees", "company size: any", 2, 9),
        Contradicted("segments", "segment: SaaS", 1, 9),
    ]


def test_what_an_older_rule_let_through_does_not_contradict_the_one_that_replaced_it():
    old, now = Definition(1, minimum_score=60), Definition(2, minimum_score=60, segments=("SaaS",))
    blamed = [Blamed(reason, old, 4) for reason in (Reason.WRONG_SEGMENT, Reason.NO_NEED)]
    blamed.append(Blamed(Reason.NO_NEED, now, 1))
    assert contradicted(blamed, of=9, now=now) == [
        Contradicted("minimum_score", "score: at least 60", 5, 9)
    ]


def test_low_verdicts_on_leads_that_met_every_rule_are_counted_per_rule(db):
    first, second = a_saved_lead(db), a_saved_lead(db, at="2.2", stage=Stage.REJECTED)
    inquiry = a_saved_lead(db, card=False, announced_at=None, stage=Stage.INQUIRY)
    rated(db, first, Verdict.POOR, Reason.WRONG_SEGMENT)
    rated(db, second, Verdict.BAD, Reason.WRONG_SEGMENT)
    rated(db, second, Verdict.BAD, Reason.WRONG_SIZE, rep="U0RITA")
    rated(db, first, Verdict.GREAT, rep="U0RITA")
    rated(db, first, Verdict.POOR, rep="U0PRIYA")
    rated(db, first, None, Reason.WRONG_SEGMENT, rep="U0SAM")
    rated(db, inquiry, Verdict.BAD, Reason.WRONG_SEGMENT)
    rated(db, second, Verdict.BAD, Reason.COMPETITOR, rep="U0PRIYA", at=NOON - timedelta(days=30))
    with db.read() as work:
        assert contradictions(work, THIS_WEEK) == [
            Contradicted("segments", "segment: any", 2, 5),
            Contradicted("employees", "company size: any", 1, 5),
        ]
        assert contradictions(work, Period())[2].rule == "competitors"


def test_without_verdicts_nothing_is_contradicted(db):
    with db.read() as work:
        assert contradictions(work, THIS_WEEK) == []
