"""What digests tell of a period beside its numbers: words worth quoting, and a rep's own part."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from bot.kit.db import Work, within
from bot.kit.periods import Period
from bot.leads.domain.feedback import Answer, AnswerKind, Judged
from bot.leads.domain.lead import WITH_SALES, Stage
from bot.leads.queries.campaigns import load_campaign
from bot.leads.store.feedback import (
    answers_of_kind,
    load_answer,
    load_answered,
    load_commented,
    load_judged,
)
from bot.leads.store.tables import (
    answered_verdicts,
    campaigns,
    feedback_answers,
    leads,
    verdicts,
)

COMMENTS = 200
"""The newest comments among which one is chosen."""


@dataclass(frozen=True, slots=True)
class RepPeriod:
    """What a rep did in a period, and how many leads they own now."""

    taken: int
    contacted: int
    won: int
    rated: int
    mine: int


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """Something marketing changed because of feedback, and the reps who had given it."""

    answer: Answer
    campaign: str
    reps: tuple[str, ...]


def commented(work: Work, period: Period) -> list[Judged]:
    """Return the verdicts first given in a period that say something in words, newest first."""
    return load_commented(work, within(verdicts.c.first_at, period), most=COMMENTS)


def the_verdict(work: Work, lead_id: int, rep: str) -> Judged | None:
    """Return a rep's verdict on a lead as it stands; None when there is none any more."""
    judged = load_judged(work, lead_id, rep)
    return judged if judged and judged.verdict else None


def changes_told(work: Work, answer_ids: Collection[int]) -> list[ChangeTold]:
    """Return what marketing changed, by the ids of its answers, in their order."""
    told = []
    for answer_id in answer_ids:
        answer = load_answer(work, answer_id)
        if answer is None:
            continue
        campaign = load_campaign(work, answer.campaign_id)
        reps = tuple(dict.fromkeys(one.rep for one in load_answered(work, answer_id)))
        told.append(ChangeTold(answer, campaign.name if campaign else "", reps))
    return told


def changes_by_feedback_of(work: Work, rep: str, period: Period) -> list[Answer]:
    """Return what marketing changed in a period because of what `rep` had said."""
    mine = select(answered_verdicts.c.answer_id).where(answered_verdicts.c.rep == rep)
    when = within(feedback_answers.c.at, period) & feedback_answers.c.id.in_(mine)
    return answers_of_kind(work, AnswerKind.CHANGED, when)


def period_of_rep(work: Work, rep: str, period: Period) -> RepPeriod:
    """Count what a rep did in a period; a lead counts for who owns it."""
    mine = leads.c.owner == rep
    rated = (verdicts.c.rep == rep, verdicts.c.verdict.is_not(None))
    return RepPeriod(
        taken=_count(work, mine, within(leads.c.claimed_at, period)),
        contacted=_count(work, mine, within(leads.c.contacted_at, period)),
        won=_count(work, mine, leads.c.stage == Stage.WON, within(leads.c.ended_at, period)),
        rated=int(
            work.execute(
                select(func.count())
                .select_from(verdicts)
                .where(*rated, within(verdicts.c.first_at, period))
            ).scalar_one()
        ),
        mine=_count(work, mine, leads.c.stage.in_(WITH_SALES)),
    )


def became_of_rated(work: Work, rep: str, period: Period) -> list[tuple[int, str]]:
    """Return (lead, stage) of the leads `rep` rated that moved on in a period; won ones first."""
    moments = (leads.c.sales_qualified_at, leads.c.opportunity_at, leads.c.ended_at)
    rows = work.execute(
        select(leads.c.id, leads.c.stage)
        .join(verdicts, (verdicts.c.lead_id == leads.c.id) & (verdicts.c.rep == rep))
        .where(verdicts.c.verdict.is_not(None), or_(*(within(one, period) for one in moments)))
        .order_by(leads.c.stage != Stage.WON, leads.c.id)
    )
    return [(row.id, row.stage) for row in rows]


def called(work: Work, lead_ids: Collection[int]) -> dict[int, str]:
    """Return the company or name of each lead, empty once it was erased."""
    rows = work.execute(
        select(leads.c.id, leads.c.company, leads.c.name, leads.c.erased).where(
            leads.c.id.in_(list(lead_ids))
        )
    )
    return {row.id: "" if row.erased else row.company or row.name for row in rows}


def campaign_names(work: Work, campaign_ids: Collection[int]) -> dict[int, str]:
    """Return the names of campaigns; a source says that it is one. One that is gone is left out."""
    rows = work.execute(select(campaigns).where(campaigns.c.id.in_(list(campaign_ids))))
    return {row.id: _called(row) for row in rows}


def _called(row: Any) -> str:
    return f"{row.name or 'Unknown source'} (no campaign)" if row.kind == "source" else row.name


def _count(work: Work, *which: ColumnElement[bool]) -> int:
    return int(work.execute(select(func.count()).select_from(leads).where(*which)).scalar_one())
