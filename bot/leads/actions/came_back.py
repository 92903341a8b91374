"""Somebody whose lead is there came back: their story goes on where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.kit.db import Work
from bot.leads.actions.recycle import again_key
from bot.leads.actions.showing import stands_in, tell_thread
from bot.leads.domain.duplicates import Meeting, person_key
from bot.leads.domain.lead import Arrival, Lead, Stage
from bot.leads.domain.returns import (
    message_after,
    moment_of,
    profile_in_sales,
    profile_of,
    told_anew,
)
from bot.leads.room import Room
from bot.leads.store.leads import note_return
from bot.leads.store.trail import Step, trail_row, write_steps


@dataclass(frozen=True, slots=True)
class Return:
    """Whose lead it is, and what came.

    `said` is the arrival with what was known filled in; `new_lead` is the lead that begins now
    because the old story was closed.
    """

    lead: Lead
    what: Meeting
    arrival: Arrival
    said: Arrival
    new_lead: int | None


def come_back(
    room: Room, work: Work, returns: Sequence[Return], *, actor: str | None, at: datetime
) -> None:
    """Write each return into the trail of its lead; who works on it hears of it in its thread."""
    steps = write_steps(
        work,
        [
            trail_row(lead_id=one.lead.id, kind="came_back", at=at, actor=actor, facts=_facts(one))
            for one in returns
        ],
    )
    for one, step in zip(returns, steps, strict=True):
        _show_return(room, work, one, step, at=at)


def _show_return(room: Room, work: Work, one: Return, step: Step, *, at: datetime) -> None:
    lead, said = one.lead, one.said
    if one.new_lead and lead.stage is Stage.RECYCLED:
        # Marketing need not be asked any more, if they were.
        room.outbox.refresh(work, key=again_key(lead), at=room.clock.real())
    if one.what in {Meeting.IN_PLAY, Meeting.CLOSED}:
        score = one.arrival.score if one.what is Meeting.IN_PLAY else None
        profile = profile_in_sales(said, lead)
        note_return(
            work,
            lead.id,
            **profile,
            person_key=person_key(profile["name"], profile["company"]),
            message=message_after(one.arrival, lead),
            extra=said.extra,
            occurred_at=max(lead.occurred_at, moment_of(one.arrival, at)),
            score=lead.score if score is None else score,
        )
        room.outbox.refresh(work, key=stands_in(lead), at=room.clock.real())
    if one.what is Meeting.IN_PLAY:
        tell_thread(room, work, lead, step=step, at=at)


def _facts(one: Return) -> dict[str, Any]:
    arrival, lead = one.arrival, one.lead
    facts: dict[str, Any] = {"source": arrival.source, "campaign": arrival.campaign}
    if arrival.score is not None:
        facts |= {"score": arrival.score, "score_before": lead.score}
    if arrival.message and arrival.message != lead.message:
        facts["message"] = arrival.message
    if one.new_lead:
        return facts | {"new_lead": one.new_lead}
    is_inquiry = one.what is Meeting.INQUIRY
    after = profile_of(one.said) if is_inquiry else profile_in_sales(one.said, lead)
    return facts | told_anew(arrival, lead, after)
