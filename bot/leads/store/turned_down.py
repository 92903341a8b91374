"""Leads that sales rejected or disqualified: who did, and why."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from bot.kit.db import Work
from bot.leads.domain.feedback import TurnedDown
from bot.leads.domain.lead import TURNED_DOWN, Lead
from bot.leads.domain.verdicts import Reason
from bot.leads.store.tables import leads, trail
from bot.leads.store.trail import Step, latest_step, read_trail

STAGES = tuple(sorted(stage.value for stage in TURNED_DOWN))


def turned_down_by(rep: Any) -> ColumnElement[bool]:
    """Tell in SQL whether `rep` (a column) turned down the lead of the row, and it still is."""
    step = (
        select(trail.c.id)
        .where(
            trail.c.lead_id == leads.c.id,
            trail.c.kind == leads.c.stage,
            trail.c.at == leads.c.ended_at,
            trail.c.actor == rep,
        )
        # The lead is that of the row however deep in a question this stands.
        .correlate_except(trail)
        .exists()
    )
    return and_(leads.c.stage.in_(STAGES), step)


def load_turned_down(work: Work, lead: Lead, rep: str) -> TurnedDown | None:
    """Return how `rep` turned a lead down; None when they did not, or it was reopened."""
    if lead.stage not in TURNED_DOWN:
        return None
    story = read_trail(work, lead.id)
    step = next((one for one in reversed(story) if one.kind in STAGES), None)
    if step is None or step.actor != rep:
        return None
    since = story[story.index(step) :]
    comment = "" if lead.erased else _last_words([one for one in since if one.actor == rep])
    return TurnedDown(step.kind, Reason(step.facts["reason"]), comment)


def _last_words(steps: Sequence[Step]) -> str:
    """What was said last, by the last step of each kind: one verdict goes when the next comes."""
    last = {step.kind: step for step in steps if step.kind in {*STAGES, "word", "verdict"}}
    words = [str(step.facts.get("comment") or "") for step in steps if step in last.values()]
    return next(filter(None, reversed(words)), "")


def who_turned_down(work: Work, lead: Lead) -> str | None:
    """Return who turned a lead down last, whatever became of it since."""
    step = latest_step(work, lead.id, *STAGES)
    return step.actor if step else None
