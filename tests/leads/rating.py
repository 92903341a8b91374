"""Reps rate leads, in one line: `rate(db, lead, Verdict.POOR, by=TOM, reason=…)`."""

from datetime import datetime

from bot.kit.db import Database
from bot.leads.actions.verdict import record_verdict
from bot.leads.domain.verdicts import Reason, Verdict
from bot.people.domain import Person
from tests.leads.scene import NOON, TOM, a_room
from tests.support.house import StoppedClock


def rate(
    db: Database,
    lead_id: int,
    verdict: Verdict | None,
    *,
    by: Person = TOM,
    reason: Reason | None = None,
    comment: str | None = None,
    at: datetime = NOON,
) -> None:
    """Let a rep state a verdict at that time; None takes it back."""
    with db.begin() as work:
        record_verdict(
            a_room(StoppedClock(at)),
            work,
            lead_id=lead_id,
            verdict=verdict,
            reason=reason,
            comment=comment,
            by=by,
            at=at,
        )
