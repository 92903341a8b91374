"""The rows of marketing's side: verdict lines, answers and what they answer."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.kit.db import Work
from bot.kit.outbox.table import outbox
from bot.kit.prepared import Prepared
from bot.leads.domain.campaigns import verdict_key
from bot.leads.domain.feedback import Answer, AnswerKind, Judged, Line
from bot.leads.domain.lead import TURNED_DOWN
from bot.leads.domain.verdicts import Reason, Verdict
from bot.leads.store.tables import (
    answered_verdicts,
    campaigns,
    feedback_answers,
    leads,
    verdict_lines,
    verdicts,
)
from bot.leads.store.turned_down import turned_down_by

LOW = tuple(verdict.value for verdict in Verdict if verdict.wants_reason)
SAID = tuple(reason.value for reason in Reason)


def _judged() -> Select[Any]:
    return select(
        verdicts,
        leads.c.campaign_id,
        leads.c.company,
        leads.c.name,
        leads.c.erased,
        leads.c.stage,
        leads.c.ended_at,
    ).join(leads, leads.c.id == verdicts.c.lead_id)


def _as_judged(row: Any) -> Judged:
    return Judged(
        lead_id=row.lead_id,
        rep=row.rep,
        campaign_id=row.campaign_id,
        about="" if row.erased else (row.company or row.name),
        verdict=Verdict(row.verdict) if row.verdict else None,
        reason=Reason(row.reason) if row.reason in SAID else None,
        comment=row.comment,
        first_at=row.first_at,
        erased=row.erased,
        turned_down_at=row.ended_at if row.stage in TURNED_DOWN else None,
    )


_LEAD: BindParameter[int] = bindparam("lead")
_REP: BindParameter[str] = bindparam("rep")
_LOAD_JUDGED = Prepared(_judged().where(verdicts.c.lead_id == _LEAD, verdicts.c.rep == _REP))
_LOAD_LINE = Prepared(
    select(verdict_lines, outbox.c.ts.is_not(None).label("stands"))
    .outerjoin(outbox, outbox.c.key == bindparam("key", type_=String()))
    .where(verdict_lines.c.lead_id == _LEAD, verdict_lines.c.rep == _REP)
)


def load_judged(work: Work, lead_id: int, rep: str) -> Judged | None:
    """Return a rep's verdict on a lead, also when taken back; None when there never was one."""
    row = work.execute(_LOAD_JUDGED, {"lead": lead_id, "rep": rep}).first()
    return _as_judged(row) if row else None


def load_verdicts_of(work: Work, rep: str, *, most: int) -> list[Judged]:
    """Return the verdicts of a rep that stand, the last changed first."""
    rows = work.execute(
        _judged()
        .where(verdicts.c.rep == rep, verdicts.c.verdict.is_not(None))
        .order_by(verdicts.c.changed_at.desc(), verdicts.c.lead_id.desc())
        .limit(most)
    )
    return [_as_judged(row) for row in rows]


def load_commented(work: Work, when: ColumnElement[bool], *, most: int) -> list[Judged]:
    """Return verdicts that stand and say why in words, for which `when` holds, the newest first."""
    rows = work.execute(
        _judged()
        .where(verdicts.c.verdict.is_not(None), verdicts.c.comment != "", when)
        .order_by(verdicts.c.first_at.desc(), verdicts.c.lead_id.desc(), verdicts.c.rep)
        .limit(most)
    )
    return [_as_judged(row) for row in rows]


def load_line(work: Work, lead_id: int, rep: str) -> Line | None:
    """Return where a verdict stands as a line, or None while it stands nowhere."""
    key = verdict_key(lead_id, rep)
    row = work.execute(_LOAD_LINE, {"lead": lead_id, "rep": rep, "key": key}).first()
    return Line(**row._mapping) if row else None  # noqa: SLF001 - public by its documentation


def save_line(work: Work, line: Line) -> None:
    """Note where a verdict stands from now on."""
    work.execute(
        verdict_lines.insert().values(
            lead_id=line.lead_id,
            rep=line.rep,
            campaign_id=line.campaign_id,
            week=line.week,
            mentions=line.mentions,
        )
    )


_TELLS = or_(verdicts.c.verdict.in_(LOW), turned_down_by(verdict_lines.c.rep))
_KEY = (
    literal("verdict:", String)
    .concat(cast(verdict_lines.c.lead_id, String))
    .concat(":")
    .concat(verdict_lines.c.rep)
)
_LINES = (
    verdict_lines.join(leads, leads.c.id == verdict_lines.c.lead_id)
    .outerjoin(
        verdicts,
        and_(verdicts.c.lead_id == verdict_lines.c.lead_id, verdicts.c.rep == verdict_lines.c.rep),
    )
    .outerjoin(outbox, outbox.c.key == _KEY)
)


def leads_told_of(work: Work, *, campaign_id: int, week: str) -> list[int]:
    """Return the leads that lines of a week's thread tell of: rated low or turned down, still."""
    rows = work.execute(
        select(verdict_lines.c.lead_id)
        .distinct()
        .select_from(_LINES)
        .where(verdict_lines.c.campaign_id == campaign_id, verdict_lines.c.week == week, _TELLS)
        .order_by(verdict_lines.c.lead_id)
    )
    return list(rows.scalars())


def save_mention(work: Work, line: Line, person: str | None) -> None:
    """Note whom a line mentions, before it is sent."""
    work.execute(
        update(verdict_lines)
        .where(verdict_lines.c.lead_id == line.lead_id, verdict_lines.c.rep == line.rep)
        .values(mentions=person)
    )


def is_mentioned_beside(work: Work, line: Line, owner: str) -> bool:
    """Tell whether another line of its thread mentions `owner`, or will when it is sent.

    One that was taken back before it was sent mentions nobody.
    """
    found = work.execute(
        select(verdict_lines.c.lead_id)
        .select_from(_LINES)
        .where(
            _mentions(line, owner),
            or_(verdict_lines.c.lead_id != line.lead_id, verdict_lines.c.rep != line.rep),
            or_(outbox.c.ts.is_not(None), _TELLS),
        )
        .limit(1)
    )
    return found.first() is not None


def first_to_mention(work: Work, line: Line) -> bool:
    """Tell whether no line that was sent before this one mentions the same person.

    A line that comes back, after another has mentioned them in its place, does not do so again.
    """
    rows = work.execute(
        select(verdict_lines.c.lead_id, verdict_lines.c.rep)
        .select_from(_LINES)
        .where(_mentions(line, line.mentions), outbox.c.ts.is_not(None))
        .order_by(outbox.c.ts)
    )
    first = rows.first()
    return first is None or (first.lead_id, first.rep) == (line.lead_id, line.rep)


def _mentions(line: Line, owner: str | None) -> ColumnElement[bool]:
    """Of the lines of the same thread those that mention `owner`."""
    return and_(
        verdict_lines.c.campaign_id == line.campaign_id,
        verdict_lines.c.week == line.week,
        verdict_lines.c.mentions == owner,
    )


def save_owner(work: Work, campaign_id: int, owner: str | None) -> None:
    """Save who looks after a campaign."""
    work.execute(update(campaigns).where(campaigns.c.id == campaign_id).values(owner=owner))


def lock_campaign(work: Work, campaign_id: int) -> None:
    """Let nobody else answer for this campaign until this transaction ends."""
    # `key_share`, as for leads: what only names the campaign is saved meanwhile.
    which = select(campaigns.c.id).where(campaigns.c.id == campaign_id)
    work.execute(which.with_for_update(key_share=True))


def _is_answered(kind: AnswerKind) -> Any:
    return exists(
        select(answered_verdicts.c.answer_id)
        .join(feedback_answers, feedback_answers.c.id == answered_verdicts.c.answer_id)
        .where(
            answered_verdicts.c.lead_id == verdicts.c.lead_id,
            answered_verdicts.c.rep == verdicts.c.rep,
            feedback_answers.c.kind == kind.value,
        )
    )


def load_unanswered(work: Work, campaign_id: int) -> list[Judged]:
    """Return the campaign's low verdicts that no change has answered yet, oldest first."""
    rows = work.execute(
        _judged()
        .where(
            leads.c.campaign_id == campaign_id,
            verdicts.c.verdict.in_(LOW),
            ~_is_answered(AnswerKind.CHANGED),
        )
        .order_by(verdicts.c.first_at, verdicts.c.lead_id, verdicts.c.rep)
    )
    return [_as_judged(row) for row in rows]


def insert_answer(
    work: Work,
    *,
    campaign_id: int,
    kind: AnswerKind,
    sentence: str,
    marketer: str,
    at: datetime,
    to: Iterable[Judged],
) -> Answer:
    """Save an answer and which verdicts it speaks to."""
    answer_id = work.execute(
        feedback_answers.insert()
        .values(
            campaign_id=campaign_id, kind=kind.value, sentence=sentence, marketer=marketer, at=at
        )
        .returning(feedback_answers.c.id)
    ).scalar_one()
    rows = [{"answer_id": answer_id, "lead_id": one.lead_id, "rep": one.rep} for one in to]
    if rows:
        work.execute(answered_verdicts.insert(), rows)
    return Answer(answer_id, campaign_id, kind, sentence, marketer, at)


def _as_answer(row: Any) -> Answer:
    return Answer(row.id, row.campaign_id, AnswerKind(row.kind), row.sentence, row.marketer, row.at)


def load_answer(work: Work, answer_id: int) -> Answer | None:
    """Return an answer by its id."""
    row = work.execute(select(feedback_answers).where(feedback_answers.c.id == answer_id)).first()
    return _as_answer(row) if row else None


def answers_to(work: Work, lead_id: int, rep: str) -> list[Answer]:
    """Return what marketing answered to a verdict, first to last."""
    rows = work.execute(
        select(feedback_answers)
        .join(answered_verdicts, answered_verdicts.c.answer_id == feedback_answers.c.id)
        .where(answered_verdicts.c.lead_id == lead_id, answered_verdicts.c.rep == rep)
        .order_by(feedback_answers.c.id)
    )
    return [_as_answer(row) for row in rows]


def answers_to_rep(work: Work, rep: str, lead_ids: Collection[int]) -> dict[int, list[Answer]]:
    """Return what marketing answered to a rep's verdicts on some leads, first to last."""
    rows = work.execute(
        select(feedback_answers, answered_verdicts.c.lead_id)
        .join(answered_verdicts, answered_verdicts.c.answer_id == feedback_answers.c.id)
        .where(answered_verdicts.c.rep == rep, answered_verdicts.c.lead_id.in_(list(lead_ids)))
        .order_by(feedback_answers.c.id)
    )
    found: dict[int, list[Answer]] = {lead_id: [] for lead_id in lead_ids}
    for row in rows:
        found[row.lead_id].append(_as_answer(row))
    return found


def answers_of_kind(work: Work, kind: AnswerKind, when: ColumnElement[bool]) -> list[Answer]:
    """Return the answers of a kind for which `when` holds, first to last."""
    rows = work.execute(
        select(feedback_answers)
        .where(feedback_answers.c.kind == kind.value, when)
        .order_by(feedback_answers.c.at, feedback_answers.c.id)
    )
    return [_as_answer(row) for row in rows]


def load_answered(work: Work, answer_id: int) -> list[Judged]:
    """Return the verdicts an answer speaks to, as they are now, oldest first."""
    rows = work.execute(
        _judged()
        .join(
            answered_verdicts,
            and_(
                answered_verdicts.c.lead_id == verdicts.c.lead_id,
                answered_verdicts.c.rep == verdicts.c.rep,
            ),
        )
        .where(answered_verdicts.c.answer_id == answer_id)
        .order_by(verdicts.c.first_at, verdicts.c.lead_id, verdicts.c.rep)
    )
    return [_as_judged(row) for row in rows]


def latest_week_before(work: Work, *, campaign_id: int, week: str) -> str | None:
    """Return the last week before `week` whose message of the campaign stands in Slack."""
    stem = f"campaign:{campaign_id}:"
    key = work.execute(
        select(func.max(outbox.c.key)).where(
            outbox.c.key > stem,
            outbox.c.key < f"{stem}{week}",
            outbox.c.key.like(f"{stem}%"),
            outbox.c.ts.is_not(None),
        )
    ).scalar_one()
    return key.removeprefix(stem) if key else None
