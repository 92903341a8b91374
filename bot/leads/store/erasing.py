"""Blanking a person: what is personal goes, what is counted stays."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select, update

from bot.kit.db import Work
from bot.kit.outbox.table import GONE, WAITING, outbox
from bot.kit.outbox.views import FROZEN, PURGED
from bot.leads.store.tables import answered_verdicts, arrivals, feedback_answers, leads, trail

COUNTED = frozenset(
    {
        "amount",
        "campaign",
        "day",
        "from",
        "new_lead",
        "opened",
        "previous_lead",
        "rep",
        "answer",
        "qualified",
        "reason",
        "request",
        "rollup",
        "score",
        "score_before",
        "source",
        "to",
        "unmet",
        "until",
        "verdict",
        "version",
    }
)
"""The facts of a trail that say nothing of the person."""
_BLANK: dict[str, Any] = {
    "email": "",
    "name": "",
    "company": "",
    "person_key": "",
    "title": "",
    "phone": "",
    "message": "",
    "url": "",
    "extra": {},
    "erased": True,
}


def leads_of_person(work: Work, email: str) -> list[int]:
    """Return the leads of this address, and those without one of the same name and company."""
    ours = select(leads.c.person_key).where(
        func.lower(leads.c.email) == email, leads.c.person_key != ""
    )
    same_name = and_(leads.c.email == "", leads.c.person_key.in_(ours))
    which = or_(func.lower(leads.c.email) == email, same_name)
    return list(work.execute(select(leads.c.id).where(which).order_by(leads.c.id)).scalars())


def blank_leads(work: Work, lead_ids: Collection[int]) -> None:
    """Blank everything personal in the leads' rows; stage, score, segment and country stay."""
    rows = work.execute(select(leads.c.id, leads.c.judgement).where(leads.c.id.in_(lead_ids)))
    for row in rows.all():
        judgement = [{**outcome, "value": ""} for outcome in row.judgement]
        work.execute(
            update(leads).where(leads.c.id == row.id).values(**_BLANK, judgement=judgement)
        )


def blank_arrivals(work: Work, lead_ids: Collection[int], *, email: str) -> int:
    """Blank the fingerprints of what arrived; an id that names the person is replaced.

    The rest of the ids stay, so that a sender who repeats an arrival does not bring back the
    person: the same id with a body is a conflict from now on.
    """
    work.execute(
        update(arrivals)
        .where(
            arrivals.c.lead_id.in_(lead_ids),
            func.lower(arrivals.c.external_id).contains(email, autoescape=True),
        )
        .values(external_id=literal("erased:").concat(cast(arrivals.c.id, String)))
    )
    blanked = work.execute(
        update(arrivals).where(arrivals.c.lead_id.in_(lead_ids)).values(body_hash="")
    )
    return int(blanked.rowcount)


def blank_trail(work: Work, lead_ids: Collection[int]) -> int:
    """Blank what people wrote in the stories; tell in how many lines."""
    rows = work.execute(select(trail.c.id, trail.c.facts).where(trail.c.lead_id.in_(lead_ids)))
    blanked = 0
    for row in rows.all():
        kept = without_words(row.facts)
        if kept != row.facts:
            work.execute(update(trail).where(trail.c.id == row.id).values(facts=kept))
            blanked += 1
    return blanked


def without_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a step's facts those that say nothing of the person."""
    return {name: value for name, value in facts.items() if name in COUNTED}


def blank_disputes(work: Work, lead_ids: Collection[int]) -> int:
    """Blank what marketing wrote about these very leads; tell in how many answers."""
    about = select(answered_verdicts.c.answer_id).where(answered_verdicts.c.lead_id.in_(lead_ids))
    blanked = work.execute(
        update(feedback_answers)
        .where(
            feedback_answers.c.id.in_(about),
            feedback_answers.c.kind == "dispute",
            feedback_answers.c.sentence != "",
        )
        .values(sentence="")
    )
    return int(blanked.rowcount)


def blank_payloads(work: Work, subjects: Collection[str]) -> int:
    """Blank the frozen messages about these leads; those not sent yet are not sent any more."""
    frozen = and_(outbox.c.subject.in_(subjects), outbox.c.view == FROZEN)
    work.execute(update(outbox).where(frozen, outbox.c.state == WAITING).values(state=GONE))
    return int(work.execute(update(outbox).where(frozen).values(args=PURGED)).rowcount)
