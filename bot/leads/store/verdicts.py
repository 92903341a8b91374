"""The rows of opinions, verdicts and raised hands."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Table, and_, bindparam, insert, literal, or_, select, update

from bot.kit.db import Work
from bot.kit.prepared import Prepared
from bot.leads.domain.verdicts import Opinion, Reason, StandingVerdict, Verdict
from bot.leads.store.tables import hands, opinions, verdict_history, verdicts


def save_opinion(work: Work, opinion: Opinion, *, lead_id: int, rep: str) -> None:
    """Save the newest word of a rep on a lead; an older one changes nothing."""
    said = {
        "origin": opinion.origin,
        "verdict": opinion.verdict,
        "at": opinion.at,
        "present": opinion.present,
    }
    work.save(_SAVE_OPINION, {"lead_id": lead_id, "rep": rep, **said})


def _saving_opinion(insert: Callable[[Table], Any]) -> Any:
    new = insert(opinions)
    return new.on_conflict_do_update(
        index_elements=["lead_id", "rep", "origin"],
        set_={name: new.excluded[name] for name in ("verdict", "at", "present")},
        where=opinions.c.at < new.excluded.at,
    )


_SAVE_OPINION = Prepared(_saving_opinion)
_LEAD: BindParameter[int] = bindparam("lead")
_REP: BindParameter[str] = bindparam("rep")
_STANDING = Prepared(select(verdicts).where(verdicts.c.lead_id == _LEAD, verdicts.c.rep == _REP))


def said_of(work: Work, *, lead_id: int, rep: str) -> tuple[list[Opinion], StandingVerdict | None]:
    """Return all a rep said of a lead, and the verdict that stands for it."""
    rows = work.execute(_SAID_OF, {"lead": lead_id, "rep": rep}).all()
    said = [
        Opinion(row.origin, Verdict(row.said), row.said_at, row.present)
        for row in rows
        if row.origin
    ]
    return said, _standing(rows[0]) if rows[0].rep else None


# The nothing in front gives a row also where there is no verdict yet.
_NOTHING = select(literal(0)).subquery()
_SAID_OF = Prepared(
    select(
        verdicts,
        opinions.c.origin,
        opinions.c.verdict.label("said"),
        opinions.c.at.label("said_at"),
        opinions.c.present,
    ).select_from(
        _NOTHING.outerjoin(
            verdicts, and_(verdicts.c.lead_id == _LEAD, verdicts.c.rep == _REP)
        ).outerjoin(opinions, and_(opinions.c.lead_id == _LEAD, opinions.c.rep == _REP))
    )
)


def opinions_present(work: Work, lead_ids: Collection[int]) -> list[tuple[int, str, Opinion]]:
    """Return the (lead, rep, opinion) of every opinion that stands on these leads."""
    rows = work.execute(
        select(opinions).where(opinions.c.lead_id.in_(list(lead_ids)), opinions.c.present)
    )
    return [
        (row.lead_id, row.rep, Opinion(row.origin, Verdict(row.verdict), row.at)) for row in rows
    ]


def standing_verdict(work: Work, *, lead_id: int, rep: str) -> StandingVerdict | None:
    """Return the rep's verdict row on a lead; its `verdict` is None once taken back."""
    row = work.execute(_STANDING, {"lead": lead_id, "rep": rep}).first()
    return _standing(row) if row else None


def last_said(work: Work, *, lead_id: int, rep: str, low: bool) -> StandingVerdict | None:
    """Return the rep's last verdict on a lead that was low, or that was not, as it stood then."""
    row = work.execute(_LAST_SAID[low], {"lead": lead_id, "rep": rep}).first()
    return _standing(row) if row else None


def _last_said(verdicts: list[Verdict]) -> Prepared:
    of_those = or_(*(verdict_history.c.verdict == one for one in verdicts))
    return Prepared(
        select(verdict_history, verdict_history.c.at.label("changed_at"))
        .where(verdict_history.c.lead_id == _LEAD, verdict_history.c.rep == _REP, of_those)
        .order_by(verdict_history.c.id.desc())
        .limit(1),
        # A verdict is settled once a gesture: its line in the history is the next one's to read.
        aside=True,
    )


_LAST_SAID = {
    low: _last_said([one for one in Verdict if one.wants_reason is low]) for low in (False, True)
}


def expect_standing(work: Work, *, lead_id: int, rep: str) -> None:
    """Have `standing_verdict` asked along with the next question."""
    work.expect(_STANDING, {"lead": lead_id, "rep": rep})


def verdicts_on(work: Work, lead_ids: Collection[int]) -> list[StandingVerdict]:
    """Return the verdicts that stand on these leads, oldest first."""
    rows = work.execute(
        select(verdicts)
        .where(verdicts.c.lead_id.in_(list(lead_ids)), verdicts.c.verdict.is_not(None))
        .order_by(verdicts.c.first_at, verdicts.c.rep)
    )
    return [_standing(row) for row in rows]


def _standing(row: Any) -> StandingVerdict:
    return StandingVerdict(
        lead_id=row.lead_id,
        rep=row.rep,
        verdict=Verdict(row.verdict) if row.verdict else None,
        reason=Reason(row.reason) if row.reason else None,
        comment=row.comment,
        changed_at=row.changed_at,
    )


def save_verdict(work: Work, standing: StandingVerdict, *, origin: str) -> None:
    """Save a rep's verdict as it now stands, and the change in its history."""
    said = {
        "verdict": standing.verdict,
        "reason": standing.reason,
        "comment": standing.comment,
    }
    who = {"lead_id": standing.lead_id, "rep": standing.rep}
    at = standing.changed_at
    row = {**who, **said, "first_at": at, "changed_at": at}
    work.save(_SAVE_VERDICT, row)
    work.save(_TO_HISTORY, {**who, **said, "origin": origin, "at": at})


_TO_HISTORY = Prepared(insert(verdict_history))


def _saving_verdict(insert: Callable[[Table], Any]) -> Any:
    new = insert(verdicts)
    changed = ("verdict", "reason", "comment", "changed_at")
    return new.on_conflict_do_update(
        index_elements=["lead_id", "rep"], set_={name: new.excluded[name] for name in changed}
    )


_SAVE_VERDICT = Prepared(_saving_verdict)


def note_hand(work: Work, *, lead_id: int, person: str, at: datetime, present: bool) -> bool:
    """Save that a hand is raised or lowered unless a newer word is known; tell if it changed."""
    new = work.insert(hands).values(lead_id=lead_id, person=person, at=at, present=present)
    saved = new.on_conflict_do_update(
        index_elements=["lead_id", "person"],
        set_={"at": new.excluded.at, "present": new.excluded.present},
        where=hands.c.at < new.excluded.at,
    ).returning(hands.c.person)
    return work.execute(saved).first() is not None


def hands_raised(work: Work, lead_ids: Collection[int]) -> list[tuple[int, str, datetime]]:
    """Return the (lead, person, time) of every raised hand on these leads."""
    rows = work.execute(select(hands).where(hands.c.lead_id.in_(list(lead_ids)), hands.c.present))
    return [(row.lead_id, row.person, row.at) for row in rows]


def forget_comments(work: Work, lead_ids: Collection[int]) -> int:
    """Blank what reps wrote about these leads; tell in how many verdicts."""
    blank = {"comment": ""}
    work.execute(
        update(verdict_history).where(verdict_history.c.lead_id.in_(list(lead_ids))).values(blank)
    )
    return int(
        work.execute(
            update(verdicts)
            .where(verdicts.c.lead_id.in_(list(lead_ids)), verdicts.c.comment != "")
            .values(blank)
        ).rowcount
    )
